import type { Plan } from './publishing.ts';

type Change = Plan['changes'][number];

const marks: Readonly<Record<Change['kind'], string>> = {
  TitleChanged: '~',
  Added: '+',
  Changed: '~',
  Archived: '-',
  Restored: '+',
};

/** One line for each thing that a publish changes. */
export function changeLines(changes: readonly Change[]): string {
  if (changes.length === 0) return '  nothing changes: this very document is in force\n';
  return changes.map((change) => `  ${marks[change.kind]} ${wordsOf(change)}\n`).join('');
}

function wordsOf({ kind, achievementId, members = [] }: Change): string {
  if (kind === 'TitleChanged') return `the title itself: ${members.join(', ')}`;
  const what = `achievement ${achievementId}`;
  switch (kind) {
    case 'Changed':
      return `${what}: ${members.join(', ')}`;
    case 'Archived':
      return `${what} is archived: only players who have it see it`;
    case 'Restored':
      return `${what} is no longer archived`;
    default:
      return `${what} is new`;
  }
}
