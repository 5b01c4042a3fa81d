import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package as `package-lock.json` records it. */
type LockEntry = {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
};

type Manifest = Readonly<Record<string, unknown>>;

/** What the manifests and the lock file hold, by path from the root. */
export type LockedFiles = {
  readonly lock: { readonly packages: Readonly<Record<string, LockEntry>> };
  readonly manifests: ReadonlyMap<string, Manifest>;
};

/** Reads the lock file and the manifests of the workspace. */
export function readLockedFiles(root: string): LockedFiles {
  const lock: LockedFiles['lock'] = JSON.parse(read(root, 'package-lock.json'));
  const folders = Object.keys(lock.packages).filter((path) => !path.includes('node_modules'));
  const paths = folders.map((folder) => join(folder, 'package.json').replaceAll('\\', '/'));
  return { lock, manifests: new Map(paths.map((path) => [path, JSON.parse(read(root, path))])) };
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/**
 * What keeps an installation from being the same everywhere: versions that are not exact, a lock
 * file that names where it was made, or that no longer says what the manifests ask for.
 *
 * @returns a line for each problem
 */
export function lockFileProblems(files: LockedFiles): readonly string[] {
  return [
    ...Object.entries(files.lock.packages).flatMap(([path, entry]) => entryProblems(path, entry)),
    ...[...files.manifests].flatMap(([path, manifest]) => manifestProblems(path, manifest, files)),
  ];
}

function entryProblems(path: string, entry: LockEntry): readonly string[] {
  const isOthers = path.includes('node_modules/') && entry.link !== true;
  if (!isOthers) return [];
  const problems: string[] = [];
  if (entry.resolved !== undefined) {
    problems.push(`package-lock.json names where ${path} came from; run npm install again`);
  }
  if (entry.integrity === undefined) problems.push(`package-lock.json has no hash of ${path}`);
  return problems;
}

const dependencyKinds = ['dependencies', 'devDependencies', 'optionalDependencies'];

const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

function manifestProblems(
  path: string,
  manifest: Manifest,
  { lock }: LockedFiles,
): readonly string[] {
  const folder = path.replace(/\/?package\.json$/, '');
  return dependencyKinds.flatMap((kind) => {
    const asked = recordOf(manifest[kind]);
    const locked = recordOf(Reflect.get(Object(lock.packages[folder]), kind));
    return Object.entries(asked).flatMap(([name, version]) => {
      if (typeof version !== 'string' || !exactVersion.test(version)) {
        return [`${path} asks for ${name} "${version}"; name one exact version`];
      }
      if (locked[name] === version) return [];
      return [`package-lock.json does not know that ${path} asks for ${name} ${version}`];
    });
  });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
