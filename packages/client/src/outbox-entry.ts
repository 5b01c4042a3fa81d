// tidy: the entry of the package for level 2
/** The offline outbox: reports are kept, and delivered when that is possible. */

export type { ClientOf, Reporter } from './outbox/courier.ts';
export type { Entry, EntryState, Lane, Reason } from './outbox/entry.ts';
export {
  type IndexedDbOptions,
  indexedDbStorage,
  outboxName,
} from './outbox/indexed-db-storage.ts';
export {
  type BackgroundRegistration,
  keepInSync,
  type NetworkTarget,
} from './outbox/keep-in-sync.ts';
export { memoryStorage } from './outbox/memory-storage.ts';
export type { OutboxReport } from './outbox/new-entry.ts';
export { Outbox, type OutboxOptions } from './outbox/outbox.ts';
export type { OutboxSummary } from './outbox/state.ts';
export type {
  OutboxStorage,
  StorageChange,
  StorageSharing,
  StorageWord,
  StoredOutbox,
} from './outbox/storage.ts';
export { type KeptSignIns, keptSignIns, type SignIn } from './worker/kept-sign-ins.ts';
