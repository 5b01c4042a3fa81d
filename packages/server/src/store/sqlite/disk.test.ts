import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { achievementId, xuid } from '@laurel/domain';
import { sampleKey } from '../contract/sample-decisions.ts';
import type { Trial } from './disk-trial.ts';
import { newSqlitePlace, type SqlitePlace } from './sqlite-place.ts';
import { verifySqlite } from './stored-file.ts';

const program = fileURLToPath(new URL('./disk-trial.ts', import.meta.url));

/** A disk of four megabytes, of which two are taken until somebody makes room. */
const smallDisk = `
  mount -t tmpfs -o size=4m none "$DIRECTORY" &&
  head -c 2000000 /dev/zero > "$DIRECTORY/ballast"`;

const canMount = spawnSync('unshare', ['--mount', '--map-root-user', 'true']).status === 0;
const mounting = canMount ? {} : { skip: 'this system lets nobody mount a disk of their own' };

/** Runs a shell script that ends by printing what a trial saw. */
function trial(command: readonly string[], script: string, place: SqlitePlace): Trial {
  const [first = '', ...before] = command;
  const { stdout, stderr, error } = spawnSync(first, [...before, script], {
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, TRIAL: program, DIRECTORY: place.directory },
  });
  assert.ifError(error);
  assert.match(stdout, /^\{.*\}$/, stderr);
  return JSON.parse(stdout) as Trial;
}

const inShell = ['bash', '-c'];
const inNamespace = ['unshare', '--mount', '--map-root-user', 'bash', '-c'];

function assertRefused({ refusal }: Trial, message: RegExp): void {
  assert.equal(refusal?.name, 'StoreFailure', String(refusal?.message));
  assert.match(refusal?.message ?? '', message);
}

describe('a disk that takes no more', () => {
  test('fails updates by name, keeps what was answered, and stores nothing by half', async () => {
    await using place = await newSqlitePlace();
    const seen = trial(inShell, 'ulimit -f 1500; exec "$NODE" "$TRIAL" fill "$DIRECTORY"', place);
    assertRefused(seen, /^the database could not be written: /);
    assert.ok(seen.answered > 0);
    assert.equal(seen.couldRead, true);
    assert.deepEqual(seen.wrong, []);
    assert.deepEqual(verifySqlite(place.path), []);
    await using store = await place.open();
    const last = await store.records.read(sampleKey({ xuid: xuid(String(seen.answered)) }));
    assert.equal(last?.record.progress.get(achievementId('2'))?.percent, 50);
    assert.equal(last?.totals.earned, 1);
    await store.ping();
  });

  test('lets updates through again once there is room, without a restart', mounting, async () => {
    await using place = await newSqlitePlace();
    const script = `${smallDisk} && exec "$NODE" "$TRIAL" fill "$DIRECTORY"`;
    const seen = trial(inNamespace, script, place);
    assertRefused(seen, /^the database could not be written: database or disk is full$/);
    assert.ok(seen.answered > 0);
    assert.equal(seen.couldRead, true);
    assert.deepEqual(seen.wrong, []);
    assert.equal(seen.recovered, true);
  });

  test('that is full when the server starts is named', mounting, async () => {
    await using place = await newSqlitePlace();
    const script = `${smallDisk} && "$NODE" "$TRIAL" open "$DIRECTORY" > /dev/null
      cat /dev/zero > "$DIRECTORY/more" 2> /dev/null
      exec "$NODE" "$TRIAL" open "$DIRECTORY"`;
    assertRefused(trial(inNamespace, script, place), /full|no space/i);
  });
});

describe('a disk that cannot be written', () => {
  test('is named when the server starts', mounting, async () => {
    await using place = await newSqlitePlace();
    const script = `${smallDisk} && "$NODE" "$TRIAL" open "$DIRECTORY" > /dev/null
      mount -o remount,ro "$DIRECTORY" && exec "$NODE" "$TRIAL" open "$DIRECTORY"`;
    assertRefused(trial(inNamespace, script, place), /cannot be opened: .*read-only file system/);
  });

  test('is named when the directory is missing', async () => {
    await using place = await newSqlitePlace();
    const script = 'exec "$NODE" "$TRIAL" open "$DIRECTORY/not-there"';
    assertRefused(trial(inShell, script, place), /cannot be opened: .*no such file or directory/);
  });
});
