import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { openDatabase } from './database-file.ts';
import { reasonOf } from './failure.ts';
import { type GroupRun, type PackedGroup, runGroup } from './packed-group.ts';
import { numbered } from './statements.ts';
import type { WriterAnswer, WriterCall } from './writer-call.ts';

/*
 * The writer's thread: the only one that changes the database. Each group it is sent becomes one
 * transaction, and so one fsync, and is answered after that.
 */

let writing: Writing | undefined;

type Writing = {
  readonly database: DatabaseSync;
  readonly fsyncDelayMs: number;
  /** By number; prepared when first run. */
  readonly statements: (StatementSync | string)[];
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly logState: StatementSync;
};

parentPort?.on('message', (call: WriterCall) => parentPort?.postMessage(answerTo(call)));

function answerTo(call: WriterCall): WriterAnswer {
  try {
    return answerOf(call);
  } catch (thrown) {
    const reason = reasonOf(thrown);
    if (call.kind === 'commit') return { kind: 'notCommitted', reason, bytes: call.group.bytes };
    return { kind: 'failed', reason };
  }
}

function answerOf(call: WriterCall): WriterAnswer {
  if (call.kind === 'open') {
    writing = open(call);
    return { kind: 'done' };
  }
  if (call.kind === 'close') {
    writing?.database.close();
    return { kind: 'done' };
  }
  if (writing === undefined) throw new Error('the database is not open');
  if (call.kind === 'commit') return commit(writing, call.group);
  if (call.kind === 'restartLog') writing.database.exec('pragma wal_checkpoint(restart)');
  if (call.kind === 'replace') replace(writing.database, call);
  return { kind: 'done' };
}

function open({ path, fsyncDelayMs }: { path: string; fsyncDelayMs: number }): Writing {
  const database = openDatabase(path, 'write');
  return {
    database,
    fsyncDelayMs,
    statements: [],
    begin: database.prepare('begin immediate'),
    commit: database.prepare('commit'),
    logState: database.prepare('pragma wal_checkpoint(noop)'),
  };
}

function commit(open: Writing, group: PackedGroup): WriterAnswer {
  open.statements.push(...group.texts);
  let ran: GroupRun;
  open.begin.run();
  try {
    ran = runGroup(group, (number, parameters) =>
      Number(prepared(open, number).run(...parameters).changes),
    );
    open.commit.run();
  } catch (thrown) {
    if (open.database.isTransaction) open.database.exec('rollback');
    throw thrown;
  }
  if (open.fsyncDelayMs > 0) sleep(open.fsyncDelayMs);
  const logPages = Number(open.logState.get()?.log ?? 0);
  return { kind: 'committed', ...ran, logPages };
}

function prepared({ database, statements }: Writing, number: number): StatementSync {
  const statement = statements[number];
  if (statement === undefined) throw new Error(`statement ${number} was never sent`);
  if (typeof statement !== 'string') return statement;
  const fresh = database.prepare(numbered(statement));
  statements[number] = fresh;
  return fresh;
}

/** What was counted of a player's facts no longer holds when they are others. */
const countRarityAnew = `
  delete from main.rarity_figures where origin = 'Counted';
  delete from main.rarity_titles;
  update main.rarity_cursor set position = 0`;

/** As slow a disk as the measuring hook asks for. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function replace(
  database: DatabaseSync,
  { from, tables, xuid }: Extract<WriterCall, { kind: 'replace' }>,
): void {
  database.prepare('attach ? as other').run(from);
  try {
    database.exec('begin immediate');
    // A number means the same place in every database.
    database.exec('insert or ignore into main.places select * from other.places');
    const of = xuid === null ? '' : ' where xuid = ?';
    const whose = xuid === null ? [] : [xuid];
    for (const table of tables) {
      database.prepare(`delete from main.${table}${of}`).run(...whose);
      database.prepare(`insert into main.${table} select * from other.${table}${of}`).run(...whose);
    }
    if (xuid !== null) database.exec(countRarityAnew);
    database.exec('commit');
  } catch (thrown) {
    if (database.isTransaction) database.exec('rollback');
    throw thrown;
  } finally {
    database.exec('detach other');
  }
}
