import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, test } from 'node:test';
import { retail, titleId } from '@laurel/domain';
import type { Asker } from '../../../asker.ts';
import { createTestClock } from '../../../clock.ts';
import { createNonces } from '../../../services/nonces.ts';
import { alice, callerOf, noon } from '../../../services/sample-world.ts';
import { type App, createApp } from '../../app.ts';
import { createAuthorize } from '../../authorize.ts';
import { checkAnswer } from '../../check-answer.ts';
import type { WireAnswer } from '../../exchange.ts';
import { createFaultBoard, type FaultBoard } from '../../faults.ts';
import { createOwnPages } from '../../own-pages.ts';
import { createSwitchBoard, type SwitchBoard } from '../../switches.ts';
import { createThrottle } from '../../throttle.ts';
import { connectionsPerPlayerMax } from './listener.ts';
import type { Listener } from './live.ts';
import { rtaOperations } from './operations.ts';

const askers: Readonly<Record<string, Asker>> = {
  alice: callerOf(alice),
  nobody: callerOf(null),
  server: { kind: 'TitleServer', titleId: titleId(7), keyId: 'key', sandbox: retail },
};

/** A key and its answer. Source: RFC 6455, section 1.3. */
const key = 'dGhlIHNhbXBsZSBub25jZQ==';
const accept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

const upgrade = {
  connection: 'keep-alive, Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': key,
};

let app: App;
let switches: SwitchBoard;
let faults: FaultBoard;
let opened: unknown[];
let open: number;

beforeEach(() => {
  const clock = createTestClock(noon);
  switches = createSwitchBoard();
  faults = createFaultBoard();
  const nonces = createNonces({ clock, draw: randomBytes });
  opened = [];
  open = 0;
  const unused = () => {
    throw new Error('nothing is handed over without a transport');
  };
  const live = {
    countOf: () => open,
    webSocket({ caller, languages }: Listener) {
      opened.push([caller.xuid, languages]);
      return unused;
    },
    eventStream({ caller }: Listener, from: unknown) {
      opened.push([caller.xuid, from]);
      return unused;
    },
  };
  app = createApp({
    operations: rtaOperations({ live, nonces, switches }),
    ownPages: createOwnPages({}, []),
    authorize: createAuthorize({
      identity: {
        verifyAuthorization(header) {
          const asker = askers[header ?? ''];
          return asker === undefined ? null : { asker, goodUntilMs: 0 };
        },
        proofKeyOf: () => null,
      },
      nonces,
      managementKey: null,
      switches,
      clock,
    }),
    throttle: createThrottle({ switches, clock }),
    faults,
    switches,
    observe({ cause }) {
      if (cause !== undefined) throw cause;
    },
    checkAnswer,
  });
});

async function ask(
  target: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<WireAnswer> {
  return app.answer({
    method,
    host: 'rta.xboxlive.com',
    target,
    headers,
    body: async () => Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
  });
}

const asAlice = { authorization: 'alice', ...upgrade };

async function nonce(): Promise<string> {
  const { body } = await ask('/nonce', { authorization: 'alice' });
  return (JSON.parse(String(body)) as { nonce: string }).nonce;
}

describe('GET connect', () => {
  test('hands the connection over, in the languages of the header', async () => {
    const { status, headers, takeOver } = await ask('/connect', {
      ...asAlice,
      'accept-language': 'fr-FR,fr',
    });
    assert.equal(status, 101);
    assert.equal(headers['sec-websocket-accept'], accept);
    assert.equal(headers['sec-websocket-protocol'], undefined);
    assert.equal(typeof takeOver, 'function');
    assert.deepEqual(opened, [[alice, ['fr-FR', 'fr']]]);
  });

  test('gives the sub-protocol back where it is offered', async () => {
    const offered = { 'sec-websocket-protocol': 'chat, RTA.xboxlive.com.v2' };
    const { headers } = await ask('/connect', { ...asAlice, ...offered });
    assert.equal(headers['sec-websocket-protocol'], 'rta.xboxlive.com.V2');
  });

  test('refuses who does not offer it, where it is asked for', async () => {
    switches.set({ rtaRequireSubprotocol: true });
    assert.equal((await ask('/connect', asAlice)).status, 400);
  });

  const refused: readonly [string, number, Readonly<Record<string, string>>][] = [
    ['no upgrade', 426, { authorization: 'alice' }],
    ['an upgrade to something else', 426, { ...asAlice, upgrade: 'h2c' }],
    ['another version', 426, { ...asAlice, 'sec-websocket-version': '8' }],
    ['a key that is none', 400, { ...asAlice, 'sec-websocket-key': 'short' }],
    ['two keys', 400, { ...asAlice, 'sec-websocket-key': `${key}, ${key}` }],
    ['a body', 400, { ...asAlice, 'content-length': '4' }],
    ['a body in chunks', 400, { ...asAlice, 'transfer-encoding': 'chunked' }],
    ['no token', 401, upgrade],
    ['a token without a player', 403, { ...upgrade, authorization: 'nobody' }],
    ['a title server', 403, { ...upgrade, authorization: 'server' }],
  ];
  for (const [what, expected, headers] of refused) {
    test(`answers ${expected} to ${what}`, async () => {
      const { status, takeOver } = await ask('/connect', headers);
      assert.deepEqual([status, takeOver, opened.length], [expected, undefined, 0]);
    });
  }

  test('says which version it speaks', async () => {
    const { headers } = await ask('/connect', { ...asAlice, 'sec-websocket-version': '8' });
    assert.equal(headers['sec-websocket-version'], '13');
  });

  test('hands no HEAD over', async () => {
    assert.equal((await ask('/connect', asAlice, 'HEAD')).status, 426);
  });

  test('refuses a player who has too many connections', async () => {
    open = connectionsPerPlayerMax;
    const { status, headers, body } = await ask('/connect', asAlice);
    assert.deepEqual([status, headers['retry-after']], [429, '60']);
    assert.match(String(body), /"limitType":"Concurrency"/);
  });

  test('takes connections while the store does not answer, and none while it drains', async () => {
    faults.set({ storageDown: true });
    assert.equal((await ask('/connect', asAlice)).status, 101);
    faults.set({ draining: true });
    assert.equal((await ask('/connect', asAlice)).status, 503);
  });

  test('takes a nonce instead of a token, once', async () => {
    const target = `/connect?nonce=${encodeURIComponent(await nonce())}`;
    assert.equal((await ask(target, upgrade)).status, 101);
    assert.equal((await ask(target, upgrade)).status, 401);
  });

  test('refuses a nonce and a token together, and leaves the nonce as it was', async () => {
    const target = `/connect?Nonce=${await nonce()}`;
    assert.equal((await ask(target, asAlice)).status, 400);
    assert.equal((await ask(target, upgrade)).status, 101);
  });
});

describe('GET nonce', () => {
  test('gives another one each time', async () => {
    assert.notEqual(await nonce(), await nonce());
  });

  test('is for players', async () => {
    assert.equal((await ask('/nonce')).status, 401);
    assert.equal((await ask('/nonce', { authorization: 'nobody' })).status, 403);
    assert.equal((await ask('/nonce', { authorization: 'server' })).status, 403);
  });
});

describe('GET events', () => {
  test('hands the connection over behind the event that the client knows', async () => {
    const headers = { authorization: 'alice', 'last-event-id': '7' };
    const { status, headers: answered, takeOver } = await ask('/events?lastEventId=3', headers);
    assert.equal(status, 200);
    assert.equal(answered['content-type'], 'text/event-stream');
    assert.equal(typeof takeOver, 'function');
    assert.deepEqual(opened, [[alice, { behind: 7, scid: null }]]);
  });

  test('takes the place from the query, and one title alone', async () => {
    const scid = '00000000-0000-0000-0000-00006E756F71';
    await ask(`/events?lastEventId=3&scid=${scid}`, { authorization: 'alice' });
    await ask('/events', { authorization: 'alice', 'last-event-id': 'none' });
    assert.deepEqual(opened, [
      [alice, { behind: 3, scid: scid.toLowerCase() }],
      [alice, { behind: null, scid: null }],
    ]);
  });

  test('is opened again with the same nonce, which opens nothing else', async () => {
    const query = `nonce=${encodeURIComponent(await nonce())}`;
    for (const expected of [200, 200]) {
      assert.equal((await ask(`/events?${query}`)).status, expected);
    }
    assert.equal((await ask(`/connect?${query}`, upgrade)).status, 401);
  });

  for (const query of ['scid=nothing', 'lastEventId=x']) {
    test(`refuses ${query}`, async () => {
      assert.equal((await ask(`/events?${query}`, { authorization: 'alice' })).status, 400);
    });
  }
});
