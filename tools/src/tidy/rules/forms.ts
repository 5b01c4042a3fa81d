import { basename } from 'node:path/posix';
import { isFileLifted, isLifted, perSource } from '../finding.ts';
import { lineOf, type Source } from '../source.ts';
import { nodeAt, nodesAt, nodesOf, type SyntaxNode } from '../syntax.ts';

const bannedFileNames = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'types',
  'manager',
  'lib',
  'interfaces',
  'constants',
];

/** A file is named after the noun it holds. */
export const fileNames = perSource(
  'a file has a kebab-case name that says what it holds',
  (source) => {
    const [name = ''] = basename(source.path).split('.');
    const pieces = name.split('-');
    const banned = bannedFileNames.find((word) => word === name || pieces.at(-1) === word);
    const isKebab = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
    if (isFileLifted(source) || (isKebab && banned === undefined)) return [];
    const message = isKebab ? `"${name}" says nothing` : `"${name}" is not kebab-case`;
    return [{ path: source.path, line: 1, message }];
  },
);

/** Exports have names. */
export const namedExports = perSource('nothing is exported as default', (source) =>
  placesOf(source, ['ExportDefaultDeclaration'], () => 'is a default export'),
);

/** Types say something. */
export const noAny = perSource('nothing is typed any', (source) =>
  placesOf(source, ['TSAnyKeyword'], () => 'is typed any'),
);

/** What may be missing is looked at. */
export const noNonNull = perSource('no value is declared to be there with "!"', (source) =>
  placesOf(source, ['TSNonNullExpression', 'VariableDeclarator', 'PropertyDefinition'], (node) =>
    node.type === 'TSNonNullExpression' || Reflect.get(node, 'definite') === true
      ? 'uses "!"'
      : undefined,
  ),
);

/** One imports from where a thing is, or from a package. */
export const noBarrels = perSource('only the index of a package re-exports', (source) => {
  const isPackageIndex = /^packages\/[^/]+\/src\/index\.ts$/.test(source.path);
  const statements = nodesAt(source.root, 'body');
  const isBarrel = statements.length > 0 && statements.every(isReExport);
  if (isPackageIndex || !isBarrel || isFileLifted(source)) return [];
  return [{ path: source.path, line: 1, message: 'only re-exports' }];
});

function isReExport(node: SyntaxNode): boolean {
  return node.type.startsWith('Export') && nodeAt(node, 'source') !== undefined;
}

/** What is offered to others says what it promises. */
export const docstrings = perSource('every export carries a docstring', (source) =>
  placesOf(source, ['ExportNamedDeclaration'], (node) => {
    const isOwn = nodeAt(node, 'declaration') !== undefined;
    return isOwn && !source.isTest && !hasDocstring(source, node) ? 'has no docstring' : undefined;
  }),
);

function hasDocstring({ text, comments }: Source, node: SyntaxNode): boolean {
  const before = comments.filter(
    ({ kind, text: comment, end }) =>
      kind === 'Block' && comment.startsWith('*') && end <= node.start,
  );
  const last = before.at(-1);
  if (last === undefined) return false;
  return /^(\s|\/\/[^\n]*)*$/.test(text.slice(last.end, node.start));
}

function placesOf(
  source: Source,
  types: readonly string[],
  messageOf: (node: SyntaxNode) => string | undefined,
) {
  return nodesOf(source.root, types).flatMap((node) => {
    const message = messageOf(node);
    const line = lineOf(source, node.start);
    if (message === undefined || isLifted(source, line)) return [];
    return [{ path: source.path, line, message }];
  });
}
