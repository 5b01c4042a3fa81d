// tidy: the SDK's documented AchievementsManager, case by case
import { deepEqual, equal, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AchievementsClient } from '../achievements-client.ts';
import { ClientError } from '../client-error.ts';
import { createFakeService, type FakeAnswer } from '../fake-service.ts';
import { memoryStorage } from '../outbox/memory-storage.ts';
import { Outbox } from '../outbox/outbox.ts';
import { createFakeSockets } from '../realtime/fake-socket.ts';
import { createFakeTimers } from '../realtime/fake-timers.ts';
import { RealtimeConnection } from '../realtime/realtime-connection.ts';
import type { Achievement } from '../wire.ts';
import { AchievementsManager, type ManagerEvent } from './achievements-manager.ts';
import { ManagerError, type ManagerErrorCode } from './manager-error.ts';
import { sampleAchievement } from './sample-achievement.ts';

const alice = '2533274800000001';
const bob = '2533274800000002';
const title = { scid: '00000000-0000-0000-0000-00006e756f71', titleId: 1853190001 };

/** 1 is unlocked, 2 is at 33, 3 and 4 are not started. */
const ofAlice = [
  sampleAchievement('1', { percent: 100 }),
  sampleAchievement('2', { percent: 33 }),
  sampleAchievement('3'),
  sampleAchievement('4'),
];

function page(achievements: readonly Achievement[], continuationToken: string | null = null) {
  const pagingInfo = { continuationToken, totalRecords: achievements.length };
  return { status: 200, body: { achievements, pagingInfo } };
}

/** The service answers from a script; the sockets are the test's. */
function setUp(script: readonly FakeAnswer[] = [page(ofAlice)]) {
  const service = createFakeService(script);
  const timers = createFakeTimers();
  const { WebSocket, latest } = createFakeSockets();
  const access = { authorization: 'XBL3.0 x=1;a', baseUrl: 'http://127.0.0.1:1', random: () => 0 };
  const client = new AchievementsClient({
    ...access,
    xuid: alice,
    fetch: service.fetch,
    clock: timers.clock,
    retryWindowMs: 0,
  });
  const realtime = new RealtimeConnection({
    ...access,
    authorizeBy: 'header',
    WebSocket,
    clock: timers.clock,
  });
  const manager = new AchievementsManager({ ...title, clock: timers.clock });
  const add = () => manager.addLocalUser({ client, realtime });
  const accept = async () => {
    await timers.idle();
    latest().open();
    latest().say([1, 1, 0, 0, null]);
    await timers.idle();
  };
  return { service, timers, latest, client, realtime, manager, add, accept };
}

async function synced(script: readonly FakeAnswer[] = [page(ofAlice)]) {
  const stage = setUp(script);
  stage.add();
  await stage.accept();
  stage.manager.doWork();
  return stage;
}

function progressed(id: string, current: string, progressState = 'InProgress') {
  const requirement = { id: '00000000-0000-0000-0000-000000000000', current, target: '100' };
  const timeUnlocked =
    progressState.toLowerCase() === 'achieved'
      ? '2026-03-01T12:13:14.707Z'
      : '0001-01-01T00:00:00Z';
  const progression = [{ id, requirements: [requirement], progressState, timeUnlocked }];
  return [3, 0, { serviceConfigId: title.scid, progression, contractVersion: 1 }];
}

function told(events: readonly ManagerEvent[]): readonly string[] {
  return events.map((one) =>
    'achievement' in one ? `${one.kind} id ${one.achievement.id}` : one.kind,
  );
}

function refused(code: ManagerErrorCode) {
  return (thrown: unknown) => thrown instanceof ManagerError && thrown.code === code;
}

function currentOf(stage: { manager: AchievementsManager }, id: string) {
  return stage.manager.getAchievement(alice, id).progression.requirements[0]?.current;
}

describe('local players', () => {
  test('CL-001: the first sync reads every page with maxItems=100, and tells that it did', async () => {
    const [first, ...others] = ofAlice;
    const stage = setUp([page(first ? [first] : [], '1'), page(others)]);
    stage.add();
    await stage.accept();
    deepEqual(
      stage.service.seen.map(({ method, url }) => `${method} ${new URL(url).search}`),
      [
        `GET ?titleId=${title.titleId}&maxItems=100`,
        `GET ?titleId=${title.titleId}&maxItems=100&continuationToken=1`,
      ],
    );
    deepEqual(told(stage.manager.doWork()), ['LocalUserInitialStateSynced']);
    equal(stage.manager.getAchievements(alice).length, 4);
  });

  test('CL-002: a player who is added twice is unexpected', () => {
    const stage = setUp();
    stage.add();
    throws(stage.add, refused('unexpected'));
  });

  test('CL-003: removing a player who is not here is out of bounds', () => {
    const { manager } = setUp();
    throws(() => manager.removeLocalUser(bob), refused('bounds'));
  });

  test('CL-004: a player who is not here is invalid, and one who is not known yet fails', async () => {
    const stage = setUp();
    throws(() => stage.manager.isUserInitialized(bob), refused('invalid_argument'));
    stage.add();
    throws(() => stage.manager.isUserInitialized(alice), refused('fail'));
    await stage.accept();
    equal(stage.manager.isUserInitialized(alice), true);
  });

  test('a list that can’t be read is told as synced too, and again when it can', async () => {
    const stage = setUp([{ status: 503 }, page(ofAlice)]);
    stage.add();
    await stage.accept();
    deepEqual(told(stage.manager.doWork()), ['LocalUserInitialStateSynced']);
    throws(() => stage.manager.isUserInitialized(alice), refused('fail'));
    await stage.timers.advance(30_000);
    deepEqual(told(stage.manager.doWork()), ['LocalUserInitialStateSynced']);
    equal(stage.manager.isUserInitialized(alice), true);
  });

  test('a subscription that nobody answers does not keep the list waiting', async () => {
    const stage = setUp();
    stage.add();
    await stage.timers.advance(3_000);
    deepEqual(told(stage.manager.doWork()), ['LocalUserInitialStateSynced']);
  });

  test('without a connection the list is read at once', async () => {
    const { manager, client, timers } = setUp();
    manager.addLocalUser({ client });
    await timers.idle();
    equal(manager.isUserInitialized(alice), true);
  });

  test('a removed player is forgotten, unsubscribed and told of no more', async () => {
    const { manager, latest } = await synced();
    manager.removeLocalUser(alice);
    deepEqual(latest().sent.at(-1), [2, 1, 0]);
    latest().say(progressed('2', '40'));
    deepEqual(manager.doWork(), []);
    throws(() => manager.getAchievement(alice, '2'), refused('bounds'));
  });
});

describe('what is known', () => {
  test('CL-005: before the first sync nothing is known', () => {
    const stage = setUp();
    stage.add();
    throws(() => stage.manager.getAchievement(alice, '1'), refused('unexpected'));
  });

  test('CL-006: an id that the title does not have is out of bounds', async () => {
    const { manager } = await synced();
    throws(() => manager.getAchievement(alice, '999'), refused('bounds'));
  });

  test('CL-014: the time of unlocking needs a direction, and everything else none', async () => {
    const { manager } = await synced();
    const invalid = refused('invalid_argument');
    throws(() => manager.getAchievements(alice, 'UnlockTime', 'Unsorted'), invalid);
    throws(() => manager.getAchievements(alice, 'TitleId', 'Ascending'), invalid);
    throws(() => manager.getAchievements(alice, 'DefaultOrder', 'Descending'), invalid);
    const ids = (order: 'Ascending' | 'Descending') =>
      manager.getAchievements(alice, 'UnlockTime', order).map(({ id }) => id);
    deepEqual(ids('Ascending'), ['2', '3', '4', '1']);
    deepEqual(ids('Descending'), ['1', '2', '3', '4']);
  });

  test('achievements of one state are found, perhaps none', async () => {
    const { manager } = await synced([page([sampleAchievement('3')])]);
    equal(manager.getAchievementsByState(alice, 'NotStarted').length, 1);
    deepEqual(manager.getAchievementsByState(alice, 'Achieved'), []);
  });

  test('a title without any achievements is unexpected', async () => {
    const { manager } = await synced([page([])]);
    throws(() => manager.getAchievements(alice), refused('unexpected'));
  });
});

describe('reporting', () => {
  test('CL-007: what is unlocked already is refused, as E_UNEXPECTED', async () => {
    const { manager } = await synced();
    throws(
      () => manager.updateAchievement(alice, '1', 100),
      (thrown: unknown) => refused('already_unlocked')(thrown) && hresultOf(thrown) === 0x8000ffff,
    );
  });

  test('CL-008: what is not higher than recorded is invalid', async () => {
    const { manager, service } = await synced();
    throws(() => manager.updateAchievement(alice, '2', 33), refused('invalid_argument'));
    equal(service.seen.filter(({ method }) => method === 'POST').length, 0);
  });

  test('CL-009: what events unlock is not supported', async () => {
    const counted = sampleAchievement('2', { percent: 10, targets: ['1000'] });
    const several = sampleAchievement('3', { targets: ['100', '100'] });
    const { manager } = await synced([page([counted, several])]);
    for (const id of ['2', '3']) {
      throws(() => manager.updateAchievement(alice, id, 50), refused('not_supported'));
    }
  });

  test('CL-010: a percent above 100 is sent as 100', async () => {
    const { manager, service } = await synced([page(ofAlice), { status: 200, body: {} }]);
    deepEqual(await manager.updateAchievement(alice, '3', 150), { result: 'advanced' });
    const { body } = service.seen.at(-1) ?? {};
    deepEqual(Reflect.get(Object(body), 'achievements'), [{ id: '3', percentComplete: 100 }]);
  });

  test('an id that the title does not have is out of bounds, once the title is known', async () => {
    const { manager } = await synced();
    throws(() => manager.updateAchievement(alice, '999', 5), refused('bounds'));
  });

  for (const percent of [-1, 1.5, Number.NaN]) {
    test(`a percent of ${percent} is invalid`, async () => {
      const { manager } = await synced();
      throws(() => manager.updateAchievement(alice, '3', percent), refused('invalid_argument'));
    });
  }

  test('before the first sync everything is taken, and a failure is told, not thrown', async () => {
    const stage = setUp([new TypeError('offline')]);
    stage.add();
    const { result } = await stage.manager.updateAchievement(alice, '999', 5);
    equal(result, 'failed');
  });

  test('offline a report is kept by the outbox, and the local state stays', async () => {
    const stage = setUp();
    const { client, realtime, manager } = stage;
    const kept: unknown[] = [];
    const outbox = {
      async submit(report: unknown) {
        kept.push(report);
        return [{ state: 'Queued' as const, result: null, reason: null }];
      },
    };
    manager.addLocalUser({ client, realtime, outbox });
    await stage.accept();
    deepEqual(await manager.updateAchievement(alice, '2', 60), { result: 'kept' });
    deepEqual(kept, [{ ...title, xuid: alice, id: '2', percentComplete: 60 }]);
    equal(currentOf(stage, '2'), '33');
  });

  test('what the service rejects has failed, also when it came through the outbox', async () => {
    const { client, manager } = setUp();
    const reason = { status: 403, message: 'not yours' };
    const outbox = { submit: async () => [{ state: 'Rejected' as const, result: null, reason }] };
    manager.addLocalUser({ client, outbox });
    deepEqual(await manager.updateAchievement(alice, '2', 60), { result: 'failed', error: reason });
  });
});

describe('reporting without events', () => {
  const at60 = ofAlice.map((one) =>
    one.id === '2' ? sampleAchievement('2', { percent: 60 }) : one,
  );

  test('where no connection tells of it, the list is read after what was reported', async () => {
    const script = [page(ofAlice), { status: 200, body: {} }, page(at60)];
    const { manager, client, timers } = setUp(script);
    manager.addLocalUser({ client });
    await timers.idle();
    manager.doWork();
    await manager.updateAchievement(alice, '2', 60);
    await timers.idle();
    deepEqual(told(manager.doWork()), ['AchievementProgressUpdated id 2']);
  });

  test('what an outbox delivers later is read then, once, and nothing is for others', async () => {
    const stage = setUp([page(ofAlice), page(at60)]);
    const { client, manager, timers, service } = stage;
    const storage = memoryStorage();
    const statuses = [503, 200];
    const update = async () => {
      const status = statuses.shift() ?? 200;
      if (status !== 200) throw new ClientError('http_503', 'not now', { status });
      return { result: 'advanced' as const, achievements: [] };
    };
    const outbox = await Outbox.open({
      storage,
      clock: timers.clock,
      clientOf: () => ({ update }),
    });
    manager.addLocalUser({ client, outbox });
    await timers.idle();
    manager.doWork();
    deepEqual(await manager.updateAchievement(alice, '2', 60), { result: 'kept' });
    await outbox.submit({ ...title, xuid: bob, id: '2', percentComplete: 60 });
    await timers.idle();
    equal(service.seen.length, 1);
    await outbox.syncNow();
    await timers.idle();
    deepEqual(told(manager.doWork()), ['AchievementProgressUpdated id 2']);
    equal(service.seen.length, 2);
    await outbox.close();
  });

  test('where the subscription was refused, too', async () => {
    const stage = setUp([page(ofAlice), { status: 200, body: {} }, page(at60)]);
    stage.add();
    await stage.timers.idle();
    stage.latest().open();
    stage.latest().say([1, 1, 3, 0, null]);
    await stage.timers.idle();
    stage.manager.doWork();
    await stage.manager.updateAchievement(alice, '2', 60);
    await stage.timers.idle();
    deepEqual(told(stage.manager.doWork()), ['AchievementProgressUpdated id 2']);
  });
});

function hresultOf(thrown: unknown): number | undefined {
  return thrown instanceof ManagerError ? thrown.hresult : undefined;
}

describe('events', () => {
  test('CL-011: a report changes nothing here; the service’s event does', async () => {
    const stage = await synced([page(ofAlice), { status: 200, body: {} }]);
    await stage.manager.updateAchievement(alice, '2', 40);
    const before = currentOf(stage, '2');
    stage.latest().say(progressed('2', '40'));
    deepEqual(told(stage.manager.doWork()), ['AchievementProgressUpdated id 2']);
    deepEqual([before, currentOf(stage, '2')], ['33', '40']);
  });

  test('CL-012: an unlock is told as progress, and then as unlocked', async () => {
    const stage = await synced();
    stage.latest().say(progressed('3', '100', 'achieved'));
    deepEqual(told(stage.manager.doWork()), [
      'AchievementProgressUpdated id 3',
      'AchievementUnlocked id 3',
    ]);
    const { progressState, progression } = stage.manager.getAchievement(alice, '3');
    equal(progressState, 'Achieved');
    equal(progression.timeUnlocked, '2026-03-01T12:13:14.707Z');
  });

  test('CL-013: an event for an id that is not known is ignored', async () => {
    const { manager, latest } = await synced();
    latest().say(progressed('999', '50'));
    deepEqual(manager.doWork(), []);
  });

  test('an event that comes twice is told once', async () => {
    const { manager, latest } = await synced();
    latest().say(progressed('3', '100', 'Achieved'));
    latest().say(progressed('3', '100', 'Achieved'));
    latest().say(progressed('2', '33'));
    equal(manager.doWork().length, 2);
  });

  test('events are told once by doing work', async () => {
    const { manager, latest } = await synced();
    latest().say(progressed('2', '40'));
    equal(manager.doWork().length, 1);
    equal(manager.doWork().length, 0);
  });

  test('an event that comes while the list is read is not lost', async () => {
    const stage = setUp();
    stage.add();
    await stage.timers.idle();
    stage.latest().open();
    stage.latest().say([1, 1, 0, 0, null]);
    stage.latest().say(progressed('2', '50'));
    stage.latest().say(progressed('4', '0', 'NotStarted'));
    await stage.timers.idle();
    equal(currentOf(stage, '2'), '50');
    deepEqual(told(stage.manager.doWork()), [
      'LocalUserInitialStateSynced',
      'AchievementProgressUpdated id 2',
    ]);
  });

  for (const bad of [null, 'x', {}, { progression: 7 }, { progression: [null, { id: 3 }, {}] }]) {
    test(`an event of ${JSON.stringify(bad)} changes nothing`, async () => {
      const { manager, latest } = await synced();
      latest().say([3, 0, bad]);
      deepEqual(manager.doWork(), []);
    });
  }

  test('whoever iterates gets the events as well, until the manager is closed', async () => {
    const { manager, latest } = await synced();
    const events: ManagerEvent[] = [];
    const reading = (async () => {
      for await (const event of manager) events.push(event);
    })();
    latest().say(progressed('3', '100', 'Achieved'));
    manager.close();
    await reading;
    equal(events.length, 2);
    equal(manager.doWork().length, 2);
  });
});

describe('after a break', () => {
  const while60 = ofAlice.map((one) =>
    one.id === '2' ? sampleAchievement('2', { percent: 60 }) : one,
  );
  const unlocked3 = ofAlice.map((one) =>
    one.id === '3' ? sampleAchievement('3', { percent: 100 }) : one,
  );

  async function broken(after: readonly Achievement[]) {
    const stage = await synced([page(ofAlice), page(after)]);
    stage.latest().end();
    await stage.timers.advance(5_000);
    await stage.accept();
    return stage.manager.doWork();
  }

  test('CL-024: progress that was missed is told after the reconnect', async () => {
    deepEqual(told(await broken(while60)), ['AchievementProgressUpdated id 2']);
  });

  test('CL-025: an unlock that was missed is told after the reconnect', async () => {
    deepEqual(told(await broken(unlocked3)), [
      'AchievementProgressUpdated id 3',
      'AchievementUnlocked id 3',
    ]);
  });

  test('CL-025: also where the service leaves the requirements of what is unlocked out', async () => {
    const bare = unlocked3.map((one) =>
      one.id === '3' ? { ...one, progression: { ...one.progression, requirements: [] } } : one,
    );
    deepEqual(told(await broken(bare)), [
      'AchievementProgressUpdated id 3',
      'AchievementUnlocked id 3',
    ]);
  });

  test('what support took back is known after the reconnect, and told of no more', async () => {
    const reset = [sampleAchievement('1'), sampleAchievement('2')];
    deepEqual(await broken(reset), []);
  });

  test('CL-027: a resync in the first five minutes reads nothing, a later one reads the list', async () => {
    const { latest, service, timers } = await synced();
    await timers.advance(60_000);
    latest().say([4]);
    await timers.idle();
    equal(service.seen.length, 1);
    await timers.advance(240_000);
    latest().say([4]);
    await timers.idle();
    equal(service.seen.length, 2);
  });
});
