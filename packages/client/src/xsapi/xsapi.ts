// tidy: the entry of @laurel/client/xsapi, where every documented name is found
/** The documented C functions in TypeScript: the same names, arguments and result codes. */

export * from './enumerations.ts';
export * from './hresult.ts';
export {
  type Out,
  type XAsyncBlock,
  XAsyncCancel,
  type XAsyncCompletionRoutine,
  XAsyncGetResultSize,
  XAsyncGetStatus,
  XAsyncRun,
  XTaskQueueCloseHandle,
  XTaskQueueCreate,
  XTaskQueueDispatch,
  XTaskQueueDispatchMode,
  type XTaskQueueHandle,
  XTaskQueuePort,
} from './xasync.ts';
export type {
  XblAchievement,
  XblAchievementMediaAsset,
  XblAchievementProgression,
  XblAchievementRequirement,
  XblAchievementReward,
} from './xbl-achievement.ts';
export * from './xbl-achievements.ts';
export {
  type uint64_t,
  XblCleanupAsync,
  XblContextCloseHandle,
  XblContextCreateHandle,
  XblContextDuplicateHandle,
  XblContextGetXboxUserId,
  type XblContextHandle,
  XblGetScid,
  type XblInitArgs,
  XblInitialize,
  type XblUserHandle,
} from './xbl-context.ts';
export * from './xbl-handlers.ts';
export * from './xbl-managed.ts';
