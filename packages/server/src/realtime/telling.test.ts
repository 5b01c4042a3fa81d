import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  achievementId,
  emptyRecord,
  type Fact,
  instant,
  type Progress,
  retail,
  scid,
  xuid,
} from '@laurel/domain';
import { sampleAchievement, sampleTitle } from '../services/sample-world.ts';
import type { CommittedFact } from '../store/store.ts';
import { tellingOf, unannounced } from './telling.ts';

const noon = instant('2026-03-01T12:00:00Z');
const kiln = scid('00000000-0000-0000-0000-00006e756f71');

function fact(id: string | null, part: Partial<Fact> = {}): Fact {
  return {
    kind: 'Unlocked',
    achievementId: id === null ? null : achievementId(id),
    percent: 100,
    earnedAt: noon,
    receivedAt: noon,
    source: 'Title',
    titleVersion: 1,
    ...part,
  };
}

const empty = emptyRecord(noon);

function told(facts: readonly Fact[], title = sampleTitle()) {
  const key = { sandbox: retail, xuid: xuid('1'), scid: kiln };
  const committed = facts.map((one) => ({ ...one, key, recordVersion: 1, sequence: 1 }));
  return tellingOf(title, { facts: committed, was: empty, record: empty });
}

describe('of one write is told', () => {
  test('nothing without facts', () => assert.equal(told([]).kind, 'Nothing'));

  test('progress that a stat makes, without a fact, of what is not unlocked', () => {
    const onStat = (id: string, stat: string) =>
      sampleAchievement(id, {
        requirements: [{ id, on: { stat }, target: '10', operation: 'Sum', valueType: 'Integer' }],
      });
    const quest = sampleTitle({
      system: 'EventBased',
      achievements: [onStat('1', 'Kills'), onStat('2', 'Kills'), onStat('3', 'Laps')],
    });
    const unlocked: Progress = { state: 'Achieved', percent: 100, unlockedAt: noon };
    const was = { ...empty, progress: new Map([[achievementId('2'), unlocked]]) };
    const record = { ...was, stats: new Map([['Kills', '4']]) };
    const telling = tellingOf(quest, { facts: [], was, record });
    assert.deepEqual(telling.kind === 'Progress' && [...telling.standings], [
      ['1', { state: 'InProgress', percent: 40 }],
    ]);
    assert.equal(tellingOf(quest, { facts: [], was: record, record }).kind, 'Nothing');
  });

  test('what an achievement of a mixed title counts on its own, where it moved', () => {
    const counting = (id: string, key: string) =>
      sampleAchievement(id, {
        requirements: [
          {
            id,
            on: { stat: 'Kills', key },
            target: '1000',
            operation: 'Sum',
            valueType: 'Integer',
          },
        ],
      });
    const arena = sampleTitle({
      system: 'Mixed',
      achievements: [counting('1', 'Kills@1'), counting('2', 'Kills@2')],
    });
    const was = {
      ...empty,
      stats: new Map([
        ['Kills', '4'],
        ['Kills@1', '4'],
      ]),
    };
    const record = {
      ...was,
      stats: new Map([
        ['Kills', '5'],
        ['Kills@1', '5'],
      ]),
    };
    const telling = tellingOf(arena, { facts: [], was, record });
    assert.deepEqual(telling.kind === 'Progress' && [...telling.standings.keys()], ['1']);
  });

  test('how far the player is, in the order of the reports', () => {
    const telling = told([fact('3', { kind: 'Progressed', percent: 40 }), fact('2')]);
    assert.deepEqual(telling.kind === 'Progress' && [...telling.standings], [
      ['3', { state: 'InProgress', percent: 40 }],
      ['2', { state: 'Achieved', percent: 100, unlockedAt: noon }],
    ]);
  });

  test('what support gave, as an unlock', () => {
    assert.equal(told([fact('3', { kind: 'Granted', source: 'Support' })]).kind, 'Progress');
  });

  const resyncs: readonly [string, readonly Fact[]][] = [
    ['a reset', [fact(null, { kind: 'Reset' })]],
    ['a revocation', [fact('1', { kind: 'Revoked', source: 'Support' })]],
    ['a restoration', [fact('1', { kind: 'Restored', source: 'Support' })]],
    ['an import', [fact('1', { source: 'Import' })]],
    ['more than an event holds', Array.from({ length: 201 }, (_, at) => fact(String(at)))],
  ];
  for (const [what, facts] of resyncs) {
    test(`that all may be stale after ${what}`, () => {
      assert.equal(told(facts).kind, 'Resync');
    });
  }
});

describe('still to be announced', () => {
  function committed(sequence: number, part: Partial<CommittedFact> = {}): CommittedFact {
    const key = { sandbox: retail, xuid: xuid('1'), scid: kiln };
    return { ...fact(String(sequence)), key, recordVersion: sequence, sequence, ...part };
  }
  const of = { scid: kiln, after: 0, since: instant('2026-03-01T11:45:00Z') };
  const left = (facts: readonly CommittedFact[], part: Partial<typeof of> = {}) =>
    unannounced(facts, { ...of, ...part }).map(({ sequence }) => sequence);

  test('are unlocks, the oldest first', () => {
    const progressed = committed(2, { kind: 'Progressed' });
    assert.deepEqual(left([committed(3), progressed, committed(1)]), [1, 3]);
  });

  test('is nothing that was announced', () => {
    assert.deepEqual(left([committed(3), committed(2)], { after: 2 }), [3]);
  });

  test('is nothing of long ago', () => {
    const old = committed(1, { receivedAt: instant('2026-03-01T11:00:00Z') });
    assert.deepEqual(left([committed(2), old]), [2]);
  });

  test('is nothing of another title', () => {
    const other = { ...committed(3).key, scid: scid('8c410200-77aa-4f0e-8d21-5b6c7d8e9f02') };
    assert.deepEqual(left([committed(3, { key: other }), committed(2)]), [2]);
  });

  test('is nothing that was reset or revoked since', () => {
    const reset = committed(3, { kind: 'Reset', achievementId: null });
    assert.deepEqual(left([committed(4), reset, committed(2)]), [4]);
    const revoked = committed(3, { kind: 'Revoked', achievementId: achievementId('2') });
    assert.deepEqual(left([revoked, committed(2), committed(1)]), [1]);
  });

  test('is nothing that support gave or that was imported', () => {
    const facts = [
      committed(2, { kind: 'Granted', source: 'Support' }),
      committed(1, { source: 'Import' }),
    ];
    assert.deepEqual(left(facts), []);
  });
});
