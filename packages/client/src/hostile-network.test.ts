import { deepEqual, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AchievementsClient } from './achievements-client.ts';
import { ClientError } from './client-error.ts';
import { createFakeService } from './fake-service.ts';
import { AchievementsManager } from './manager/achievements-manager.ts';
import { ManagerError } from './manager/manager-error.ts';
import { sampleAchievement } from './manager/sample-achievement.ts';
import { memoryStorage } from './outbox/memory-storage.ts';
import { Outbox } from './outbox/outbox.ts';
import { createFakeSockets } from './realtime/fake-socket.ts';
import { createFakeTimers } from './realtime/fake-timers.ts';
import { RealtimeConnection } from './realtime/realtime-connection.ts';
import { watchUnlocks } from './realtime/unlock-notification.ts';
import { toastOf } from './toast/toast-content.ts';
import { xblAchievement } from './xsapi/xbl-achievement.ts';

const xuid = '2533274800000001';
const title = { scid: '00000000-0000-0000-0000-00006e756f71', titleId: 1853190001 };
const access = { authorization: 'XBL3.0 x=1;a', baseUrl: 'http://127.0.0.1:1', random: () => 0 };

/** What no service means: wrong types, and objects whose conversion to text fails. */
const hostile = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    { toString: 0, valueOf: 0 },
    [{ toString: null, valueOf: null }],
    '__proto__',
    'x'.repeat(5_000),
    1e308,
    -0,
    [null],
    {},
  ),
);

/** Good JSON in which one thing, wherever it is, is something else. */
function spoiled(good: unknown): fc.Arbitrary<unknown> {
  return fc.tuple(fc.constantFrom(...placesIn(good)), hostile).map(([place, value]) => {
    return place.length === 0 ? value : replaced(good, place, value);
  });
}

type Place = readonly (string | number)[];

function placesIn(value: unknown, before: Place = []): readonly Place[] {
  const inside = Array.isArray(value) ? [...value.entries()] : Object.entries(Object(value));
  if (typeof value !== 'object') return [before];
  return [before, ...inside.flatMap(([name, one]) => placesIn(one, [...before, name]))];
}

function replaced(whole: unknown, [name = '', ...rest]: Place, value: unknown): unknown {
  const copy = Array.isArray(whole) ? [...whole] : { ...Object(whole) };
  copy[name] = rest.length === 0 ? value : replaced(copy[name], rest, value);
  return copy;
}

const rarity = { currentCategory: 'Rare', currentPercentage: 3.2 };
const achievements = ['1', '2', '3'].map((id) => ({ ...sampleAchievement(id), rarity }));
const page = { achievements, pagingInfo: { continuationToken: null, totalRecords: 3 } };
const requirement = { id: '0', current: '40', target: '100' };
const progress = {
  serviceConfigId: title.scid,
  progression: [
    { id: '2', requirements: [requirement], progressState: 'InProgress', timeUnlocked: '0' },
  ],
  contractVersion: 1,
};
const unlock = {
  service: 'achievements',
  achievementId: '2',
  achievementName: 'Ember 2',
  achievementIcon: 'https://img.example/2.png',
  titleId: '1853190001',
  gamerscore: 25,
  xuid,
  extendedInfoUrl: 'ms-xbl-6e756f71://achievement/2',
  rarityPercentage: 5,
};

/** What nobody caught while something ran. */
async function uncaughtIn(run: () => Promise<void>): Promise<readonly unknown[]> {
  const uncaught: unknown[] = [];
  const note = (thrown: unknown) => uncaught.push(thrown);
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  try {
    await run();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  }
  return uncaught;
}

describe('whatever the network says', () => {
  test('the manager goes on, and what it knows has its form', async () => {
    const frames = fc.oneof(spoiled([3, 0, progress]), spoiled([3, 1, unlock]), hostile);
    await fc.assert(
      fc.asyncProperty(spoiled(page), fc.array(frames, { maxLength: 4 }), async (body, said) => {
        deepEqual(await uncaughtIn(() => playManager(body, said)), []);
      }),
      { numRuns: 300 },
    );
  });

  test('every call ends with a result or an error of the closed set', async () => {
    const good = [
      page,
      { profileUsers: [{ id: xuid, settings: [{ id: 'Gamertag', value: 'A' }] }] },
    ];
    const bodies = fc.oneof(...good.map(spoiled), spoiled({ isAllowed: false, reasons: [{}] }));
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 304, 400, 429), async (body, status) => {
        const { fetch } = createFakeService([{ status, body }]);
        const client = new AchievementsClient({ ...access, xuid, fetch, retryWindowMs: 0 });
        const calls = [
          client.list(),
          client.detail({ scid: title.scid, id: '1' }),
          client.titleHistory(),
          client.profiles([xuid]),
          client.checkPermission('ViewTargetProfile', '2533274800000002'),
          client.update(title, { id: '1', percentComplete: 40 }),
        ];
        const { length } = (await Promise.allSettled(calls)).filter(
          (one) => one.status === 'rejected' && !(one.reason instanceof ClientError),
        );
        ok(length === 0, `${length} calls ended with another error`);
      }),
      { numRuns: 200 },
    );
  });

  test('the outbox keeps what it accepted', async () => {
    const answers = fc.array(
      fc.tuple(fc.constantFrom(200, 202, 304, 429, 500, 503), fc.oneof(hostile, fc.string())),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(answers, async (said) => {
        deepEqual(await uncaughtIn(() => playOutbox(said)), []);
      }),
      { numRuns: 100 },
    );
  });
});

async function playManager(body: unknown, said: readonly unknown[]): Promise<void> {
  const timers = createFakeTimers();
  const { clock } = timers;
  const { WebSocket, latest } = createFakeSockets();
  const { fetch } = createFakeService([
    { status: 200, body: page },
    { status: 200, body },
  ]);
  const client = new AchievementsClient({ ...access, xuid, fetch, clock, retryWindowMs: 0 });
  const realtime = new RealtimeConnection({ ...access, authorizeBy: 'header', WebSocket, clock });
  const manager = new AchievementsManager({ ...title, clock });
  manager.addLocalUser({ client, realtime });
  watchUnlocks(realtime, { xuid, titleId: title.titleId }, ({ achievementName }) => {
    ok(typeof achievementName === 'string');
  });
  await timers.idle();
  latest().open();
  latest().say([1, 1, 0, 0, null]);
  latest().say([1, 2, 0, 1, null]);
  await timers.idle();
  for (const frame of said) latest().say(JSON.stringify(frame));
  manager.refresh();
  await timers.idle();
  for (const event of manager.doWork()) if ('achievement' in event) read(event.achievement);
  try {
    for (const sort of ['Ascending', 'Descending'] as const) {
      manager.getAchievements(xuid, 'UnlockTime', sort).forEach(read);
    }
  } catch (thrown) {
    // An empty list is refused, which is an answer too.
    if (!(thrown instanceof ManagerError)) throw thrown;
  }
  manager.close();
  realtime.close();
}

/** What a title does with an achievement. */
function read(achievement: Parameters<typeof toastOf>[0]): void {
  const { id, name, description } = achievement;
  ok([id, name, description].every((text) => typeof text === 'string'));
  toastOf(achievement);
  xblAchievement(achievement);
}

async function playOutbox(said: readonly (readonly [number, unknown])[]): Promise<void> {
  const script = said.map(([status, body]) => ({ status, body: body ?? 'null' }));
  const { fetch, clock, settle } = createFakeService(script);
  const client = new AchievementsClient({ ...access, xuid, fetch, clock, retryWindowMs: 0 });
  const outbox = await Outbox.open({ storage: memoryStorage(), clock, clientOf: () => client });
  const reports = ['1', '2'].map((id) => ({ ...title, xuid, id, percentComplete: 40 }));
  const accepted = await settle(outbox.submit(reports, { patienceMs: 1 }));
  await settle(outbox.syncNow({ patienceMs: 1 }));
  const kept = new Map(outbox.entries().map((entry) => [entry.id, entry.state]));
  deepEqual(
    accepted.filter(({ id }) => !/^(Queued|Sending|Delivered)$/.test(kept.get(id) ?? '')),
    [],
  );
  await settle(outbox.close());
}
