import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createLaurel } from './compose.ts';
import { openSampleTrial, type SampleTrial, trialPlayers } from './compose-sample-trial.ts';
import { readConfig } from './config/config.ts';
import { arenaTitleId } from './http/hosts/events/sample-arena.ts';

const { alice, bob } = trialPlayers;

let trial: SampleTrial;

before(async () => {
  trial = await openSampleTrial();
});

beforeEach(() => manage('POST /development/reset'));

after(() => trial[Symbol.asyncDispose]());

function manage(line: string, body?: unknown): Promise<unknown> {
  return trial.instance.manage(line, body);
}

async function make(fault: object, match: object = {}): Promise<void> {
  await manage('POST /development/faults/rules', { match, fault });
}

const list = `/achievements/users/me/achievements?titleId=${arenaTitleId}`;

describe('faults by rule, as a client meets them', () => {
  test('a throttled call has the status, the header and exactly the body of the protocol', async () => {
    await make({ kind: 'throttle', retryAfterSeconds: 7 }, { operation: 'achievements.update' });
    const answer = await trial.report(alice, '1', 100);
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get('retry-after'), '7');
    assert.deepEqual(await answer.json(), {
      version: 1,
      currentRequests: 101,
      maxRequests: 100,
      periodInSeconds: 15,
      limitType: 'Rate',
    });
    assert.deepEqual(await trial.progressOf(alice), {});
  });

  test('a failed call has the error body of its host, and nothing is recorded', async () => {
    await make({ kind: 'fail', status: 503, retryAfterSeconds: 2 }, { count: 1 });
    const answer = await trial.report(alice, '1', 100);
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '2']);
    assert.equal(Object(await answer.json()).source, 'Progress');
    assert.deepEqual(await trial.progressOf(alice), {});
  });

  test('a call may be recorded although its answer says that it failed', async () => {
    await make({ kind: 'fail', status: 500, isPerformed: true }, { count: 1 });
    assert.equal((await trial.report(alice, '1', 100)).status, 500);
    assert.deepEqual(await trial.progressOf(alice), { 1: 100 });
    assert.equal((await trial.report(alice, '1', 100)).status, 304);
  });

  for (const [at, recorded] of [
    ['before', {}],
    ['after', { 1: 100 }],
    ['midway', { 1: 100 }],
  ] as const) {
    test(`a connection that is lost ${at} leaves the client without an answer`, async () => {
      await make({ kind: 'drop', at }, { operation: 'achievements.update' });
      await assert.rejects(trial.report(alice, '1', 100).then((answer) => answer.text()));
      assert.deepEqual(await trial.progressOf(alice), recorded);
    });
  }

  test('a stale token is refused as an expired one is, without a body', async () => {
    await make({ kind: 'staleToken' }, { player: alice });
    const answer = await trial.fetch(alice, list);
    assert.deepEqual([answer.status, await answer.text()], [401, '']);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Token realm/);
    assert.equal((await trial.fetch(bob, list)).status, 200);
  });

  test('a late answer is the right one', async () => {
    await make({ kind: 'delay', delayMs: 1 });
    assert.equal((await trial.fetch(alice, list)).status, 200);
    assert.deepEqual(Object(await manage('GET /development/faults/rules')).rules[0].made, 1);
  });

  test('rules are listed with what they struck, and taken away one by one or all', async () => {
    await make({ kind: 'staleToken' }, { nth: 2 });
    await make({ kind: 'fail', status: 500 }, { host: 'profile' });
    await trial.fetch(alice, list);
    const { rules } = Object(await manage('GET /development/faults/rules'));
    assert.deepEqual([rules[0].matched, rules[0].made, rules[1].matched], [1, 0, 0]);
    await manage(`DELETE /development/faults/rules/${rules[0].id}`);
    assert.equal(Object(await manage('GET /development/faults/rules')).rules.length, 1);
    await manage('DELETE /development/faults/rules');
    assert.deepEqual(await manage('GET /development/faults/rules'), { rules: [] });
  });

  test('a rule for an operation that is not there is refused, as it would never strike', async () => {
    const wish = make({ kind: 'staleToken' }, { operation: 'achievements.updates' });
    await assert.rejects(wish, /there is no operation.*achievements\.update/);
  });
});

describe('real-time connections that are lost', () => {
  async function openStream(player: string): Promise<{ ended: Promise<unknown> }> {
    const answer = await trial.fetch(player, '/rta/events');
    assert.equal(answer.status, 200);
    return { ended: answer.text().then(String, (cause: unknown) => cause) };
  }

  test('one player’s end, and the others stay', async () => {
    const ofAlice = await openStream(alice);
    const ofBob = await openStream(bob);
    const dropped = await manage('POST /development/realtime/drop', { player: alice });
    assert.deepEqual(dropped, { dropped: 1 });
    await ofAlice.ended;
    assert.deepEqual(await manage('POST /development/realtime/drop', {}), { dropped: 1 });
    await ofBob.ended;
  });

  test('a rule ends them when a call is made, which is answered as ever', async () => {
    const stream = await openStream(alice);
    await make({ kind: 'dropRealtime' }, { operation: 'achievements.update' });
    assert.equal((await trial.report(alice, '1', 100)).status, 200);
    await stream.ended;
  });
});

describe('snapshots by name', () => {
  test('everything is brought back, with the clock, and tokens stay good', async () => {
    await manage('PUT /development/clock', { now: '2027-01-01T00:00:00Z' });
    await trial.report(alice, '1', 40);
    await manage('PUT /development/snapshots/forty');
    await trial.report(alice, '1', 100);
    await manage('PUT /development/clock', { advanceMs: 86_400_000 });
    await manage('POST /development/snapshots/forty/restore', {});
    assert.deepEqual(await trial.progressOf(alice), { 1: 40 });
    assert.deepEqual(await manage('GET /development/clock'), {
      now: '2027-01-01T00:00:00.0000000Z',
      isFrozen: true,
    });
    assert.equal((await trial.report(alice, '1', 60)).status, 200);
    assert.deepEqual(await trial.progressOf(alice), { 1: 60 });
  });

  test('one player is brought back, and everybody else goes on', async () => {
    await trial.report(alice, '1', 40);
    await manage('PUT /development/snapshots/forty');
    await trial.report(alice, '1', 100);
    await trial.report(bob, '1', 70);
    await manage('POST /development/snapshots/forty/restore', { player: alice });
    assert.deepEqual(await trial.progressOf(alice), { 1: 40 });
    assert.deepEqual(await trial.progressOf(bob), { 1: 70 });
  });

  test('a page that was rendered before is not shown after, though the versions are the same', async () => {
    await manage('PUT /development/snapshots/nothing');
    await trial.report(alice, '1', 40);
    assert.deepEqual(await trial.progressOf(alice), { 1: 40 });
    await manage('POST /development/snapshots/nothing/restore', {});
    await trial.report(alice, '4', 10);
    assert.deepEqual(Object.keys(await trial.progressOf(alice)), ['4']);
  });

  test('what was counted of requests is forgotten', async () => {
    const one = { burstMax: 1, sustainMax: 1 };
    const rateLimits = { isOn: true, byService: { Progress: one } };
    await manage('PUT /development/switches', { rateLimits });
    await manage('PUT /development/snapshots/counted');
    const statuses = [await trial.fetch(alice, list), await trial.fetch(alice, list)];
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [200, 429],
    );
    await manage('POST /development/snapshots/counted/restore', {});
    assert.equal((await trial.fetch(alice, list)).status, 200);
  });

  test('real-time connections are told that what they know may be stale', async () => {
    const answer = await trial.fetch(alice, '/rta/events');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    await manage('POST /development/snapshots/baseline/restore', {});
    let told = '';
    while (!told.includes('event: resync')) told += (await reader?.read())?.value ?? '\nended';
    assert.match(told, /event: resync/);
    await reader?.cancel();
  });

  test('they are listed with their size, replaced by name, and deleted', async () => {
    await manage('PUT /development/snapshots/one');
    await manage('PUT /development/snapshots/one');
    const { snapshots } = Object(await manage('GET /development/snapshots'));
    const [last] = snapshots.slice(-1);
    assert.deepEqual([last.name, last.bytes > 4096, last.clock], ['one', true, null]);
    await manage('DELETE /development/snapshots/one');
    await assert.rejects(manage('POST /development/snapshots/one/restore', {}), /404.*baseline/);
  });

  test('beyond 16 there is room for none, and for all of them again', async () => {
    await forgetSnapshots();
    for (let index = 1; index < 16; index += 1) {
      await manage(`PUT /development/snapshots/number-${index}`);
    }
    await manage('PUT /development/snapshots/number-1');
    await assert.rejects(manage('PUT /development/snapshots/one-more'), /409.*at most 16/);
    await forgetSnapshots();
  });

  async function forgetSnapshots(): Promise<void> {
    for (const { name } of Object(await manage('GET /development/snapshots')).snapshots) {
      if (name !== 'baseline') await manage(`DELETE /development/snapshots/${name}`);
    }
  }
});

describe('a reset between tests', () => {
  test('data, faults, switches and calls are as they were at the start', async () => {
    await trial.report(alice, '1', 100);
    await make({ kind: 'staleToken' });
    await manage('PUT /development/faults', { storageDown: true });
    await manage('PUT /development/switches', { notModifiedAs200: true });
    await manage('PUT /development/clock', { now: '2027-01-01T00:00:00Z' });
    await manage('POST /development/reset');
    assert.deepEqual(await trial.progressOf(alice), {});
    assert.deepEqual(await manage('GET /development/faults/rules'), { rules: [] });
    assert.equal(Object(await manage('GET /development/switches')).notModifiedAs200, false);
    assert.equal(Object(await manage('GET /development/clock')).isFrozen, false);
    assert.equal(Object(await manage('GET /development/calls')).calls.length, 1);
  });
});

describe('a seeded world', () => {
  const players = [
    { gamertag: 'Scout', friends: ['Ranger'] },
    { gamertag: 'Ranger', titles: [{ titleId: arenaTitleId, progress: { 1: 100 } }] },
  ];

  test('players are there with friends and progress, the same in every run', async () => {
    const first = Object(await manage('POST /development/seed', { players }));
    assert.deepEqual(
      first.players.map(({ isNew }: { isNew: boolean }) => isNew),
      [true, true],
    );
    await manage('POST /development/reset');
    const again = Object(await manage('POST /development/seed', { players }));
    assert.deepEqual(again, first);
    const [scout, ranger] = first.players;
    const { entries } = Object(await manage(`GET /players/${scout.xuid}/people`));
    assert.equal(entries[0].xuid, ranger.xuid);
  });

  test('what a player has in a title is replaced, and the player is not made again', async () => {
    await manage('POST /development/seed', { players });
    const next = [{ gamertag: 'Ranger', titles: [{ titleId: arenaTitleId, progress: { 4: 20 } }] }];
    const { players: seeded } = Object(await manage('POST /development/seed', { players: next }));
    assert.equal(seeded[0].isNew, false);
    const { titles } = Object(await manage(`GET /players/${seeded[0].xuid}/titles`));
    assert.equal(titles[0].gamerscore, 0);
  });

  test('an achievement that is not there is refused', async () => {
    const wrong = [{ gamertag: 'Lost', titles: [{ titleId: arenaTitleId, progress: { 99: 1 } }] }];
    await assert.rejects(manage('POST /development/seed', { players: wrong }), /404/);
  });
});

describe('outside development mode', () => {
  test('there is neither an inspector nor any of the controls', async () => {
    const data = mkdtempSync(join(tmpdir(), 'laurel-trial-'));
    const managementKey = 'zT3v8kQ1mX6pB9wL4sD7hF2jR5nC0yGa';
    const overrides = {
      host: '127.0.0.1',
      port: '0',
      data,
      managementKey,
      titleServerKeys: 'true',
    };
    const config = readConfig({ mode: 'production', environment: {}, overrides });
    const laurel = await createLaurel(config, { logTo: { write() {} } });
    const { port } = await laurel.listen();
    const headers = { authorization: `Bearer ${managementKey}` };
    for (const path of ['/inspector', '/inspector/live', '/management/development/calls']) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      assert.equal(answer.status, 404, path);
    }
    await laurel[Symbol.asyncDispose]();
    rmSync(data, { recursive: true });
  });
});

describe('calls and findings', () => {
  test('calls are told in order, with who asked, and never with a token', async () => {
    await trial.report(alice, '1', 40);
    await trial.fetch(bob, list);
    const { calls } = Object(await manage('GET /development/calls'));
    assert.deepEqual(
      calls.map((call: Record<string, unknown>) => [call.operation, call.player, call.status]),
      [
        ['achievements.update', alice, 200],
        ['achievements.list', bob, 200],
      ],
    );
    assert.match(calls[0].sent, /"percentComplete":40/);
    assert.doesNotMatch(JSON.stringify(calls), /eyJ/);
    const after = Object(await manage(`GET /development/calls?after=${calls[0].id}`));
    assert.equal(after.calls.length, 1);
  });

  test('a fault that was made on purpose is told with its call', async () => {
    await make({ kind: 'drop' });
    await assert.rejects(trial.fetch(alice, list));
    const { calls } = Object(await manage('GET /development/calls'));
    assert.deepEqual([calls[0].fault, calls[0].status], ['drop', 0]);
  });

  test('a test can ask for findings, and there are none where nothing is needless', async () => {
    await trial.report(alice, '1', 40);
    assert.deepEqual(await manage('GET /development/findings'), { findings: [], calls: 1 });
    await trial.report(alice, '1', 40);
    const { findings } = Object(await manage('GET /development/findings'));
    assert.deepEqual(
      findings.map(({ rule }: { rule: string }) => rule),
      ['repeated-report'],
    );
    await manage('DELETE /development/calls');
    assert.deepEqual(await manage('GET /development/findings'), { findings: [], calls: 0 });
  });

  test('time between calls is the time of the test clock', async () => {
    await manage('PUT /development/clock', { now: '2027-01-01T00:00:00Z' });
    for (let round = 0; round < 4; round += 1) {
      await trial.fetch(alice, list);
      await manage('PUT /development/clock', { advanceMs: 6_000 });
    }
    const { findings } = Object(await manage('GET /development/findings'));
    assert.deepEqual(
      findings.map(({ rule }: { rule: string }) => rule),
      ['polling'],
    );
    assert.match(findings[0].message, /every 6 s, 4 times/);
  });

  test('a page is told of calls and findings as they come', async () => {
    const answer = await fetch(`${trial.url}/inspector/live`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    await trial.report(alice, '1', 40);
    await trial.report(alice, '1', 40);
    let told = '';
    while (!told.includes('repeated-report')) told += (await reader?.read())?.value ?? '';
    assert.equal(told.split('event: call').length, 3);
    assert.doesNotMatch(told, /eyJ/);
    await reader?.cancel();
  });
});
