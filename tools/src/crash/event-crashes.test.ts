import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runEventCrashes } from './event-crashes.ts';

test('a server that is killed while it takes events counts each once when they are sent again', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'laurel-event-crash-'));
  const { wrong, ...seen } = await runEventCrashes({ rounds: 5, seed: 20_260_301, directory });
  t.diagnostic(JSON.stringify(seen));
  assert.deepEqual(wrong, []);
  assert.equal(seen.kills, 5);
  assert.ok(seen.answered > 0 && seen.unlocked > 0 && seen.dueStored + seen.dueLost > 0);
  await rm(directory, { recursive: true, force: true });
});
