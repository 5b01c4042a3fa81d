import type { Languages } from '@laurel/domain';
import type { Asker } from '../../../asker.ts';
import { requirePlayer } from '../../../services/ownership.ts';
import type { WireAnswer } from '../../exchange.ts';
import { answer, requireAsker } from '../../operation.ts';
import type { Listener, LiveConnections } from './live.ts';

/** A player's devices and titles together; beyond, new connections are refused. Source: [I]. */
export const connectionsPerPlayerMax = 100;

/** When somebody who has too many connections may try again, in seconds. */
const retryAfterSeconds = 60;

/** @throws {Refusal} `NoUserClaim`: a title's server has no connection of its own */
export function listenerOf(input: { asker: Asker | null; languages: Languages }): Listener {
  const asker = requireAsker(input);
  const owner = requirePlayer(asker);
  if (asker.kind !== 'Token') throw new Error('only a token speaks for a player');
  return { caller: asker, owner, languages: input.languages };
}

/** @returns the refusal of a player who has too many connections. Source: wire contract §13 [D]. */
export function tooMany(
  live: Pick<LiveConnections, 'countOf'>,
  { owner }: Listener,
): WireAnswer | null {
  const count = live.countOf(owner);
  if (count < connectionsPerPlayerMax) return null;
  const limited = answer(429, {
    version: 1,
    currentRequests: count + 1,
    maxRequests: connectionsPerPlayerMax,
    periodInSeconds: retryAfterSeconds,
    limitType: 'Concurrency',
  });
  return { ...limited, headers: { ...limited.headers, 'retry-after': String(retryAfterSeconds) } };
}
