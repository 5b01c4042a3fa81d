import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ClientError } from './client-error.ts';
import type { Call } from './exchange.ts';
import { createFakeService, type FakeAnswer } from './fake-service.ts';
import { createTransport, type TransportOptions } from './transport.ts';

const list: Call = {
  api: 'get_achievement',
  service: 'achievements',
  path: '/list',
  contractVersion: 4,
};
const detail: Call = { ...list, path: '/detail' };
const update: Call = { ...list, api: 'update', path: '/update', body: {} };
const good: FakeAnswer = { status: 200, body: {} };

function setUp(script: readonly FakeAnswer[], options: Partial<TransportOptions> = {}) {
  const service = createFakeService(script);
  const send = createTransport({
    authorization: 'XBL3.0 x=1;a',
    baseUrl: 'http://127.0.0.1:1',
    fetch: service.fetch,
    clock: service.clock,
    random: () => 0,
    ...options,
  });
  return { service, send, run: (call: Call) => service.settle(send(call)) };
}

function withCode(code: string) {
  return (thrown: unknown) => thrown instanceof ClientError && thrown.code === code;
}

describe('retries', () => {
  for (const status of [408, 429, 502, 503, 504]) {
    test(`${status} is tried again after 2 s, then after 4 s more`, async () => {
      const { run, service } = setUp([{ status }, { status }, good]);
      equal((await run(list)).status, 200);
      deepEqual(
        service.seen.map(({ at }) => at),
        [0, 2000, 6000],
      );
    });
  }

  test('exactly what may pass is tried again, and 304 is an answer (CL-022)', async () => {
    const retried: number[] = [];
    for (const status of [408, 429, 500, 502, 503, 504, 400, 403, 404, 304, 501]) {
      const { run, service } = setUp([{ status }, good]);
      await run(list).catch(() => undefined);
      if (service.seen.length > 1) retried.push(status);
    }
    deepEqual(retried, [408, 429, 500, 502, 503, 504]);
  });

  test('500 waits at least 10 s', async () => {
    const { run, service } = setUp([{ status: 500 }, good]);
    await run(list);
    deepEqual(
      service.seen.map(({ at }) => at),
      [0, 10_000],
    );
  });

  test('a broken network is tried again', async () => {
    const { run, service } = setUp([new TypeError('fetch failed'), good]);
    await run(list);
    equal(service.seen.length, 2);
  });

  for (const status of [400, 401, 403, 404, 409, 410, 412, 501, 505]) {
    test(`${status} is not tried again`, async () => {
      const { run, service } = setUp([{ status }, good]);
      const code = status === 505 ? 'http_5xx' : `http_${status}`;
      await rejects(run(list), withCode(code));
      equal(service.seen.length, 1);
    });
  }

  test('the last attempt leaves at least 5 s of the window', async () => {
    const { run, service } = setUp([{ status: 503 }]);
    await rejects(run(list), withCode('http_503'));
    deepEqual(
      service.seen.map(({ at }) => at),
      [0, 2000, 6000, 14_000],
    );
  });

  test('without any network nothing is tried again', async () => {
    const { run, service } = setUp([new TypeError('offline')], { isOnline: () => false });
    await rejects(run(list), withCode('network'));
    equal(service.seen.length, 1);
  });

  test('a window of 0 makes one attempt', async () => {
    const { run, service } = setUp([{ status: 503 }], { retryWindowMs: 0 });
    await rejects(run(list), withCode('http_503'));
    equal(service.seen.length, 1);
  });

  test('waits are spread, up to twice as long', async () => {
    const { run, service } = setUp([{ status: 503 }, good], { random: () => 1 });
    await run(list);
    equal(service.seen[1]?.at, 4000);
  });
});

describe('Retry-After', () => {
  const busy: FakeAnswer = { status: 429, headers: { 'retry-after': '7' } };

  test('wins over the delay of our own', async () => {
    const { run, service } = setUp([busy, good]);
    await run(list);
    equal(service.seen[1]?.at, 7000);
  });

  test('stops other calls of the same API without asking the service (CL-021)', async () => {
    const { send, service } = setUp([busy, good]);
    const first = send(list);
    await service.idle();
    await rejects(send(detail), withCode('http_429'));
    equal((await service.settle(first)).status, 200);
    equal(service.seen.filter(({ url }) => url.endsWith('/detail')).length, 0);
  });

  test('leaves other APIs alone', async () => {
    const { run, service } = setUp([busy, good], { retryWindowMs: 0 });
    await rejects(run(list), withCode('http_429'));
    equal((await run(update)).status, 200);
    equal(service.seen.length, 2);
  });

  test('is over when its time is', async () => {
    const { run, service } = setUp([busy, good], { retryWindowMs: 0 });
    await rejects(run(list), withCode('http_429'));
    service.advance(6999);
    await rejects(run(detail), withCode('http_429'));
    service.advance(1);
    equal((await run(detail)).status, 200);
  });

  test('as a date counts as none', async () => {
    const headers = { 'retry-after': 'Sun, 01 Mar 2026 12:00:00 GMT' };
    const { run, service } = setUp([{ status: 503, headers }, good]);
    await run(list);
    equal(service.seen[1]?.at, 2000);
  });
});

describe('authorization', () => {
  test('401 renews it once and goes on at once (CL-020)', async () => {
    const asked: boolean[] = [];
    const { run, service } = setUp([{ status: 401 }, good], {
      authorization: ({ isRefresh }) => {
        asked.push(isRefresh);
        return isRefresh ? 'new' : 'old';
      },
    });
    await run(list);
    deepEqual(asked, [false, true]);
    deepEqual(
      service.seen.map(({ headers, at }) => [headers.authorization, at]),
      [
        ['old', 0],
        ['new', 0],
      ],
    );
  });

  test('a second 401 is an error', async () => {
    const { run, service } = setUp([{ status: 401 }], { authorization: async () => 'x' });
    await rejects(run(list), withCode('http_401'));
    equal(service.seen.length, 2);
  });

  test('calls made together ask for it once', async () => {
    let asked = 0;
    const { service, send } = setUp([good], {
      authorization: async () => {
        asked += 1;
        return 'x';
      },
    });
    await service.settle(Promise.all([send(list), send(update), send(detail)]));
    equal(asked, 1);
  });

  test('a source that fails is token_failed, and is asked again next time', async () => {
    let asked = 0;
    const { run } = setUp([good], {
      authorization: () => {
        asked += 1;
        if (asked === 1) throw new Error('no identity');
        return 'x';
      },
    });
    await rejects(run(list), withCode('token_failed'));
    equal((await run(list)).status, 200);
  });
});

describe('ends', () => {
  test('an answer that never comes is timeout, whatever fetch does with its signal', async () => {
    const { run, service } = setUp(['never'], { timeoutMs: 3000 });
    await rejects(run(list), withCode('timeout'));
    deepEqual(
      service.seen.map(({ at }) => at),
      [0, 5000, 12_000],
    );
  });

  test('an aborted call is aborted, and nothing more is sent', async () => {
    const controller = new AbortController();
    const { send, service } = setUp(['never']);
    const call = send({ ...list, signal: controller.signal });
    await service.idle();
    controller.abort();
    await rejects(call, withCode('aborted'));
    equal(service.seen.length, 1);
  });

  test('a call that is aborted while it waits ends at once', async () => {
    const controller = new AbortController();
    const { send, service } = setUp([{ status: 503 }]);
    const call = send({ ...list, signal: controller.signal });
    await service.idle();
    controller.abort();
    await rejects(call, withCode('aborted'));
    equal(service.timersLeft(), 0);
  });

  test('a call with an aborted signal sends nothing', async () => {
    const { run, service } = setUp([good]);
    await rejects(run({ ...list, signal: AbortSignal.abort() }), withCode('aborted'));
    equal(service.seen.length, 0);
  });

  test('a finished call leaves no timer behind', async () => {
    const { run, service } = setUp([{ status: 503 }, good]);
    await run(list);
    equal(service.timersLeft(), 0);
    ok(service.seen.length === 2);
  });
});
