import type { Plan } from './publishing.ts';

type Change = Plan['changes'][number];

const marks: Readonly<Record<Change['kind'], string>> = {
  TitleChanged: '~',
  Added: '+',
  Changed: '~',
  Converted: '~',
  Archived: '-',
  Restored: '+',
};

/** One line for each thing that a publish changes. */
export function changeLines(changes: readonly Change[]): string {
  if (changes.length === 0) return '  nothing changes: this very document is in force\n';
  return changes.map((change) => `  ${marks[change.kind]} ${wordsOf(change)}\n`).join('');
}

const kinds: Readonly<Record<NonNullable<Change['from']>, string>> = {
  Direct: 'reported percents',
  Counter: "the title's own count",
  RuleDriven: 'stats',
};

function wordsOf({ kind, achievementId, members = [], from, to }: Change): string {
  if (kind === 'TitleChanged') return `the title itself: ${members.join(', ')}`;
  const what = `achievement ${achievementId}`;
  switch (kind) {
    case 'Changed':
      return `${what}: ${members.join(', ')}`;
    case 'Converted':
      return `${what} is moved by ${to && kinds[to]} instead of ${from && kinds[from]}; players keep their progress`;
    case 'Archived':
      return `${what} is archived: only players who have it see it`;
    case 'Restored':
      return `${what} is no longer archived`;
    default:
      return `${what} is new`;
  }
}
