import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Achievement,
  achievementId,
  emptyRecord,
  instant,
  type PlayerRecord,
  type Progress,
  standingOf,
  type Title,
} from '@laurel/domain';
import { onStat, sampleAchievement, sampleTitle } from '@laurel/domain/sample-title';
import { presentAchievement, type View } from './achievement.ts';
import { renderPage } from './page.ts';
import { createRenderer } from './template.ts';

const noon = instant('2026-03-01T12:00:00.1234567Z');

const tricky = sampleAchievement('4', {
  name: { en: 'Kiln & "Ember" ™ \u2028 祕密 \\ </script>' },
  requirements: [onStat('Runs'), onStat('Best', { target: '3', operation: 'Minimum' })],
  secret: true,
});
const title: Title = sampleTitle({
  achievements: [sampleAchievement('1'), sampleAchievement('2'), sampleAchievement('3'), tricky],
});

function viewOf(part: Partial<View> = {}): View {
  return {
    title,
    locales: ['en'],
    rarity: null,
    assetBase: 'https://laurel.example',
    achievedRequirements: 'withHundred',
    redactSecrets: false,
    ...part,
  };
}

const record: PlayerRecord = {
  ...emptyRecord(noon),
  progress: new Map<ReturnType<typeof achievementId>, Progress>([
    [achievementId('1'), { state: 'Achieved', percent: 100, unlockedAt: noon }],
    [achievementId('2'), { state: 'InProgress', percent: 7 }],
  ]),
  stats: new Map([
    ['Runs', '43'],
    ['Best', 'é"'],
  ]),
  revoked: new Set([achievementId('1')]),
};

function lineOf(achievement: Achievement) {
  return { achievement, record, progress: standingOf(achievement, record) };
}

const views: Readonly<Record<string, View>> = {
  'contract 2': viewOf(),
  'contract 4': viewOf({
    rarity: new Map([['1', { percentage: 5, category: 'Rare' as const }]]),
  }),
  'without requirements of the achieved': viewOf({ achievedRequirements: 'empty' }),
  'with secrets withheld': viewOf({ redactSecrets: true }),
};

for (const [name, view] of Object.entries(views)) {
  test(`a page is what stringifying each achievement gives, ${name}`, () => {
    const lines = title.achievements.map(lineOf);
    const renderer = createRenderer(view);
    const paging = { total: 4, next: null };
    const { text } = renderPage(lines, { rendererOf: () => renderer, paging });
    const expected = lines.map(({ achievement, progress }) =>
      presentAchievement(view, achievement, {
        progress,
        stats: record.stats,
        isRevoked: record.revoked.has(achievement.id),
      }),
    );
    assert.equal(
      text.toString(),
      JSON.stringify({
        achievements: expected,
        pagingInfo: { continuationToken: null, totalRecords: 4, totalItems: 4 },
      }),
    );
  });
}

test('a page that says where the next begins gives the offset as text', () => {
  const { text } = renderPage([], {
    rendererOf: () => createRenderer(viewOf()),
    paging: { total: 40, next: 32 },
  });
  assert.equal(JSON.parse(text.toString()).pagingInfo.continuationToken, '32');
});

test('a page larger than the buffers that are lent is whole', () => {
  const renderer = createRenderer(viewOf());
  const [line] = title.achievements.map(lineOf);
  assert.ok(line);
  const lines = Array.from({ length: 3000 }, () => line);
  const { text } = renderPage(lines, {
    rendererOf: () => renderer,
    paging: { total: 1, next: null },
  });
  assert.equal(JSON.parse(text.toString()).achievements.length, 3000);
});

test('a buffer is lent anew only after it was given back', () => {
  const paging = { total: 0, next: null };
  const render = () => renderPage([], { rendererOf: () => createRenderer(viewOf()), paging });
  const first = render();
  const second = render();
  assert.notEqual(first.text.buffer, second.text.buffer);
  first.giveBack();
  assert.equal(render().text.buffer, first.text.buffer);
});

test('a withheld secret shows neither its texts nor its picture', () => {
  const wire = presentAchievement(viewOf({ redactSecrets: true }), tricky, {
    progress: { state: 'NotStarted', percent: 0 },
    stats: new Map(),
    isRevoked: false,
  });
  assert.equal(wire.name, 'Secret achievement');
  assert.equal(wire.mediaAssets[0]?.url, 'https://laurel.example/icons/secret.png');
});
