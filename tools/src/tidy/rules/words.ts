import { type Finding, isLifted, perSource } from '../finding.ts';
import { lineOf, type Source } from '../source.ts';
import { nodeAt, nodesAt, type SyntaxNode, textAt, walk } from '../syntax.ts';

/** Words that say nothing, or for which the field has another word, wherever they stand. */
const everywhere: Readonly<Record<string, string>> = {
  badge: 'achievement',
  trophy: 'achievement',
  tenant: 'sandbox',
  criterion: 'requirement',
  goal: 'target',
  gamer: 'player',
  deploy: 'publish',
  requester: 'caller',
  telemetry: 'game event',
  ctx: 'what it is made of',
  req: 'request',
  res: 'answer',
  cb: 'what is called',
  util: 'the noun',
  utils: 'the noun',
  helper: 'the noun',
  helpers: 'the noun',
  misc: 'the noun',
  impl: 'the noun',
  tmp: 'the noun',
  obj: 'the noun',
  foo: 'the noun',
};

/** Inside, where the spelling of the wire is gone. */
const inside: Readonly<Record<string, string>> = {
  user: 'player',
  account: 'player',
  criteria: 'requirement',
};

/** Whole names that say nothing. */
const wholeNames: Readonly<Record<string, string>> = {
  info: 'the noun',
  timeout: 'a name with its unit',
};

/** The command line calls the folder of an instance its data. */
const wholeNamesInside: Readonly<Record<string, string>> = { ...wholeNames, data: 'the noun' };

const insideRooms = /^packages\/(domain\/src|server\/src\/(store|jobs))\//;

/** Names use the words of the field. Source: STYLE.md, part 1. */
export const fieldWords = perSource('names use the words of the field', (source) =>
  declaredNames(source).flatMap(({ name, start }): readonly Finding[] => {
    const line = lineOf(source, start);
    const better = betterWord(source, name);
    if (better === undefined || isLifted(source, line)) return [];
    return [{ path: source.path, line, message: `"${name}" says ${better}` }];
  }),
);

function betterWord(source: Source, name: string): string | undefined {
  const isInside = insideRooms.test(source.path);
  const banned = isInside ? { ...everywhere, ...inside } : everywhere;
  const whole = isInside ? wholeNamesInside : wholeNames;
  for (const word of wordsOf(name)) {
    if (Object.hasOwn(banned, word)) return `"${word}" for ${banned[word]}`;
  }
  return Object.hasOwn(whole, name) ? `"${name}" for ${whole[name]}` : undefined;
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
}

type DeclaredName = { readonly name: string; readonly start: number };

/** Names that a file itself gives: not members of what it reads. */
function declaredNames({ root }: Source): readonly DeclaredName[] {
  const found: DeclaredName[] = [];
  const add = (node: SyntaxNode | undefined): void => {
    if (node?.type === 'Identifier')
      found.push({ name: textAt(node, 'name') ?? '', start: node.start });
  };
  walk(root, (node) => {
    if (
      /^(Function|Class)(Declaration|Expression)$|^TS(TypeAlias|Interface)Declaration$/.test(
        node.type,
      )
    ) {
      add(nodeAt(node, 'id'));
    }
    if (node.type === 'VariableDeclarator') add(nodeAt(node, 'id'));
    if (/Function/.test(node.type)) for (const param of nodesAt(node, 'params')) add(param);
  });
  return found;
}
