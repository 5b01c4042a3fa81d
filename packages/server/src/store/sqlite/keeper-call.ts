import type { Row, SqlValue } from '../sql/engine.ts';
import type { Reason } from './failure.ts';

/** What the keeper thread is asked. It answers each call before it takes the next. */
export type KeeperCall =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'read'; readonly sql: string; readonly parameters: readonly SqlValue[] }
  /** Move what it can of the log into the file, beside the writer's work. */
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'backup'; readonly to: string }
  /** A file without the secrets. */
  | { readonly kind: 'snapshot'; readonly to: string }
  | { readonly kind: 'close' };

/** What it answers. */
export type KeeperAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'wrong'; readonly lines: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: Reason };
