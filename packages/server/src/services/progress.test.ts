import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  achievementId,
  instant,
  millisecondsOf,
  noTotals,
  type PlayerRecord,
  type RefusalCode,
  retail,
  sandbox,
  scid,
  type Title,
  titleId,
} from '@laurel/domain';
import { onStat, sampleAchievement, sampleTitle } from '@laurel/domain/sample-title';
import type { Asker, TitleServer } from '../asker.ts';
import { createTestClock } from '../clock.ts';
import type { RecordStore } from '../store/store.ts';
import { createProgressService, type ProgressReport } from './progress.ts';
import { refused } from './refused.ts';
import { alice, bob, callerOf, noon } from './sample-world.ts';

const title = sampleTitle();

const caller = callerOf(alice, { gamertag: 'Emberling' });
const titleServer: TitleServer = {
  kind: 'TitleServer',
  titleId: title.titleId,
  keyId: 'k',
  sandbox: retail,
};

/** A store of one record, kept in a variable. */
function oneRecord(): Pick<RecordStore, 'advance'> & { current: () => PlayerRecord | undefined } {
  let record: PlayerRecord | undefined;
  return {
    current: () => record,
    async advance(_key, decide) {
      const verdict = decide(record, noTotals);
      if (verdict.facts.length > 0) record = verdict.record;
      return { version: 1, record: verdict.record, facts: verdict.facts };
    },
  };
}

function serviceOf(published: Title, records = oneRecord()) {
  return createProgressService({
    records,
    titles: {
      byScid: (where, id) => (where === retail && id === published.scid ? published : undefined),
      byTitleId: () => published,
    },
    players: { exists: async (id) => id === alice },
    clock: createTestClock(noon),
  });
}

function reportOf(part: Partial<ProgressReport> = {}): ProgressReport {
  return {
    asker: caller,
    owner: alice,
    scid: title.scid,
    titleId: title.titleId,
    reports: [{ achievementId: achievementId('2'), percent: 40 }],
    requireTitleClaim: false,
    ...part,
  };
}

test('a report that rises is recorded with the time of the clock', async () => {
  const records = oneRecord();
  const reports = [{ achievementId: achievementId('2'), percent: 250 }];
  const reported = await serviceOf(title, records).report(reportOf({ reports }));
  assert.equal(reported.advanced, true);
  const unlocked = { state: 'Achieved', percent: 100, unlockedAt: noon };
  assert.deepEqual(reported.standings, [{ achievementId: '2', progress: unlocked }]);
  assert.equal(millisecondsOf(records.current()?.lastPlayedAt ?? noon), millisecondsOf(noon));
});

test('a first report that was earned earlier is dated so, and so is the next one', async () => {
  const records = oneRecord();
  const service = serviceOf(title, records);
  for (const [id, earnedAt] of [
    ['2', '2026-02-20T10:00:00Z'],
    ['3', '2026-02-21T10:00:00Z'],
  ] as const) {
    const report = { achievementId: achievementId(id), percent: 100, earnedAt: instant(earnedAt) };
    const { standings } = await service.report(reportOf({ reports: [report] }));
    assert.deepEqual(standings[0]?.progress, {
      state: 'Achieved',
      percent: 100,
      unlockedAt: instant(earnedAt),
    });
  }
});

test('the same report again advances nothing and says where the player is', async () => {
  const service = serviceOf(title);
  await service.report(reportOf());
  const again = await service.report(reportOf());
  assert.equal(again.advanced, false);
  assert.equal(again.standings[0]?.progress.percent, 40);
});

test('a title server reports for the players of its own title', async () => {
  const reported = await serviceOf(title).report(reportOf({ asker: titleServer }));
  assert.equal(reported.advanced, true);
});

const eventBased = sampleTitle({
  system: 'EventBased',
  achievements: [sampleAchievement('2', { requirements: [onStat('Runs')] })],
});
const otherTitle = titleId(1);
const refusedReports: readonly [string, RefusalCode, Title, Partial<ProgressReport>][] = [
  ['for another player', 'NotYourProgress', title, { owner: bob }],
  ['without a user claim', 'NoUserClaim', title, { asker: { ...caller, xuid: null } }],
  [
    'for a service configuration that is not published',
    'UnknownServiceConfig',
    title,
    { scid: scid('11111111-1111-1111-1111-111111111111') },
  ],
  [
    'in a sandbox where the title is not published',
    'UnknownServiceConfig',
    title,
    { asker: { ...caller, sandbox: sandbox('ACME.7') } },
  ],
  ['with the id of another title', 'TitleNotAllowed', title, { titleId: otherTitle }],
  [
    'with the claim of another title',
    'TitleNotAllowed',
    title,
    { asker: { ...caller, titleId: otherTitle } },
  ],
  [
    'without the title claim where it is required',
    'TitleNotAllowed',
    title,
    { requireTitleClaim: true },
  ],
  ['for a title that is not public', 'TitleClaimRequired', sampleTitle({ public: false }), {}],
  ['for an event-based title', 'EventBasedTitle', eventBased, {}],
  ['for an Xbox 360 title', 'LegacyTitle', sampleTitle({ generation: 'Xbox360' }), {}],
  ['for a retired title', 'Retired', sampleTitle({ retired: true }), {}],
  [
    "by another title's server",
    'TitleClaimRequired',
    sampleTitle({ public: false }),
    { asker: { ...titleServer, titleId: otherTitle } },
  ],
  [
    'by a title server for a player nobody knows',
    'UnknownPlayer',
    title,
    { asker: titleServer, owner: bob },
  ],
];

describe('a report is refused', () => {
  for (const [when, code, published, part] of refusedReports) {
    test(when, async () => {
      const report = reportOf(part as Partial<ProgressReport> & { asker?: Asker });
      await assert.rejects(async () => serviceOf(published).report(report), refused(code));
    });
  }
});
