import type { WorldEdit } from '../preparation.ts';
import {
  clause,
  type Groups,
  instantOf,
  type Meaning,
  type Names,
  type Phrase,
  playerOf,
  titleOf,
} from './phrase.ts';

/** `A/2`, or `achievement 2` with or without the title it is of. */
const target =
  '(?:(?:achievement )?[A-Z]/\\w+|(?:achievement|id) \\d+(?: (?:of|in) (?:title )?[A-Z])?)';
/** The title of an achievement that is named without one. */
const unnamed = 'A';
const targets = `(?<targets>${target}(?:(?:,| and|, and| &) ${target})*)`;
const inSandbox = '(?: in (?:the )?(?:sandbox )?(?<sandbox>[A-Z]+(?:\\.\\d+)?))?';
const percent = '(?<percent>\\d+) ?(?:percent|%|per cent)?';
const be = '(?:is |are |was |were |has |have |had |been |already |got |gets |recorded )*';

/** Prose about what players have done. */
export const statePhrases: readonly Phrase[] = [
  {
    form: clause(
      `(?<player>\\w+) ${be}(?:unlocked|achieved|earned|completed) ${targets}(?: (?:on|at) (?<at>\\d{4}-[\\w:.-]+))?${inSandbox}`,
    ),
    read: (groups, names) => progressOf({ ...groups, percent: '100' }, names),
  },
  {
    form: clause(
      `${targets} ${be}(?:unlocked|achieved|earned|completed) by (?<player>\\w+)(?: (?:on|at) (?<at>\\d{4}-[\\w:.-]+))?${inSandbox}`,
    ),
    read: (groups, names) => progressOf({ ...groups, percent: '100' }, names),
  },
  {
    form: clause(
      `(?<player>\\w+) ${be}(?:at )?${percent} (?:progress )?(?:on|of|in|at|for|towards?) ${targets}${inSandbox}`,
    ),
    read: progressOf,
  },
  {
    form: clause(`(?<player>\\w+) ${be}(?:reached )?${targets} (?:at|to) ${percent}${inSandbox}`),
    read: progressOf,
  },
  {
    form: clause(`${targets} ${be}at ${percent}(?: (?:for|of) (?<player>\\w+))?${inSandbox}`),
    read: (groups, names) => progressOf({ ...groups, player: groups.player ?? 'alice' }, names),
  },
  {
    form: clause(
      `(?:(?<owner>\\w+)'s )?(?:achievement )?(?<title>[A-Z])/(?<achievement>\\w+) ${be}revoked(?: (?:for|from) (?<player>\\w+))?(?: by (?:enforcement|support))?`,
    ),
    read: readRevoked,
  },
  {
    form: clause(
      "(?:enforcement|support) (?:has )?revoked (?:(?<owner>\\w+)'s )?(?:achievement )?(?<title>[A-Z])/(?<achievement>\\w+)(?: (?:for|from) (?<player>\\w+))?",
    ),
    read: readRevoked,
  },
  {
    form: clause('(?<player>\\w+) (?:had|has|lost) (?<title>[A-Z])/(?<achievement>\\w+) revoked'),
    read: readRevoked,
  },
  {
    form: clause(
      '(?<player>\\w+) (?:has|had) (?:no|not any|never) (?:state|progress|records?|achievements?)(?: (?:on|in|of) (?:title )?(?<title>[A-Z]))?',
    ),
    read: readNoState,
  },
  {
    form: clause(
      '(?<player>\\w+) (?:has )?never (?:played|started)(?: (?:title )?(?<title>[A-Z]))?',
    ),
    read: readNoState,
  },
];

function progressOf(groups: Groups, names: Names): Meaning | null {
  const player = playerOf(groups.player, names);
  const at = groups.at === undefined ? null : instantOf(groups.at);
  const number = Number(groups.percent);
  if (player === undefined || at === undefined || number > 100) return null;
  const edits: WorldEdit[] = [];
  for (const [key, achievement] of targetsIn(groups.targets ?? '')) {
    const title = titleOf(key, names);
    if (title === undefined) return null;
    const sandbox = groups.sandbox ?? 'RETAIL';
    edits.push({ kind: 'Progress', player, title, achievement, percent: number, at, sandbox });
  }
  return { edits };
}

function targetsIn(text: string): readonly (readonly [title: string, achievement: string])[] {
  const form =
    /([A-Z])\/(\w+)|(?:achievement|id)\s+(\d+)(?:\s+(?:of|in)\s+(?:title\s+)?([A-Z])\b)?/giu;
  return [...text.matchAll(form)].map(([, title, achievement, id, of]) => {
    return [title ?? of ?? unnamed, achievement ?? id ?? ''];
  });
}

function readRevoked(groups: Groups, names: Names): Meaning | null {
  const player = playerOf(groups.player ?? groups.owner ?? 'alice', names);
  const title = titleOf(groups.title, names);
  if (player === undefined || title === undefined) return null;
  return { edits: [{ kind: 'Revoked', player, title, achievement: groups.achievement ?? '' }] };
}

function readNoState(groups: Groups, names: Names): Meaning | null {
  const player = playerOf(groups.player, names);
  const title = groups.title === undefined ? null : titleOf(groups.title, names);
  return player === undefined || title === undefined
    ? null
    : { edits: [{ kind: 'NoState', player, title }] };
}
