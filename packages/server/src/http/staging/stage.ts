import { setTimeout as wait } from 'node:timers/promises';
import { hosts, type Route } from '@laurel/contract';
import type { WireAnswer, WireRequest } from '../exchange.ts';
import { answerEmpty, type Input, type Operation } from '../operation.ts';
import { serviceError } from '../refuse.ts';
import { throttledAnswer, unavailableMessage } from '../standing-answers.ts';
import type { SwitchBoard } from '../switches.ts';
import type { Fault, FaultRules } from './fault-rules.ts';
import type { LiveLines } from './live-lines.ts';

/** Lets calls go wrong on purpose. In development mode only. */
export type Stage = {
  /** The same operations, which go wrong where a rule says so. */
  under(operations: readonly Operation[]): readonly Operation[];
  /** Whether an answer was made up; it need not be as the operation declares. */
  isStaged(answer: WireAnswer): boolean;
  /** What was made of a request, by the kind of fault; `null` where it was let be. */
  faultOf(request: WireRequest): Fault['kind'] | null;
};

/** What a stage is made of. */
export type StageParts = {
  readonly rules: FaultRules;
  readonly lines: LiveLines;
  readonly switches: Pick<SwitchBoard, 'current'>;
};

/** Where no other is given, in seconds. */
const retryAfterDefault = 5;

/** @returns a stage whose rules are those of `rules` at each call */
export function createStage(parts: StageParts): Stage {
  const staged = new WeakSet<WireAnswer>();
  const faults = new WeakMap<WireRequest, Fault['kind']>();

  function stagedAnswer(answer: WireAnswer): WireAnswer {
    staged.add(answer);
    return answer;
  }

  async function handle(operation: Operation, input: Input<Route>): Promise<WireAnswer> {
    const { route } = operation;
    const fault = parts.rules.strike({
      host: route.host,
      operation: route.id,
      players: playersOf(input),
    });
    if (fault === null) return noted(await operation.handle(input), input);
    faults.set(input.request, fault.kind);
    if (fault.delayMs !== undefined) await wait(fault.delayMs);
    if (!isPerformed(fault)) return stagedAnswer(madeOf(fault, route));
    const answered = noted(await operation.handle(input), input);
    if (fault.kind === 'dropRealtime') parts.lines.cut(playersOf(input)[0] ?? null);
    if (fault.kind === 'fail') return stagedAnswer(madeOf(fault, route));
    if (fault.kind !== 'drop') return answered;
    const cutAfterBytes = fault.at === 'midway' ? Math.ceil(lengthOf(answered) / 2) : 0;
    return stagedAnswer({ ...answered, cutAfterBytes });
  }

  function noted(answer: WireAnswer, input: Input<Route>): WireAnswer {
    if (answer.takeOver === undefined) return answer;
    const player = playersOf(input)[0] ?? '';
    return { ...answer, takeOver: parts.lines.noting(player, answer.takeOver) };
  }

  function madeOf(fault: Fault, { host }: Route): WireAnswer {
    if (fault.kind === 'throttle') return throttled(host, fault.retryAfterSeconds);
    if (fault.kind === 'staleToken') return staleToken;
    if (fault.kind === 'fail') {
      const { status, retryAfterSeconds: seconds } = fault;
      const code = status === 503 ? 5300 : 5000;
      const failed = serviceError(host, { status, code, message: unavailableMessage });
      if (seconds === undefined) return failed;
      return { ...failed, headers: { ...failed.headers, 'retry-after': String(seconds) } };
    }
    return { ...answerEmpty(503), cutAfterBytes: 0 };
  }

  /** As if one more request had come than the service's limit allows. */
  function throttled(host: Route['host'], seconds = retryAfterDefault): WireAnswer {
    const { byService, burstSeconds } = parts.switches.current.rateLimits;
    const maxRequests = byService[hosts[host].service]?.burstMax ?? 100;
    return throttledAnswer({
      retryAfterSeconds: seconds,
      currentRequests: maxRequests + 1,
      maxRequests,
      periodInSeconds: burstSeconds,
    });
  }

  return {
    under: (operations) =>
      operations.map((operation) =>
        operation.route.host === 'management'
          ? operation
          : { route: operation.route, handle: (input) => handle(operation, input) },
      ),
    isStaged: (answer) => staged.has(answer),
    faultOf: (request) => faults.get(request) ?? null,
  };
}

/** Whether the operation is performed all the same. */
function isPerformed(fault: Fault): boolean {
  if (fault.kind === 'fail') return fault.isPerformed === true;
  if (fault.kind === 'drop') return fault.at === 'after' || fault.at === 'midway';
  return fault.kind === 'delay' || fault.kind === 'dropRealtime';
}

/** As for any token that is not valid. Source: wire contract §3.2 [C]. */
const staleToken = answerEmpty(401, {
  'www-authenticate': "Token realm='xboxlive.com', error='token_required'",
});

/** Who asks first, then whom the path names. */
function playersOf({ asker, params }: Input<Route>): readonly string[] {
  const players: string[] = [];
  if (asker?.kind === 'Token' && asker.xuid !== null) players.push(asker.xuid);
  const named: unknown = Object(params).user;
  if (typeof named === 'object' && named !== null && 'xuid' in named) {
    players.push(String(named.xuid));
  }
  return players;
}

function lengthOf({ body }: WireAnswer): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0);
}
