import type { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import type { Row } from '../sql/engine.ts';
import { copyDatabase, copyWithoutSecrets } from './backup.ts';
import { openDatabase } from './database-file.ts';
import { reasonOf } from './failure.ts';
import type { KeeperAnswer, KeeperCall } from './keeper-call.ts';
import { prepareOnce, type Statements } from './statements.ts';
import { setNiceness } from './thread-priority.ts';
import { verifyDatabase } from './verify.ts';

/*
 * The keeper's thread: what takes long and must hold up neither requests nor the writer. It changes
 * no row; it moves the log into the file, copies, counts and looks for what is wrong.
 */

let keeping: { database: DatabaseSync; statements: Statements } | undefined;
let last: Promise<void> = Promise.resolve();

/** What takes long can take longer. */
const niceness = 10;

setNiceness(niceness);
parentPort?.on('message', (call: KeeperCall) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(call)));
});

async function answerTo(call: KeeperCall): Promise<KeeperAnswer> {
  try {
    return await answerOf(call);
  } catch (thrown) {
    return { kind: 'failed', reason: reasonOf(thrown) };
  }
}

async function answerOf(call: KeeperCall): Promise<KeeperAnswer> {
  if (call.kind === 'open') {
    const database = openDatabase(call.path, 'survey');
    keeping = { database, statements: prepareOnce(database) };
    return { kind: 'done' };
  }
  if (keeping === undefined) throw new Error('the database is not open');
  const { database, statements } = keeping;
  if (call.kind === 'read') {
    return { kind: 'rows', rows: statements(call.sql).all(...call.parameters) as Row[] };
  }
  if (call.kind === 'verify') return { kind: 'wrong', lines: verifyDatabase(database) };
  if (call.kind === 'checkpoint') database.exec('pragma wal_checkpoint(passive)');
  if (call.kind === 'backup') await copyDatabase(database, call.to);
  if (call.kind === 'snapshot') await copyWithoutSecrets(database, call.to);
  if (call.kind === 'close') database.close();
  return { kind: 'done' };
}
