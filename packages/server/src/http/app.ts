import { randomUUID } from 'node:crypto';
import { hosts, type Route } from '@laurel/contract';
import type { Asker } from '../asker.ts';
import { type Address, locate } from './address.ts';
import type { WireAnswer, WireRequest } from './exchange.ts';
import type { Faults } from './faults.ts';
import { createLanguages } from './languages.ts';
import type { Input, Operation } from './operation.ts';
import type { OwnPages } from './own-pages.ts';
import { createQueryReader, readBody, readParams } from './read-input.ts';
import { fault } from './refuse.ts';
import { createRouter } from './router.ts';
import {
  answerTo,
  commonHeaders,
  redirect,
  throttledAnswer,
  unavailable,
  wrongMethod,
} from './standing-answers.ts';
import type { SwitchBoard, Switches } from './switches.ts';
import type { Throttle } from './throttle.ts';

/** Answers requests. It knows no transport: a test or another runtime hands requests in directly. */
export type App = {
  /** Always answers, never throws. */
  answer(request: WireRequest): Promise<WireAnswer>;
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
  /** Told of every exchange, after it was answered. */
  readonly observe: (exchange: Exchange) => void;
  /** Checks an answer against its declaration; for tests and development. Throws when it fails. */
  readonly checkAnswer: ((route: Route, answer: WireAnswer) => void) | null;
};

/** Builds the app. */
export function createApp(parts: AppParts): App {
  const route = createRouter(parts.operations);
  const readQuery = createQueryReader();
  const languagesOf = createLanguages();

  /** What is known of a request while it is handled; only for its log line. */
  type Trace = { operationId: string; asker: Asker | null; cause: unknown };

  async function reach(request: WireRequest, address: Address, trace: Trace): Promise<WireAnswer> {
    const { host, segments } = address;
    if (host === null) return parts.ownPages(request, address);
    const moved = parts.switches.current.movedHosts[host];
    if (moved !== undefined) return redirect(moved, address);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found = route({ host, method, segments });
    if (found.kind === 'Nothing') {
      return fault(host, {
        status: 404,
        code: 28,
        message: `there is nothing at ${address.path.slice(0, 80)}`,
      });
    }
    if (found.kind === 'WrongMethod') return wrongMethod(host, found.allowed);
    trace.operationId = found.operation.route.id;
    if (isWithheld(found.operation.route)) return unavailable(host);
    return perform({ request, address, trace, ...found });
  }

  async function perform({
    request,
    address,
    trace,
    operation,
    params,
  }: {
    request: WireRequest;
    address: Address;
    trace: Trace;
    operation: Operation;
    params: Record<string, string>;
  }): Promise<WireAnswer> {
    const declared = operation.route;
    const authorization = await parts.authorize(declared, request);
    if (authorization.kind === 'Refused') return authorization.answer;
    const { asker } = authorization;
    trace.asker = asker;
    const contractVersion = contractVersionOf(request.headers['x-xbl-contract-version']);
    if (!isServed(declared, contractVersion, parts.switches.current)) {
      const message = `contract version ${JSON.stringify(request.headers['x-xbl-contract-version']?.slice(0, 80))} is not served; ask for one of ${declared.contractVersions?.join(', ')}`;
      return fault(declared.host, { status: 406, code: 4000, message });
    }
    const throttled = asker && parts.throttle.check(hosts[declared.host].service, asker);
    if (throttled) return throttledAnswer(throttled);
    const input = {
      params: readParams(declared, params),
      query: readQuery(declared, address.search),
      body: declared.body && readBody(declared, await request.body(declared.bodyBytesMax)),
      asker,
      contractVersion,
      languages: languagesOf(request.headers['accept-language'], localeOf(asker)),
      request,
    } as Input<Route>;
    const answered = await operation.handle(input);
    parts.checkAnswer?.(declared, answered);
    return answered;
  }

  function isWithheld({ host }: Route): boolean {
    const { draining, storageDown } = parts.faults;
    return host !== 'management' && (draining || storageDown);
  }

  return {
    async answer(request) {
      const startedAt = performance.now();
      const trace: Trace = { operationId: 'none', asker: null, cause: undefined };
      const address = locate(request);
      const host = address?.host ?? null;
      let answered: WireAnswer;
      try {
        answered = address
          ? await reach(request, address, trace)
          : fault(null, {
              status: 400,
              code: 4000,
              message: 'the path is not valid percent-encoding',
            });
      } catch (thrown) {
        answered = answerTo(host, thrown);
        if (answered.status >= 500) trace.cause = thrown;
      }
      const correlationId = randomUUID();
      const complete = {
        ...answered,
        headers: { ...commonHeaders(correlationId), ...answered.headers },
      };
      const durationMs = performance.now() - startedAt;
      parts.observe({ request, answer: complete, correlationId, durationMs, ...trace });
      return complete;
    },
  };
}

/** Without the header 1, as documented; `NaN` for what is no version. */
function contractVersionOf(header: string | undefined): number {
  if (header === undefined || header.trim() === '') return 1;
  return /^[0-9]{1,4}$/.test(header.trim()) ? Number(header) : Number.NaN;
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
