import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newSqlitePlace } from './sqlite-place.ts';

const program = fileURLToPath(new URL('./owner-process.ts', import.meta.url));

/** Threads run what their process was told to import, too: here it ends them. */
const endingThreads = `data:text/javascript,${encodeURIComponent(
  "import { isMainThread } from 'node:worker_threads'; if (!isMainThread) process.exit(3);",
)}`;

test('a writer that cannot start is told with its cause, and nothing hides it', async () => {
  await using place = await newSqlitePlace();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', endingThreads, program, place.path],
    { encoding: 'utf8' },
  );
  assert.equal(status, 1);
  assert.match(stderr, /StoreFailure: the store's writer has ended \(exit code 3\)/);
  assert.doesNotMatch(stderr, /SuppressedError/);
});
