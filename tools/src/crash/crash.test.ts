import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCrashes } from './rounds.ts';

/** A fixed seed; `npm run crash` draws others, and goes on for longer. */
const seed = 20_260_301;
const rounds = 5;

test('a server that is killed under load loses nothing it answered, and keeps nothing by half', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'laurel-crash-'));
  const report = await runCrashes({ rounds, seed, directory, say: (line) => t.diagnostic(line) });
  assert.deepEqual(report.wrong, []);
  assert.equal(report.kills, rounds);
  assert.equal(report.verified, rounds);
  assert.ok(report.answered > 0 && report.batches > 0 && report.compared > 0);
  await rm(directory, { recursive: true, force: true });
});
