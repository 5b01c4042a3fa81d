import { type Finding, isFileLifted, isLifted, perSource } from '../finding.ts';
import { lineOf, type Source } from '../source.ts';
import {
  childrenOf,
  isFunction,
  nodeAt,
  nodesAt,
  type SyntaxNode,
  textAt,
  walk,
} from '../syntax.ts';

/** Where the rules of STYLE.md about size trip. */
export const tripwires = {
  fileLines: 400,
  functionLines: 70,
  positionalParameters: 3,
  nesting: 4,
  lineColumns: 100,
} as const;

/** Files are short enough to be read in one go. */
export const fileLines = perSource(`a file has at most ${tripwires.fileLines} lines`, (source) => {
  const count = source.text.replace(/\n$/, '').split('\n').length;
  if (count <= tripwires.fileLines || isFileLifted(source)) return [];
  return [{ path: source.path, line: 1, message: `has ${count} lines` }];
});

/** Functions fit on a screen. */
export const functionLines = perSource(
  `a function has at most ${tripwires.functionLines} lines`,
  (source) =>
    functionsOf(source).flatMap(({ node, name, line, isGroup }) => {
      const count = lineOf(source, node.end) - line + 1;
      if (isGroup || count <= tripwires.functionLines || isLifted(source, line)) return [];
      return [{ path: source.path, line, message: `${name} has ${count} lines` }];
    }),
);

/** Beyond three, arguments have names. */
export const positionalParameters = perSource(
  `a function has at most ${tripwires.positionalParameters} positional parameters`,
  (source) =>
    functionsOf(source).flatMap(({ node, name, line }) => {
      const count = nodesAt(node, 'params').length;
      if (count <= tripwires.positionalParameters || isLifted(source, line)) return [];
      return [{ path: source.path, line, message: `${name} has ${count} parameters` }];
    }),
);

/** Control flow stays shallow. */
export const nesting = perSource(`control flow nests at most ${tripwires.nesting} deep`, (source) =>
  functionsOf(source).flatMap(({ node, name, line }) => {
    const body = nodeAt(node, 'body');
    const depth = body === undefined ? 0 : depthOf(body);
    if (depth <= tripwires.nesting || isLifted(source, line)) return [];
    return [{ path: source.path, line, message: `${name} nests ${depth} deep` }];
  }),
);

/** Lines fit side by side. What is said to people in one text is not broken for it. */
export const lineColumns = perSource(
  `a line has at most ${tripwires.lineColumns} columns, texts aside`,
  (source) =>
    source.lines.flatMap((text, index): readonly Finding[] => {
      const columns = [...withoutTexts(text)].length;
      if (columns <= tripwires.lineColumns || isLifted(source, index + 1)) return [];
      return [{ path: source.path, line: index + 1, message: `has ${columns} columns` }];
    }),
);

/** The formatter keeps everything else within the limit, so only comments remain to be counted. */
function withoutTexts(line: string): string {
  const isComment = /^\s*(\/\/|\/?\*)/.test(line);
  return isComment ? line : line.replaceAll(/(['"`])(?:(?!\1).)*\1/g, '');
}

type FoundFunction = {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly line: number;
  /** Whether it only groups tests. */
  readonly isGroup: boolean;
};

function functionsOf(source: Source): readonly FoundFunction[] {
  const found: FoundFunction[] = [];
  walk(source.root, (node, ancestors) => {
    if (!isFunction(node)) return;
    const parent = ancestors.at(-1);
    const named = nodeAt(node, 'id') ?? nameHolder(parent);
    const name = textAt(named, 'name') ?? 'a function';
    const isGroup = source.isTest && textAt(calleeOf(parent), 'name') === 'describe';
    found.push({ node, name, line: lineOf(source, node.start), isGroup });
  });
  return found;
}

function nameHolder(parent: SyntaxNode | undefined): SyntaxNode | undefined {
  return parent && (nodeAt(parent, 'id') ?? nodeAt(parent, 'key'));
}

function calleeOf(parent: SyntaxNode | undefined): SyntaxNode | undefined {
  return parent?.type === 'CallExpression' ? nodeAt(parent, 'callee') : undefined;
}

const nestingTypes = [
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
];

/** An `else if` is as deep as its `if`; an inner function starts anew. */
function depthOf(node: SyntaxNode): number {
  if (isFunction(node)) return 0;
  const own = nestingTypes.includes(node.type) ? 1 : 0;
  const alternate = node.type === 'IfStatement' ? nodeAt(node, 'alternate') : undefined;
  const depths = childrenOf(node).map((child) => {
    const isChained = child === alternate && child.type === 'IfStatement';
    return isChained ? depthOf(child) - 1 : depthOf(child);
  });
  return own + Math.max(0, ...depths);
}
