import { type HostName, hosts, type Route } from '@laurel/contract';
import { andThen } from '../and-then.ts';
import type { Asker } from '../asker.ts';
import { systemClock } from '../clock.ts';
import { hostOf } from './address.ts';
import { createCorrelationIds } from './correlation.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { createDestinations, type Destination } from './destination.ts';
import type { WireAnswer, WireRequest } from './exchange.ts';
import type { Faults } from './faults.ts';
import { createLanguages } from './languages.ts';
import type { Input, Operation } from './operation.ts';
import type { OwnPages } from './own-pages.ts';
import { plainBody } from './plain-body.ts';
import { createQueryReader, readBody, readParams } from './read-input.ts';
import type { Match } from './router.ts';
import {
  answerTo,
  malformedPath,
  nothingAt,
  redirect,
  throttledAnswer,
  unavailable,
  wrongMethod,
  wrongVersion,
} from './standing-answers.ts';
import type { SwitchBoard, Switches } from './switches.ts';
import type { Throttle } from './throttle.ts';

/**
 * Answers requests. It knows no transport: a test or another runtime hands requests in directly.
 */
export type App = {
  /** Always answers, never throws; at once where nothing has to be waited for. */
  answer(request: WireRequest): Promise<WireAnswer> | WireAnswer;
};

/** What one answered request is remembered by. */
export type Exchange = {
  readonly request: WireRequest;
  readonly answer: WireAnswer;
  readonly correlationId: string;
  /** `none` where no operation was reached. */
  readonly operationId: string;
  readonly asker: Asker | null;
  readonly durationMs: number;
  /** When it was answered, in milliseconds since 1970. */
  readonly answeredAtMs: number;
  /** Why a 5xx was answered. */
  readonly cause: unknown;
};

/** Whether a request may go on, and who asks. */
export type Authorization =
  | { readonly kind: 'Granted'; readonly asker: Asker | null }
  | { readonly kind: 'Refused'; readonly answer: WireAnswer };

/** What the app is made of. */
export type AppParts = {
  readonly operations: readonly Operation[];
  readonly ownPages: OwnPages;
  readonly authorize: (
    route: Route,
    request: WireRequest,
  ) => Authorization | Promise<Authorization>;
  readonly throttle: Throttle;
  readonly faults: Faults;
  readonly switches: SwitchBoard;
  /** Lets pages of other origins read; without it none may. */
  readonly crossOrigin?: CrossOrigin;
  /** Told of every exchange when its answer is made. */
  readonly observe: (exchange: Exchange) => void;
  /** Told of every exchange when its answer was sent and there is time. */
  readonly record?: (exchange: Exchange) => void;
  /** Checks an answer against its declaration; for tests and development. Throws when it fails. */
  readonly checkAnswer: ((route: Route, answer: WireAnswer) => void) | null;
};

/** Builds the app. */
export function createApp(parts: AppParts): App {
  const reach = createReach(parts);
  const nextCorrelationId = createCorrelationIds();

  function finish(request: WireRequest, given: WireAnswer, trace: Trace): WireAnswer {
    const { correlationId, operationId, asker, cause } = trace;
    const marked = parts.crossOrigin?.mark(request, given) ?? given;
    const answer = { ...marked, correlationId, afterwards };
    const exchange = {
      request,
      answer,
      correlationId,
      operationId,
      asker,
      durationMs: performance.now() - trace.startedAt,
      answeredAtMs: systemClock.milliseconds(),
      cause,
    };
    function afterwards(): void {
      parts.record?.(exchange);
    }
    parts.observe(exchange);
    return answer;
  }

  function failed(request: WireRequest, thrown: unknown, trace: Trace): WireAnswer {
    const given = answerTo(trace.host, thrown);
    if (given.status >= 500) trace.cause = thrown;
    return finish(request, given, trace);
  }

  return {
    answer(request) {
      const trace: Trace = {
        startedAt: performance.now(),
        correlationId: nextCorrelationId(),
        host: null,
        operationId: 'none',
        asker: null,
        cause: undefined,
      };
      try {
        const given = parts.crossOrigin?.preflight(request) ?? reach(request, trace);
        if (!(given instanceof Promise)) return finish(request, given, trace);
        return given.then(
          (answer) => finish(request, answer, trace),
          (thrown: unknown) => failed(request, thrown, trace),
        );
      } catch (thrown) {
        return failed(request, thrown, trace);
      }
    },
  };
}

/** What is learned of a request while it is handled. */
type Trace = {
  readonly startedAt: number;
  readonly correlationId: string;
  host: HostName | null;
  operationId: string;
  asker: Asker | null;
  cause: unknown;
};

type Reach = (request: WireRequest, trace: Trace) => Promise<WireAnswer> | WireAnswer;

/** A request of somebody who may ask for it. */
type Granted = {
  readonly request: WireRequest;
  readonly found: Match;
  readonly search: string;
  readonly destination: Destination;
  readonly asker: Asker | null;
};

/** Finds the operation of a request and performs it. What that throws, the app answers. */
function createReach(parts: AppParts): Reach {
  const destinationOf = createDestinations(parts.operations);
  const readQuery = createQueryReader();
  const languagesOf = createLanguages();

  function reach(request: WireRequest, trace: Trace): Promise<WireAnswer> | WireAnswer {
    const destination = destinationOf(request);
    const { address, found } = destination;
    if (address === undefined) return malformedPath(hostOf(request));
    const { host } = address;
    trace.host = host;
    if (host === null || found === null) return parts.ownPages(request, address);
    const moved = parts.switches.current.movedHosts[host];
    if (moved !== undefined) return redirect(moved, address);
    if (found.kind === 'Nothing') return nothingAt(host, address.path);
    if (found.kind === 'WrongMethod') return wrongMethod(host, found.allowed);
    trace.operationId = found.operation.route.id;
    if (isWithheld(host, parts.faults)) return unavailable(host);
    return andThen(parts.authorize(found.operation.route, request), (authorization) => {
      if (authorization.kind === 'Refused') return authorization.answer;
      trace.asker = authorization.asker;
      const { search } = address;
      return perform({ request, found, search, destination, asker: authorization.asker });
    });
  }

  function perform({
    request,
    found: { operation, params: segments },
    search,
    destination,
    asker,
  }: Granted): Promise<WireAnswer> | WireAnswer {
    const declared = operation.route;
    const version = request.headers['x-xbl-contract-version'];
    const contractVersion = contractVersionOf(version);
    if (!isServed(declared, contractVersion, parts.switches.current)) {
      return wrongVersion(declared, version);
    }
    const who = asker ?? request.remoteAddress;
    const { service } = hosts[declared.host];
    const counted = { owner: segments.user, kept: request.kept };
    const throttled = parts.throttle.check(service, who, counted);
    if (throttled) return throttledAnswer(throttled);
    destination.input ??= {
      params: readParams(declared, segments),
      query: readQuery(declared, search),
    };
    const { params, query } = destination.input;
    const languages = languagesOf(request.headers['accept-language'], localeOf(asker));
    const handle = (bytes: Buffer | null) => {
      const body = bytes === null ? undefined : readBody(declared, bytes);
      const input = { params, query, body, asker, contractVersion, languages, request };
      return operation.handle(input as Input<Route>);
    };
    const read = declared.body === null ? null : plainBody(request, declared.bodyBytesMax);
    const answered = andThen(read, handle);
    if (parts.checkAnswer === null) return answered;
    return andThen(answered, (answer) => {
      parts.checkAnswer?.(declared, answer);
      return answer;
    });
  }

  return reach;
}

/** A real-time connection needs no store; what is asked for on it says so itself. */
function isWithheld(host: HostName, { draining, storageDown }: Faults): boolean {
  return host !== 'management' && (draining || (storageDown && host !== 'rta'));
}

/** Without the header 1, as documented; `NaN` for what is no version. */
function contractVersionOf(header: string | undefined): number {
  if (header === undefined) return 1;
  // As nearly every client sends it.
  if (header.length === 1 && header >= '0' && header <= '9') return Number(header);
  if (header.trim() === '') return 1;
  return /^ *[0-9]{1,4} *$/.test(header) ? Number(header) : Number.NaN;
}

function isServed(
  { contractVersions }: Route,
  version: number,
  { contract5 }: Pick<Switches, 'contract5'>,
): boolean {
  if (contractVersions === null) return true;
  return contractVersions.includes(version) && !(version === 5 && contract5 === '406');
}

function localeOf(asker: Asker | null): string | null {
  return asker?.kind === 'Token' ? asker.locale : null;
}
