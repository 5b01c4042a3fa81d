import type { HostName, Route } from '@laurel/contract';
import { quoted, Refusal } from '@laurel/domain';
import { IdentityUnavailable, TokenRefusal } from '../services/token-refusal.ts';
import { StoreFailure } from '../store/store.ts';
import type { Address } from './address.ts';
import { BodyCutOff, BodyTooLarge, type WireAnswer } from './exchange.ts';
import { answer, answerEmpty } from './operation.ts';
import { fault, refuse } from './refuse.ts';
import { refuseToken } from './refuse-token.ts';

/** How long a client should wait before it tries again, in seconds. */
const retryAfterSeconds = 5;

/** The path is no path. */
export function malformedPath(host: HostName | null): WireAnswer {
  const message = 'the path is not valid percent-encoding';
  return fault(host, { status: 400, code: 4000, message });
}

/** No operation has that path. */
export function nothingAt(host: HostName, path: string): WireAnswer {
  return fault(host, {
    status: 404,
    code: 28,
    message: `there is nothing at ${path.slice(0, 80)}`,
  });
}

/** Source: wire contract §2.3 [D][I]. */
export function wrongVersion(
  { host, contractVersions }: Route,
  version: string | undefined,
): WireAnswer {
  const message = `contract version ${quoted(version)} is not served; ask for one of ${contractVersions?.join(', ')}`;
  return fault(host, { status: 406, code: 4000, message });
}

/** Turns whatever was thrown into an answer in the shape of the host. */
export function answerTo(host: HostName | null, thrown: unknown): WireAnswer {
  if (thrown instanceof Refusal && host !== null) return refuse(host, thrown);
  if (thrown instanceof TokenRefusal) return refuseToken(thrown);
  if (thrown instanceof StoreFailure || thrown instanceof IdentityUnavailable) {
    return unavailable(host);
  }
  if (thrown instanceof BodyTooLarge) {
    return fault(host, { status: 413, code: 4000, message: thrown.message });
  }
  if (thrown instanceof BodyCutOff) {
    const slow = fault(host, { status: 408, code: 4000, message: thrown.message });
    return { ...slow, headers: { ...slow.headers, connection: 'close' } };
  }
  return fault(host, { status: 500, code: 5000, message: 'the service failed; try again later' });
}

/** What clients are told when it is not their fault. */
export const unavailableMessage = 'the service cannot take this now; try again later';

/**
 * A transient "not now" is never a 4xx: a shipped client would lose the unlock.
 *
 * Source: wire contract §5.6 [X].
 */
export function unavailable(host: HostName | null): WireAnswer {
  const withoutRetry = fault(host, { status: 503, code: 5300, message: unavailableMessage });
  return {
    ...withoutRetry,
    headers: { ...withoutRetry.headers, 'retry-after': String(retryAfterSeconds) },
  };
}

/**
 * A host that has moved; the path and the query go along. Source: document "GET …/{achievementid}",
 * 301 and 307 [D].
 */
export function redirect(
  { location, isPermanent }: { location: string; isPermanent: boolean },
  { segments, search }: Address,
): WireAnswer {
  const path = segments.map(encodeURIComponent).join('/');
  return answerEmpty(isPermanent ? 301 : 307, {
    location: `${location}/${path}${search === '' ? '' : `?${search}`}`,
  });
}

/** The address is right and the method is not. */
export function wrongMethod(host: HostName, allowed: readonly string[]): WireAnswer {
  const message = `this address takes ${allowed.join(', ')}`;
  const refused = fault(host, { status: 405, code: 4000, message });
  return { ...refused, headers: { ...refused.headers, allow: allowed.join(', ') } };
}

/** Too many requests. Source: wire contract §13 [D]. */
export function throttledAnswer({
  retryAfterSeconds: seconds,
  ...counts
}: {
  retryAfterSeconds: number;
  currentRequests: number;
  maxRequests: number;
  periodInSeconds: number;
}): WireAnswer {
  const { currentRequests, maxRequests, periodInSeconds } = counts;
  const body = { version: 1, currentRequests, maxRequests, periodInSeconds, limitType: 'Rate' };
  const limited = answer(429, body);
  return { ...limited, headers: { ...limited.headers, 'retry-after': String(seconds) } };
}
