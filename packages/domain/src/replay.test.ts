import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { achievementId } from './ids.ts';
import { instant } from './instant.ts';
import {
  type Decision,
  emptyRecord,
  grant,
  importState,
  type Occasion,
  type PlayerRecord,
  reportProgress,
  reset,
  revoke,
} from './player-record.ts';
import { isReplayable, replay } from './replay.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';

const ids = ['1', '2', '3'].map(achievementId);
const [one = achievementId('1'), two = achievementId('2')] = ids;
const title = sampleTitle({
  achievements: ids.map((id) =>
    sampleAchievement(id, id === one ? { counter: { target: 40 } } : {}),
  ),
});
const noon = instant('2026-03-01T12:00:00Z');
const byTitle: Occasion = { earnedAt: noon, receivedAt: noon, source: 'Title' };
const bySupport: Occasion = { ...byTitle, source: 'Support' };

function reportTo(before: PlayerRecord, percent: number, count?: number): Decision {
  const report = { achievementId: one, percent, ...(count === undefined ? {} : { count }) };
  return reportProgress(title, before, { reports: [report], occasion: byTitle });
}

const fresh = emptyRecord(noon);
const { record: started } = reportTo(fresh, 20);
const { record: unlocked } = reportTo(started, 100);
const { record: revoked } = revoke(title, unlocked, { achievementId: one, occasion: bySupport });
const imported = {
  progress: new Map([[two, { state: 'InProgress', percent: 7 } as const]]),
  stats: new Map(),
  revoked: new Set<never>(),
  lastPlayedAt: noon,
};

const decisions: readonly (readonly [string, PlayerRecord, Decision, boolean])[] = [
  ['a report that raises a percent', started, reportTo(started, 30), true],
  ['the first of all', fresh, reportTo(fresh, 1), true],
  ['a report that changes nothing', started, reportTo(started, 20), false],
  ['a report that unlocks', started, reportTo(started, 100), false],
  ['a report that counts', started, reportTo(started, 0, 30), false],
  ['a grant', started, grant(title, started, { achievementId: two, occasion: bySupport }), false],
  [
    'a revocation',
    unlocked,
    { ...revoke(title, unlocked, { achievementId: one, occasion: bySupport }) },
    false,
  ],
  [
    'a restoration',
    revoked,
    grant(title, revoked, { achievementId: one, occasion: bySupport }),
    false,
  ],
  ['a reset', started, reset(title, started, bySupport), false],
  ['an import', started, importState(title, started, { state: imported, receivedAt: noon }), false],
];

describe('what facts say all of', () => {
  for (const [what, before, decision, expected] of decisions) {
    test(`${what}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(isReplayable(before, decision), expected);
    });
  }

  test('is done again from them, entry by entry and in their order', () => {
    const moment = fc
      .integer({ min: 0, max: 3 })
      .map((days) => instant(`2026-03-0${1 + days}T12:00:00.1234567Z`));
    const report = fc.record({
      achievementId: fc.constantFrom(...ids),
      percent: fc.integer({ min: 0, max: 120 }),
    });
    const batch = fc.tuple(fc.array(report, { minLength: 1, maxLength: 4 }), moment);
    let replayed = 0;
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
        let record = emptyRecord(noon);
        for (const [reports, at] of batches) {
          const before = record;
          const occasion = { ...byTitle, earnedAt: at, receivedAt: at };
          const decision = reportProgress(title, before, { reports, occasion });
          record = decision.record;
          if (!isReplayable(before, decision)) continue;
          replayed += 1;
          const again = replay(before, decision.facts);
          assert.deepEqual([...again.progress], [...record.progress]);
          assert.equal(again.lastPlayedAt, record.lastPlayedAt);
        }
      }),
      { seed: 20_261_122 },
    );
    assert.ok(replayed > 100);
  });
});
