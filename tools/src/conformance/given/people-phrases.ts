import type { WorldEdit } from '../preparation.ts';
import {
  clause,
  type Groups,
  type Meaning,
  type Names,
  type Phrase,
  playerOf,
  titleOf,
} from './phrase.ts';

const setting =
  '(?<setting>privacy(?: settings?)?|(?:Share|Allow|Communicate|Collect|Show)[A-Za-z]+|game history(?: privacy)?)';
const choice =
  '(?<choice>everyone|friends ?only|friends|block(?:ed)?|nobody|no one|public|private)';
const to = '(?: (?:is|are|was|set|to|=|at|:|changed|for))*';

/** Prose about players: who they are, what they show, whom they know. */
export const peoplePhrases: readonly Phrase[] = [
  {
    form: clause(
      '(?<player>\\w+) (?:is|has) an? (?<what>retail|test|dev|development|developer)(?: account)?(?: (?:of|in|for) (?<sandbox>[A-Z]+\\.\\d+))?',
    ),
    read: readAccount,
  },
  { form: clause(`(?<player>\\w+)(?:'s)? ${setting}${to} ${choice}`), read: readPrivacy },
  {
    form: clause(
      `(?<player>\\w+) (?:has )?(?:sets?|changed|changes|shares) (?:their |his |her )?${setting}(?:${to} | ?[=:] ?)${choice}`,
    ),
    read: readPrivacy,
  },
  {
    form: clause('(?<player>\\w+) (?:has )?(?:blocks|blocked|avoids|avoided) (?<other>\\w+)'),
    read: (groups, names) => listed(groups, names, { list: 'avoid', isOn: true }),
  },
  {
    form: clause('(?<other>\\w+) (?:is |was )?(?:blocked|avoided) by (?<player>\\w+)'),
    read: (groups, names) => listed(groups, names, { list: 'avoid', isOn: true }),
  },
  {
    form: clause('(?<player>\\w+) (?:has )?unblock(?:s|ed) (?<other>\\w+)'),
    read: (groups, names) => listed(groups, names, { list: 'avoid', isOn: false }),
  },
  {
    form: clause('(?<player>\\w+) (?:has )?mute[sd] (?<other>\\w+)'),
    read: (groups, names) => listed(groups, names, { list: 'mute', isOn: true }),
  },
  {
    form: clause('(?<player>\\w+) has (?<other>\\w+) muted'),
    read: (groups, names) => listed(groups, names, { list: 'mute', isOn: true }),
  },
  {
    form: clause(
      "(?<other>\\w+) (?:is )?(?<not>not )?(?:on|in) (?<player>\\w+)'s (?<list>avoid|block|mute|people|friends?)(?: list)?",
    ),
    read: readOnList,
  },
  {
    form: clause(
      '(?<player>\\w+) (?:has )?(?:follows|followed|added|adds|befriended) (?<other>\\w+)(?: to (?:their |the )?people(?: list)?)?',
    ),
    read: (groups, names) => listed(groups, names, { list: 'people', isOn: true }),
  },
  {
    form: clause(
      '(?<player>\\w+) (?:has )?(?:unfollows|unfollowed|removed|removes|dropped) (?<other>\\w+)(?: from (?:their |the )?people(?: list)?)?',
    ),
    read: (groups, names) => listed(groups, names, { list: 'people', isOn: false }),
  },
  {
    form: clause(
      '(?<player>\\w+) (?:and|is (?:a )?friends? (?:of|with)) (?<other>\\w+)(?: are friends)?',
    ),
    read: readFriends,
  },
  {
    form: clause(
      "(?:(?:the )?(?:user )?(?:token|caller)|(?<player>\\w+)(?:'s token)?)(?:'s)?(?: (?:has|carries|with|of|is))*(?: (?:the|a))? (?:locale|location|country|language)(?: claim)?(?: (?:is|of|=|:))* (?<locale>[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
    ),
    read: readLocale,
  },
  {
    form: clause(
      "(?:(?:the )?(?:token|caller)|(?<player>\\w+)(?:'s token)?)(?:'s)?(?: (?:has|carries|with|of|is))*(?: (?:the|a))? title claim(?: (?:is|of|for|=|:|title))* (?<title>another title|[A-Z]|\\d{6,10})",
    ),
    read: readTitleClaim,
  },
  {
    form: clause('(?:the )?title claim(?: (?:is|of|for|=|:|title))* (?<title>[A-Z]|\\d{6,10})'),
    read: readTitleClaim,
  },
  {
    form: clause('(?:the )?(?:token|caller)?(?: has)? ?(?:no|without(?: a)?) title claim'),
    read: () => ({}),
  },
];

function readAccount({ player: said, what = '', sandbox }: Groups, names: Names): Meaning | null {
  const player = playerOf(said, names);
  if (player === undefined) return null;
  const sandboxes = what.toLowerCase() === 'retail' ? ['RETAIL'] : [sandbox ?? 'ACME.7'];
  return { edits: [{ kind: 'Sandboxes', player, sandboxes }] };
}

function readPrivacy(groups: Groups, names: Names): Meaning | null {
  const player = playerOf(groups.player, names);
  const [said = '', word = ''] = [groups.setting, groups.choice?.toLowerCase()];
  if (player === undefined) return null;
  const isNamed = /^(share|allow|communicate|collect|show)/i.test(said);
  const value = /^(everyone|public)/.test(word)
    ? 'Everyone'
    : word.startsWith('friends')
      ? 'FriendsOnly'
      : 'Blocked';
  const name = isNamed ? said : 'ShareGameHistory';
  return { edits: [{ kind: 'Privacy', player, setting: name, value }] };
}

function listed(
  groups: Groups,
  names: Names,
  { list, isOn }: { list: 'people' | 'avoid' | 'mute'; isOn: boolean },
): Meaning | null {
  const [player, other] = [playerOf(groups.player, names), playerOf(groups.other, names)];
  if (player === undefined || other === undefined) return null;
  return { edits: [{ kind: 'List', list, player, other, isOn }] };
}

function readOnList(groups: Groups, names: Names): Meaning | null {
  const word = groups.list?.toLowerCase() ?? '';
  const list = /^(avoid|block)/.test(word) ? 'avoid' : word === 'mute' ? 'mute' : 'people';
  return listed(groups, names, { list, isOn: groups.not === undefined });
}

function readFriends(groups: Groups, names: Names): Meaning | null {
  const one = listed(groups, names, { list: 'people', isOn: true });
  const swapped = { ...groups, player: groups.other, other: groups.player };
  const other = listed(swapped, names, { list: 'people', isOn: true });
  return one && other && { edits: [...(one.edits ?? []), ...(other.edits ?? [])] };
}

function readTitleClaim({ player: said, title }: Groups, names: Names): Meaning | null {
  const player = playerOf(said ?? 'alice', names);
  const key = titleOf(/^another/i.test(title ?? '') ? 'B' : title, names);
  if (player === undefined || key === undefined) return null;
  return { edits: [{ kind: 'TitleClaim', player, title: key }] };
}

const countries: Readonly<Record<string, string>> = {
  france: 'fr-FR',
  germany: 'de-DE',
  taiwan: 'zh-Hant-TW',
  japan: 'ja-JP',
  spain: 'es-ES',
  brazil: 'pt-BR',
  fr: 'fr-FR',
  de: 'de-DE',
  tw: 'zh-Hant-TW',
};

function readLocale({ player: said, locale = '' }: Groups, names: Names): Meaning | null {
  const player = playerOf(said ?? 'alice', names);
  const known = countries[locale.toLowerCase()] ?? locale;
  if (player === undefined || !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/i.test(known)) return null;
  const edit: WorldEdit = { kind: 'Locale', player, locale: known };
  return { edits: [edit] };
}
