// tidy: the entry of the package for level 1 alone
/** Level 1 and nothing else: for pages that only read and report. */

export {
  AchievementsClient,
  type ClientOptions,
  type Profile,
  type ProfileOptions,
  type UpdateResult,
} from './achievements-client.ts';
export type { AuthorizationSource } from './authorization.ts';
export { type AnswerFacts, ClientError, type ClientErrorCode } from './client-error.ts';
export { type Clock, systemClock } from './clock.ts';
export type { AchievementsQuery, CallOptions, PageQuery, TitleHistoryQuery } from './query.ts';
export type { TransportOptions } from './transport.ts';
export type * from './wire.ts';
