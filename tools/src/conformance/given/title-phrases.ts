import type { JsonObject } from '../json.ts';
import type { WorldEdit } from '../preparation.ts';
import {
  clause,
  type Groups,
  instantOf,
  type Meaning,
  type Names,
  type Phrase,
  titleOf,
} from './phrase.ts';

const title =
  "(?:the )?(?:title |scid (?:of )?|service configuration (?:of )?)?(?<title>[A-Z]|\\d{6,10}|[^/]{3,40}?)(?:'s (?:scid|service configuration))?";
const be = '(?: (?:is|are|was|were|has|have|been|set|marked|made|now|as|to))*';

/** The title that prose means when it only says "the title" or "the SCID". */
const unnamed = 'A';

/** Prose about titles and achievements that are not as the world has them. */
export const titlePhrases: readonly Phrase[] = [
  {
    form: clause(
      '(?:the )?(?:title|scid|service config(?:uration)?)(?: is| was| marked| as)* (?:not[ -]public|non-?public|private)',
    ),
    read: (_, names) => titleEdit({ title: unnamed }, names, { public: false }),
  },
  {
    form: clause('(?:the )?(?:title|scid)(?: is| was| has been)* (?:retired|delisted|withdrawn)'),
    read: (_, names) => titleEdit({ title: unnamed }, names, { retired: true }),
  },
  {
    form: clause(
      `(?:the )?achievement (?<achievement>\\d+)(?: (?:of|in) (?:title )?(?<title>[A-Z]))?${be} (?:archived|retired)`,
    ),
    read: (groups, names) =>
      achievementEdit({ title: unnamed, ...groups }, names, { archived: true }),
  },
  {
    form: clause(
      `${title}(?: has| with| config| is)* public(?: ?(?:=|:|is) ?| )(?<value>true|false)`,
    ),
    read: (groups, names) => titleEdit(groups, names, { public: groups.value === 'true' }),
  },
  {
    form: clause(`${title}${be} (?:not[ -]public|non-?public|private)`),
    read: (groups, names) => titleEdit(groups, names, { public: false }),
  },
  {
    form: clause(`${title}${be} public`),
    read: (groups, names) => titleEdit(groups, names, { public: true }),
  },
  {
    form: clause(`${title}${be} (?:retired|delisted|withdrawn)`),
    read: (groups, names) => titleEdit(groups, names, { retired: true }),
  },
  {
    form: clause(
      `(?:the )?(?:achievement )?(?<title>[A-Z])/(?<achievement>\\w+)${be} (?:archived|retired)`,
    ),
    read: (groups, names) => achievementEdit(groups, names, { archived: true }),
  },
  {
    form: clause(`(?:the )?(?:achievement )?(?<title>[A-Z])/(?<achievement>\\w+)${be} secret`),
    read: (groups, names) => achievementEdit(groups, names, { secret: true }),
  },
  {
    form: clause(
      `(?:the )?(?:achievement |challenge )?(?<title>[A-Z])/(?<achievement>\\w+)(?:'s)?(?: (?:time )?window)?${be} (?:open )?(?:from )?(?<start>\\d{4}-\\d\\d-\\d\\d)(?:\\.\\.| (?:to|until) )(?<end>\\d{4}-\\d\\d-\\d\\d)`,
    ),
    read: (groups, names) => {
      const [start, end] = [instantOf(groups.start), instantOf(groups.end)];
      if (start === undefined || end === undefined) return null;
      return achievementEdit(groups, names, { timeWindow: { start, end } });
    },
  },
];

function titleEdit(groups: Groups, names: Names, change: JsonObject): Meaning | null {
  const key = titleOf(groups.title, names);
  return key === undefined ? null : { edits: [{ kind: 'Title', title: key, change }] };
}

function achievementEdit(groups: Groups, names: Names, change: JsonObject): Meaning | null {
  const key = titleOf(groups.title, names);
  if (key === undefined) return null;
  const achievement = groups.achievement ?? '';
  const edit: WorldEdit = { kind: 'Achievement', title: key, achievement, change };
  return { edits: [edit] };
}
