import {
  achievementId,
  emptyRecord,
  instant,
  reportProgress,
  retail,
  totalsAfter,
  type Xuid,
  xuid,
} from '@laurel/domain';
import { sampleAchievement, sampleTitle } from '@laurel/domain/sample-title';
import { openSqliteStore } from './open-sqlite-store.ts';

/*
 * For tests: a process that reports on many players until it is killed. Rows are late for a short
 * while only, so that a kill meets them at every stage. Prints a line for each answer, the player
 * and the version; a seed makes it report the same.
 *
 * usage: node kill-trial.ts DATABASE SEED
 */
const [, , path = '', seed = ''] = process.argv;

/** Players who report at once. */
const players = Array.from({ length: 240 }, (_, n) => xuid(String(n + 1)));
const ids = Array.from({ length: 60 }, (_, n) => achievementId(String(n + 1)));
const title = sampleTitle({ achievements: ids.map((id) => sampleAchievement(id)) });
const noon = instant('2026-03-01T12:00:00Z');
const occasion = { earnedAt: noon, receivedAt: noon, source: 'Title' } as const;

let chance = Number(seed) + 1;
function below(count: number): number {
  chance = (chance * 48_271) % 0x7fffffff;
  return chance % count;
}

await using store = await openSqliteStore({
  path,
  lateRows: {
    rowsMax: 200,
    rowsWorthRound: 150,
    sequencesPerRound: 400,
    rowsPerGroup: 20,
    rowsPerUnit: 0,
  },
});

async function report(player: Xuid): Promise<string> {
  const id = ids[below(ids.length)] ?? achievementId('1');
  // One report in twenty unlocks; the others rise a little.
  const isUnlock = below(20) === 0;
  const key = { sandbox: retail, xuid: player, scid: title.scid };
  const { version } = await store.records.advance(key, (before = emptyRecord(noon), totals) => {
    const was = before.progress.get(id)?.percent ?? 0;
    const percent = isUnlock ? 100 : Math.min(99, was + 1);
    const reports = [{ achievementId: id, percent }];
    const decision = reportProgress(title, before, { reports, occasion });
    return { ...decision, totals: totalsAfter(title, totals, decision.facts) };
  });
  return `${player} ${version}\n`;
}

async function go(player: Xuid): Promise<never> {
  for (;;) process.stdout.write(await report(player));
}

await Promise.all(players.map(go));
