import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { changeLines } from './change-lines.ts';

test('each change is a line with its mark', () => {
  const text = changeLines([
    { kind: 'TitleChanged', members: ['name'] },
    { kind: 'Added', achievementId: '41' },
    { kind: 'Changed', achievementId: '2', members: ['name', 'gamerscore'] },
    { kind: 'Archived', achievementId: '7' },
    { kind: 'Restored', achievementId: '8' },
  ]);
  equal(
    text,
    `  ~ the title itself: name
  + achievement 41 is new
  ~ achievement 2: name, gamerscore
  - achievement 7 is archived: only players who have it see it
  + achievement 8 is no longer archived
`,
  );
});

test('a publish that changes nothing says so', () => {
  equal(changeLines([]), '  nothing changes: this very document is in force\n');
});
