import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AchievementsClient } from '../achievements-client.ts';
import { ClientError } from '../client-error.ts';
import { createFakeService, type FakeAnswer } from '../fake-service.ts';
import type { Entry } from './entry.ts';
import { memoryStorage } from './memory-storage.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';
import { dueAt, emptyOutbox } from './state.ts';
import type { OutboxStorage } from './storage.ts';

const xuid = '2533274800000001';
const scid = '00000000-0000-0000-0000-00006e756f71';
const noonMs = Date.UTC(2026, 2, 1, 12);

async function setUp(script: readonly FakeAnswer[], options: Partial<OutboxOptions> = {}) {
  const service = createFakeService(script);
  const client = new AchievementsClient({
    xuid,
    authorization: ({ isRefresh }) => (isRefresh ? 'second' : 'first'),
    baseUrl: 'http://127.0.0.1:1',
    fetch: service.fetch,
    clock: service.clock,
    random: () => 0,
    retryWindowMs: 0,
  });
  const problems: unknown[] = [];
  const outbox = await Outbox.open({
    storage: memoryStorage(),
    clientOf: () => client,
    clock: service.clock,
    today: () => noonMs + service.clock.now(),
    random: () => 0,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  return { service, outbox, problems };
}

function report(id: string, percentComplete = 100) {
  return { xuid, scid, titleId: 1853190001, id, percentComplete };
}

function statesOf(entries: readonly Entry[]) {
  return entries.map(({ state }) => state);
}

function withCode(code: string) {
  return (thrown: unknown) => thrown instanceof ClientError && thrown.code === code;
}

describe('an accepted report', () => {
  test('is delivered at once where there is a network', async () => {
    const { service, outbox } = await setUp([{ status: 200, body: {} }]);
    const [entry] = await service.settle(outbox.submit(report('2', 40)));
    deepEqual([entry?.state, entry?.result], ['Delivered', 'advanced']);
    deepEqual(Reflect.get(Object(service.seen[0]?.body), 'achievements'), [
      { id: '2', percentComplete: 40, earnedAt: '2026-03-01T12:00:00.000Z' },
    ]);
  });

  test('that was already recorded is delivered unchanged (CL-016)', async () => {
    const { service, outbox } = await setUp([{ status: 304 }]);
    const [entry] = await service.settle(outbox.submit(report('1')));
    deepEqual([entry?.state, entry?.result], ['Delivered', 'unchanged']);
    equal(outbox.summary().pending, 0);
  });

  test('waits, and the call succeeds, when the service fails (CL-017)', async () => {
    const { service, outbox } = await setUp([{ status: 500 }]);
    const [entry] = await service.settle(outbox.submit(report('3', 10)));
    deepEqual([entry?.state, entry?.reason?.code], ['Queued', 'http_500']);
    equal(outbox.summary().pending, 1);
  });

  test('waits, and the call succeeds, when the service is too busy (CL-018)', async () => {
    const { service, outbox } = await setUp([{ status: 429, headers: { 'retry-after': '7' } }]);
    const [entry] = await service.settle(outbox.submit(report('3', 10)));
    deepEqual([entry?.state, entry?.reason?.code], ['Queued', 'http_429']);
    equal(outbox.summary().pending, 1);
  });

  for (const status of [400, 403, 404, 410]) {
    test(`that is answered ${status} is rejected with the reason, and not kept (CL-019)`, async () => {
      const { service, outbox } = await setUp([{ status }]);
      const [entry] = await service.settle(outbox.submit(report('3')));
      deepEqual([entry?.state, entry?.reason?.code], ['Rejected', `http_${status}`]);
      equal(outbox.summary().pending, 0);
    });
  }

  test('above 100 is refused before it is accepted (CL-015)', async () => {
    const { service, outbox } = await setUp([{ status: 200 }]);
    await rejects(outbox.submit(report('3', 101)), withCode('invalid_argument'));
    deepEqual([service.seen.length, outbox.entries().length], [0, 0]);
  });

  test('waits for a network as long as it takes, and keeps when it was earned', async () => {
    const offline = Array.from({ length: 9 }, () => new TypeError('offline'));
    const { service, outbox } = await setUp([...offline, { status: 200, body: {} }]);
    await service.settle(outbox.submit(report('2')));
    await service.settle(settled(outbox));
    const [entry] = outbox.entries();
    equal(entry?.state, 'Delivered');
    const body = service.seen.at(-1)?.body;
    match(JSON.stringify(body), /"earnedAt":"2026-03-01T12:00:00.000Z"/);
    ok((entry?.settledAt ?? '') > '2026-03-01T12:03');
  });

  test('waits while nobody is signed in, and while the service takes no token', async () => {
    for (const options of [{ clientOf: () => undefined }, {}]) {
      const { service, outbox } = await setUp([{ status: 401 }], options);
      const [entry] = await service.settle(outbox.submit(report('2')));
      equal(entry?.state, 'Queued');
      match(entry?.reason?.code ?? '', /^(token_failed|http_401)$/);
    }
  });

  test('waits while a network shows a page of its own', async () => {
    const { service, outbox } = await setUp([{ status: 200, body: '<html>Welcome</html>' }]);
    const [entry] = await service.settle(outbox.submit(report('2')));
    deepEqual([entry?.state, entry?.reason?.code], ['Queued', 'invalid_json']);
  });

  test('is kept before anything is sent', async () => {
    const kept: string[] = [];
    const memory = memoryStorage();
    const storage: OutboxStorage = {
      ...memory,
      async write(change) {
        kept.push(...change.put.map(({ state }) => state));
        await memory.write(change);
      },
    };
    const { service, outbox } = await setUp(['never'], { storage });
    await outbox.submit(report('2'), { patienceMs: 0 });
    deepEqual(kept, ['Queued']);
    await service.idle();
    equal(service.seen.length, 1);
  });

  test('that no storage can keep is not accepted, and nothing is sent', async () => {
    const full = new ClientError('storage_full', 'full');
    const storage = { ...memoryStorage(), write: () => Promise.reject(full) };
    const { service, outbox } = await setUp([{ status: 200 }], { storage });
    await rejects(outbox.submit(report('2')), withCode('storage_full'));
    deepEqual([service.seen.length, outbox.summary().pending], [0, 0]);
  });

  test('beyond 5,000 that wait is refused, not dropped later', async () => {
    const { outbox } = await setUp([new TypeError('offline')]);
    const many = Array.from({ length: 5000 }, (_, index) => report(`${index + 1}`));
    await outbox.submit(many, { patienceMs: 0 });
    await rejects(outbox.submit(report('x')), withCode('outbox_full'));
    equal(outbox.summary().pending, 5000);
  });
});

/** Until nothing waits. */
function settled(outbox: Outbox): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (outbox.summary().pending === 0) resolve();
    };
    outbox.subscribe(look);
    look();
  });
}

describe('sending', () => {
  test('what gathered goes out in batches of at most 50', async () => {
    const { service, outbox } = await setUp([new TypeError('offline'), { status: 200, body: {} }]);
    await service.settle(outbox.submit(report('first')));
    const many = Array.from({ length: 119 }, (_, index) => report(`${index + 1}`));
    await outbox.submit(many, { patienceMs: 0 });
    await service.settle(outbox.syncNow());
    const sizes = service.seen.slice(1).map(({ body }) => Object(body).achievements.length);
    deepEqual(sizes, [50, 50, 20]);
    equal(outbox.summary().delivered, 120);
  });

  test('sync now tries at once, and says how things stand after it', async () => {
    const { service, outbox } = await setUp([
      new TypeError('offline'),
      new TypeError('offline'),
      { status: 200, body: {} },
    ]);
    await service.settle(outbox.submit(report('2')));
    equal((await service.settle(outbox.syncNow())).pending, 1);
    const { pending, delivered } = await service.settle(outbox.syncNow());
    deepEqual([pending, delivered], [0, 1]);
    ok(service.clock.now() < 2000);
  });

  test('an expired token is renewed once and the report delivered (CL-020)', async () => {
    const { service, outbox } = await setUp([{ status: 401 }, { status: 200, body: {} }]);
    const [entry] = await service.settle(outbox.submit(report('2')));
    equal(entry?.state, 'Delivered');
    deepEqual(
      service.seen.map(({ headers }) => headers.authorization),
      ['first', 'second'],
    );
  });

  test('whatever the network answers, the outbox lives and loses nothing', async () => {
    const bodies = ['', 'null', '[]', '{"achievements":7}', '\u0000', '{'.repeat(9999), 'x'];
    const script = bodies.flatMap((body) =>
      [200, 202, 304, 418, 429, 500, 599, 301].map((status) => ({ status, body })),
    );
    const { service, outbox, problems } = await setUp(script);
    for (const [index] of script.entries()) {
      await service.settle(outbox.submit(report(`${index + 1}`), { patienceMs: 1 }));
    }
    equal(outbox.entries().length, script.length);
    deepEqual(problems, []);
  });

  test('a client that throws what it likes is a failure like others', async () => {
    const clientOf = () => ({ update: () => Promise.reject('no') });
    const { service, outbox } = await setUp([], { clientOf });
    const [entry] = await service.settle(outbox.submit(report('2')));
    deepEqual([entry?.state, entry?.reason?.code], ['Queued', 'network']);
  });
});

describe('what is told', () => {
  test('listeners hear every change, and one that throws is told of and harms nobody', async () => {
    const { service, outbox, problems } = await setUp([{ status: 200, body: {} }]);
    const heard: string[] = [];
    outbox.subscribe(() => {
      throw new Error('mine');
    });
    const end = outbox.subscribe((changed) => heard.push(...statesOf(changed)));
    await service.settle(outbox.submit(report('2')));
    end();
    await service.settle(outbox.submit(report('3')));
    deepEqual(heard, ['Queued', 'Sending', 'Delivered']);
    equal(problems.length, 6);
  });

  test('what was superseded names what stands for it', async () => {
    const { service, outbox } = await setUp([new TypeError('offline'), { status: 200, body: {} }]);
    await service.settle(outbox.submit(report('2', 40)));
    await outbox.submit(report('2', 60), { patienceMs: 0 });
    const [low, high] = outbox.entries();
    deepEqual([low?.state, low?.by, high?.state], ['Superseded', high?.id, 'Queued']);
  });

  test('a rejected report is kept until it is forgotten', async () => {
    const { service, outbox } = await setUp([{ status: 404 }]);
    const [entry] = await service.settle(outbox.submit(report('2')));
    equal(outbox.summary().rejected, 1);
    await outbox.forget([entry?.id ?? '']);
    deepEqual(outbox.entries(), []);
  });
});

describe('an outbox that ends and begins anew', () => {
  test('goes on with what waited, in the order of before', async () => {
    const storage = memoryStorage();
    const first = await setUp([new TypeError('offline')], { storage });
    await first.service.settle(first.outbox.submit([report('2', 40), report('3')]));
    await first.outbox.close();
    const second = await setUp([{ status: 200, body: {} }], { storage });
    await second.service.settle(settled(second.outbox));
    deepEqual(statesOf(second.outbox.entries()), ['Delivered', 'Delivered']);
  });

  test('sends again what was on its way', async () => {
    const storage = memoryStorage();
    const first = await setUp(['never'], { storage });
    await first.outbox.submit(report('2'), { patienceMs: 0 });
    const second = await setUp([{ status: 304 }], { storage });
    await second.service.settle(settled(second.outbox));
    equal(second.outbox.summary().delivered, 1);
  });

  test('takes nothing more, and leaves no timer, once it is closed', async () => {
    const { service, outbox } = await setUp([new TypeError('offline')]);
    await service.settle(outbox.submit(report('2')));
    await outbox.close();
    await outbox.close();
    equal(service.timersLeft(), 0);
    await rejects(outbox.submit(report('3')), withCode('closed'));
  });
});

test('a leader that could not read the storage reads it again', async () => {
  const memory = memoryStorage();
  let loads = 0;
  const storage: OutboxStorage = {
    ...memory,
    load() {
      loads += 1;
      return loads === 2 ? Promise.reject(new Error('busy')) : memory.load();
    },
    sharing: {
      lead(led) {
        led();
        return () => {};
      },
      listen: () => () => {},
      tell: () => {},
    },
  };
  const { service, outbox, problems } = await setUp([{ status: 200, body: {} }], { storage });
  const [entry] = await service.settle(outbox.submit(report('2'), { patienceMs: 60_000 }));
  deepEqual([entry?.state, problems.length], ['Delivered', 1]);
});

test('an outbox that follows has nothing due', () => {
  equal(dueAt(emptyOutbox), null);
});
