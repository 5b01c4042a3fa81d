import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { achievementId } from './ids.ts';
import { instant } from './instant.ts';
import {
  emptyRecord,
  grant,
  importState,
  type Occasion,
  type PlayerRecord,
  progressOn,
  type RecordedState,
  reportProgress,
  reset,
  revoke,
} from './player-record.ts';
import type { Progress } from './progress.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';

const title = sampleTitle();
const [one, two, three] = [achievementId('1'), achievementId('2'), achievementId('3')];
const january = instant('2026-01-05T10:00:00.1234567Z');
const noon = instant('2026-03-01T12:00:00Z');
const byTitle: Occasion = { earnedAt: noon, receivedAt: noon, source: 'Title' };
const bySupport: Occasion = { ...byTitle, source: 'Support', reason: 'ticket 7' };
const unlockedInJanuary: Progress = { state: 'Achieved', percent: 100, unlockedAt: january };
const fresh = emptyRecord(january);
const played: PlayerRecord = {
  progress: new Map<typeof one, Progress>([
    [one, unlockedInJanuary],
    [two, { state: 'InProgress', percent: 33 }],
  ]),
  stats: new Map([['EnemiesDefeated', '7']]),
  revoked: new Set(),
  lastPlayedAt: january,
};

function reportTo(before: PlayerRecord, ...reports: [id: typeof one, percent: number][]) {
  const lines = reports.map(([id, percent]) => ({ achievementId: id, percent }));
  return reportProgress(title, before, { reports: lines, occasion: byTitle });
}

function refusedWith(code: RefusalCode, message?: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.code, code);
    if (message) assert.match(error.message, message);
    return true;
  };
}

describe('reportProgress', () => {
  test('a batch stores every line that rises, and a fact for each', () => {
    const { record, facts } = reportTo(played, [two, 40], [three, 100], [one, 100]);
    assert.deepEqual(progressOn(record, two), { state: 'InProgress', percent: 40 });
    assert.equal(progressOn(record, three).state, 'Achieved');
    assert.deepEqual(
      facts.map(({ kind, achievementId: id, percent }) => [kind, id, percent]),
      [
        ['Progressed', two, 40],
        ['Unlocked', three, 100],
      ],
    );
  });

  test('a fact says when, by whom and under which version', () => {
    const [fact] = reportTo(fresh, [one, 100]).facts;
    assert.deepEqual(fact, {
      kind: 'Unlocked',
      achievementId: one,
      percent: 100,
      titleVersion: 1,
      ...byTitle,
    });
  });

  test('a batch that changes nothing gives the very record back, without facts', () => {
    const { record, facts } = reportTo(played, [one, 100], [two, 33], [three, 0]);
    assert.equal(record, played);
    assert.deepEqual(facts, []);
  });

  test('lines for the same achievement count once, with the highest percent', () => {
    const { record, facts } = reportTo(fresh, [two, 10], [two, 60], [two, 30]);
    assert.equal(progressOn(record, two).percent, 60);
    assert.equal(facts.length, 1);
  });

  test('the record given stays as it was', () => {
    reportTo(played, [two, 100]);
    assert.equal(progressOn(played, two).percent, 33);
  });

  test('a title that is played is played last now, unless it was played later already', () => {
    assert.equal(reportTo(played, [two, 40]).record.lastPlayedAt, noon);
    const ahead = { ...played, lastPlayedAt: instant('2027-01-01T00:00:00Z') };
    assert.equal(reportTo(ahead, [two, 40]).record.lastPlayedAt, ahead.lastPlayedAt);
  });

  test('stats and revocations are left alone', () => {
    const before = { ...played, revoked: new Set([one]) };
    const { record } = reportTo(before, [two, 40]);
    assert.equal(record.stats, before.stats);
    assert.equal(record.revoked, before.revoked);
  });

  test('a revoked achievement is not unlocked again', () => {
    const before = { ...played, revoked: new Set([one]) };
    assert.equal(reportTo(before, [one, 100]).record, before);
  });

  test('unknown ids refuse the whole batch and are all named', () => {
    const lines: [typeof one, number][] = [
      [two, 100],
      [achievementId('98'), 1],
      [achievementId('99'), 1],
    ];
    assert.throws(() => reportTo(played, ...lines), refusedWith('UnknownAchievement', /98, 99/));
    assert.equal(progressOn(played, two).percent, 33);
  });

  const window = {
    start: instant('2026-02-01T00:00:00Z'),
    end: instant('2026-02-28T00:00:00Z'),
  };
  const refusals: readonly [string, ReturnType<typeof sampleTitle>, RefusalCode][] = [
    ['an event-based title', sampleTitle({ system: 'EventBased' }), 'EventBasedTitle'],
    ['an Xbox 360 title', sampleTitle({ generation: 'Xbox360' }), 'LegacyTitle'],
    ['a retired title', sampleTitle({ retired: true }), 'Retired'],
    [
      'an archived achievement',
      sampleTitle({ achievements: [sampleAchievement('1', { archived: true })] }),
      'Retired',
    ],
    [
      'an achievement whose window has closed',
      sampleTitle({ achievements: [sampleAchievement('1', { timeWindow: window })] }),
      'WindowClosed',
    ],
  ];
  for (const [what, of, code] of refusals) {
    test(`a report to ${what} is refused with ${code}`, () => {
      const reports = [{ achievementId: one, percent: 100 }];
      assert.throws(
        () => reportProgress(of, fresh, { reports, occasion: byTitle }),
        refusedWith(code),
      );
    });
  }

  test('a window takes a report at its first and at its last moment', () => {
    const timed = sampleTitle({ achievements: [sampleAchievement('1', { timeWindow: window })] });
    const reports = [{ achievementId: one, percent: 100 }];
    for (const earnedAt of [window.start, window.end]) {
      const occasion = { ...byTitle, earnedAt };
      assert.equal(reportProgress(timed, fresh, { reports, occasion }).facts.length, 1);
    }
  });
});

describe('reportProgress · earned before it is received', () => {
  const yesterday = instant('2026-02-28T20:00:00Z');
  const report = { achievementId: three, percent: 100, earnedAt: yesterday };

  test('an unlock bears the moment it was earned, and the fact both moments', () => {
    const { record, facts } = reportProgress(title, fresh, {
      reports: [report],
      occasion: byTitle,
    });
    assert.deepEqual(progressOn(record, three), {
      state: 'Achieved',
      percent: 100,
      unlockedAt: yesterday,
    });
    assert.deepEqual(
      facts.map(({ earnedAt, receivedAt }) => [earnedAt, receivedAt]),
      [[yesterday, noon]],
    );
    assert.equal(record.lastPlayedAt, yesterday);
  });

  test('it is never dated before the last known state', () => {
    const before = { ...fresh, lastPlayedAt: instant('2026-03-01T08:00:00Z') };
    const { facts } = reportProgress(title, before, { reports: [report], occasion: byTitle });
    assert.equal(facts[0]?.earnedAt, before.lastPlayedAt);
  });

  test('lines of one batch bear their own moments, in any order', () => {
    const reports = [{ achievementId: one, percent: 10 }, report];
    const { record, facts } = reportProgress(title, fresh, { reports, occasion: byTitle });
    assert.deepEqual(
      facts.map(({ earnedAt }) => earnedAt),
      [noon, yesterday],
    );
    assert.equal(record.lastPlayedAt, noon);
  });

  test('what was earned in the window counts when the window has closed', () => {
    const timeWindow = { start: january, end: instant('2026-02-28T21:00:00Z') };
    const timed = sampleTitle({ achievements: [sampleAchievement('3', { timeWindow })] });
    const decision = reportProgress(timed, fresh, { reports: [report], occasion: byTitle });
    assert.equal(decision.facts.length, 1);
  });
});

describe('grant', () => {
  test('support unlocks, and the fact says why', () => {
    const { record, facts } = grant(title, played, { achievementId: two, occasion: bySupport });
    assert.deepEqual(progressOn(record, two), {
      state: 'Achieved',
      percent: 100,
      unlockedAt: noon,
    });
    assert.deepEqual(
      facts.map(({ kind, reason }) => [kind, reason]),
      [['Granted', 'ticket 7']],
    );
  });

  test('a grant does not count as playing', () => {
    const { record } = grant(title, played, { achievementId: two, occasion: bySupport });
    assert.equal(record.lastPlayedAt, january);
  });

  test('what is unlocked stays as it is', () => {
    const decision = grant(title, played, { achievementId: one, occasion: bySupport });
    assert.equal(decision.record, played);
    assert.deepEqual(decision.facts, []);
  });

  test('a revoked achievement comes back with the unlock time it had', () => {
    const revoked = { ...played, revoked: new Set([one]) };
    const { record, facts } = grant(title, revoked, { achievementId: one, occasion: bySupport });
    assert.deepEqual(progressOn(record, one), unlockedInJanuary);
    assert.equal(record.revoked.has(one), false);
    assert.equal(facts[0]?.kind, 'Restored');
  });

  test('an unknown achievement is refused', () => {
    const unknown = { achievementId: achievementId('99'), occasion: bySupport };
    assert.throws(() => grant(title, played, unknown), refusedWith('UnknownAchievement'));
  });
});

describe('revoke', () => {
  test('an unlock is marked and keeps its time', () => {
    const { record, facts } = revoke(title, played, { achievementId: one, occasion: bySupport });
    assert.ok(record.revoked.has(one));
    assert.deepEqual(progressOn(record, one), unlockedInJanuary);
    assert.equal(facts[0]?.kind, 'Revoked');
  });

  test('a second revocation changes nothing', () => {
    const revoked = { ...played, revoked: new Set([one]) };
    const decision = revoke(title, revoked, { achievementId: one, occasion: bySupport });
    assert.equal(decision.record, revoked);
    assert.deepEqual(decision.facts, []);
  });

  test('what is not unlocked cannot be revoked', () => {
    const locked = { achievementId: two, occasion: bySupport };
    assert.throws(() => revoke(title, played, locked), refusedWith('Conflict'));
  });
});

describe('reset', () => {
  test('everything is forgotten, and one fact says so', () => {
    const before = { ...played, revoked: new Set([one]) };
    const { record, facts } = reset(title, before, bySupport);
    assert.deepEqual(record, emptyRecord(noon));
    assert.deepEqual(
      facts.map(({ kind, achievementId: id }) => [kind, id]),
      [['Reset', null]],
    );
  });

  test('stats alone are something to forget', () => {
    const stats = { ...fresh, stats: new Map([['EnemiesDefeated', '7']]) };
    assert.equal(reset(title, stats, bySupport).facts.length, 1);
  });

  test('nothing is forgotten where there is nothing', () => {
    assert.equal(reset(title, fresh, bySupport).record, fresh);
  });
});

describe('importState', () => {
  function recorded(part: Partial<RecordedState>): RecordedState {
    return {
      progress: new Map(),
      stats: new Map(),
      revoked: new Set(),
      lastPlayedAt: noon,
      ...part,
    };
  }

  function imported(before: PlayerRecord, part: Partial<RecordedState>) {
    return importState(title, before, { state: recorded(part), receivedAt: noon });
  }

  test('unlock times of the past stay as they were', () => {
    const { record, facts } = imported(fresh, { progress: new Map([[one, unlockedInJanuary]]) });
    assert.deepEqual(progressOn(record, one), unlockedInJanuary);
    assert.deepEqual(facts, [
      {
        kind: 'Unlocked',
        achievementId: one,
        percent: 100,
        titleVersion: 1,
        earnedAt: january,
        receivedAt: noon,
        source: 'Import',
      },
    ]);
  });

  test('what is further here is kept', () => {
    const behind: Progress = { state: 'InProgress', percent: 20 };
    const { record, facts } = imported(played, { progress: new Map([[two, behind]]) });
    assert.equal(record, played);
    assert.deepEqual(facts, []);
  });

  test('an unlock here keeps its own time', () => {
    const other: Progress = { state: 'Achieved', percent: 100, unlockedAt: noon };
    const { record } = imported(played, { progress: new Map([[one, other]]) });
    assert.deepEqual(progressOn(record, one), unlockedInJanuary);
  });

  test('stats and revocations are added to what is here', () => {
    const { record } = imported(played, {
      stats: new Map([['BestRank', '3']]),
      revoked: new Set([one]),
    });
    assert.deepEqual(
      [...record.stats],
      [
        ['EnemiesDefeated', '7'],
        ['BestRank', '3'],
      ],
    );
    assert.deepEqual([...record.revoked], [one]);
  });

  test('an unknown achievement is refused', () => {
    const progress = new Map([[achievementId('99'), unlockedInJanuary]]);
    assert.throws(() => imported(fresh, { progress }), refusedWith('UnknownAchievement'));
  });
});
