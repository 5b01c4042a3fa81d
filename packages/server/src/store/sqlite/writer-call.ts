import type { Reason } from './failure.ts';
import type { GroupRun } from './packed-group.ts';

/**
 * What the writer thread is called for, besides groups. It answers each call before it takes the
 * next.
 */
export type WriterCall =
  | { readonly kind: 'open'; readonly path: string; readonly fsyncDelayMs: number }
  /** Say how the last group ended. */
  | { readonly kind: 'outcome' }
  /** Move the rest of the log into the file, so that the next commit starts it anew. */
  | { readonly kind: 'restartLog' }
  /**
   * Take the rows of these tables from another database of the same schema; only those of a player
   * where one is named.
   */
  | {
      readonly kind: 'replace';
      readonly from: string;
      readonly tables: readonly string[];
      readonly xuid: string | null;
    }
  /** Empty these tables. */
  | { readonly kind: 'clear'; readonly tables: readonly string[] }
  | { readonly kind: 'close' };

/** How a group ended. */
export type GroupOutcome =
  | ({
      readonly kind: 'committed';
      /** How long the log was when that was last asked. */
      readonly logPages: number;
    } & Omit<GroupRun, 'late'>)
  /** Nothing of it was written. */
  | { readonly kind: 'notCommitted'; readonly reason: Reason };

/** What it answers. */
export type WriterAnswer =
  | { readonly kind: 'done' }
  | GroupOutcome
  /** Nothing of what it was called for was done. */
  | { readonly kind: 'failed'; readonly reason: Reason };
