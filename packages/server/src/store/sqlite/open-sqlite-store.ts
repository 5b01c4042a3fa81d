import type { DatabaseSync } from 'node:sqlite';
import { type Clock, systemClock } from '../../clock.ts';
import { createFollowers, type Followers, tellingPlayers } from '../followers.ts';
import { createAssetStore } from '../sql/assets.ts';
import { createFactStore } from '../sql/facts.ts';
import { createNotificationStore } from '../sql/notifications.ts';
import { createPlayerStore } from '../sql/players.ts';
import { createRarityStore } from '../sql/rarity.ts';
import { createSecretStore } from '../sql/secrets.ts';
import { createTitleStore } from '../sql/titles.ts';
import type { Store } from '../store.ts';
import { catchUp, nextSequenceOf } from './catch-up.ts';
import { makePrivateFile, openDatabase } from './database-file.ts';
import { createKeeper } from './keeper-thread.ts';
import { KnownRecords } from './known-records.ts';
import { type LateRowLimits, LateRows, lateRowLimits } from './late-rows.ts';
import { createLedger } from './ledger.ts';
import { LogKeeping } from './log-keeping.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { takeOwnership } from './ownership.ts';
import { rememberedBytesMax, SqliteRecordStore } from './records.ts';
import { Snapshot } from './snapshot.ts';
import { createSqliteEngine } from './sqlite-engine.ts';
import { createUpkeep } from './upkeep.ts';
import { notWritten, type WriteCounts, WriteQueue } from './write-queue.ts';
import type { WriterAnswer } from './writer-call.ts';
import { startWriter, type Writer } from './writer-thread.ts';

/** Where the database is, and how to treat it. */
export type SqliteOptions = {
  /**
   * A file; it is made where there is none. Others of the same name and an ending come beside it.
   */
  readonly path: string;
  readonly clock?: Clock;
  /** For measuring only: how long the writer sleeps after each commit, as on a slow disk. */
  readonly fsyncDelayMs?: number;
  /** For testing only: how many rows may be late, and when they are written. */
  readonly lateRows?: LateRowLimits;
  /** Told what a follower threw, which fails no write. By default it becomes a process warning. */
  readonly onFollowerFailure?: (cause: unknown) => void;
};

/** What a store has done since it was opened. */
export type StoreStatistics = WriteCounts & {
  /** Units that wait now. */
  readonly queuedUnits: number;
  /** Records, or lists of them, that were read. */
  readonly recordReads: number;
  /** Rows of records that were written later than their ledger. */
  readonly lateRows: number;
  /** How often the log was moved into the file. */
  readonly checkpoints: number;
};

/** The embedded store. */
export type SqliteStore = Store & { statistics(): StoreStatistics };

/**
 * Opens a database for this process alone, brings it to the newest schema, and starts its writer.
 *
 * @throws {StoreFailure} if another process owns it, it is newer than this server, or it cannot be
 *   opened
 */
export async function openSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
  const { path, clock = systemClock, fsyncDelayMs = 0, onFollowerFailure = warn } = options;
  const { lateRows = lateRowLimits } = options;
  await using opening = new AsyncDisposableStack();
  opening.use(takeOwnership(path));
  makePrivateFile(path);
  // It starts while this thread brings the schema up to date.
  const writer = opening.use(startWriter());
  let isOpen = false;
  // The last connection to close moves the log into the file, and only a writing one can. A writer
  // that could not open must not hide why by failing to close.
  opening.defer(() => (isOpen ? orFail(writer.call({ kind: 'close' })) : undefined));
  const { reader, nextSequence } = prepareFile(path, clock);
  opening.defer(() => reader.close());
  await orFail(writer.call({ kind: 'open', path, fsyncDelayMs }));
  isOpen = true;
  const followers = createFollowers(onFollowerFailure);
  const opened = { path, clock, reader, writer, nextSequence, followers, lateRows };
  return assemble(opened, opening);
}

function warn(cause: unknown): void {
  process.emitWarning(`a follower of the store failed: ${String(cause)}`);
}

type Opened = {
  readonly path: string;
  readonly clock: Clock;
  readonly reader: DatabaseSync;
  readonly writer: Writer;
  readonly nextSequence: number;
  readonly followers: Followers;
  readonly lateRows: LateRowLimits;
};

/** Takes over what was opened, once everything is put together. */
function assemble(
  { path, clock, reader, writer, nextSequence, followers, lateRows }: Opened,
  opening: AsyncDisposableStack,
): SqliteStore {
  const keeper = opening.use(createKeeper(path));
  const logKeeping = opening.use(new LogKeeping(keeper, writer));
  const snapshot = new Snapshot(reader);
  opening.defer(() => snapshot.release());
  function committed(logPages: number): void {
    snapshot.release();
    logKeeping.observe(logPages);
  }
  const known = new KnownRecords(rememberedBytesMax);
  const late = new LateRows(known, nextSequence, lateRows);
  const queue = opening.use(
    new WriteQueue(writer, { onCommitted: committed, companion: (units) => late.next(units) }),
  );
  const engine = createSqliteEngine({ reader, snapshot, queue, keeper });
  const ledger = createLedger(reader, snapshot);
  const records = new SqliteRecordStore({
    engine,
    queue,
    reader,
    snapshot,
    known,
    late,
    nextSequence,
    followers,
  });
  const closing = opening.move();
  return {
    records,
    facts: createFactStore(ledger, (of) => records.lastWritesOf(of)),
    titles: createTitleStore(engine),
    players: tellingPlayers(createPlayerStore(engine), followers),
    rarity: createRarityStore(engine, ledger),
    assets: createAssetStore(engine),
    secrets: createSecretStore(engine),
    notifications: createNotificationStore(engine),
    follow: followers.follow,
    ...createUpkeep({
      path,
      clock,
      engine,
      queue,
      keeper,
      writer,
      beginAnew: (next) => records.beginAnew(next),
      replaced: () => followers.tell({ kind: 'Replaced' }),
    }),
    statistics: () => ({
      ...queue.counts,
      queuedUnits: queue.queuedUnits,
      recordReads: records.reads,
      lateRows: late.written,
      checkpoints: logKeeping.checkpoints,
    }),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** The reader stays open meanwhile, else closing the last connection would empty the log. */
function prepareFile(path: string, clock: Clock): { reader: DatabaseSync; nextSequence: number } {
  using database = openDatabase(path, 'write');
  migrate(database, { migrations: knownMigrations(), now: clock.now() });
  catchUp(database);
  return { reader: openDatabase(path, 'read'), nextSequence: nextSequenceOf(database) };
}

async function orFail(asked: Promise<WriterAnswer>): Promise<void> {
  const answer = await asked;
  if (answer.kind !== 'done') throw notWritten(answer);
}
