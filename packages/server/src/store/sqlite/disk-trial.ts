import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  achievementId,
  emptyRecord,
  instant,
  type PlayerRecord,
  reportProgress,
  retail,
  type Totals,
  totalsAfter,
  type Xuid,
  xuid,
} from '@laurel/domain';
import { sampleTitle } from '@laurel/domain/sample-title';
import type { RecordKey, Verdict } from '../store.ts';
import { openSqliteStore, type SqliteStore } from './open-sqlite-store.ts';

/*
 * For tests: a process on a disk that is small or can't be written. Prints what it saw as JSON.
 *
 * usage: node disk-trial.ts fill|open DIRECTORY
 */
const [, , what = '', directory = ''] = process.argv;
const path = join(directory, 'laurel.db');
const ballast = join(directory, 'ballast');

/** More than any of the disks under test can hold. */
const playersMax = 200_000;
const playersAtOnce = 500;

/** What a trial saw. */
export type Trial = {
  /** The players whose updates were answered. */
  readonly answered: number;
  /** What the first was told whose update was not; `null` when all were answered. */
  readonly refusal: { readonly name: string; readonly message: string } | null;
  /** Whether a record could be read while nothing could be written. */
  readonly couldRead: boolean;
  /** Whether an update was answered again once there was room, by the same process. */
  readonly recovered: boolean | null;
  /** What verification found meanwhile. */
  readonly wrong: readonly string[];
};

async function open(): Promise<Trial> {
  try {
    await using store = await openSqliteStore({ path });
    await store.ping();
    return { answered: 1, refusal: null, couldRead: true, recovered: null, wrong: [] };
  } catch (thrown) {
    return { answered: 0, refusal: saidBy(thrown), couldRead: false, recovered: null, wrong: [] };
  }
}

async function fill(): Promise<Trial> {
  const store = await openSqliteStore({ path });
  let answered = 0;
  let refusal: Trial['refusal'] = null;
  while (refusal === null && answered < playersMax) {
    const settled = await Promise.allSettled(
      Array.from({ length: playersAtOnce }, (_, n) => play(store, playerOf(answered + n))),
    );
    for (const outcome of settled) {
      if (outcome.status === 'rejected') refusal ??= saidBy(outcome.reason);
      else if (refusal === null) answered += 1;
    }
  }
  const couldRead = (await store.records.read(keyOf(playerOf(0)))) !== undefined;
  const wrong = await store.verify();
  const recovered = await canRecover(store, playerOf(playersMax));
  return { answered, refusal, couldRead, recovered, wrong };
}

/** Takes the ballast off, where there is some. */
async function canRecover(store: SqliteStore, player: Xuid): Promise<boolean> {
  rmSync(ballast, { force: true });
  try {
    await play(store, player);
    const stored = await store.records.read(keyOf(player));
    return stored?.record.progress.get(achievementId('2'))?.percent === 50;
  } catch {
    return false;
  }
}

const title = sampleTitle();
const noon = instant('2026-03-01T12:00:00Z');
const occasion = { earnedAt: noon, receivedAt: noon, source: 'Title' } as const;
const reports = [
  { achievementId: achievementId('1'), percent: 100 },
  { achievementId: achievementId('2'), percent: 50 },
];

function keyOf(player: Xuid): RecordKey {
  return { sandbox: retail, xuid: player, scid: title.scid };
}

function decide(before: PlayerRecord | undefined, totals: Totals): Verdict {
  const decision = reportProgress(title, before ?? emptyRecord(noon), { reports, occasion });
  return { ...decision, totals: totalsAfter(title, totals, decision.facts) };
}

async function play({ records }: SqliteStore, player: Xuid): Promise<void> {
  await records.advance(keyOf(player), decide);
}

function playerOf(index: number): Xuid {
  return xuid(String(index + 1));
}

function saidBy(thrown: unknown): { name: string; message: string } {
  return thrown instanceof Error
    ? { name: thrown.name, message: thrown.message }
    : { name: typeof thrown, message: String(thrown) };
}

process.stdout.write(JSON.stringify(what === 'open' ? await open() : await fill()));
// Threads of a store that could not be opened or closed would keep the process.
process.exit();
