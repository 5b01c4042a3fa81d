import type { WireAnswer, WireRequest } from './exchange.ts';
import { answerEmpty } from './operation.ts';

/** An origin whose pages may read answers: itself, every one, or any on this machine. */
export type AllowedOrigin = string | '*' | 'loopback';

/** Lets browsers hand answers to pages of other origins. */
export type CrossOrigin = {
  /** What a browser asks before the request of such a page; `null` for any other request. */
  preflight(request: WireRequest): WireAnswer | null;
  /** Says that the page may read the answer. */
  mark(request: WireRequest, answer: WireAnswer): WireAnswer;
};

/** How long a browser may remember what it was told, in seconds; browsers cut it to two hours. */
const rememberSeconds = 7200;

/** Headers of answers that pages may read beside those that they always may. */
const readable = 'Retry-After, X-XblCorrelationId, MS-CV';

const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';

/** Names of headers, as a browser lists them. */
const headerNames = /^[!#$%&'*+\-.^_`|~0-9A-Za-z, ]{1,1000}$/;

/**
 * Answers are given only to who sends a token, never by a cookie, so a page gets no right of its
 * reader's by this; it is closed where nothing is configured all the same.
 *
 * Source: Fetch standard, "CORS protocol".
 */
export function createCrossOrigin(allowed: readonly AllowedOrigin[]): CrossOrigin {
  function originOf({ headers }: WireRequest): string | null {
    const { origin } = headers;
    return origin !== undefined && isAllowed(origin, allowed) ? origin : null;
  }

  return {
    preflight(request) {
      if (request.method !== 'OPTIONS') return null;
      const origin = originOf(request);
      const asked = request.headers['access-control-request-headers'] ?? '';
      if (origin === null || request.headers['access-control-request-method'] === undefined) {
        return null;
      }
      return answerEmpty(204, {
        'access-control-allow-methods': methods,
        ...(headerNames.test(asked) && { 'access-control-allow-headers': asked }),
        'access-control-max-age': String(rememberSeconds),
      });
    },
    mark(request, answer) {
      const origin = originOf(request);
      if (origin === null) return answer;
      const headers = {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': readable,
        ...answer.headers,
        vary: answer.headers.vary === undefined ? 'Origin' : `Origin, ${answer.headers.vary}`,
      };
      return { ...answer, headers };
    },
  };
}

function isAllowed(origin: string, allowed: readonly AllowedOrigin[]): boolean {
  // No page has a longer one, and it goes into a header of the answer.
  if (origin.length > 300 || !/^[\x21-\x7e]+$/.test(origin)) return false;
  if (allowed.includes('*') || allowed.includes(origin.toLowerCase())) return true;
  return allowed.includes('loopback') && isLoopback(origin);
}

function isLoopback(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/i.test(origin);
}
