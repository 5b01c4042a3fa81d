import { type Finding, perSource } from '../finding.ts';
import { lineOf, type Source } from '../source.ts';
import { nodeAt, nodesAt, nodesOf, type SyntaxNode, textAt } from '../syntax.ts';

/** Words that hide what a test guarantees. */
const bannedWords = /\b(should|works|correctly|properly)\b/i;

/** A name of fewer words states nothing. */
const wordsMin = 3;

/** The name of a test is the promise it holds. */
export const testNames = perSource('the name of a test states a guarantee', (source) =>
  source.isTest ? callsOf(source, ['test', 'it']).flatMap((call) => checkName(source, call)) : [],
);

/** Nothing is switched off or singled out by hand. */
export const wholeSuites = perSource('no test is singled out or left for later', (source) =>
  source.isTest
    ? nodesOf(source.root, ['MemberExpression']).flatMap((node) => {
        const owner = textAt(nodeAt(node, 'object'), 'name') ?? '';
        const member = textAt(nodeAt(node, 'property'), 'name') ?? '';
        const isTestCall = ['test', 'it', 'describe'].includes(owner);
        if (!isTestCall || !['only', 'todo'].includes(member)) return [];
        const line = lineOf(source, node.start);
        return [{ path: source.path, line, message: `uses ${owner}.${member}` }];
      })
    : [],
);

function callsOf(source: Source, names: readonly string[]): readonly SyntaxNode[] {
  return nodesOf(source.root, ['CallExpression']).filter((node) =>
    names.includes(textAt(nodeAt(node, 'callee'), 'name') ?? ''),
  );
}

function checkName(source: Source, call: SyntaxNode): readonly Finding[] {
  const [first] = nodesAt(call, 'arguments');
  const name = first && nameText(source, first);
  if (name === undefined) return [];
  const problem = problemOf(name);
  if (problem === undefined) return [];
  const line = lineOf(source, call.start);
  return [{ path: source.path, line, message: `"${name}" ${problem}` }];
}

/** What is filled in counts as one word. */
function nameText(source: Source, node: SyntaxNode): string | undefined {
  if (node.type === 'Literal') return textAt(node, 'value');
  if (node.type !== 'TemplateLiteral') return undefined;
  return source.text.slice(node.start + 1, node.end - 1).replaceAll(/\$\{[^}]*\}/g, '…');
}

function problemOf(name: string): string | undefined {
  const banned = bannedWords.exec(name);
  if (banned !== null) return `says "${banned[0]}"`;
  if (name.split(/\s+/).length < wordsMin && !name.includes('…')) return 'is no sentence';
  if (name.endsWith('.')) return 'ends in a full stop';
  if (/\w\(\)/.test(name)) return 'names a function';
  return undefined;
}
