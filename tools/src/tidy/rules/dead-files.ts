import { dirname, join } from 'node:path/posix';
import type { Finding, Rule } from '../finding.ts';
import type { Repository } from '../repository.ts';
import type { Source } from '../source.ts';
import { nodesOf, textAt } from '../syntax.ts';
import { localPackages, targetOf } from './module-graph.ts';

/**
 * What is kept is reached: from a package's exports or commands, from a script of the workspace,
 * from its action or image, from a test, or by a text in code or markup that names it (a worker, a
 * page's script).
 */
export const noDeadFiles: Rule = {
  promise: 'every file is reached from an entry',
  check: (repository) => {
    const alive = reachedFrom(entriesOf(repository), referencesOf(repository));
    return repository.sources
      .filter(({ path }) => !alive.has(path))
      .map(({ path }): Finding => ({ path, line: 1, message: 'is not reached from any entry' }));
  },
};

function entriesOf(repository: Repository): readonly string[] {
  const packages = localPackages(repository);
  const scripts = ['package.json', 'action.yml', 'Dockerfile']
    .map((path) => repository.files.get(path) ?? '')
    .join('\n');
  return [
    ...packages.flatMap(({ entries, bins }) => [...entries.values(), ...bins]),
    ...[...scripts.matchAll(/\b(?:packages|tools)\/[\w./-]+\.(?:ts|mjs)\b/g)].map(([path]) => path),
    ...repository.sources.filter(({ isTest }) => isTest).map(({ path }) => path),
    ...[...repository.files.keys()].filter((path) => path.endsWith('.html')),
  ];
}

function referencesOf(repository: Repository): (path: string) => readonly string[] {
  const packages = localPackages(repository);
  const sources = new Map(repository.sources.map((source) => [source.path, source]));
  return (path) => {
    const source = sources.get(path);
    if (source === undefined) return markupReferences(path, repository.files.get(path) ?? '');
    const imported = source.imports.flatMap((site) => targetOf(source, site, packages) ?? []);
    return [...imported, ...textReferences(source)];
  };
}

/** Texts such as `./writer-worker.ts`. */
function textReferences(source: Source): readonly string[] {
  return nodesOf(source.root, ['Literal', 'TemplateElement']).flatMap((node) => {
    const text = textAt(node, 'value') ?? '';
    return /^\.{1,2}\/[\w./-]+\.(ts|js)$/.test(text) ? [join(dirname(source.path), text)] : [];
  });
}

function markupReferences(path: string, text: string): readonly string[] {
  return [...text.matchAll(/(?:src|href)="([\w./-]+\.js)"/g)].map(([, file = '']) =>
    join(dirname(path), file.split('/').at(-1) ?? ''),
  );
}

function reachedFrom(
  entries: readonly string[],
  referencesAt: (path: string) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set(entries);
  for (const path of reached) {
    for (const next of referencesAt(path)) reached.add(next);
  }
  return reached;
}
