import type { ServiceName } from '@laurel/contract';
import { countRequest, noRequests, throttledBy } from '@laurel/domain';
import type { LoggedCall } from '../calls/logged-call.ts';
import { documentedRateLimits } from '../switches.ts';
import {
  callerOf,
  grouped,
  type LintMatch,
  type LintRule,
  runsWithin,
  secondsOf,
} from './lint-rule.ts';

/** Calls of one operation that make a burst, and within what time. Source: [I] after [T]. */
const burstCallsMin = 10;
const burstGapMs = 2_000;

/** More calls than the documented limits let through, whether they are on here or not. */
export const rateLimit: LintRule = {
  id: 'rate-limit',
  severity: 'error',
  advice:
    'Keep what was read, batch what is sent, and spread the rest. Calls above the limit are answered 429 and still count.',
  source: 'Fine-Grained Rate Limiting [D]',
  find: (calls) =>
    grouped(calls, (call) => `${call.shown.service} ${callerOf(call)}`).flatMap(overTheLimit),
};

function overTheLimit(calls: readonly LoggedCall[]): readonly LintMatch[] {
  const service = calls[0]?.shown.service ?? '';
  // Services are named by the contract, and so are the limits.
  const limit = documentedRateLimits.byService[service as ServiceName];
  if (limit === undefined) return [];
  const { burstSeconds, sustainSeconds } = documentedRateLimits;
  const limits = {
    burst: { requestsMax: limit.burstMax, seconds: burstSeconds },
    sustain: { requestsMax: limit.sustainMax, seconds: sustainSeconds },
  };
  let counts = noRequests;
  let worst: { max: number; seconds: number } | null = null;
  const over: LoggedCall[] = [];
  for (const call of calls) {
    counts = countRequest(counts, limits, call.atMs);
    const throttled = throttledBy(counts, limits, call.atMs);
    if (throttled === null) continue;
    worst ??= { max: throttled.maxRequests, seconds: throttled.periodInSeconds };
    over.push(call);
  }
  if (worst === null) return [];
  const message = `${over.length} calls to ${service} beyond the limit of ${worst.max} in ${worst.seconds} s for a player and title`;
  return [{ message, calls: over }];
}

/** Many calls at once. */
export const burst: LintRule = {
  id: 'burst',
  severity: 'warning',
  advice:
    'Queue calls and send them one after the other, the same ones together; a burst is what rate limits meet first.',
  source: 'Fine-Grained Rate Limiting [D]; trace analyzer of the SDK, burst detection [T]',
  find: (calls) =>
    grouped(calls, (call) => `${call.shown.operation} ${callerOf(call)}`)
      .flatMap((group) => runsWithin(group, burstGapMs / burstCallsMin))
      .filter((run) => run.length >= burstCallsMin)
      .map((run) => ({
        message: `${run.length} calls of ${run[0]?.shown.operation} within ${secondsOf(run)} s`,
        calls: run,
      })),
};

/** A call before the time that the service named. */
export const ignoredRetryAfter: LintRule = {
  id: 'ignored-retry-after',
  severity: 'error',
  advice:
    'After 429 or 503, wait as many seconds as Retry-After says before the next call of the same kind; calls before that are refused again and count.',
  source: 'Fine-Grained Rate Limiting [D]; the client library keeps it per API [X]',
  find: (calls) =>
    grouped(calls, ({ shown }) => `${shown.operation} ${shown.player}`).flatMap((group) => {
      let freeAtMs = 0;
      let refused: LoggedCall | undefined;
      const matches: LintMatch[] = [];
      for (const call of group) {
        if (refused !== undefined && call.atMs < freeAtMs) {
          const left = Math.ceil((freeAtMs - call.atMs) / 1000);
          const message = `${call.shown.operation} was called again ${left} s before the time that Retry-After named`;
          matches.push({ message, calls: [refused, call] });
        }
        const { retryAfterSeconds: seconds, status } = call.shown;
        if (seconds === null || (status !== 429 && status !== 503)) continue;
        freeAtMs = call.atMs + seconds * 1000;
        refused = call;
      }
      return matches;
    }),
};

/** The shortest wait between tries without a Retry-After. Source: client library [X]. */
const waitMsMin = 2_000;

/** The same request again and again while the service fails. */
export const hastyRetry: LintRule = {
  id: 'hasty-retry',
  severity: 'warning',
  advice: 'Wait 2, 4, 8 … seconds between tries, with some chance in it, and at most a minute.',
  source: 'retries of the client library [X]',
  find: (calls) =>
    grouped(calls, sameRequest).flatMap((group) =>
      runsWithin(group, waitMsMin - 1)
        .filter((run) => run.length >= 3 && run.slice(0, -1).every(isFailed))
        .map((run) => ({
          message: `${run.length} tries of ${run[0]?.shown.operation} within ${secondsOf(run)} s while it failed`,
          calls: run,
        })),
    ),
};

function isFailed({ shown: { status, retryAfterSeconds } }: LoggedCall): boolean {
  return (status >= 500 || status === 0 || status === 429) && retryAfterSeconds === null;
}

/** Refusals that another try does not change. */
const final: ReadonlySet<number> = new Set([400, 403, 404, 405, 406, 409, 410, 412, 413]);

/** The same request again after a refusal that is final. */
export const hopelessRepeat: LintRule = {
  id: 'hopeless-repeat',
  severity: 'warning',
  advice:
    'A 4xx other than 401, 408 and 429 says that the request is wrong: sending it again does not help. Log it, and drop what was to be sent.',
  source: 'the client library does not retry these [X]',
  find: (calls) =>
    grouped(calls, sameRequest)
      .filter((group) => group.length >= 3)
      .filter((group) => group.every(({ shown }) => final.has(shown.status)))
      .map((group) => ({
        message: `${group.length} times the same ${group[0]?.shown.method} that is answered ${group[0]?.shown.status}`,
        calls: group,
      })),
};

function sameRequest(call: LoggedCall): string {
  const { method, host, path, sent } = call.shown;
  return `${callerOf(call)} ${method} ${host} ${path} ${sent}`;
}

/** Calls go on without a token that is good. */
export const staleToken: LintRule = {
  id: 'stale-token',
  severity: 'warning',
  advice:
    'On 401, get a new token once and repeat the call once; when that is refused, too, sign the player in anew.',
  source: 'the client library refreshes once [X]',
  find: (calls) =>
    grouped(calls, ({ shown }) => (shown.service === 'Tokens' ? undefined : shown.host)).flatMap(
      (group) =>
        endless(group).map((run) => ({
          message: `${run.length} calls one after the other to ${run[0]?.shown.host} that were answered 401`,
          calls: run,
        })),
    ),
};

/** Runs of three and more 401. */
function endless(calls: readonly LoggedCall[]): readonly (readonly LoggedCall[])[] {
  const runs: LoggedCall[][] = [[]];
  for (const call of calls) {
    if (call.shown.status === 401) runs.at(-1)?.push(call);
    else if (runs.at(-1)?.length !== 0) runs.push([]);
  }
  return runs.filter((run) => run.length >= 3);
}

/** Connections that are opened again at once. Source: [I] after [X]. */
const connectsMin = 4;
const connectsGapMs = 3_000;

/** Real-time connections opened in a row. */
export const reconnects: LintRule = {
  id: 'reconnects',
  severity: 'warning',
  advice:
    'Keep one real-time connection for each player, and after it is lost wait 0, 1, 4, 9 … seconds, at most a minute, with some chance in it.',
  source: 'reconnects of the client library [X]',
  find: (calls) =>
    grouped(calls, ({ shown }) =>
      shown.operation === 'rta.connect' || shown.operation === 'rta.events'
        ? String(shown.player)
        : undefined,
    )
      .flatMap((group) => runsWithin(group, connectsGapMs))
      .filter((run) => run.length >= connectsMin)
      .map((run) => ({
        message: `${run.length} real-time connections of one player within ${secondsOf(run)} s`,
        calls: run,
      })),
};
