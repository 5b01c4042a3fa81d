import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
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

/** Whether a process may be so much less nice, as root may; one that ends at once tries. */
function mayGoFirst(): boolean {
  const { status } = spawnSync(process.execPath, [
    '--eval',
    'const os = require("node:os"); os.setPriority(Math.max(os.getPriority() - 15, -20))',
  ]);
  return status === 0;
}

test('the keeper yields to who answers, and that to the writer', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-priority-'));
  try {
    await using store = await openSqliteStore({ path: join(folder, 'laurel.db') });
    // The keeper starts when there is something to keep.
    await store.verify();
    const own = getPriority();
    const nicer = new Set(nicenessOfThreads().map((niceness) => niceness - own));
    const expected = mayGoFirst() ? [Math.max(-15, -20 - own), 0, 10] : [0, 10];
    assert.deepEqual(
      [...nicer].sort((one, other) => one - other),
      expected,
    );
    assert.equal(getPriority(), own);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
