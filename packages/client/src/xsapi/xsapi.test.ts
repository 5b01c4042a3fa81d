// tidy: the documented functions in one story, as their pages tell it
import { deepEqual, equal } from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { createFakeService, type FakeAnswer } from '../fake-service.ts';
import type { KeptReport } from '../manager/local-player.ts';
import { sampleAchievement } from '../manager/sample-achievement.ts';
import { createFakeSockets } from '../realtime/fake-socket.ts';
import {
  E_ABORT,
  E_BOUNDS,
  E_FAIL,
  E_INVALIDARG,
  E_NOT_SUPPORTED,
  E_NOT_VALID_STATE,
  E_PENDING,
  E_UNEXPECTED,
  E_XBL_ALREADY_INITIALIZED,
  E_XBL_NOT_INITIALIZED,
  FAILED,
  HTTP_E_STATUS_NOT_MODIFIED,
  httpResult,
  type Out,
  S_OK,
  SUCCEEDED,
  WEB_E_INVALID_JSON_STRING,
  type XAsyncBlock,
  XAsyncCancel,
  XAsyncGetResultSize,
  XAsyncGetStatus,
  XAsyncRun,
  type XblAchievement,
  XblAchievementOrderBy,
  XblAchievementProgressState,
  XblAchievementRarityCategory,
  XblAchievementRewardType,
  XblAchievementsAddAchievementProgressChangeHandler,
  XblAchievementsGetAchievementAsync,
  XblAchievementsGetAchievementResult,
  XblAchievementsGetAchievementsForTitleIdAsync,
  XblAchievementsGetAchievementsForTitleIdResult,
  XblAchievementsManagerAddLocalUser,
  XblAchievementsManagerDoWork,
  type XblAchievementsManagerEvent,
  XblAchievementsManagerEventType,
  XblAchievementsManagerGetAchievement,
  XblAchievementsManagerGetAchievements,
  XblAchievementsManagerIsUserInitialized,
  XblAchievementsManagerRemoveLocalUser,
  XblAchievementsManagerSortOrder,
  XblAchievementsManagerUpdateAchievement,
  XblAchievementsRemoveAchievementProgressChangeHandler,
  XblAchievementsResultCloseHandle,
  XblAchievementsResultDuplicateHandle,
  XblAchievementsResultGetAchievements,
  XblAchievementsResultGetNextAsync,
  XblAchievementsResultGetNextResult,
  type XblAchievementsResultHandle,
  XblAchievementsResultHasNext,
  XblAchievementsUpdateAchievementAsync,
  XblAchievementsUpdateAchievementForTitleIdAsync,
  XblAchievementType,
  XblAchievementUnlockAddNotificationHandler,
  type XblAchievementUnlockEvent,
  XblAchievementUnlockRemoveNotificationHandler,
  XblCleanupAsync,
  XblContextCloseHandle,
  XblContextCreateHandle,
  type XblContextHandle,
  XblGetScid,
  XblInitialize,
  XTaskQueueCreate,
  XTaskQueueDispatch,
  XTaskQueueDispatchMode,
  type XTaskQueueHandle,
  XTaskQueuePort,
} from './xsapi.ts';

const xuid = 2533274800000001n;
const scid = '00000000-0000-0000-0000-00006E756F71';
const titleId = 1853190001;
const user = { xboxUserId: xuid, authorization: 'XBL3.0 x=1;a' };
const listed = [sampleAchievement('1', { percent: 100 }), sampleAchievement('2', { percent: 33 })];

function page(items: readonly unknown[], continuationToken: string | null = null): FakeAnswer {
  const pagingInfo = { continuationToken, totalRecords: items.length };
  return { status: 200, body: { achievements: items, pagingInfo } };
}

type Started = { readonly outbox?: { submit(): Promise<readonly KeptReport[]> } };

function start(script: readonly FakeAnswer[], more: Started = {}) {
  const service = createFakeService(script);
  const { WebSocket, latest } = createFakeSockets();
  const options = {
    baseUrl: 'http://127.0.0.1:1',
    fetch: service.fetch,
    WebSocket,
    authorizeBy: 'header' as const,
    retryWindowMs: 0,
  };
  equal(XblInitialize({ scid, titleId, service: options, ...more }), S_OK);
  return { service, latest };
}

function context(): XblContextHandle {
  const out: Out<XblContextHandle> = {};
  equal(XblContextCreateHandle(user, out), S_OK);
  if (out.value === undefined) throw new Error('no context');
  return out.value;
}

async function update(percent: number, achievementId = '2') {
  const async: XAsyncBlock = {};
  const begun = XblAchievementsUpdateAchievementAsync(
    context(),
    xuid,
    achievementId,
    percent,
    async,
  );
  return begun === S_OK ? XAsyncGetStatus(async, true) : begun;
}

afterEach(async () => {
  const async: XAsyncBlock = {};
  XblCleanupAsync(async);
  await XAsyncGetStatus(async, true);
});

describe('following the pages of the documents', () => {
  test('an achievement is unlocked, and the callback asks how it ended', async () => {
    const { service } = start([{ status: 200, body: {} }]);
    const ended = new Promise<readonly [number, unknown]>((resolve) => {
      const async: XAsyncBlock = {
        context: 'mine',
        callback: (asyncBlock) => resolve([XAsyncGetStatus(asyncBlock, false), asyncBlock.context]),
      };
      const hr = XblAchievementsUpdateAchievementForTitleIdAsync(
        context(),
        xuid,
        titleId,
        scid,
        '2',
        100,
        async,
      );
      equal(hr, S_OK);
      equal(XAsyncGetStatus(async, false), E_PENDING);
    });
    deepEqual(await ended, [S_OK, 'mine']);
    deepEqual(service.seen[0]?.body, {
      action: 'progressUpdate',
      serviceConfigId: scid.toLowerCase(),
      titleId,
      userId: String(xuid),
      achievements: [{ id: '2', percentComplete: 100 }],
    });
  });

  test('the achievements of a title are read page by page', async () => {
    const { service } = start([page([listed[0]], '1'), page([listed[1]])]);
    const async: XAsyncBlock = {};
    XblAchievementsGetAchievementsForTitleIdAsync(
      context(),
      xuid,
      titleId,
      XblAchievementType.Persistent,
      true,
      XblAchievementOrderBy.UnlockTime,
      3,
      1,
      async,
    );
    const size: Out<number> = {};
    const first: Out<XblAchievementsResultHandle> = {};
    equal(XblAchievementsGetAchievementsForTitleIdResult(async, first), E_PENDING);
    equal(await XAsyncGetStatus(async, true), S_OK);
    equal(XAsyncGetResultSize(async, size), S_OK);
    equal(size.value, 8);
    equal(XblAchievementsGetAchievementsForTitleIdResult(async, first), S_OK);
    const hasNext: Out<boolean> = {};
    const second: Out<XblAchievementsResultHandle> = {};
    if (first.value === undefined) throw new Error('no page');
    XblAchievementsResultHasNext(first.value, hasNext);
    equal(hasNext.value, true);
    equal(XblAchievementsResultGetNextAsync(first.value, 5, async), S_OK);
    await XAsyncGetStatus(async, true);
    equal(XblAchievementsResultGetNextResult(async, second), S_OK);
    if (second.value === undefined) throw new Error('no page');
    XblAchievementsResultHasNext(second.value, hasNext);
    equal(hasNext.value, false);
    equal(XblAchievementsResultGetNextAsync(second.value, 5, async), E_BOUNDS);
    deepEqual(
      service.seen.map(({ url }) => new URL(url).search),
      [
        `?titleId=${titleId}&types=Persistent&unlockedOnly=true&orderBy=unlocktime&maxItems=1&skipItems=3`,
        `?titleId=${titleId}&types=Persistent&unlockedOnly=true&orderBy=unlocktime&maxItems=5&continuationToken=1`,
      ],
    );
  });

  test('one achievement comes with its numbers, times and rewards', async () => {
    const rarity = { currentCategory: 'Rare', currentPercentage: 4.5 };
    start([page([{ ...listed[0], rarity, estimatedTime: '1.06:12:14' }])]);
    const [achievement] = await detail();
    equal(achievement?.progressState, XblAchievementProgressState.Achieved);
    equal(achievement?.progression.timeUnlocked, Date.parse('2026-03-01T12:13:14Z') / 1000);
    equal(achievement?.rewards[0]?.rewardType, XblAchievementRewardType.Gamerscore);
    equal(achievement?.rarityCategory, XblAchievementRarityCategory.Rare);
    equal(achievement?.estimatedUnlockTime, ((24 + 6) * 60 + 12) * 60 + 14);
    equal(achievement?.available.endDate, 0);
  });
});

async function detail(): Promise<readonly XblAchievement[]> {
  const async: XAsyncBlock = {};
  XblAchievementsGetAchievementAsync(context(), xuid, scid, '1', async);
  equal(await XAsyncGetStatus(async, true), S_OK);
  const result: Out<XblAchievementsResultHandle> = {};
  equal(XblAchievementsGetAchievementResult(async, result), S_OK);
  const achievements: Out<readonly XblAchievement[]> = {};
  const count: Out<number> = {};
  if (result.value === undefined) throw new Error('no result');
  XblAchievementsResultGetAchievements(result.value, achievements, count);
  equal(count.value, 1);
  return achievements.value ?? [];
}

describe('result codes of an update', () => {
  test('CL-015: a percent above 100 is invalid, and nothing is sent', async () => {
    const { service } = start([{ status: 200, body: {} }]);
    for (const percent of [101, -1, 1.5]) equal(await update(percent), E_INVALIDARG);
    equal(service.seen.length, 0);
  });

  test('CL-016: 304 ends with 0x80190130', async () => {
    start([{ status: 304 }]);
    equal(await update(100), HTTP_E_STATUS_NOT_MODIFIED);
    equal(HTTP_E_STATUS_NOT_MODIFIED, 0x80190130);
  });

  test('CL-016: and so it does by way of an outbox', async () => {
    start([], { outbox: { submit: async () => [kept('Delivered', 'unchanged')] } });
    equal(await update(100), HTTP_E_STATUS_NOT_MODIFIED);
  });

  test('CL-017: what is kept to be delivered later has succeeded', async () => {
    start([], { outbox: { submit: async () => [kept('Queued', null)] } });
    equal(await update(10), S_OK);
  });

  for (const status of [403, 404]) {
    test(`CL-019: ${status} ends with its own code, with an outbox and without`, async () => {
      const reason = { status, message: '' };
      start([], { outbox: { submit: async () => [{ ...kept('Rejected', null), reason }] } });
      equal(await update(10), httpResult(status));
      const async: XAsyncBlock = {};
      XblCleanupAsync(async);
      await XAsyncGetStatus(async, true);
      start([{ status }]);
      equal(await update(10), 0x80190000 + status);
    });
  }

  test('another player’s update is invalid here already', () => {
    start([]);
    equal(XblAchievementsUpdateAchievementAsync(context(), '5', '2', 10, {}), E_INVALIDARG);
  });

  test('CL-023: an answer that is empty ends with a code of its own', async () => {
    start([{ status: 200, body: '' }]);
    const async: XAsyncBlock = {};
    XblAchievementsGetAchievementAsync(context(), xuid, scid, '1', async);
    equal(await XAsyncGetStatus(async, true), WEB_E_INVALID_JSON_STRING);
  });
});

function kept(state: KeptReport['state'], result: KeptReport['result']): KeptReport {
  return { state, result, reason: null };
}

describe('asynchronous blocks', () => {
  test('a cancelled operation ends with E_ABORT, and calls back once', async () => {
    start(['never']);
    let calls = 0;
    const async: XAsyncBlock = {
      callback: () => {
        calls += 1;
      },
    };
    XblAchievementsGetAchievementAsync(context(), xuid, scid, '1', async);
    XAsyncCancel(async);
    equal(await XAsyncGetStatus(async, true), E_ABORT);
    XAsyncCancel(async);
    await new Promise((resolve) => setTimeout(resolve, 0));
    equal(calls, 1);
  });

  test('a block that is in use is invalid, and one that is complete is used again', async () => {
    start([]);
    const async: XAsyncBlock = {};
    equal(
      XAsyncRun(async, () => S_OK),
      S_OK,
    );
    equal(
      XAsyncRun(async, () => S_OK),
      E_INVALIDARG,
    );
    await XAsyncGetStatus(async, true);
    XAsyncRun(async, async () => E_BOUNDS);
    equal(await XAsyncGetStatus(async, true), E_BOUNDS);
  });

  test('work that throws has failed', async () => {
    const async: XAsyncBlock = {};
    XAsyncRun(async, () => {
      throw new Error('broken');
    });
    equal(await XAsyncGetStatus(async, true), E_FAIL);
  });

  test('a block that nothing was begun with is invalid', async () => {
    equal(XAsyncGetStatus({}, false), E_INVALIDARG);
    equal(await XAsyncGetStatus({}, true), E_INVALIDARG);
  });

  test('the result of another operation is not given', async () => {
    const async: XAsyncBlock = {};
    XAsyncRun(async, () => S_OK);
    await XAsyncGetStatus(async, true);
    equal(XblAchievementsGetAchievementResult(async, {}), E_NOT_VALID_STATE);
  });

  test('the callbacks of a manual queue wait until the game dispatches them', async () => {
    const queue: Out<XTaskQueueHandle> = {};
    const { ThreadPool, Manual } = XTaskQueueDispatchMode;
    XTaskQueueCreate(ThreadPool, Manual, queue);
    let calls = 0;
    const async: XAsyncBlock = {
      queue: queue.value ?? null,
      callback: () => {
        calls += 1;
      },
    };
    XAsyncRun(async, () => S_OK);
    await XAsyncGetStatus(async, true);
    if (queue.value === undefined) throw new Error('no queue');
    equal(calls, 0);
    equal(XTaskQueueDispatch(queue.value, XTaskQueuePort.Completion, 0), true);
    equal(XTaskQueueDispatch(queue.value, XTaskQueuePort.Completion, 0), false);
    equal(calls, 1);
  });

  test('result codes are told apart by their highest bit', () => {
    equal(SUCCEEDED(S_OK), true);
    equal(FAILED(HTTP_E_STATUS_NOT_MODIFIED), true);
  });
});

describe('handles', () => {
  test('a page is closed with its last handle', async () => {
    start([page(listed)]);
    const async: XAsyncBlock = {};
    XblAchievementsGetAchievementAsync(context(), xuid, scid, '1', async);
    await XAsyncGetStatus(async, true);
    const result: Out<XblAchievementsResultHandle> = {};
    const copy: Out<XblAchievementsResultHandle> = {};
    XblAchievementsGetAchievementResult(async, result);
    if (result.value === undefined) throw new Error('no result');
    equal(XblAchievementsResultDuplicateHandle(result.value, copy), S_OK);
    XblAchievementsResultCloseHandle(result.value);
    equal(XblAchievementsResultHasNext(result.value, {}), S_OK);
    XblAchievementsResultCloseHandle(copy.value ?? null);
    equal(XblAchievementsResultHasNext(result.value, {}), E_INVALIDARG);
    XblAchievementsResultCloseHandle(null);
  });

  test('with a closed context nothing is begun', () => {
    start([]);
    const handle = context();
    XblContextCloseHandle(handle);
    equal(XblAchievementsGetAchievementAsync(handle, xuid, scid, '1', {}), E_INVALIDARG);
    equal(
      XblAchievementsAddAchievementProgressChangeHandler(handle, () => {}),
      0,
    );
  });

  test('the library starts once, and not without being asked', () => {
    equal(XblContextCreateHandle(user, {}), E_XBL_NOT_INITIALIZED);
    equal(XblAchievementsManagerDoWork({}, {}), E_XBL_NOT_INITIALIZED);
    start([]);
    equal(XblInitialize({ scid, titleId }), E_XBL_ALREADY_INITIALIZED);
    const named: Out<string> = {};
    XblGetScid(named);
    equal(named.value, scid);
    equal(XblContextCreateHandle({ ...user, xboxUserId: 'me' }, {}), E_INVALIDARG);
  });
});

async function turn(): Promise<void> {
  for (let count = 0; count < 4; count += 1) await new Promise((go) => setTimeout(go, 0));
}

const progressed = {
  serviceConfigId: scid.toLowerCase(),
  progression: [
    {
      id: '2',
      requirements: [{ id: '00000000-0000-0000-0000-000000000000', current: '40', target: '100' }],
      progressState: 'InProgress',
      timeUnlocked: '0001-01-01T00:00:00.0000000Z',
    },
  ],
  contractVersion: 1,
};

describe('handlers', () => {
  test('a progress handler hears what changed, until it is removed', async () => {
    const { latest } = start([]);
    const handle = context();
    const heard: unknown[] = [];
    const token = XblAchievementsAddAchievementProgressChangeHandler(
      handle,
      ({ updatedAchievementEntries: [entry], entryCount }, given) => {
        const current = entry?.progression.requirements[0]?.currentProgressValue;
        heard.push([entry?.achievementId, entry?.progressState, current, entryCount, given]);
      },
      'mine',
    );
    await turn();
    latest().open();
    latest().say([1, 1, 0, 4, null]);
    latest().say([3, 4, progressed]);
    latest().say([3, 4, { progression: [] }]);
    deepEqual(heard, [['2', XblAchievementProgressState.InProgress, '40', 1, 'mine']]);
    XblAchievementsRemoveAchievementProgressChangeHandler(handle, token);
    latest().say([3, 4, progressed]);
    equal(heard.length, 1);
  });

  test('an unlock handler hears unlocks, and the device is registered', async () => {
    const { latest, service } = start([{ status: 201, body: { endpointId: 'x' } }]);
    const handle = context();
    const heard: XblAchievementUnlockEvent[] = [];
    const token = XblAchievementUnlockAddNotificationHandler(handle, (event) => heard.push(event));
    await turn();
    latest().open();
    latest().say([1, 1, 0, 0, null]);
    latest().say([3, 0, { service: 'multiplayer' }]);
    latest().say([3, 0, unlock]);
    const [event] = heard;
    equal(heard.length, 1);
    equal(event?.gamerscore, 25n);
    equal(event?.titleId, titleId);
    equal(event?.rarityCategory, XblAchievementRarityCategory.Common);
    const { url, body } = service.seen[0] ?? {};
    equal(url, 'http://127.0.0.1:1/notify/system/notifications/endpoints');
    equal(Reflect.get(Object(body), 'titleId'), String(titleId));
    XblAchievementUnlockRemoveNotificationHandler(handle, token);
    equal(latest().sent.length, 2);
  });
});

const unlock = {
  service: 'achievements',
  achievementId: '2',
  achievementName: 'Ember 2',
  achievementDescription: 'Fired 100 pots',
  achievementIcon: 'https://img.example/2.png',
  titleId: String(titleId),
  gamerscore: 25,
  xuid: String(xuid),
  extendedInfoUrl: 'ms-xbl-6e756f71://achievement/2',
  rarityPercentage: 64.86,
  rarityCategory: 'Common',
  unlockTime: '2026-03-01T12:13:14.7070000Z',
};

describe('the manager', () => {
  test('a player is added, known, updated and removed, each with its result code', async () => {
    const { latest } = start([page(listed)]);
    equal(XblAchievementsManagerIsUserInitialized(xuid), E_INVALIDARG);
    equal(XblAchievementsManagerAddLocalUser(user, null), S_OK);
    equal(XblAchievementsManagerAddLocalUser(user, null), E_UNEXPECTED);
    equal(XblAchievementsManagerIsUserInitialized(xuid), E_FAIL);
    await turn();
    latest().open();
    latest().say([1, 1, 0, 0, null]);
    await turn();
    equal(XblAchievementsManagerIsUserInitialized(xuid), S_OK);
    latest().say([3, 0, progressed]);
    deepEqual(work(), [
      XblAchievementsManagerEventType.LocalUserInitialStateSynced,
      XblAchievementsManagerEventType.AchievementProgressUpdated,
    ]);
    equal(XblAchievementsManagerGetAchievement(xuid, '999', {}), E_BOUNDS);
    const { UnlockTime } = XblAchievementOrderBy;
    const { Unsorted } = XblAchievementsManagerSortOrder;
    equal(XblAchievementsManagerGetAchievements(xuid, UnlockTime, Unsorted, {}), E_INVALIDARG);
    equal(XblAchievementsManagerUpdateAchievement(xuid, '1', 100), E_UNEXPECTED);
    equal(XblAchievementsManagerUpdateAchievement(xuid, '2', 40), E_INVALIDARG);
    equal(XblAchievementsManagerUpdateAchievement(xuid, '2', 41), S_OK);
    equal(XblAchievementsManagerRemoveLocalUser(user), S_OK);
    equal(XblAchievementsManagerRemoveLocalUser(user), E_BOUNDS);
  });

  test('what events unlock is not supported', async () => {
    const { latest } = start([page([sampleAchievement('2', { targets: ['1000'] })])]);
    XblAchievementsManagerAddLocalUser(user);
    await turn();
    latest().open();
    latest().say([1, 1, 3, 0, null]);
    await turn();
    equal(XblAchievementsManagerUpdateAchievement(xuid, '2', 50), E_NOT_SUPPORTED);
  });
});

function work(): readonly number[] {
  const events: Out<readonly XblAchievementsManagerEvent[]> = {};
  XblAchievementsManagerDoWork(events, {});
  return (events.value ?? []).map(({ eventType }) => eventType);
}
