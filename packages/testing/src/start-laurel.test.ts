import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startLaurel, type TestLaurel } from './start-laurel.ts';

const title = {
  titleId: 1234567890,
  name: 'Test Game',
  achievements: [
    { id: '1', gamerscore: 20 },
    { id: '2', name: 'Storm Warden', gamerscore: 30 },
    { id: '3' },
  ],
};
const saltlight = new URL('../../../fixtures/titles/saltlight/title.json', import.meta.url);

describe('an instance for tests', () => {
  let laurel: TestLaurel;

  before(async () => {
    laurel = await startLaurel({ titles: [title], players: ['P1'] });
  });
  beforeEach(() => laurel.reset());
  after(() => laurel.stop());

  test('a player has unlocked what the title reported', async () => {
    await laurel.player('P1').unlock('2');
    const { unlockedAt } = await laurel.player('P1').hasUnlocked('2');
    assert.ok(unlockedAt <= new Date());
    assert.equal(await laurel.player('P1').gamerscore(), 30);
    await laurel.player('P1').hasNotUnlocked('1');
  });

  test('what is not so fails with what is so', async () => {
    const player = laurel.player('P1');
    await player.unlock('1');
    await player.report('2', 40);
    const wrong: readonly [() => Promise<unknown>, RegExp][] = [
      [
        () => player.hasUnlocked('2'),
        /"P1" has not unlocked achievement "2": it is at 40 %; unlocked: 1/,
      ],
      [() => player.hasNotUnlocked('1'), /"P1" has unlocked achievement "1" at \d{4}-/],
      [() => player.hasProgress('2', 50), /"P1" is at 40 % on achievement "2", not at 50 %/],
    ];
    for (const [wish, message] of wrong) {
      await assert.rejects(wish(), { name: 'AssertionError', message });
    }
  });

  test('what takes a while is waited for', async () => {
    const soon = laurel.player('P1').hasUnlocked('3', { withinMs: 10_000 });
    await laurel.player('P1').unlock('3');
    assert.equal((await soon).id, '3');
  });

  test('a game calls as a player, and its calls are seen without its token', async () => {
    const answer = await laurel.player('P1').fetch('/achievements/users/me/achievements');
    assert.equal(answer.status, 200);
    const [call, ...others] = await laurel.calls();
    assert.deepEqual(
      [call?.operation, call?.gamertag, others.length],
      ['achievements.list', 'P1', 0],
    );
    assert.doesNotMatch(JSON.stringify(call), /eyJ/);
  });

  test('what the test does itself is no call of the game', async () => {
    await laurel.player('P1').unlock('1');
    await laurel.player('P1').hasUnlocked('1');
    assert.deepEqual(await laurel.calls(), []);
    await laurel.hasNoFindings();
  });

  test('needless calls are findings, unless they are let pass', async () => {
    const path = '/profile/users/me/profile/settings?settings=Gamertag';
    await laurel.player('P1').fetch(path);
    await laurel.player('P1').fetch(path);
    assert.deepEqual(
      (await laurel.findings()).map(({ rule }) => rule),
      ['repeated-read'],
    );
    await assert.rejects(laurel.hasNoFindings(), /warning repeated-read: profile\.one was read/);
    await laurel.hasNoFindings({ except: ['repeated-read'] });
    await laurel.clearCalls();
    await laurel.hasNoFindings();
  });

  test('the clock is where the test puts it, and unlocks are at that time', async () => {
    await laurel.clock.set('2030-01-01T00:00:00Z');
    await laurel.clock.advance({ days: 1, hours: 2 });
    await laurel.player('P1').unlock('1');
    const { unlockedAt } = await laurel.player('P1').hasUnlocked('1');
    assert.equal(unlockedAt.toISOString(), '2030-01-02T02:00:00.000Z');
    await laurel.clock.follow();
    assert.ok(Math.abs((await laurel.clock.now()).getTime() - Date.now()) < 60_000);
  });

  test('a snapshot brings back everybody, or one player', async () => {
    await laurel.player('P1').report('2', 40);
    await laurel.snapshot('forty');
    await laurel.player('P1').unlock('2');
    await laurel.player('Newcomer').unlock('1');
    await laurel.restore('forty', { player: 'P1' });
    await laurel.player('P1').hasProgress('2', 40);
    await laurel.player('Newcomer').hasUnlocked('1');
    await laurel.restore('forty');
    await laurel.player('Newcomer').hasNotUnlocked('1');
  });

  test('after a reset a player who was made before is the same, and has nothing', async () => {
    const xuid = await laurel.player('Newcomer').xuid();
    const authorization = await laurel.player('Newcomer').authorization();
    await laurel.player('Newcomer').unlock('1');
    await laurel.reset();
    await laurel.player('Newcomer').hasNotUnlocked('1');
    assert.equal(await laurel.player('Newcomer').xuid(), xuid);
    assert.equal(await laurel.player('Newcomer').authorization(), authorization);
    assert.equal(
      (await laurel.player('Newcomer').fetch('/achievements/users/me/achievements')).status,
      200,
    );
  });

  test('calls go wrong as the test says, for whom it says, as often as it says', async () => {
    const list = '/achievements/users/me/achievements';
    const rule = await laurel.faults.throttle(
      { operation: 'achievements.list', count: 1, player: 'P1' },
      9,
    );
    const throttled = await laurel.player('P1').fetch(list);
    assert.deepEqual([throttled.status, throttled.headers.get('retry-after')], [429, '9']);
    assert.equal((await laurel.player('P1').fetch(list)).status, 200);
    assert.equal(await rule.made(), 1);
    await rule.remove();
    assert.deepEqual(await laurel.faults.list(), []);
  });

  test('every kind of fault is at hand', async () => {
    const list = '/achievements/users/me/achievements';
    const ask = () => laurel.player('P1').fetch(list);
    const once = { count: 1 };
    await laurel.faults.fail(once);
    assert.equal((await ask()).status, 503);
    await laurel.faults.staleToken(once);
    assert.equal((await ask()).status, 401);
    await laurel.faults.drop(once);
    await assert.rejects(ask());
    await laurel.faults.delay(once, 1);
    assert.equal((await ask()).status, 200);
    assert.equal(await laurel.faults.dropRealtime('P1'), 0);
    assert.equal((await laurel.faults.list()).length, 4);
    await laurel.faults.clear();
    assert.deepEqual(await laurel.faults.list(), []);
  });

  test('timers and a fetch that a test puts in place do not hold it up', async (context) => {
    context.mock.timers.enable();
    context.mock.method(globalThis, 'fetch', () => Promise.reject(new Error('mocked')));
    await laurel.player('P1').unlock('1');
    await laurel.player('P1').hasUnlocked('1');
    await assert.rejects(laurel.player('P1').hasUnlocked('2', { withinMs: 30 }), /at 0 %/);
  });

  test('the management API is at hand, and says what is wrong', async () => {
    assert.ok(Object(await laurel.manage('GET', '/titles')).titles.length === 1);
    await assert.rejects(
      laurel.manage('GET', '/players/1'),
      /GET \/players\/1 was answered 404: there is/,
    );
  });

  test('an achievement that is not there can’t be reported', async () => {
    await assert.rejects(laurel.player('P1').unlock('99'), /achievement 99 was not reported: 404/);
  });
});

describe('how an instance is started', () => {
  test('a document with pictures, the samples, a sandbox and a time', async () => {
    await using laurel = await startLaurel({
      titles: [saltlight, fileURLToPath(saltlight)],
      sandbox: 'TEST.1',
      now: '2031-05-01T00:00:00Z',
    });
    await laurel.player('P1').unlock('1');
    const { unlockedAt } = await laurel.player('P1').hasUnlocked('1', { titleId: 1700100001 });
    assert.equal(unlockedAt.toISOString(), '2031-05-01T00:00:00.000Z');
  });

  test('in this process it is the same', async () => {
    await using laurel = await startLaurel({ titles: [title], inProcess: true });
    await laurel.player('P1').unlock('2');
    await laurel.player('P1').hasUnlocked('2');
    await laurel.reset();
    await laurel.player('P1').hasNotUnlocked('2');
  });

  test('with several titles the one that is meant is named', async () => {
    await using laurel = await startLaurel({ titles: [title], samples: true, inProcess: true });
    await laurel.player('P1').unlock('2', { titleId: title.titleId });
    await laurel.player('P1').hasUnlocked('2', { titleId: title.titleId });
    await assert.rejects(
      laurel.player('P1').unlock('2'),
      /name one with \{ titleId \}; there are: /,
    );
    await assert.rejects(laurel.player('P1').hasUnlocked('2', { titleId: 7 }), /titleId 7 is not/);
  });

  for (const inProcess of [false, true]) {
    const where = inProcess ? 'here' : 'in a process of its own';
    test(`a title that is wrong is named, and nothing stays behind (${where})`, async () => {
      const before = foldersLeft();
      const wrong = { titleId: 5, achievements: [{ id: '1', gamerscore: -7 }] };
      await assert.rejects(startLaurel({ titles: [wrong], inProcess }), /gamerscore/);
      assert.deepEqual(
        foldersLeft().filter((name) => !before.includes(name)),
        [],
      );
    });
  }

  test('it ends with whoever started it, even when that one is killed', async () => {
    const module = JSON.stringify(new URL('./start-laurel.ts', import.meta.url));
    const script = `import { startLaurel } from ${module};
      const { url } = await startLaurel();
      process.stdout.write(url);
      setInterval(() => {}, 1_000_000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const [url] = await once(parent.stdout, 'data');
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(String(url)).port) });
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    parent.kill('SIGKILL');
    await closed;
  });

  test('a stop ends it with its data, and a second stop does nothing', async () => {
    const before = foldersLeft();
    const laurel = await startLaurel({ titles: [title] });
    await laurel.stop();
    await laurel.stop();
    await assert.rejects(fetch(laurel.url));
    assert.deepEqual(
      foldersLeft().filter((name) => !before.includes(name)),
      [],
    );
  });
});

function foldersLeft(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('laurel-testing-'));
}
