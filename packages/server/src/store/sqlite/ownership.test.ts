import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { StoreFailure } from '../store.ts';
import { newSqlitePlace } from './sqlite-place.ts';

const program = fileURLToPath(new URL('./owner-process.ts', import.meta.url));

/** Another process that has the database open. */
async function startOwner(path: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, path], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

describe('ownership', () => {
  test('a database that another process has open is refused, until that one closes it', async () => {
    await using place = await newSqlitePlace();
    const owner = await startOwner(place.path);
    await assert.rejects(
      place.open(),
      (thrown) =>
        thrown instanceof StoreFailure && /is in use by another process/.test(thrown.message),
    );
    const ended = once(owner, 'exit');
    owner.send('close');
    await ended;
    await using store = await place.open();
    assert.deepEqual(await store.verify(), []);
  });

  test('the lock goes with a process that is killed', async () => {
    await using place = await newSqlitePlace();
    const owner = await startOwner(place.path);
    const ended = once(owner, 'exit');
    owner.kill('SIGKILL');
    await ended;
    await using store = await place.open();
    await store.ping();
    assert.deepEqual(await store.verify(), []);
  });

  test('a database is opened once in a process', async () => {
    await using place = await newSqlitePlace();
    await using first = await place.open();
    await assert.rejects(place.open(), /is in use/);
    await first.ping();
    assert.deepEqual(await first.verify(), []);
  });

  test('the files of a database are for their owner only', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await store.ping();
    for (const ending of ['', '-wal', '-owner']) {
      assert.equal(statSync(`${place.path}${ending}`).mode & 0o777, 0o600, ending);
    }
  });
});
