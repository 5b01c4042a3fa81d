import { parseProgressEvent } from '../manager/progress-event.ts';
import { resourceUri } from '../realtime/resource-uri.ts';
import { registerDevice, watchUnlocks } from '../realtime/unlock-notification.ts';
import {
  memberOf,
  XblAchievementProgressState,
  XblAchievementRarityCategory,
} from './enumerations.ts';
import { secondsOf, type XblAchievementProgression, xblProgression } from './xbl-achievement.ts';
import { isOpen, type XblContext, type XblContextHandle } from './xbl-context.ts';

/** Names a handler, to remove it; 0 is none. */
export type XblFunctionContext = number;

/** How far one achievement is now. */
export type XblAchievementProgressChangeEntry = {
  readonly achievementId: string;
  readonly progressState: XblAchievementProgressState;
  readonly progression: XblAchievementProgression;
};

/** What one update changed. */
export type XblAchievementProgressChangeEventArgs = {
  readonly updatedAchievementEntries: readonly XblAchievementProgressChangeEntry[];
  readonly entryCount: number;
};

/** Hears of progress. `context` is what was given with it. */
export type XblAchievementsProgressChangeHandler = (
  args: XblAchievementProgressChangeEventArgs,
  context: unknown,
) => void;

/** An unlock, in the language of the device. */
export type XblAchievementUnlockEvent = {
  readonly achievementName: string;
  readonly achievementDescription: string;
  readonly achievementIcon: string;
  readonly achievementId: string;
  readonly gamerscore: bigint;
  readonly titleId: number;
  readonly xboxUserId: bigint;
  readonly deepLink: string;
  readonly rarityPercentage: number;
  readonly rarityCategory: XblAchievementRarityCategory;
  /** In seconds since 1970-01-01. */
  readonly timeUnlocked: number;
};

/** Hears of unlocks. `context` is what was given with it. */
export type XblAchievementUnlockHandler = (
  args: XblAchievementUnlockEvent,
  context: unknown,
) => void;

let handlerCount = 0;
const handlers = new Map<XblFunctionContext, { context: XblContext; leave: () => void }>();

function added(context: XblContext, leave: () => void): XblFunctionContext {
  handlerCount += 1;
  handlers.set(handlerCount, { context, leave });
  return handlerCount;
}

function removed(context: XblContextHandle, functionContext: XblFunctionContext): void {
  const handler = handlers.get(functionContext);
  if (handler?.context !== context) return;
  handlers.delete(functionContext);
  handler.leave();
}

/** Adds a handler for progress of the player in the library's title. @returns 0 if it can't be */
export function XblAchievementsAddAchievementProgressChangeHandler(
  xblContextHandle: XblContextHandle,
  handler: XblAchievementsProgressChangeHandler,
  handlerContext: unknown = null,
): XblFunctionContext {
  if (!isOpen(xblContextHandle) || typeof handler !== 'function') return 0;
  const { client, library, realtime } = xblContextHandle;
  const uri = resourceUri.achievementProgress({ xuid: client.xuid, scid: library.scid });
  const leave = realtime.subscribe(uri, (notice) => {
    if (notice.kind !== 'Event') return;
    const entries = parseProgressEvent(notice.value).map((entry) => ({
      achievementId: entry.id,
      progressState: memberOf(XblAchievementProgressState, entry.progressState),
      progression: xblProgression(entry),
    }));
    if (entries.length === 0) return;
    handler({ updatedAchievementEntries: entries, entryCount: entries.length }, handlerContext);
  });
  return added(xblContextHandle, leave);
}

/** Removes a handler for progress; it is called no more. */
export function XblAchievementsRemoveAchievementProgressChangeHandler(
  xblContextHandle: XblContextHandle,
  functionContext: XblFunctionContext,
): void {
  removed(xblContextHandle, functionContext);
}

/** Adds a handler for unlocks of the player in the library's title. @returns 0 if it can't be */
export function XblAchievementUnlockAddNotificationHandler(
  xblContextHandle: XblContextHandle,
  handler: XblAchievementUnlockHandler,
  handlerContext: unknown = null,
): XblFunctionContext {
  if (!isOpen(xblContextHandle) || typeof handler !== 'function') return 0;
  const { client, library, realtime, transport, languages } = xblContextHandle;
  const source = { xuid: client.xuid, titleId: library.titleId };
  const leave = watchUnlocks(realtime, source, (unlock) =>
    handler(
      {
        achievementName: unlock.achievementName,
        achievementDescription: unlock.achievementDescription,
        achievementIcon: unlock.achievementIcon,
        achievementId: unlock.achievementId,
        gamerscore: BigInt(Math.trunc(unlock.gamerscore)),
        titleId: Number(unlock.titleId),
        xboxUserId: BigInt(client.xuid),
        deepLink: unlock.extendedInfoUrl,
        rarityPercentage: unlock.rarityPercentage ?? 0,
        rarityCategory: memberOf(XblAchievementRarityCategory, unlock.rarityCategory),
        timeUnlocked: secondsOf(unlock.unlockTime),
      },
      handlerContext,
    ),
  );
  // What fails here costs the language, not the notification.
  registerDevice(transport, source, { systemId: systemId(), languages }).catch(() => {});
  return added(xblContextHandle, leave);
}

/** Removes a handler for unlocks; it is called no more. */
export function XblAchievementUnlockRemoveNotificationHandler(
  xblContextHandle: XblContextHandle,
  functionContext: XblFunctionContext,
): void {
  removed(xblContextHandle, functionContext);
}

let ownSystemId: string | undefined;

/** One name for this process; browsers without a secure context have no `randomUUID`. */
function systemId(): string {
  ownSystemId ??=
    globalThis.crypto?.randomUUID?.() ??
    `00000000-0000-4000-8000-${Math.random().toString(16).slice(2, 14).padEnd(12, '0')}`;
  return ownSystemId;
}
