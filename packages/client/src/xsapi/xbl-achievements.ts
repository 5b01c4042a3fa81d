import { isObject } from '../json.ts';
import type { AchievementsQuery } from '../query.ts';
import type { Achievement, Page } from '../wire.ts';
import { nameOf, XblAchievementOrderBy, XblAchievementType } from './enumerations.ts';
import {
  E_BOUNDS,
  E_FAIL,
  E_INVALIDARG,
  type HRESULT,
  HTTP_E_STATUS_NOT_MODIFIED,
  httpResult,
  S_OK,
} from './hresult.ts';
import { type AsyncEnd, beginAsync, type Out, takeResult, type XAsyncBlock } from './xasync.ts';
import { type XblAchievement, xblAchievement } from './xbl-achievement.ts';
import { isOpen, type uint64_t, type XblContext, type XblContextHandle } from './xbl-context.ts';

/** One page of achievements, and what asks for the next; freed when its last handle is closed. */
export class XblAchievementsResult {
  readonly context: XblContext;
  readonly query: AchievementsQuery;
  readonly continuationToken: string | null;
  readonly achievements: readonly XblAchievement[];
  handles = 1;

  constructor(context: XblContext, query: AchievementsQuery, page: Page<Achievement>) {
    this.context = context;
    this.query = query;
    this.continuationToken = page.continuationToken;
    this.achievements = page.items.map(xblAchievement);
  }
}

/** A page of achievements. Every handle is closed by `XblAchievementsResultCloseHandle`. */
export type XblAchievementsResultHandle = XblAchievementsResult;

// tidy: the documented order of arguments
/** Lists a title's achievements for a player. 0 for `maxItems` leaves it to the service. */
export function XblAchievementsGetAchievementsForTitleIdAsync(
  xboxLiveContext: XblContextHandle,
  xboxUserId: uint64_t,
  titleId: number,
  type: XblAchievementType,
  unlockedOnly: boolean,
  orderBy: XblAchievementOrderBy,
  skipItems: number,
  maxItems: number,
  async: XAsyncBlock,
): HRESULT {
  const orderName = nameOf(XblAchievementOrderBy, orderBy);
  const typeName = nameOf(XblAchievementType, type);
  const areKnown = orderName !== undefined && typeName !== undefined && typeName !== 'Unknown';
  if (!isOpen(xboxLiveContext) || !areKnown || !isObject(async)) return E_INVALIDARG;
  const query: AchievementsQuery = {
    xuid: String(xboxUserId),
    titleIds: [titleId],
    types: typeName === 'All' ? undefined : typeName,
    unlockedOnly,
    orderBy: orderNames[orderName],
    skipItems: skipItems > 0 ? skipItems : undefined,
    maxItems: maxItems > 0 ? maxItems : undefined,
  };
  return beginList(xboxLiveContext, query, async);
}

const orderNames = { DefaultOrder: undefined, TitleId: 'Title', UnlockTime: 'UnlockTime' } as const;

/** The result of `XblAchievementsGetAchievementsForTitleIdAsync`. */
export function XblAchievementsGetAchievementsForTitleIdResult(
  async: XAsyncBlock,
  result: Out<XblAchievementsResultHandle>,
): HRESULT {
  return takeResult(async, XblAchievementsResult, result);
}

/** The achievements of a page. */
export function XblAchievementsResultGetAchievements(
  resultHandle: XblAchievementsResultHandle,
  achievements: Out<readonly XblAchievement[]>,
  achievementsCount: Out<number>,
): HRESULT {
  if (!isResult(resultHandle)) return E_INVALIDARG;
  achievements.value = resultHandle.achievements;
  achievementsCount.value = resultHandle.achievements.length;
  return S_OK;
}

/** Whether there is another page. */
export function XblAchievementsResultHasNext(
  resultHandle: XblAchievementsResultHandle,
  hasNext: Out<boolean>,
): HRESULT {
  if (!isResult(resultHandle)) return E_INVALIDARG;
  hasNext.value = resultHandle.continuationToken !== null;
  return S_OK;
}

/** Asks for the next page; E_BOUNDS on the last one. */
export function XblAchievementsResultGetNextAsync(
  resultHandle: XblAchievementsResultHandle,
  maxItems: number,
  async: XAsyncBlock,
): HRESULT {
  if (!isResult(resultHandle) || !isObject(async)) return E_INVALIDARG;
  const { context, query, continuationToken } = resultHandle;
  if (!isOpen(context)) return E_INVALIDARG;
  if (continuationToken === null) return E_BOUNDS;
  const next = { ...query, maxItems: maxItems > 0 ? maxItems : undefined, continuationToken };
  return beginList(context, next, async);
}

/** The result of `XblAchievementsResultGetNextAsync`: a handle of its own. */
export function XblAchievementsResultGetNextResult(
  async: XAsyncBlock,
  result: Out<XblAchievementsResultHandle>,
): HRESULT {
  return takeResult(async, XblAchievementsResult, result);
}

/** One more handle of the same page; each is closed. */
export function XblAchievementsResultDuplicateHandle(
  handle: XblAchievementsResultHandle,
  duplicatedHandle: Out<XblAchievementsResultHandle>,
): HRESULT {
  if (!isResult(handle)) return E_INVALIDARG;
  handle.handles += 1;
  duplicatedHandle.value = handle;
  return S_OK;
}

/** Closes a handle; nothing can be asked of a page once its last one is closed. */
export function XblAchievementsResultCloseHandle(handle: XblAchievementsResultHandle | null): void {
  if (isResult(handle)) handle.handles -= 1;
}

// tidy: the documented order of arguments
/** Reads one achievement of a player; its page holds one. */
export function XblAchievementsGetAchievementAsync(
  xboxLiveContext: XblContextHandle,
  xboxUserId: uint64_t,
  serviceConfigurationId: string,
  achievementId: string,
  async: XAsyncBlock,
): HRESULT {
  if (!isOpen(xboxLiveContext) || !isObject(async)) return E_INVALIDARG;
  return beginAsync(async, async (signal) => {
    const one = await xboxLiveContext.client.detail({
      scid: serviceConfigurationId,
      id: achievementId,
      xuid: String(xboxUserId),
      signal,
    });
    const page = { items: [one], totalRecords: 1, continuationToken: null };
    return { status: S_OK, payload: new XblAchievementsResult(xboxLiveContext, {}, page) };
  });
}

/** The result of `XblAchievementsGetAchievementAsync`. */
export function XblAchievementsGetAchievementResult(
  async: XAsyncBlock,
  result: Out<XblAchievementsResultHandle>,
): HRESULT {
  return takeResult(async, XblAchievementsResult, result);
}

// tidy: the documented order of arguments
/** Updates an achievement of the title that the library was started for. */
export function XblAchievementsUpdateAchievementAsync(
  xboxLiveContext: XblContextHandle,
  xboxUserId: uint64_t,
  achievementId: string,
  percentComplete: number,
  async: XAsyncBlock,
): HRESULT {
  if (!isOpen(xboxLiveContext)) return E_INVALIDARG;
  const { titleId, scid } = xboxLiveContext.library;
  return XblAchievementsUpdateAchievementForTitleIdAsync(
    xboxLiveContext,
    xboxUserId,
    titleId,
    scid,
    achievementId,
    percentComplete,
    async,
  );
}

// tidy: the documented order of arguments
/**
 * Updates an achievement. With an outbox it ends with S_OK once the update is delivered, or kept
 * to be delivered later; HTTP_E_STATUS_NOT_MODIFIED tells that the service has as much already.
 *
 * @param percentComplete 1 to 100; above 100 is E_INVALIDARG, and nothing is sent
 *
 * Source: documents 000 and 001; wire contract §5.6, U1 [D][X].
 */
export function XblAchievementsUpdateAchievementForTitleIdAsync(
  xboxLiveContext: XblContextHandle,
  xboxUserId: uint64_t,
  titleId: number,
  serviceConfigurationId: string,
  achievementId: string,
  percentComplete: number,
  async: XAsyncBlock,
): HRESULT {
  if (!isOpen(xboxLiveContext) || !isObject(async)) return E_INVALIDARG;
  const isPercent = Number.isInteger(percentComplete) && percentComplete >= 0;
  if (!isPercent || percentComplete > 100 || achievementId === '') return E_INVALIDARG;
  const { client, library } = xboxLiveContext;
  const xuid = String(xboxUserId);
  if (xuid !== client.xuid) return E_INVALIDARG;
  const report = { id: achievementId, percentComplete };
  const place = { scid: serviceConfigurationId, titleId };
  return beginAsync(async, async (signal): Promise<AsyncEnd> => {
    if (library.outbox === undefined) {
      const { result } = await client.update({ ...place, signal }, report);
      return { status: result === 'unchanged' ? HTTP_E_STATUS_NOT_MODIFIED : S_OK };
    }
    const [kept] = await library.outbox.submit({ xuid, ...place, ...report });
    if (kept?.state === 'Rejected') {
      return { status: kept.reason?.status ? httpResult(kept.reason.status) : E_FAIL };
    }
    return { status: kept?.result === 'unchanged' ? HTTP_E_STATUS_NOT_MODIFIED : S_OK };
  });
}

function beginList(context: XblContext, query: AchievementsQuery, async: XAsyncBlock): HRESULT {
  return beginAsync(async, async (signal) => {
    const page = await context.client.list({ ...query, signal });
    return { status: S_OK, payload: new XblAchievementsResult(context, query, page) };
  });
}

function isResult(handle: unknown): handle is XblAchievementsResult {
  return handle instanceof XblAchievementsResult && handle.handles > 0;
}
