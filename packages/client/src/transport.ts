import { type AuthorizationSource, createAuthorization } from './authorization.ts';
import { ClientError, codeOf } from './client-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Answer, type Call, type Destination, exchange } from './exchange.ts';
import { attemptMsMin, isRetried, retryDelayMs } from './retry.ts';
import { pause, within } from './stop.ts';

/** What a client needs to reach a service. */
export type TransportOptions = {
  /** Where the instance is, such as `http://127.0.0.1:4000`; without it, the real hosts. */
  readonly baseUrl?: string | undefined;
  readonly authorization: AuthorizationSource;
  /** Preferred languages of texts, best first, such as `['fr-FR', 'en']`. */
  readonly languages?: readonly string[] | undefined;
  /** How long one attempt may take, in milliseconds; 20,000 when nothing is said. */
  readonly timeoutMs?: number | undefined;
  /** How long a call goes on with its attempts, in milliseconds; 20,000 when nothing is said. */
  readonly retryWindowMs?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
  /** A number from 0 to 1, as `Math.random` gives it. */
  readonly random?: (() => number) | undefined;
  /** Whether there is a network at all; without one nothing is tried again. */
  readonly isOnline?: (() => boolean) | undefined;
};

/** Performs calls, each with its retries. @throws {ClientError} by the result */
export type Transport = (call: Call) => Promise<Answer>;

/**
 * Retries, waits and renews the authorization as shipped clients do.
 *
 * Source: wire contract §5.6, §5.7 [X].
 */
export function createTransport(options: TransportOptions): Transport {
  const { timeoutMs = 20_000, retryWindowMs = 20_000, clock = systemClock } = options;
  const { random = Math.random, isOnline = hasNetwork } = options;
  const authorization = createAuthorization(options.authorization);
  const waits = createWaits(clock);
  const destination: Destination = {
    root: options.baseUrl?.replace(/\/+$/, ''),
    languages: options.languages ?? [],
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  };

  async function attempt(call: Call, header: string, limitMs: number): Promise<Answer> {
    return within({ clock, limitMs, signal: call.signal }, (signal) =>
      exchange(destination, call, { authorization: header, signal }),
    );
  }

  /** Makes one attempt, and another with a renewed authorization when the service wants that. */
  async function attemptAuthorized(call: Call, limitMs: number, state: { isRenewed: boolean }) {
    const header = await authorization.current();
    try {
      return await attempt(call, header, limitMs);
    } catch (thrown) {
      const isRefused = thrown instanceof ClientError && thrown.status === 401;
      if (!isRefused || state.isRenewed) throw thrown;
      state.isRenewed = true;
      const renewed = await authorization.renew(header);
      if (renewed === undefined) throw thrown;
      return attempt(call, renewed, limitMs);
    }
  }

  return async (call) => {
    waits.refuse(call.api);
    const endsAt = clock.now() + retryWindowMs;
    const state = { isRenewed: false };
    for (let attempts = 1; ; attempts += 1) {
      const limitMs = Math.min(timeoutMs, Math.max(endsAt - clock.now(), attemptMsMin));
      try {
        return await attemptAuthorized(call, limitMs, state);
      } catch (thrown) {
        if (!(thrown instanceof ClientError) || !isRetried(thrown)) throw thrown;
        waits.remember(call.api, thrown);
        const delayMs = retryDelayMs(thrown, { attempts, random: random() });
        if (clock.now() + delayMs + attemptMsMin > endsAt || !isOnline()) throw thrown;
        await pause(clock, delayMs, call.signal);
      }
    }
  };
}

/** Only browsers know, and only when there is none. */
function hasNetwork(): boolean {
  return Reflect.get(globalThis.navigator ?? {}, 'onLine') !== false;
}

/** What services said about waiting: until then a call fails at once, with what was said last. */
function createWaits(clock: Clock) {
  const waits = new Map<Call['api'], { until: number; status: number }>();
  return {
    refuse(api: Call['api']): void {
      const wait = waits.get(api);
      const retryAfterMs = wait === undefined ? 0 : wait.until - clock.now();
      if (wait === undefined || retryAfterMs <= 0) return;
      const { status } = wait;
      const seconds = Math.ceil(retryAfterMs / 1000);
      const message = `the service asked to wait ${seconds} s more; nothing was sent`;
      throw new ClientError(codeOf(status), message, { status, retryAfterMs });
    },
    remember(api: Call['api'], { status, retryAfterMs }: ClientError): void {
      if (retryAfterMs !== null) waits.set(api, { until: clock.now() + retryAfterMs, status });
    },
  };
}
