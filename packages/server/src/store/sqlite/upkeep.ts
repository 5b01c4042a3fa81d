import { readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Xuid } from '@laurel/domain';
import type { Clock } from '../../clock.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { secretTables } from './backup.ts';
import { catchUp, nextSequenceOf } from './catch-up.ts';
import { writePrivateFile } from './database-file.ts';
import { isOfOneUnit } from './failure.ts';
import type { Keeper } from './keeper-thread.ts';
import { knownMigrations, schemaVersion } from './migrate.ts';
import { notWritten, type WriteQueue } from './write-queue.ts';
import type { Writer } from './writer-thread.ts';

/** What is done to the database as a whole. */
export type Upkeep = Pick<Store, 'backup' | 'verify' | 'clear' | 'snapshot' | 'restore' | 'ping'>;

/** Parameters: when. */
const proveWriting = 'update liveness set asked_at = $1 where id = 1';

const proveReading = 'select asked_at from liveness where id = 1';

const fileHeader = 'SQLite format 3\0';

/** Tables that every database keeps for itself. */
const ownTables: ReadonlySet<string> = new Set([
  ...secretTables,
  'schema_migrations',
  'liveness',
  'rows_caught_up',
  'places',
]);

type Parts = {
  readonly path: string;
  readonly clock: Clock;
  readonly engine: SqlEngine;
  readonly queue: WriteQueue;
  readonly keeper: Keeper;
  readonly writer: Writer;
  /** The records are others now; the next write has at least that place in the ledger. */
  readonly beginAnew: (nextSequence: number) => void;
  /** Told when everything is another. */
  readonly replaced: () => void;
};

/** Upkeep of a database that is in use. */
export function createUpkeep(parts: Parts): Upkeep {
  const { path, clock, engine, queue, keeper, writer, beginAnew, replaced } = parts;
  let drafts = 0;

  function draftPath(): string {
    drafts += 1;
    return `${path}-draft${drafts}`;
  }

  return {
    async backup(to) {
      await keeper.call({ kind: 'backup', to }, 'the database could not be copied');
    },
    async verify() {
      const answer = await keeper.call({ kind: 'verify' }, 'the database could not be checked');
      return answer.kind === 'wrong' ? answer.lines : [];
    },
    async clear() {
      const tables = await tableNames(engine);
      await queue.alone(async () => {
        const answer = await writer.call({ kind: 'clear', tables });
        if (answer.kind !== 'done') throw notWritten(answer);
        beginAnew(0);
      });
      replaced();
    },
    async snapshot() {
      const to = draftPath();
      try {
        await keeper.call({ kind: 'snapshot', to }, 'the database could not be copied');
        return readFileSync(to);
      } finally {
        rmSync(to, { force: true });
      }
    },
    async restore(snapshot, only) {
      const from = draftPath();
      try {
        if (Buffer.from(snapshot.subarray(0, 16)).toString('latin1') !== fileHeader) return false;
        writePrivateFile(from, snapshot);
        const nextSequence = nextSequenceIn(from);
        if (nextSequence === undefined) return false;
        const isReplaced = await queue.alone(async () => {
          const isDone = await replace(parts, from, only);
          beginAnew(nextSequence);
          return isDone;
        });
        replaced();
        return isReplaced;
      } finally {
        rmSync(from, { force: true });
      }
    },
    async ping() {
      await engine.write([[proveWriting, clock.now()]]);
      await engine.read([proveReading]);
    },
  };
}

const readTables = `
  select name from sqlite_schema
   where type = 'table' and name not like 'sqlite_%'
   order by name`;

/** All tables but those that every database keeps for itself. */
async function tableNames(engine: SqlEngine): Promise<readonly string[]> {
  const rows = await engine.read([readTables]);
  return rows.map(({ name }) => String(name)).filter((name) => !ownTables.has(name));
}

/** Tables whose rows are each of one player. */
const playerTables = ['players', 'relations', 'records', 'facts', 'endpoints', 'announcements'];

/** @returns whether it was done: not where rows of other players stand in the way of one's */
async function replace(
  { engine, writer }: Parts,
  from: string,
  only: Xuid | undefined,
): Promise<boolean> {
  const tables = only === undefined ? await tableNames(engine) : playerTables;
  const answer = await writer.call({ kind: 'replace', from, tables, xuid: only ?? null });
  if (answer.kind === 'failed' && only !== undefined && isOfOneUnit(answer.reason)) return false;
  if (answer.kind !== 'done') throw notWritten(answer);
  return true;
}

/** @returns `undefined` for what is no database of this server's schema */
function nextSequenceIn(path: string): number | undefined {
  try {
    using database = new DatabaseSync(path);
    if (schemaVersion(database) !== knownMigrations().at(-1)?.version) return undefined;
    // Whoever made it may have copied a database in use.
    catchUp(database);
    return nextSequenceOf(database);
  } catch {
    return undefined;
  }
}
