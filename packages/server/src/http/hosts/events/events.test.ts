import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { openSampleInstance, type SampleInstance } from '../../../compose-sample.ts';
import { at } from '../sample-app.ts';
import { arenaPublish, arenaScid, arenaTitleId, foughtEvent } from './sample-arena.ts';

const alice = '2533274800000001';
const bob = '2533274800000002';

let instance: SampleInstance;
let authorization: string;

beforeEach(async () => {
  instance = await openSampleInstance();
  await instance.manage(`POST /titles/${arenaTitleId}/publish`, arenaPublish());
  authorization = await instance.authorize(alice);
});

afterEach(() => instance[Symbol.asyncDispose]());

async function send(events: readonly unknown[], headers: Readonly<Record<string, string>> = {}) {
  return instance.ask('POST /events/game-events', {
    headers: { authorization, ...headers },
    body: { events },
  });
}

async function titlesOf(xuid: string): Promise<unknown> {
  return instance.manage(`GET /players/${xuid}/titles`);
}

function outcomes(body: unknown): unknown {
  const results = at(body, 'results');
  assert.ok(Array.isArray(results));
  return results.map((one) => at(one, 'outcome'));
}

describe('POST game-events', () => {
  test('events change stats and unlock, and the answer says what each did', async () => {
    const { status, body } = await send([
      foughtEvent({ Weapon: 'Bow' }, { measurements: { Kills: 9 } }),
      foughtEvent({ Weapon: 'Bow' }, { userId: alice }),
    ]);
    assert.equal(status, 200);
    assert.equal(at(body, 'counted'), 2);
    assert.deepEqual(at(body, 'results', 1, 'unlocked'), ['2']);
    assert.deepEqual(at(body, 'results', 1, 'stats'), {
      Kills: '10',
      Fights: '2',
      'KillsWith.Bow': '10',
    });
    const list = await instance.ask(
      `GET /achievements/users/me/achievements?titleId=${arenaTitleId}`,
      { headers: { authorization, 'x-xbl-contract-version': '2' } },
    );
    const shown = [0, 1, 2, 3].map((index) => [
      at(list.body, 'achievements', index, 'progressState'),
      at(list.body, 'achievements', index, 'progression', 'requirements', 0, 'current'),
    ]);
    assert.deepEqual(shown, [
      ['NotStarted', '0'],
      ['Achieved', '10'],
      ['InProgress', '10'],
      ['NotStarted', '0'],
    ]);
  });

  test('a batch that is sent again changes nothing', async () => {
    const events = [foughtEvent(), foughtEvent()];
    await send(events);
    const before = await titlesOf(alice);
    const again = await send(events);
    assert.deepEqual(outcomes(again.body), ['Duplicate', 'Duplicate']);
    assert.deepEqual(await titlesOf(alice), before);
  });

  test('events that are wrong are refused one by one, and the others are counted', async () => {
    const wrong = [
      'no object',
      foughtEvent({}, { id: '' }),
      foughtEvent({}, { name: '4chan' }),
      foughtEvent({}, { time: 'yesterday' }),
      foughtEvent({}, { titleId: 0 }),
      foughtEvent({}, { titleId: undefined }),
      foughtEvent({}, { userId: 'me' }),
      foughtEvent({ Kills: 3 }),
      foughtEvent({ Deep: { in: 'here' } }),
      foughtEvent(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`F${n}`, n]))),
    ];
    const refused = [
      foughtEvent({}, { name: 'Danced' }),
      foughtEvent({}, { measurements: { Kills: 1e300 } }),
      foughtEvent({}, { measurements: { Kills: 51 } }),
      foughtEvent({}, { time: '1999-01-01T00:00:00Z' }),
      foughtEvent({}, { time: '2999-01-01T00:00:00Z' }),
      foughtEvent({}, { userId: bob }),
      foughtEvent({}, { titleId: 77 }),
    ];
    const { status, body } = await send([...wrong, ...refused, foughtEvent()]);
    assert.equal(status, 200);
    const results = at(body, 'results');
    assert.ok(Array.isArray(results));
    const codes = results.slice(0, -1).map((one) => at(one, 'refusals', 0, 'code'));
    assert.deepEqual(codes.slice(0, wrong.length), Array(wrong.length).fill('Malformed'));
    assert.equal(at(results.at(-1), 'outcome'), 'Counted');
    assert.deepEqual(codes.slice(wrong.length), [
      'UnknownEvent',
      'WrongType',
      'LargeChange',
      'TooOld',
      'InFuture',
      'NotYours',
      'UnknownTitle',
    ]);
  });
});

describe('limits', () => {
  test('a body that is no batch answers 400', async () => {
    for (const body of [{}, { events: [] }, { events: 5 }, 'no json', { events: Array(1001) }]) {
      const asked = { headers: { authorization }, body };
      const answered = await instance.ask('POST /events/game-events', asked);
      assert.equal(answered.status, 400, JSON.stringify(body).slice(0, 40));
    }
  });

  const packings = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ] as const;
  for (const [encoding, pack] of packings) {
    test(`a body packed with ${encoding} (${pack.name}) is read`, async () => {
      const body = pack(JSON.stringify({ events: [foughtEvent()] }));
      const headers = { authorization, 'content-encoding': encoding };
      const answered = await instance.ask('POST /events/game-events', { headers, body });
      assert.deepEqual(outcomes(answered.body), ['Counted']);
    });
  }

  test('a small body that unpacks to 100 MB is refused, and nothing is stored', async () => {
    const body = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));
    assert.ok(body.length < 200_000);
    const headers = { authorization, 'content-encoding': 'gzip' };
    const own = await instance.ask('POST /events/game-events', { headers, body });
    assert.equal(own.status, 413);
    const host = 'v20.events.data.microsoft.com';
    const asked = { host, headers: { 'content-encoding': 'gzip' }, body };
    assert.equal((await instance.ask('POST /OneCollector/1.0/', asked)).status, 413);
    assert.deepEqual(at(await titlesOf(alice), 'titles'), []);
  });

  test('a body of 100 MB is refused before it is read', async () => {
    const { url, listen } = instance.laurel;
    const listening = await listen();
    const address = `http://127.0.0.1:${listening.port}/events/game-events`;
    assert.ok(url().includes(String(listening.port)));
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const answered = await fetch(address, {
      method: 'POST',
      headers: { authorization },
      body: new Blob(Array(100).fill(chunk)),
    }).catch(() => null);
    // The connection is ended under a client that goes on sending; one that listens sees 413.
    assert.equal(answered?.status ?? 413, 413);
    assert.deepEqual(at(await titlesOf(alice), 'titles'), []);
  });

  test('bytes that are not what they are said to be packed as answer 400', async () => {
    const headers = { authorization, 'content-encoding': 'gzip' };
    for (const [encoding, body] of [
      ['gzip', 'plain'],
      ['br', '{}'],
    ] as const) {
      const asked = { headers: { ...headers, 'content-encoding': encoding }, body };
      assert.equal((await instance.ask('POST /events/game-events', asked)).status, 400);
    }
  });

  test('who has no token is answered 401', async () => {
    assert.equal((await instance.ask('POST /events/game-events', { body: {} })).status, 401);
  });
});

describe('a title server', () => {
  test('tells of several players and titles at once, each by itself', async () => {
    await instance.authorize(bob);
    const { key } = Object(
      await instance.manage(`POST /titles/${arenaTitleId}/keys`, { label: 'test' }),
    );
    const events = [
      foughtEvent({}, { userId: alice }),
      foughtEvent({}, { userId: bob, measurements: { Kills: 4 } }),
      foughtEvent({}, { userId: '2533274800000099' }),
      foughtEvent({}, { userId: alice }),
      foughtEvent(),
    ];
    const { body } = await send(events, { authorization: `Bearer ${key}` });
    assert.deepEqual(outcomes(body), ['Counted', 'Counted', 'Refused', 'Counted', 'Refused']);
    const codes = [2, 4].map((index) => at(body, 'results', index, 'refusals', 0, 'code'));
    assert.deepEqual(codes, ['UnknownPlayer', 'NotYours']);
    assert.equal(at(await titlesOf(alice), 'titles', 0, 'stats', 'Kills'), '2');
    assert.equal(at(await titlesOf(alice), 'titles', 0, 'version'), 1);
    assert.equal(at(await titlesOf(bob), 'titles', 0, 'stats', 'Kills'), '4');
  });
});

describe('the collectors', () => {
  const line = (name: string, baseData: Readonly<Record<string, unknown>>, seq = 1) => ({
    ver: '4.0',
    name: `Microsoft.XboxLive.T${arenaTitleId}.${name}`,
    time: new Date(Date.now() - 60_000).toISOString(),
    ext: { utc: { epoch: '1', seq }, device: { localId: 's:1' } },
    data: {
      baseType: 'Microsoft.XboxLive.InGame',
      baseData: { name, serviceConfigId: arenaScid.toUpperCase(), userId: alice, ...baseData },
    },
  });
  const fought = line('Fought', { properties: { Weapon: 'Bow' }, measurements: { Kills: 2 } });
  const update = line('AchievementUpdate', {
    properties: { AchievementId: '1', PercentComplete: 100 },
  });

  async function tickets(part: Readonly<Record<string, unknown>> = {}) {
    const wish = { relyingParty: 'http://events.xboxlive.com', ...part };
    return { tickets: `"7"="x:${await instance.authorize(alice, wish)}"` };
  }

  for (const [host, target] of [
    ['v20.events.data.microsoft.com', '/OneCollector/1.0/'],
    ['vortex.data.microsoft.com', '/collect/v1'],
    ['vortex-events.xboxlive.com', '/collect/v1'],
  ] as const) {
    test(`events one a line to ${host} are counted once`, async () => {
      const body = `${JSON.stringify(fought)}\n${JSON.stringify(update)}\r\n\n`;
      const asked = { host, headers: await tickets(), body };
      const { status, body: said } = await instance.ask(`POST ${target}`, asked);
      assert.deepEqual([status, said], [200, { acc: 2 }]);
      await instance.ask(`POST ${target}`, asked);
      const titles = await titlesOf(alice);
      assert.equal(at(titles, 'titles', 0, 'stats', 'Kills'), '2');
      const [direct] = at(titles, 'titles', 0, 'achievements') as readonly unknown[];
      assert.deepEqual(
        [at(direct, 'id'), at(direct, 'unlockedAt')],
        ['1', update.time.replace('Z', '0000Z')],
      );
    });
  }

  test('an update of a rule-driven achievement, or of an unknown one, is dropped', async () => {
    const updates = ['2', '99'].map((AchievementId) =>
      line('AchievementUpdate', { properties: { AchievementId, PercentComplete: 100 } }),
    );
    const asked = { headers: await tickets(), body: updates };
    assert.equal((await instance.ask('POST /v20.events/OneCollector/1.0', asked)).status, 200);
    assert.deepEqual(at(await titlesOf(alice), 'titles'), []);
  });

  const unheard = [
    ['without a ticket', async () => ({})],
    ['with a ticket that has expired', () => tickets({ lifetimeSeconds: -60 })],
    ['with a ticket of another', async () => ({ authxtoken: await instance.authorize(bob) })],
  ] as const;
  for (const [name, headersOf] of unheard) {
    test(`events ${name} are dropped without a word`, async () => {
      const asked = { headers: await headersOf(), body: fought };
      const answered = await instance.ask('POST /v20.events/OneCollector/1.0', asked);
      assert.deepEqual(answered, { status: 200, body: { acc: 1 } });
      assert.deepEqual(at(await titlesOf(alice), 'titles'), []);
    });
  }
});
