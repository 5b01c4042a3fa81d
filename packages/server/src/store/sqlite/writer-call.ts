import type { Reason } from './failure.ts';
import type { GroupRun, PackedGroup } from './packed-group.ts';

/** What the writer thread is asked. It answers each call before it takes the next. */
export type WriterCall =
  | { readonly kind: 'open'; readonly path: string; readonly fsyncDelayMs: number }
  | { readonly kind: 'commit'; readonly group: PackedGroup }
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

/** What it answers. */
export type WriterAnswer =
  | { readonly kind: 'done' }
  | ({
      readonly kind: 'committed';
      /** How long the log was when that was last asked. */
      readonly logPages: number;
    } & GroupRun)
  /** Nothing of the group was written; its bytes are given back. */
  | { readonly kind: 'notCommitted'; readonly reason: Reason; readonly bytes: ArrayBuffer }
  /** Nothing of another call was done. */
  | { readonly kind: 'failed'; readonly reason: Reason };
