import { deepEqual, equal, match } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AchievementsClient,
  AchievementsManager,
  type ManagerEvent,
  RealtimeConnection,
} from '@laurel/client';
import {
  HTTP_E_STATUS_NOT_MODIFIED,
  type Out,
  S_OK,
  type XAsyncBlock,
  XAsyncGetStatus,
  XblAchievementsUpdateAchievementAsync,
  XblAchievementUnlockAddNotificationHandler,
  type XblAchievementUnlockEvent,
  XblCleanupAsync,
  XblContextCloseHandle,
  XblContextCreateHandle,
  type XblContextHandle,
  XblInitialize,
} from '@laurel/client/xsapi';
import { benchScid, benchTitleDocument, benchTitleId } from '../bench/bench-title.ts';
import { startInstance } from '../conformance/started.ts';

const title = { scid: benchScid, titleId: benchTitleId };

let instance: Awaited<ReturnType<typeof startInstance>>;

async function manage(path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${instance.url.origin}/management${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${instance.managementKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

before(async () => {
  instance = await startInstance();
  const document = benchTitleDocument();
  await manage(`/titles/${benchTitleId}/publish`, { document, sandbox: 'RETAIL', note: 'live' });
});

after(() => instance[Symbol.asyncDispose]());

async function accessOf(xuid: string) {
  await manage('/players', { xuid, gamertag: `Live${xuid.slice(-4)}` });
  const { token, userHash } = Object(await manage('/development/tokens', { kind: 'xsts', xuid }));
  return { xuid, authorization: `XBL3.0 x=${userHash};${token}`, baseUrl: instance.url.origin };
}

/** @returns the next events, as many as asked for */
async function take(manager: AchievementsManager, count: number): Promise<readonly ManagerEvent[]> {
  const events: ManagerEvent[] = [];
  for await (const event of manager) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

describe('the SDK and a real instance', () => {
  for (const authorizeBy of ['header', 'nonce'] as const) {
    test(`an unlock reaches a manager whose connection is authorized by ${authorizeBy}`, async () => {
      const access = await accessOf(
        authorizeBy === 'header' ? '2533274800009001' : '2533274800009002',
      );
      const client = new AchievementsClient(access);
      const realtime = new RealtimeConnection({ ...access, authorizeBy });
      const manager = new AchievementsManager(title);
      const synced = take(manager, 1);
      manager.addLocalUser({ client, realtime });
      await synced;
      equal(manager.getAchievements(access.xuid).length, 50);
      const heard = take(manager, 3);
      deepEqual(await manager.updateAchievement(access.xuid, '12', 40), { result: 'advanced' });
      deepEqual(await manager.updateAchievement(access.xuid, '12', 100), { result: 'advanced' });
      deepEqual(
        (await heard).map(({ kind }) => kind),
        ['AchievementProgressUpdated', 'AchievementProgressUpdated', 'AchievementUnlocked'],
      );
      const { progression } = manager.getAchievement(access.xuid, '12');
      equal(progression.requirements[0]?.current, '100');
      match(progression.timeUnlocked, /^20/);
      manager.close();
      realtime.close();
    });
  }

  test('the documented functions unlock, and the unlock handler hears of it', async () => {
    const { xuid, authorization, baseUrl } = await accessOf('2533274800009003');
    equal(XblInitialize({ ...title, service: { baseUrl } }), S_OK);
    const out: Out<XblContextHandle> = {};
    equal(XblContextCreateHandle({ xboxUserId: xuid, authorization }, out), S_OK);
    const context = out.value as XblContextHandle;
    const heard = new Promise<XblAchievementUnlockEvent>((resolve) => {
      XblAchievementUnlockAddNotificationHandler(context, resolve);
    });
    await subscribed(context);
    const async: XAsyncBlock = {};
    XblAchievementsUpdateAchievementAsync(context, xuid, '13', 100, async);
    equal(await XAsyncGetStatus(async, true), S_OK);
    const { achievementId, gamerscore, titleId } = await heard;
    deepEqual([achievementId, gamerscore, titleId], ['13', 20n, benchTitleId]);
    XblAchievementsUpdateAchievementAsync(context, xuid, '13', 100, async);
    equal(await XAsyncGetStatus(async, true), HTTP_E_STATUS_NOT_MODIFIED);
    XblContextCloseHandle(context);
    XblCleanupAsync(async);
    await XAsyncGetStatus(async, true);
  });
});

/** Waits until the connection tells of its subscriptions: what is unlocked before is not told. */
async function subscribed({ realtime, client }: XblContextHandle): Promise<void> {
  const uri = `https://notify.xboxlive.com/users/xuid(${client.xuid})/deviceId/current/titleId/${benchTitleId}`;
  // Another listener of the same resource hears the same answer.
  await new Promise<void>((resolve) => {
    realtime.subscribe(uri, ({ kind }) => {
      if (kind === 'Active') resolve();
    });
  });
}
