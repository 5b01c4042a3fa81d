import { deepEqual, equal, match, notDeepEqual, ok, throws } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { apply } from './apply.ts';
import type { Change, CommandLine } from './change.ts';
import { Killed, mortalHands } from './mortal-hands.ts';
import { everythingIn, layOut, sampleAuthority, sampleSystem } from './sample-system.ts';
import { changesFor, type System, type SystemName, systemNames } from './system.ts';
import { undo } from './undo.ts';

const killed = fileURLToPath(new URL('./killed-process.ts', import.meta.url));

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'laurel-system-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function changesOf(system: System) {
  const addresses = ['127.0.0.1', '::1'];
  return changesFor(system, { authority: sampleAuthority, addresses, withTrust: true });
}

function prepared(name: SystemName) {
  layOut(root, name);
  const system = sampleSystem(root, name);
  return { system, before: everythingIn(root), changes: changesOf(system) };
}

type Ending = 'killed' | 'ended';

/** Applies, or without changes undoes, until the nth effect. */
type Run = (system: System, last: number, changes?: readonly Change[]) => Ending;

/** In a process of its own, which is killed. */
const runKilled: Run = ({ folder }, last, changes) => {
  const plan = changes === undefined ? '' : JSON.stringify(changes);
  const words = [killed, root, folder, plan, String(last)];
  const { signal, status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (signal === 'SIGKILL') return 'killed';
  equal(status, 0, stderr);
  return 'ended';
};

/** In this process, with hands that die: quicker, and the same for the disk. */
const runDying: Run = ({ name }, last, changes) => {
  const die = () => undefined;
  const system = sampleSystem(root, name, (hands) => mortalHands(hands, { last, die }));
  try {
    if (changes === undefined) undo(system);
    else apply(system, changes);
    return 'ended';
  } catch (thrown) {
    if (thrown instanceof Killed) return 'killed';
    throw thrown;
  }
};

for (const name of systemNames) {
  // A real kill for one system; what differs in the others are the changes, not the way.
  const runApply = name === 'linux' ? runKilled : runDying;

  describe(`${name}: undo`, () => {
    test('leaves every byte, right and owner as it was', () => {
      const { system, before, changes } = prepared(name);
      equal(apply(system, changes), 'Applied');
      notDeepEqual(everythingIn(root), before);
      match(readFileSync(system.hostsFile, 'utf8'), /^::1 achievements\.xboxlive\.com /m);
      deepEqual(undo(system), { hadChanges: true, left: [] });
      deepEqual(everythingIn(root), before);
    });

    test('has nothing to do where nothing was applied', () => {
      const { system, before } = prepared(name);
      deepEqual(undo(system), { hadChanges: false, left: [] });
      deepEqual(everythingIn(root), before);
    });

    test('puts everything back after an --apply that was killed, whenever that was', () => {
      const { system, before, changes } = prepared(name);
      let last = 0;
      do {
        last += 1;
        undo(system);
        deepEqual(everythingIn(root), before, `killed before effect ${last - 1}`);
      } while (runApply(system, last, changes) === 'killed');
      ok(last > 20, `there are ${last} moments to be killed at`);
    });

    test('can itself be killed, whenever that is, and run again', () => {
      const { system, before, changes } = prepared(name);
      let last = 0;
      do {
        last += 1;
        undo(system);
        deepEqual(everythingIn(root), before, `killed before effect ${last - 1}`);
        apply(system, changes);
      } while (runDying(system, last) === 'killed');
      ok(last > 10, `there are ${last} moments to be killed at`);
      deepEqual(everythingIn(root), before);
    });
  });
}

describe('undo, where others have changed things since', () => {
  test('keeps their lines in the hosts file and takes ours out', () => {
    const { system, changes } = prepared('linux');
    const text = readFileSync(system.hostsFile, 'utf8');
    apply(system, changes);
    appendFileSync(system.hostsFile, '10.0.0.1 theirs\n');
    const { left } = undo(system);
    equal(readFileSync(system.hostsFile, 'utf8'), `${text}\n10.0.0.1 theirs\n`);
    match(left.join(), /only the lines of laurel are gone/);
  });

  test('is killed while it rewrites their file, and rewrites it the next time', () => {
    const { system, changes } = prepared('linux');
    apply(system, changes);
    appendFileSync(system.hostsFile, '10.0.0.1 theirs\n');
    const now = readFileSync(system.hostsFile);
    let last = 0;
    do {
      last += 1;
      undo(system);
      match(readFileSync(system.hostsFile, 'utf8'), /end\n10\.0\.0\.1 theirs\n$/);
      rmSync(system.hostsFile);
      writeFileSync(system.hostsFile, '127.0.0.1 localhost\n# without an end', { mode: 0o640 });
      apply(system, changes);
      writeFileSync(system.hostsFile, now);
    } while (runDying(system, last) === 'killed');
  });

  test('lets the program make its bundle anew, with what it knows now', () => {
    const { system, changes } = prepared('linux');
    apply(system, changes);
    const bundle = join(root, 'etc/ssl/certs/ca-certificates.crt');
    appendFileSync(bundle, 'a newer authority\n');
    const { left } = undo(system);
    equal(readFileSync(bundle, 'utf8'), 'known\n');
    match(left.join(), /was made anew/);
  });

  test('leaves a file of ours that somebody has made theirs', () => {
    const { system, changes } = prepared('linux');
    apply(system, changes);
    const path = join(root, 'usr/local/share/ca-certificates/laurel-intercept.crt');
    writeFileSync(path, 'theirs');
    const { left } = undo(system);
    equal(readFileSync(path, 'utf8'), 'theirs');
    match(left.join(), /was changed since, and stays/);
  });
});

describe('apply', () => {
  test('is done once: the same again changes nothing', () => {
    const { system, changes } = prepared('linux');
    apply(system, changes);
    const once = everythingIn(root);
    equal(apply(system, changes), 'AlreadyThere');
    deepEqual(everythingIn(root), once);
  });

  test('is refused while other changes are not undone', () => {
    const { system, changes } = prepared('linux');
    apply(system, changes.slice(-2));
    throws(() => apply(system, changes), { code: 'not-undone' });
  });

  test('undoes what it did when a program of the system fails', () => {
    const { system: sound, before } = prepared('linux');
    const run = (command: CommandLine) =>
      existsSync(join(root, 'usr/local/share/ca-certificates'))
        ? { code: 3, text: 'no room' }
        : sound.hands.run(command);
    const system = { ...sound, hands: { ...sound.hands, run } };
    throws(() => apply(system, changesOf(system)), { code: 'command', details: ['no room'] });
    deepEqual(everythingIn(root), before);
  });

  test('refuses a file that is there already, before it changes anything', () => {
    const { system, changes } = prepared('linux');
    apply(system, changes.slice(1, 2));
    rmSync(system.folder, { recursive: true });
    const path = join(root, 'usr/local/share/ca-certificates/laurel-intercept.crt');
    writeFileSync(path, 'theirs');
    const before = everythingIn(root);
    throws(() => apply(system, changes), { code: 'file' });
    deepEqual(everythingIn(root), before);
  });

  test('does not touch an entry that was there before, and neither does undo', () => {
    const { system, changes } = prepared('windows');
    appendFileSync(join(root, 'store'), 'laurel\n');
    const before = everythingIn(root);
    apply(system, changes);
    undo(system);
    deepEqual(everythingIn(root), before);
  });
});
