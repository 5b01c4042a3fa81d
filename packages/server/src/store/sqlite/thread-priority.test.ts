import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteStore } from './open-sqlite-store.ts';

/** How nice each thread of this process is. */
function nicenessOfThreads(): readonly number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    // The 19th field; the second one, the name, ends in the last parenthesis.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

const isLinux = process.platform === 'linux' && getPriority() <= 9;
const skip = isLinux ? false : 'threads have no priority of their own here, or all are nice';

test('the keeper yields to the threads that answer and write', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-priority-'));
  try {
    await using store = await openSqliteStore({ path: join(folder, 'laurel.db') });
    // The keeper starts when there is something to keep.
    await store.verify();
    const own = getPriority();
    const nicer = nicenessOfThreads().map((niceness) => niceness - own);
    assert.deepEqual([...new Set(nicer)].sort(), [0, 10]);
    assert.equal(getPriority(), own);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
