import { perSource } from '../finding.ts';
import { lineOf, type Source } from '../source.ts';
import { isFunction, nodeAt, nodesAt, type SyntaxNode, textAt, walk } from '../syntax.ts';

/**
 * Rooms that only compute: the same input gives the same output, and nothing outside is touched.
 */
const pureRooms = /^packages\/(domain|contract)\/src\//;

/** Names that reach outside. */
const outside = [
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'Temporal',
];

const outsideMembers = ['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues'];

/** Neither clock, chance nor I/O is found where decisions are made. */
export const purity = perSource('domain and contract have no clock, chance or I/O', (source) => {
  if (!pureRooms.test(source.path) || source.isTest) return [];
  const found = source.imports
    .filter(({ specifier }) => specifier.startsWith('node:'))
    .map(({ specifier, start }) => ({ start, message: `imports ${specifier}` }));
  walk(source.root, (node, ancestors) => {
    const message = impurityOf(source, node, ancestors);
    if (message !== undefined) found.push({ start: node.start, message });
  });
  return found.map(({ start, message }) => {
    return { path: source.path, line: lineOf(source, start), message };
  });
});

function impurityOf(
  source: Source,
  node: SyntaxNode,
  ancestors: readonly SyntaxNode[],
): string | undefined {
  if (node.type === 'NewExpression') {
    const isNow = nodesAt(node, 'arguments').length === 0;
    const isDate = textAt(nodeAt(node, 'callee'), 'name') === 'Date';
    return isDate && isNow ? 'asks for the time with new Date()' : undefined;
  }
  if (node.type === 'MemberExpression') {
    const text = source.text.slice(node.start, node.end);
    return outsideMembers.includes(text) ? `uses ${text}` : undefined;
  }
  const name = node.type === 'Identifier' ? textAt(node, 'name') : undefined;
  if (name === undefined || !outside.includes(name)) return undefined;
  return isOwnName(node, ancestors) ? undefined : `uses ${name}`;
}

/** A member, a key or a parameter may be called what it likes. */
function isOwnName(node: SyntaxNode, ancestors: readonly SyntaxNode[]): boolean {
  const parent = ancestors.at(-1);
  if (parent === undefined) return false;
  if (parent.type === 'MemberExpression') return nodeAt(parent, 'property') === node;
  if (isFunction(parent)) return nodesAt(parent, 'params').includes(node);
  return nodeAt(parent, 'key') === node;
}
