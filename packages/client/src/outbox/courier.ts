import type { AchievementsClient, UpdateResult } from '../achievements-client.ts';
import { ClientError } from '../client-error.ts';
import type { Entry, Lane, Reason } from './entry.ts';

/** Finds the client that reports for a lane; `undefined` while that player is not signed in. */
export type ClientOf = (lane: Lane) => Reporter | undefined | Promise<Reporter | undefined>;

/** What can report: a client of level 1. */
export type Reporter = Pick<AchievementsClient, 'update'>;

/** What a request came to. */
export type Delivery =
  | { readonly kind: 'Taken'; readonly result: UpdateResult['result'] }
  | { readonly kind: 'Refused'; readonly reason: Reason }
  | { readonly kind: 'Failed'; readonly reason: Reason; readonly retryAfterMs: number | null };

/** Sends the reports of one lane in one request. Never throws. */
export async function deliver(
  clientOf: ClientOf,
  { lane, entries, signal }: { lane: Lane; entries: readonly Entry[]; signal: AbortSignal },
): Promise<Delivery> {
  try {
    const client = await clientOf(lane);
    if (client === undefined) throw new ClientError('token_failed', 'the player is not signed in');
    const { scid, titleId } = lane;
    const reports = entries.map(({ achievementId: id, percent: percentComplete, earnedAt }) => {
      return { id, percentComplete, earnedAt };
    });
    const { result } = await client.update(
      { scid, ...(titleId !== null && { titleId }), signal },
      reports,
    );
    return { kind: 'Taken', result };
  } catch (thrown) {
    return failureOf(thrown);
  }
}

/** Statuses that say nothing about the report itself. */
const passing: readonly number[] = [401, 408, 429];

/**
 * A 4xx is final, but for those that may pass; so is what no service would be asked. Everything
 * else may be taken later. Source: wire contract §5.6 and §12 [X][I].
 */
function failureOf(thrown: unknown): Delivery {
  const error =
    thrown instanceof ClientError
      ? thrown
      : new ClientError('network', `the report could not be sent: ${String(thrown)}`);
  const { code, status, retryAfterMs } = error;
  const reason: Reason = { code, status, message: error.message.slice(0, 500) };
  const isFinal = status >= 400 && status < 500 && !passing.includes(status);
  if (isFinal || code === 'invalid_argument') return { kind: 'Refused', reason };
  return { kind: 'Failed', reason, retryAfterMs };
}
