import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Progress, parseAchievementId, sandbox } from '@laurel/domain';
import type { ProgressReport, Reported } from '../../../services/progress.ts';
import type { Input } from '../../operation.ts';
import type { SwitchBoard } from '../../switches.ts';
import { updateOperation } from './update.ts';

const scid = '00000000-0000-0000-0000-00006e756f71';
const xuid = '2533274800000001';
const asker = { kind: 'Token', xuid, titleId: null, sandbox: sandbox('RETAIL'), locale: null };

/** What is answered when the service tells so. */
async function answered(standings: readonly [id: string, progress: Progress][]) {
  const reported = {
    advanced: true,
    standings: standings.map(([id, progress]) => ({
      achievementId: parseAchievementId(id),
      progress,
    })),
  } as Reported;
  const operation = updateOperation({
    progress: { report: (_: ProgressReport) => reported },
    ownerOf: () => xuid,
    switches: { current: {} } as SwitchBoard,
  } as unknown as Parameters<typeof updateOperation>[0]);
  const achievements = standings.map(([id, { percent }]) => ({ id, percentComplete: percent }));
  const { body } = await operation.handle({
    params: { user: 'me', scid },
    body: { action: 'progressUpdate', serviceConfigId: scid, userId: xuid, achievements },
    asker,
    request: {},
  } as unknown as Input<typeof operation.route>);
  return JSON.parse(String(body)) as unknown;
}

function expected(standings: readonly [id: string, progress: Progress][]): unknown {
  const achievements = standings.map(([id, { percent, state }]) => ({
    id,
    percentComplete: percent,
    progressState: state,
  }));
  return { achievements };
}

const ends: readonly Progress[] = [
  { state: 'NotStarted', percent: 0 },
  { state: 'InProgress', percent: 0 },
  { state: 'Achieved', percent: 100, unlockedAt: '2026-03-01T12:00:00Z' as never },
];

test('an answer tells of its own achievements, whatever was told of others before', async () => {
  const ids = Array.from({ length: 300 }, (_, at) => String(at + 1));
  const between = [1, 40, 99].map((percent): Progress => ({ state: 'InProgress', percent }));
  for (let round = 0; round < 2; round += 1) {
    for (const id of [...ids, 'finale']) {
      for (const progress of [...ends, ...between]) {
        const one: [string, Progress][] = [[id, progress]];
        assert.deepEqual(await answered(one), expected(one));
      }
    }
  }
  const several: [string, Progress][] = ids
    .slice(0, 7)
    .map((id, at) => [id, { state: 'InProgress', percent: at * 9 }]);
  assert.deepEqual(await answered(several), expected(several));
});
