import type { Finding, Rule } from '../finding.ts';
import type { Repository } from '../repository.ts';
import { type ImportSite, lineOf, type Source } from '../source.ts';
import { type LocalPackage, localPackages, packageNameOf, targetOf } from './module-graph.ts';
import { type Room, rooms } from './rooms.ts';

/** Who sees whom is as the table of rooms says. */
export const arrows: Rule = {
  promise: 'files import only from the rooms that their own room may see',
  check: (repository) => {
    const packages = localPackages(repository);
    return repository.sources.flatMap((source) =>
      source.imports.flatMap((site): readonly Finding[] => {
        const message = problemOf(source, site, packages);
        return message === undefined
          ? []
          : [{ path: source.path, line: lineOf(source, site.start), message }];
      }),
    );
  },
};

/** Whatever is imported is in the manifest, so an installed package finds it. */
export const declaredDependencies: Rule = {
  promise: 'every imported package is a declared dependency',
  check: (repository) => {
    const packages = localPackages(repository);
    return repository.sources.flatMap((source) => undeclared(source, packages, repository));
  },
};

function undeclared(
  source: Source,
  packages: readonly LocalPackage[],
  { files }: Repository,
): readonly Finding[] {
  const own = packages.find(({ folder }) => source.path.startsWith(`${folder}/`));
  if (own === undefined) return [];
  const known = new Set([...Object.keys(own.dependencies), own.name, 'node']);
  // Tests may also use what the workspace and the tools develop with.
  const isDevelopment = source.isTest || own.folder === 'tools';
  if (isDevelopment) for (const name of developmentNames(packages, files)) known.add(name);
  return source.imports.flatMap(({ specifier, start, isType }): readonly Finding[] => {
    const name = packageNameOf(specifier);
    if (specifier.startsWith('.') || known.has(name)) return [];
    if (isType && Object.hasOwn(own.devDependencies, name)) return [];
    const line = lineOf(source, start);
    return [{ path: source.path, line, message: `imports ${name}, which is not declared` }];
  });
}

function developmentNames(
  packages: readonly LocalPackage[],
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const root: unknown = JSON.parse(files.get('package.json') ?? '{}');
  const ofRoot = Reflect.get(Object(root), 'devDependencies');
  return [
    ...Object.keys(Object(ofRoot)),
    ...packages.flatMap(({ devDependencies }) => Object.keys(devDependencies)),
    ...packages.map(({ name }) => name),
  ];
}

function problemOf(
  source: Source,
  site: ImportSite,
  packages: readonly LocalPackage[],
): string | undefined {
  const from = roomOf(source.path);
  if (from === undefined) return 'is in no room; add it to the table of rooms';
  const target = targetOf(source, site, packages);
  const to = target === undefined ? packageNameOf(site.specifier) : roomOf(target)?.name;
  if (to === undefined) return `imports ${target}, which is in no room`;
  if (to === from.name || from.sees.includes('everything')) return undefined;
  if (from.sees.includes(to) || (site.isType && from.sees.includes(`${to} (types)`)))
    return undefined;
  if (source.isTest && isSeenByTests(from, to)) return undefined;
  return `${from.name} may not see ${to}`;
}

/** A test may build what it tests out of its whole package, and may read files. */
function isSeenByTests(from: Room, to: string): boolean {
  const [ownPackage = ''] = from.name.split('/');
  const isOwnPackage = to === ownPackage || to.startsWith(`${ownPackage}/`);
  return (
    isOwnPackage || ['node', 'fast-check', 'fake-indexeddb', 'domain', 'contract'].includes(to)
  );
}

/** The room whose place is the longest beginning of the path. */
function roomOf(path: string): Room | undefined {
  return rooms
    .filter(({ at }) => path.startsWith(at))
    .sort((a, b) => b.at.length - a.at.length)
    .at(0);
}
