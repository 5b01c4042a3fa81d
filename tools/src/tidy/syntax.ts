import { visitorKeys } from 'oxc-parser';

/** A node of a syntax tree, with offsets into the text it was read from. */
export type SyntaxNode = { readonly type: string; readonly start: number; readonly end: number };

/**
 * Calls `visit` for a node and everything below it, parents first. `ancestors` end in the parent.
 */
export function walk(
  root: SyntaxNode,
  visit: (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => void,
): void {
  const ancestors: SyntaxNode[] = [];
  function descend(node: SyntaxNode): void {
    visit(node, ancestors);
    ancestors.push(node);
    for (const child of childrenOf(node)) descend(child);
    ancestors.pop();
  }
  descend(root);
}

/** @returns every node at or below `root` that is of one of the types, in the order of the text */
export function nodesOf(root: SyntaxNode, types: readonly string[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(root, (node) => {
    if (types.includes(node.type)) found.push(node);
  });
  return found;
}

/** @returns the direct children, in the order of the text */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => nodesAt(node, key));
}

/** @returns what a member of a node holds: one node, several, or none */
export function nodesAt(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const value: unknown = Reflect.get(node, key);
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

/** @returns the one node a member holds; `undefined` for none */
export function nodeAt(node: SyntaxNode, key: string): SyntaxNode | undefined {
  return nodesAt(node, key)[0];
}

/** @returns the text that a member of a node holds; `undefined` for anything else */
export function textAt(node: SyntaxNode | undefined, key: string): string | undefined {
  const value: unknown = node && Reflect.get(node, key);
  return typeof value === 'string' ? value : undefined;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** Whether a node is a function of any form; methods hold one. */
export function isFunction({ type }: SyntaxNode): boolean {
  return functionTypes.includes(type);
}
