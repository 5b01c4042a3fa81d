import { createLocalJWKSet, errors, type JSONWebKeySet, type LocalJWKSet } from 'jose';
import type { Clock } from '../clock.ts';
import { isSafeAddress } from './identity-config.ts';
import { IdentityUnavailable } from './token-refusal.ts';

/** What an issuer says of itself. */
export type IssuerFacts = {
  readonly keys: LocalJWKSet;
  /** Where its users sign in; `null` where it names no such page. */
  readonly authorizationEndpoint: string | null;
};

/** Asks an issuer for its keys, and remembers them. */
export type IssuerKeys = {
  /**
   * @param atLeast what was not good enough: asks again, unless the issuer was asked a moment ago
   * @throws {IdentityUnavailable}
   */
  facts(atLeast?: { newerThan: IssuerFacts }): Promise<IssuerFacts>;
};

/** What the requests to an issuer may cost, and how long an answer is good for. */
export const issuerLimits = {
  timeoutMs: 5_000,
  answerBytesMax: 256 * 1024,
  freshMs: 10 * 60 * 1000,
  /** Keys are used for so long where the issuer can't be asked again. */
  staleMs: 24 * 60 * 60 * 1000,
  /** Tokens that name unknown keys make it ask again no more often than this. */
  againAfterMs: 30_000,
} as const;

type Remembered = { readonly facts: IssuerFacts; readonly fetchedAtMs: number };

/**
 * Reads `<issuer>/.well-known/openid-configuration` and the JWKS it names, one request at a time.
 *
 * Source: OpenID Connect Discovery 1.0, 4.
 */
export function createIssuerKeys({
  issuer,
  clock,
  fetch,
}: {
  issuer: string;
  clock: Clock;
  fetch: typeof globalThis.fetch;
}): IssuerKeys {
  let remembered: Remembered | null = null;
  let asking: Promise<IssuerFacts> | null = null;
  let triedAtMs = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<IssuerFacts> {
    triedAtMs = clock.milliseconds();
    try {
      const facts = await discover(issuer, fetch);
      remembered = { facts, fetchedAtMs: clock.milliseconds() };
      return facts;
    } catch (cause) {
      if (remembered && isWithin(remembered.fetchedAtMs, issuerLimits.staleMs)) {
        return remembered.facts;
      }
      throw new IdentityUnavailable(`issuer ${issuer} did not give its keys`, { cause });
    }
  }

  function askOnce(): Promise<IssuerFacts> {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  /** A clock that was put back makes everything too old. */
  function isWithin(sinceMs: number, lengthMs: number): boolean {
    const ageMs = clock.milliseconds() - sinceMs;
    return ageMs >= 0 && ageMs < lengthMs;
  }

  return {
    async facts(atLeast) {
      if (remembered === null) return askOnce();
      const isTooOld = !isWithin(remembered.fetchedAtMs, issuerLimits.freshMs);
      const isNotEnough = atLeast?.newerThan === remembered.facts;
      if (!isTooOld && !isNotEnough) return remembered.facts;
      return isWithin(triedAtMs, issuerLimits.againAfterMs) ? remembered.facts : askOnce();
    },
  };
}

async function discover(issuer: string, fetch: typeof globalThis.fetch): Promise<IssuerFacts> {
  const base = issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
  const document = await fetchJson(`${base}/.well-known/openid-configuration`, fetch);
  if (memberOf(document, 'issuer') !== issuer) {
    throw new Error(`the discovery document of ${issuer} is about another issuer`);
  }
  const keysAddress = memberOf(document, 'jwks_uri');
  if (keysAddress === null) throw new Error(`issuer ${issuer} names no keys`);
  const endpoint = memberOf(document, 'authorization_endpoint');
  const keySet = (await fetchJson(keysAddress, fetch)) as JSONWebKeySet;
  return {
    keys: createLocalJWKSet(keySet),
    authorizationEndpoint: endpoint !== null && isSafeAddress(endpoint) ? endpoint : null,
  };
}

function memberOf(document: unknown, name: string): string | null {
  const value =
    typeof document === 'object' && document !== null ? Reflect.get(document, name) : null;
  return typeof value === 'string' ? value : null;
}

async function fetchJson(address: string, fetch: typeof globalThis.fetch): Promise<unknown> {
  if (!isSafeAddress(address)) throw new Error('keys must come from an https address');
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(issuerLimits.timeoutMs),
  });
  if (!response.ok || response.body === null) {
    throw new Error(`the issuer answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > issuerLimits.answerBytesMax) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Whether a token failed because its key is not among those that are known. */
export function isUnknownKey(thrown: unknown): boolean {
  return thrown instanceof errors.JWKSNoMatchingKey;
}
