import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { besideFiles } from './database-file.ts';
import type { SqliteStore } from './open-sqlite-store.ts';
import { newSqlitePlace } from './sqlite-place.ts';

const megabyte = 1024 * 1024;

/** Where the log is never moved, the test would wait for ever. */
const timeoutMs = 60_000;

/** Writes that many assets of a megabyte, each in a commit of its own. */
async function writeMegabytes({ assets }: SqliteStore, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const bytes = Buffer.alloc(megabyte, at + 1);
    await assets.put({ hash: `${performance.now()}`, contentType: 'image/png', bytes });
  }
}

describe('the log', () => {
  test('is moved into the file when it is long, and then begun anew', {
    timeout: timeoutMs,
  }, async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    const [log] = besideFiles(place.path);
    for (let round = 1; round <= 4; round += 1) {
      const { checkpoints } = store.statistics();
      await writeMegabytes(store, 20);
      // The keeper moves most of it, then the writer the rest.
      while (store.statistics().checkpoints < checkpoints + 2) await sleep(5);
    }
    const logBytes = statSync(log).size;
    assert.ok(logBytes < 40 * megabyte, `${logBytes} bytes`);
  });

  test('is not written further than its bound while the keeper is at work', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    const [log] = besideFiles(place.path);
    await writeMegabytes(store, 150);
    const logBytes = statSync(log).size;
    assert.ok(logBytes < 75 * megabyte, `${logBytes} bytes`);
  });

  test('is left alone while it is short', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await writeMegabytes(store, 5);
    assert.equal(store.statistics().checkpoints, 0);
  });
});
