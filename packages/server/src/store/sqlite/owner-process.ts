import { openSqliteStore } from './open-sqlite-store.ts';

/*
 * For tests: another process that has a database open until it is told to close it.
 *
 * usage: node owner-process.ts DATABASE
 */
const [, , path = ''] = process.argv;
const store = await openSqliteStore({ path });

process.on('message', async () => {
  await store[Symbol.asyncDispose]();
  process.exit();
});
process.send?.('open');
