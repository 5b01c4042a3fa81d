import type { AchievementsManager, ManagerEvent } from '../manager/achievements-manager.ts';
import type { SortField, SortOrder } from '../manager/sorting.ts';
import type { Achievement, ProgressState } from '../wire.ts';
import {
  memberOf,
  nameOf,
  XblAchievementOrderBy,
  XblAchievementProgressState,
  XblAchievementsManagerEventType,
  XblAchievementsManagerSortOrder,
} from './enumerations.ts';
import { E_INVALIDARG, E_XBL_NOT_INITIALIZED, type HRESULT, resultOf, S_OK } from './hresult.ts';
import type { Out, XTaskQueueHandle } from './xasync.ts';
import { type XblAchievement, xblAchievement, xblProgression } from './xbl-achievement.ts';
import { libraryManager, type uint64_t, XblContext, type XblUserHandle } from './xbl-context.ts';
import type { XblAchievementProgressChangeEntry } from './xbl-handlers.ts';

/** What happened to a local player. `progressInfo` is null when the first state was synced. */
export type XblAchievementsManagerEvent = {
  readonly progressInfo: XblAchievementProgressChangeEntry | null;
  readonly xboxUserId: bigint;
  readonly eventType: XblAchievementsManagerEventType;
};

/** What the manager found; made by the calls below. */
export class XblAchievementsManagerResult {
  readonly achievements: readonly XblAchievement[];
  handles = 1;

  constructor(achievements: readonly Achievement[]) {
    this.achievements = achievements.map(xblAchievement);
  }
}

/** What the manager found. Every handle is closed. */
export type XblAchievementsManagerResultHandle = XblAchievementsManagerResult;

const managedContexts = new Map<string, XblContext>();

function withManager(work: (manager: AchievementsManager) => void): HRESULT {
  const library = libraryManager();
  if (library === undefined) return E_XBL_NOT_INITIALIZED;
  try {
    work(library.manager);
    return S_OK;
  } catch (thrown) {
    return resultOf(thrown);
  }
}

/** Begins to look after a player. */
export function XblAchievementsManagerAddLocalUser(
  user: XblUserHandle,
  _queue: XTaskQueueHandle | null = null,
): HRESULT {
  return withManager((manager) => {
    const library = libraryManager();
    if (library === undefined) return;
    const context = new XblContext(library, user);
    const { client, realtime } = context;
    manager.addLocalUser({ client, realtime, outbox: library.outbox });
    managedContexts.set(client.xuid, context);
  });
}

/** Forgets a player. */
export function XblAchievementsManagerRemoveLocalUser(user: XblUserHandle): HRESULT {
  const xuid = String(user.xboxUserId);
  return withManager((manager) => {
    manager.removeLocalUser(xuid);
    managedContexts.get(xuid)?.close();
    managedContexts.delete(xuid);
  });
}

/** S_OK once a player's first state is known, E_FAIL until then. */
export function XblAchievementsManagerIsUserInitialized(xboxUserId: uint64_t): HRESULT {
  return withManager((manager) => manager.isUserInitialized(String(xboxUserId)));
}

/** What happened since the last call. */
export function XblAchievementsManagerDoWork(
  achievementsEvents: Out<readonly XblAchievementsManagerEvent[]>,
  achievementsEventsCount: Out<number>,
): HRESULT {
  return withManager((manager) => {
    const events = manager.doWork().map(xblEvent);
    achievementsEvents.value = events;
    achievementsEventsCount.value = events.length;
  });
}

function xblEvent(event: ManagerEvent): XblAchievementsManagerEvent {
  const progressInfo =
    'achievement' in event
      ? {
          achievementId: event.achievement.id,
          progressState: memberOf(XblAchievementProgressState, event.achievement.progressState),
          progression: xblProgression(event.achievement.progression),
        }
      : null;
  const eventType = XblAchievementsManagerEventType[event.kind];
  return { progressInfo, xboxUserId: BigInt(event.xuid), eventType };
}

/** One achievement as it is known. */
export function XblAchievementsManagerGetAchievement(
  xboxUserId: uint64_t,
  achievementId: string,
  achievementResult: Out<XblAchievementsManagerResultHandle>,
): HRESULT {
  return withManager((manager) => {
    const found = manager.getAchievement(String(xboxUserId), achievementId);
    achievementResult.value = new XblAchievementsManagerResult([found]);
  });
}

// tidy: the documented order of arguments
/** All achievements of a player. */
export function XblAchievementsManagerGetAchievements(
  xboxUserId: uint64_t,
  sortField: XblAchievementOrderBy,
  sortOrder: XblAchievementsManagerSortOrder,
  achievementsResult: Out<XblAchievementsManagerResultHandle>,
): HRESULT {
  const sorting = sortingOf(sortField, sortOrder);
  if (sorting === undefined) return E_INVALIDARG;
  const [field, order] = sorting;
  return withManager((manager) => {
    const found = manager.getAchievements(String(xboxUserId), field, order);
    achievementsResult.value = new XblAchievementsManagerResult(found);
  });
}

// tidy: the documented order of arguments
/** A player's achievements of one state. */
export function XblAchievementsManagerGetAchievementsByState(
  xboxUserId: uint64_t,
  sortField: XblAchievementOrderBy,
  sortOrder: XblAchievementsManagerSortOrder,
  achievementState: XblAchievementProgressState,
  achievementsResult: Out<XblAchievementsManagerResultHandle>,
): HRESULT {
  const sorting = sortingOf(sortField, sortOrder);
  const state: ProgressState | undefined = nameOf(XblAchievementProgressState, achievementState);
  if (sorting === undefined || state === undefined) return E_INVALIDARG;
  const [field, order] = sorting;
  return withManager((manager) => {
    const found = manager.getAchievementsByState(String(xboxUserId), state, {
      sortField: field,
      sortOrder: order,
    });
    achievementsResult.value = new XblAchievementsManagerResult(found);
  });
}

/** Reports progress. What becomes of it is told by `XblAchievementsManagerDoWork`. */
export function XblAchievementsManagerUpdateAchievement(
  xboxUserId: uint64_t,
  achievementId: string,
  currentProgress: number,
): HRESULT {
  return withManager((manager) => {
    void manager.updateAchievement(String(xboxUserId), achievementId, currentProgress);
  });
}

/** What was found. */
export function XblAchievementsManagerResultGetAchievements(
  resultHandle: XblAchievementsManagerResultHandle,
  achievements: Out<readonly XblAchievement[]>,
  achievementsCount: Out<number>,
): HRESULT {
  if (!isResult(resultHandle)) return E_INVALIDARG;
  achievements.value = resultHandle.achievements;
  achievementsCount.value = resultHandle.achievements.length;
  return S_OK;
}

/** One more handle of the same result; each is closed. */
export function XblAchievementsManagerResultDuplicateHandle(
  handle: XblAchievementsManagerResultHandle,
  duplicatedHandle: Out<XblAchievementsManagerResultHandle>,
): HRESULT {
  if (!isResult(handle)) return E_INVALIDARG;
  handle.handles += 1;
  duplicatedHandle.value = handle;
  return S_OK;
}

/** Closes a handle. */
export function XblAchievementsManagerResultCloseHandle(
  handle: XblAchievementsManagerResultHandle | null,
): void {
  if (isResult(handle)) handle.handles -= 1;
}

function sortingOf(
  sortField: XblAchievementOrderBy,
  sortOrder: XblAchievementsManagerSortOrder,
): readonly [SortField, SortOrder] | undefined {
  const field = nameOf(XblAchievementOrderBy, sortField);
  const order = nameOf(XblAchievementsManagerSortOrder, sortOrder);
  return field === undefined || order === undefined ? undefined : [field, order];
}

function isResult(handle: unknown): handle is XblAchievementsManagerResult {
  return handle instanceof XblAchievementsManagerResult && handle.handles > 0;
}
