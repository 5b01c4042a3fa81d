/** The SDK. No runtime dependency; runs in browsers and in Node. */

export * from './core-entry.ts';
export {
  AchievementsManager,
  type ManagerEvent,
  type ManagerOptions,
  type ReportOutcome,
} from './manager/achievements-manager.ts';
export type { KeptReport, LocalUser, ReportKeeper } from './manager/local-player.ts';
export { ManagerError, type ManagerErrorCode } from './manager/manager-error.ts';
export type { SortField, SortOrder } from './manager/sorting.ts';
export {
  type ConnectionNotice,
  RealtimeConnection,
  type RealtimeOptions,
  type ResourceNotice,
} from './realtime/realtime-connection.ts';
export { resourceUri } from './realtime/resource-uri.ts';
export type { SocketConstructor } from './realtime/socket.ts';
