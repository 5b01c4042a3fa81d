import { dirname, join } from 'node:path/posix';
import type { Repository } from '../repository.ts';
import type { ImportSite, Source } from '../source.ts';

/** A package of this repository, as its manifest tells. */
export type LocalPackage = {
  readonly name: string;
  /** The folder it is in, from the root. */
  readonly folder: string;
  /** Files by the specifier that names them from outside. */
  readonly entries: ReadonlyMap<string, string>;
  /** Names of packages it may import, with their versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly bins: readonly string[];
};

/** The packages of this repository. */
export function localPackages({ files }: Repository): readonly LocalPackage[] {
  return [...files]
    .filter(([path]) => /^(packages\/[^/]+|tools)\/package\.json$/.test(path))
    .map(([path, text]) => packageOf(dirname(path), JSON.parse(text)));
}

type Manifest = {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

function packageOf(folder: string, manifest: Manifest): LocalPackage {
  const entries = Object.entries(manifest.exports ?? {}).map(
    ([key, file]) => [join(manifest.name, key), join(folder, file)] as const,
  );
  return {
    name: manifest.name,
    folder,
    entries: new Map(entries),
    dependencies: manifest.dependencies ?? {},
    devDependencies: manifest.devDependencies ?? {},
    bins: Object.values(manifest.bin ?? {}).map((file) => join(folder, file)),
  };
}

/**
 * Finds the file of this repository that an import names.
 *
 * @returns `undefined` for a package of others
 */
export function targetOf(
  source: Source,
  { specifier }: ImportSite,
  packages: readonly LocalPackage[],
): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(source.path), specifier);
  for (const { entries } of packages) {
    const file = entries.get(specifier);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The name of the package that a specifier names: `zod` for `zod/mini`, `node` for `node:fs`. */
export function packageNameOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
