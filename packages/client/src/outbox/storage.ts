import type { Entry } from './entry.ts';

/** What a storage was found to hold. */
export type StoredOutbox = {
  /** In any order; each id once. */
  readonly entries: readonly Entry[];
  /** Pieces that could not be read any more. They are kept aside where that is possible. */
  readonly damaged: number;
};

/** What is to be kept from now on, all of it or nothing. */
export type StorageChange = {
  /** New ones, and new versions of known ones. */
  readonly put: readonly Entry[];
  /** Ids; unknown ones are no mistake. */
  readonly remove: readonly string[];
};

/** What outboxes on one storage tell each other. */
export type StorageWord = 'changed' | 'sync';

/**
 * Where an outbox keeps its entries. Bring your own by implementing this; ours are `memoryStorage`,
 * `indexedDbStorage` and, in Node, `fileStorage`.
 */
export type OutboxStorage = {
  /** @throws {ClientError} `storage_failed`; `outbox_in_use` where only one may have it open */
  load(): Promise<StoredOutbox>;
  /**
   * Resolved when it will be there after a power cut.
   *
   * @throws {ClientError} `storage_full` or `storage_failed`; then nothing of it is kept
   */
  write(change: StorageChange): Promise<void>;
  /** Lets it go: it can be opened anew. */
  close(): Promise<void>;
  /** Present where several outboxes may share one storage, as browser tabs do. */
  readonly sharing?: StorageSharing | undefined;
};

/** How outboxes on one storage get along: one of them leads, and is the only one that sends. */
export type StorageSharing = {
  /**
   * Asks to lead, for as long as the returned function is not called.
   *
   * @param led is called when it is our turn
   * @returns ends our turn
   */
  lead(led: () => void): () => void;
  /** Calls back with what others tell. @returns what ends that */
  listen(hear: (word: StorageWord) => void): () => void;
  /** Tells the others. */
  tell(word: StorageWord): void;
};
