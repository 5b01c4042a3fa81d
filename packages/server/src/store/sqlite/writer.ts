import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { numbersIn } from '../byte-text.ts';
import { lateWriteSequence } from '../late-write-bytes.ts';
import { catchUp } from './catch-up.ts';
import { openDatabase } from './database-file.ts';
import { reasonOf } from './failure.ts';
import { GroupExchange, type SharedMemory } from './group-exchange.ts';
import { insertLateWrites, unpackLateWrites } from './ledger.ts';
import { type GroupRun, runUnits, unpacked } from './packed-group.ts';
import { numbered } from './statements.ts';
import { setNiceness } from './thread-priority.ts';
import { inTransaction } from './transaction.ts';
import type { GroupOutcome, WriterAnswer, WriterCall } from './writer-call.ts';

/*
 * The writer's thread: the only one that changes the database. Each group it is sent becomes one
 * transaction, and so one fsync, and is answered after that. It has no loop of events: it waits for
 * the next group, and answers no call while it has one.
 */

/**
 * It waits for the disk, and then has little to do for which everybody waits. On a processor that
 * it shares with the thread that answers, it would wait for up to 3 ms more until that pauses.
 */
const niceness = -15;
setNiceness(niceness);

/** To ask how long the log is takes as long as to write for two players. */
const statementsBetweenLooks = 1000;
const bytesBetweenLooks = 2 * 1024 * 1024;

let writing: Writing | undefined;

type Writing = {
  readonly database: DatabaseSync;
  readonly fsyncDelayMs: number;
  /** By number; prepared when first run. */
  readonly statements: (StatementSync | string)[];
  readonly insertLate: StatementSync;
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly logState: StatementSync;
  /** How long the log was when that was last asked, in pages, and what was written since. */
  readonly log: { pages: number; statements: number; bytes: number };
};

/** How the last group ended. */
let outcome: GroupOutcome | undefined;

function serve(exchange: GroupExchange): never {
  for (;;) {
    const { isCalled, group } = exchange.next();
    if (isCalled) answerCalls();
    if (group === null) continue;
    // Copied, for SQLite is given pieces of it, and memory that can grow is not for that.
    const ended = outcomeOf(Buffer.from(group));
    outcome = ended;
    exchange.end(ended.kind === 'committed' && ended.stopped.length === 0 ? ended : null);
  }
}

function answerCalls(): void {
  if (parentPort === null) throw new Error('the writer runs in a thread of its own');
  for (;;) {
    const posted = receiveMessageOnPort(parentPort);
    if (posted === undefined) return;
    parentPort.postMessage(answerTo(posted.message));
  }
}

function answerTo(call: WriterCall): WriterAnswer {
  try {
    return answerOf(call);
  } catch (thrown) {
    return { kind: 'failed', reason: reasonOf(thrown) };
  }
}

function outcomeOf(group: Buffer): GroupOutcome {
  try {
    return commit(ready(), group);
  } catch (thrown) {
    return { kind: 'notCommitted', reason: reasonOf(thrown) };
  }
}

function ready(): Writing {
  if (writing === undefined) throw new Error('the database is not open');
  return writing;
}

function answerOf(call: WriterCall): WriterAnswer {
  if (call.kind === 'open') {
    writing = open(call);
    return { kind: 'done' };
  }
  if (call.kind === 'close') {
    if (writing !== undefined) close(writing.database);
    return { kind: 'done' };
  }
  if (call.kind === 'outcome') return outcome ?? { kind: 'done' };
  const { database, log } = ready();
  if (call.kind === 'restartLog') restartLog(database);
  if (call.kind === 'replace') replace(database, call);
  if (call.kind === 'clear') clear(database, call.tables);
  // What that wrote is not counted, so the next commit looks.
  log.statements = statementsBetweenLooks;
  return { kind: 'done' };
}

function open({ path, fsyncDelayMs }: { path: string; fsyncDelayMs: number }): Writing {
  const database = openDatabase(path, 'write');
  return {
    database,
    fsyncDelayMs: fsyncDelayMs > 0 ? sleepFor(fsyncDelayMs) : 0,
    statements: [],
    insertLate: database.prepare(numbered(insertLateWrites)),
    begin: database.prepare('begin immediate'),
    commit: database.prepare('commit'),
    logState: database.prepare('pragma wal_checkpoint(noop)'),
    // A log may be left from before, so the first commit looks.
    log: { pages: 0, statements: statementsBetweenLooks, bytes: 0 },
  };
}

function commit(open: Writing, group: Buffer): GroupOutcome {
  const { texts, units } = unpacked(group);
  open.statements.push(...texts);
  let ran: GroupRun;
  open.begin.run();
  try {
    ran = runUnits(units, (number, parameters) =>
      Number(prepared(open, number).run(...parameters).changes),
    );
    if (ran.late.length > 0) putLateWrites(open, ran.late);
    open.commit.run();
  } catch (thrown) {
    if (open.database.isTransaction) open.database.exec('rollback');
    throw thrown;
  }
  // As slow a disk as the measuring hook asks for.
  if (open.fsyncDelayMs > 0) sleep(open.fsyncDelayMs);
  const { stopped, late } = ran;
  const statements = ran.statements + (late.length > 0 ? 1 : 0);
  const logPages = logPagesAfter(open, { group, statements });
  return { kind: 'committed', stopped, statements, logPages };
}

function putLateWrites({ insertLate }: Writing, late: Uint8Array): void {
  insertLate.run(lateWriteSequence(numbersIn(late), 0), late);
}

function logPagesAfter(
  { log, logState }: Writing,
  { group, statements }: { group: Buffer; statements: number },
): number {
  log.statements += statements;
  log.bytes += group.length;
  if (log.statements >= statementsBetweenLooks || log.bytes >= bytesBetweenLooks) {
    log.pages = Number(logState.get()?.log ?? 0);
    log.statements = 0;
    log.bytes = 0;
  }
  return log.pages;
}

/** How long is waited for the keeper, and how long before it is looked again, in milliseconds. */
const keeperWaitMs = 5000;
const keeperLookMs = 5;

/**
 * Moves the rest of the log into the file. While the keeper is at it nobody else can: it yields to
 * everybody, so without waiting for it the log would grow for as long as others are busy. Readers
 * are not waited for.
 */
function restartLog(database: DatabaseSync): void {
  const restart = database.prepare('pragma wal_checkpoint(restart)');
  for (let left = keeperWaitMs / keeperLookMs; left > 0; left -= 1) {
    // SQLite says so where it could not even begin.
    const isKeeperAtIt = Number(restart.get()?.log) === -1;
    if (!isKeeperAtIt) return;
    sleep(keeperLookMs);
  }
}

function prepared({ database, statements }: Writing, number: number): StatementSync {
  const statement = statements[number];
  if (statement === undefined) throw new Error(`statement ${number} was never sent`);
  if (typeof statement !== 'string') return statement;
  const fresh = database.prepare(numbered(statement));
  statements[number] = fresh;
  return fresh;
}

function close(database: DatabaseSync): void {
  try {
    catchUp(database);
  } finally {
    database.close();
  }
}

/** What was counted of a player's facts no longer holds when they are others. */
const countRarityAnew = `
  delete from main.rarity_figures where origin = 'Counted';
  delete from main.rarity_titles;
  update main.rarity_cursor set position = 0`;

/**
 * How long to sleep so that it takes as long as is asked for: a sleeper is woken late, by 0.15 of
 * 2 ms on some machines. The least of a few tries counts, as others may have had the processor in
 * the rest.
 */
function sleepFor(milliseconds: number): number {
  const late = Array.from({ length: 8 }, () => {
    const began = performance.now();
    sleep(milliseconds);
    return performance.now() - began - milliseconds;
  });
  return Math.max(0, milliseconds - Math.min(...late));
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function replace(
  database: DatabaseSync,
  { from, tables, xuid }: Extract<WriterCall, { kind: 'replace' }>,
): void {
  // Nobody remembers any more what the rows that stay are late by.
  catchUp(database);
  database.prepare('attach ? as other').run(from);
  try {
    inTransaction(database, () => {
      // Rows of late writes are of many players.
      if (xuid !== null) {
        unpackLateWrites(database, 'main');
        unpackLateWrites(database, 'other');
      }
      // A number means the same place in every database.
      database.exec('insert or ignore into main.places select * from other.places');
      const of = xuid === null ? '' : ' where xuid = ?';
      const whose = xuid === null ? [] : [xuid];
      for (const table of tables) {
        const taken = `insert into main.${table} select * from other.${table}${of}`;
        database.prepare(`delete from main.${table}${of}`).run(...whose);
        database.prepare(taken).run(...whose);
      }
      if (xuid !== null) database.exec(countRarityAnew);
    });
  } finally {
    database.exec('detach other');
  }
}

function clear(database: DatabaseSync, tables: readonly string[]): void {
  inTransaction(database, () => {
    for (const table of tables) database.exec(`delete from ${table}`);
    database.exec('insert into rarity_cursor (id, position) values (1, 0)');
  });
}

serve(new GroupExchange(workerData as SharedMemory));
