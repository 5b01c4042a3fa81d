import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFakeSockets } from './fake-socket.ts';
import { createFakeTimers } from './fake-timers.ts';
import {
  type ConnectionNotice,
  RealtimeConnection,
  type RealtimeOptions,
  type ResourceNotice,
} from './realtime-connection.ts';
import { resourceUri } from './resource-uri.ts';

const uri = resourceUri.achievementProgress({
  xuid: '2533274800000001',
  scid: '00000000-0000-0000-0000-00006E756F71',
});
const minute = 60_000;

function setUp(options: Partial<RealtimeOptions> = {}) {
  const { WebSocket, sockets, latest } = createFakeSockets();
  const timers = createFakeTimers();
  const connection = new RealtimeConnection({
    authorization: 'XBL3.0 x=1;a',
    baseUrl: 'http://127.0.0.1:1/',
    authorizeBy: 'header',
    WebSocket,
    clock: timers.clock,
    random: () => 0.5,
    ...options,
  });
  const notices: ResourceNotice[] = [];
  const watched: ConnectionNotice['kind'][] = [];
  connection.watch(({ kind }) => watched.push(kind));
  const subscribe = () => connection.subscribe(uri, (notice) => notices.push(notice));
  return { connection, sockets, latest, timers, notices, watched, subscribe };
}

async function connected(options: Partial<RealtimeOptions> = {}) {
  const stage = setUp(options);
  const leave = stage.subscribe();
  await stage.timers.idle();
  stage.latest().open();
  return { ...stage, leave };
}

async function active(options: Partial<RealtimeOptions> = {}) {
  const stage = await connected(options);
  stage.latest().say([1, 1, 0, 7, null]);
  return stage;
}

describe('connecting', () => {
  test('a runtime that can send headers sends the authorization with the upgrade', async () => {
    const { latest } = await connected({ languages: ['fr-FR', 'en'] });
    const { url, headers, protocol } = latest();
    equal(url, 'ws://127.0.0.1:1/rta/connect');
    equal(protocol, 'rta.xboxlive.com.V2');
    deepEqual(headers, { authorization: 'XBL3.0 x=1;a', 'accept-language': 'fr-FR,en' });
  });

  test('a browser gets a nonce first and sends no header', async () => {
    const asked: unknown[] = [];
    const { latest } = await connected({
      authorizeBy: 'nonce',
      fetch: async (input, init) => {
        asked.push([input, Reflect.get(Object(init?.headers), 'authorization')]);
        return Response.json({ nonce: 'a+b/=' });
      },
    });
    deepEqual(asked, [['http://127.0.0.1:1/rta/nonce', 'XBL3.0 x=1;a']]);
    equal(latest().url, 'ws://127.0.0.1:1/rta/connect?nonce=a%2Bb%2F%3D');
    equal(latest().headers, null);
  });

  test('without a base address the real host is asked, encrypted', async () => {
    const { latest } = await connected({ baseUrl: undefined });
    equal(latest().url, 'wss://rta.xboxlive.com/connect');
  });

  test('a nonce that can’t be had is a failed attempt, tried again', async () => {
    let asked = 0;
    const { sockets, timers } = await setUpNonce(() => {
      asked += 1;
      return asked === 1 ? new Response('<html>', { status: 502 }) : Response.json({ nonce: 'n' });
    });
    equal(sockets.length, 0);
    await timers.advance(2500);
    equal(sockets.length, 1);
  });

  test('two subscribers of a resource share one subscription', async () => {
    const { connection, latest, notices } = await connected();
    const others: ResourceNotice[] = [];
    connection.subscribe(uri, (notice) => others.push(notice));
    latest().say([1, 1, 0, 7, null]);
    deepEqual(latest().sent, [[1, 1, uri]]);
    deepEqual([notices.length, others.length], [1, 1]);
  });
});

async function setUpNonce(answer: () => Response) {
  const stage = setUp({ authorizeBy: 'nonce', fetch: async () => answer() });
  stage.subscribe();
  await stage.timers.idle();
  return stage;
}

describe('subscriptions', () => {
  test('events of a subscription reach its listener', async () => {
    const { latest, notices } = await active();
    latest().say([3, 7, { a: 1 }]);
    deepEqual(
      notices.map(({ kind }) => kind),
      ['Active', 'Event'],
    );
  });

  test('leaving sends the number the service gave, and ends what the listener hears', async () => {
    const { latest, notices, leave } = await active();
    leave();
    deepEqual(latest().sent.at(-1), [2, 1, 7]);
    latest().say([3, 7, { late: true }]);
    latest().say([2, 1, 0]);
    equal(notices.length, 1);
  });

  test('coming back while leaving subscribes again once the service has answered', async () => {
    const { latest, leave, subscribe } = await active();
    leave();
    subscribe();
    latest().say([2, 1, 0]);
    deepEqual(latest().sent.at(-1), [1, 1, uri]);
  });

  test('leaving before the answer ends the subscription when it comes', async () => {
    const { latest, leave } = await connected();
    leave();
    latest().say([1, 1, 0, 0, null]);
    deepEqual(latest().sent, [
      [1, 1, uri],
      [2, 1, 0],
    ]);
  });

  test('CL-028: 1001 and 1002 are asked again after 0, 1, 4 and 9 s', async () => {
    const { latest, timers } = await connected();
    const delays: number[] = [];
    for (const code of [1001, 1002, 1001, 1002]) {
      latest().say([1, 1, code, 0, null]);
      const [next = -1] = timers.waits();
      delays.push(next / 1000);
      await timers.advance(next);
    }
    deepEqual(delays, [0, 1, 4, 9]);
    equal(latest().sent.length, 5);
  });

  for (const code of [1, 2, 3]) {
    test(`CL-028: code ${code} is told and never asked again, not on a new connection either`, async () => {
      const { latest, notices, timers } = await connected();
      latest().say([1, 1, code, 0, null]);
      deepEqual(notices, [{ kind: 'Refused', uri, code }]);
      latest().end();
      await timers.advance(minute);
      latest().open();
      deepEqual(latest().sent, []);
    });
  }

  test('a subscription nobody answers ends the connection', async () => {
    const { latest, timers, sockets } = await connected();
    await timers.advance(30_000);
    equal(latest().isClosed, true);
    await timers.advance(5_000);
    equal(sockets.length, 2);
  });
});

describe('staying connected', () => {
  test('CL-026: after a drop every subscription is sent again under the same number', async () => {
    const { latest, timers, sockets } = await active();
    latest().end();
    await timers.advance(5_000);
    equal(sockets.length, 2);
    latest().open();
    deepEqual(latest().sent, [[1, 1, uri]]);
  });

  test('attempt n waits n² s, at most 60, and up to 5 s of jitter', async () => {
    const { latest, timers } = await connected();
    const waits: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      latest().end();
      const [next = -1] = timers.waits();
      waits.push(next - 2500);
      await timers.advance(next);
    }
    deepEqual(
      waits.map((wait) => wait / 1000),
      [0, 1, 4, 9, 16, 25, 36, 49, 60, 60],
    );
  });

  test('more than three failures in a row are told as Disconnected, and it goes on', async () => {
    const { latest, timers, watched, sockets } = await connected();
    for (let count = 0; count < 4; count += 1) {
      latest().end();
      await timers.advance(timers.waits()[0] ?? 0);
    }
    equal(sockets.length, 5);
    deepEqual(watched.slice(-2), ['Disconnected', 'Disconnected']);
    latest().open();
    equal(watched.at(-1), 'Connected');
  });

  test('waking does not wait for the next attempt', async () => {
    const { connection, latest, timers, sockets } = await active();
    latest().end();
    connection.wake();
    await timers.idle();
    equal(sockets.length, 2);
  });

  test('the connection is replaced after 90 minutes', async () => {
    const { latest, timers, sockets } = await active();
    const [first] = sockets;
    await timers.advance(90 * minute);
    equal(first?.isClosed, true);
    equal(sockets.length, 2);
    latest().open();
    deepEqual(latest().sent, [[1, 1, uri]]);
  });

  test('a failed attempt renews the authorization before the next one', async () => {
    const asked: boolean[] = [];
    const { latest, timers } = await connected({
      authorization: ({ isRefresh }) => {
        asked.push(isRefresh);
        return isRefresh ? 'new' : 'old';
      },
    });
    latest().end();
    await timers.advance(5_000);
    deepEqual(asked, [false, true]);
    equal(latest().headers?.authorization, 'new');
  });

  test('a closed connection opens no more and leaves no timer', async () => {
    const { connection, latest, timers, sockets, watched } = await active();
    connection.close();
    connection.open();
    await timers.advance(minute);
    equal(latest().isClosed, true);
    deepEqual([sockets.length, timers.waits().length], [1, 0]);
    equal(watched.at(-1), 'Closed');
  });

  test('what a socket of the past says counts no more', async () => {
    const { latest, timers, sockets, notices } = await active();
    const [old] = sockets;
    latest().end();
    await timers.advance(5_000);
    latest().open();
    latest().say([1, 1, 0, 7, null]);
    old?.say([3, 7, 'ghost']);
    equal(notices.filter(({ kind }) => kind === 'Event').length, 0);
  });
});

describe('resync', () => {
  test('CL-027: [4] one minute after the connect is ignored', async () => {
    const { latest, timers, watched } = await active();
    await timers.advance(minute);
    latest().say([4]);
    equal(watched.includes('Resync'), false);
  });

  test('[4] after five minutes is told', async () => {
    const { latest, timers, watched } = await active();
    await timers.advance(5 * minute);
    latest().say([4]);
    equal(watched.at(-1), 'Resync');
  });
});

describe('bad frames', () => {
  const bad = [
    '',
    'no',
    '{}',
    '[]',
    '"x"',
    'null',
    '[1]',
    '[1,"a",0,1,null]',
    '[1,1,0]',
    '[9,1,1]',
    '[3,99,{}]',
    '[1,42,0,1,null]',
    '[2,1,0]',
    `[3,7,"${'x'.repeat(1_048_600)}"]`,
  ];
  for (const text of bad) {
    test(`${text.slice(0, 20)} changes nothing`, async () => {
      const { latest, notices } = await active();
      latest().say(text);
      latest().say(new ArrayBuffer(3));
      latest().say([3, 7, 'good']);
      deepEqual(
        notices.map((notice) => ('value' in notice ? notice.value : notice)),
        [null, 'good'],
      );
    });
  }

  test('frames of UTF-8 bytes are read as text', async () => {
    const { latest, notices } = await active();
    latest().say(new TextEncoder().encode('[3,7,"é"]').buffer);
    deepEqual(notices.at(-1), { kind: 'Event', uri, value: 'é' });
  });
});
