import fc from 'fast-check';
import type { Arena } from './arena.ts';
import { checkConversation, conversations, requireService } from './conversations.ts';
import { malformedHttp, slowRequests } from './malformed.ts';
import {
  declaredRequests,
  documents,
  type FuzzRequest,
  strayRequests,
  updates,
} from './requests.ts';
import { misshape } from './shape.ts';
import { cutRequests, pipelines, type Stream } from './streams.ts';
import { authorizations } from './tokens.ts';

/** How often to try, and where randomness begins. */
export type Effort = { readonly runs: number; readonly seed: number };

/** Something that holds for every input of a kind. */
export type Property = {
  readonly name: string;
  /** Its part of the runs, of 1. */
  readonly share: number;
  /** @throws {Error} by the result, with the smallest input that it does not hold for */
  readonly check: (arena: Arena, effort: Effort) => Promise<void>;
};

/** What a server may take to answer before it counts as hanging. Its own time limits are 1 s. */
const answerWithinMs = 8_000;

/** Methods that change nothing. */
const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Everything that is checked. */
export const properties: readonly Property[] = [
  {
    name: 'a request to a declared operation is served or refused in the shape of its host',
    share: 0.3,
    check: (arena, effort) => checkRequests(arena, declaredRequests, effort),
  },
  {
    name: 'an update is taken whole, or refused and leaves every record as it was',
    share: 0.25,
    check: (arena, effort) => checkRequests(arena, updates, effort),
  },
  {
    name: 'a title document is taken, or refused with a problem of RFC 9457',
    share: 0.1,
    check: (arena, effort) => checkRequests(arena, documents, effort),
  },
  {
    name: 'a request to nowhere is refused',
    share: 0.05,
    check: (arena, effort) => checkRequests(arena, strayRequests, effort),
  },
  {
    name: 'a token that is not one of ours opens nothing',
    share: 0.1,
    check: checkTokens,
  },
  {
    name: 'bytes that are not HTTP are refused, or their connection ended',
    share: 0.05,
    check: checkMalformed,
  },
  {
    name: 'a request is understood however its bytes are cut',
    share: 0.05,
    check: (arena, effort) => checkStreams(arena, cutRequests, effort),
  },
  {
    name: 'requests that arrive together are each answered, in their order',
    share: 0.05,
    check: (arena, effort) => checkStreams(arena, pipelines, effort),
  },
  {
    name: 'a real-time connection answers as it must, or ends and says why',
    share: 0.05,
    check: checkConversations,
  },
];

async function checkRequests(
  arena: Arena,
  requests: fc.Arbitrary<FuzzRequest>,
  { runs, seed }: Effort,
): Promise<void> {
  let before = await arena.records();
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const answered = await arena.send(request);
      const wrong = misshape(request.host, answered, request.method);
      if (wrong !== null) throw new Error(`${wrong}\n${shown(request)}`);
      if (safe.has(request.method)) return;
      const after = await arena.records();
      const isTaken = answered.status >= 200 && answered.status < 300;
      if (!isTaken && after !== before) {
        const status = `answered ${answered.status}, and yet a record changed`;
        throw new Error(`${status}\n${shown(request)}`);
      }
      before = after;
    }),
    options({ runs, seed }),
  );
  await arena.requireHealth();
}

async function checkTokens(arena: Arena, effort: Effort): Promise<void> {
  await fc.assert(
    fc.asyncProperty(authorizations(arena.authorization), async (authorization) => {
      const { status, headers, body } = await arena.send({
        host: 'achievements',
        hostHeader: 'achievements.xboxlive.com',
        method: 'GET',
        target: '/users/me/achievements?titleId=1853190001&maxItems=1',
        headers: { authorization, 'x-xbl-contract-version': '2' },
        body: null,
        as: 'Hostile',
      });
      const wrong = misshape('achievements', { status, headers, body }, 'GET');
      if (wrong !== null) throw new Error(`${wrong}\n${authorization}`);
      if (status !== 401) throw new Error(`answered ${status}\n${authorization}`);
    }),
    options(effort),
  );
  await arena.requireHealth();
}

async function checkMalformed(arena: Arena, effort: Effort): Promise<void> {
  const before = await arena.records();
  await fc.assert(
    fc.asyncProperty(malformedHttp, async (request) => {
      const outcome = await arena.sendRaw(request, answerWithinMs);
      if (outcome.kind === 'Closed') return;
      const sent = request.map(({ bytes }) => brief(bytes)).join('\n');
      if (outcome.kind === 'Hung') throw new Error(`no answer in ${answerWithinMs} ms\n${sent}`);
      const { status } = outcome.answered;
      // Whose answer it is depends on how far the bytes could be read.
      const wrong = [null, 'achievements' as const].map((one) =>
        misshape(one, outcome.answered, 'GET'),
      );
      if (!wrong.includes(null)) throw new Error(`answered ${status}: ${wrong.at(-1)}\n${sent}`);
    }),
    options(effort),
  );
  if ((await arena.records()) !== before) throw new Error('a record changed');
  await arena.requireHealth();
}

async function checkStreams(
  arena: Arena,
  streams: fc.Arbitrary<Stream>,
  effort: Effort,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(streams, async ({ request, statuses }) => {
      const want = { count: statuses.length, withinMs: answerWithinMs };
      const { answers, end } = await arena.exchange(request, want);
      const got = answers.map(({ status }) => String(status));
      const isRight =
        got.length === statuses.length &&
        got.every((status, at) => statuses[at]?.split('|').includes(status));
      if (isRight) return;
      const sent = request.map(({ bytes }) => brief(bytes)).join('\n');
      throw new Error(`${end}: expected ${statuses.join()}, got ${got.join()}\n${sent}`);
    }),
    options(effort),
  );
  await arena.requireHealth();
}

async function checkConversations(arena: Arena, effort: Effort): Promise<void> {
  await fc.assert(
    fc.asyncProperty(conversations, async (pieces) => {
      try {
        await checkConversation(arena, pieces);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`${why}\n${pieces.map(brief).join('\n')}`, { cause });
      }
    }),
    options(effort),
  );
  await requireService(arena);
  await arena.requireHealth();
}

/** Requests that stop half-way end with 408, or with the connection, within the limits. */
export async function checkSlowRequests(arena: Arena): Promise<void> {
  const outcomes = await Promise.all(
    slowRequests.map(async ({ name, request }) => {
      return { name, outcome: await arena.sendRaw(request, answerWithinMs) };
    }),
  );
  for (const { name, outcome } of outcomes) {
    if (outcome.kind === 'Hung') throw new Error(`${name}: no answer within ${answerWithinMs} ms`);
    if (outcome.kind === 'Answered' && outcome.answered.status !== 408) {
      throw new Error(`${name}: answered ${outcome.answered.status}`);
    }
  }
  await arena.requireHealth();
}

/** A request as a person reads it. */
function shown({ as, method, hostHeader, target, headers, body }: FuzzRequest): string {
  const head = `${as}: ${method} ${target}\nhost: ${hostHeader}\n${JSON.stringify(headers)}`;
  return body === null ? head : `${head}\n${brief(body)}`;
}

function brief(bytes: Buffer): string {
  const text = JSON.stringify(bytes.toString('latin1'));
  return text.length > 2000 ? `${text.slice(0, 2000)}… (${bytes.length} bytes)` : text;
}

function options({ runs, seed }: Effort): fc.Parameters<unknown> {
  return { numRuns: runs, seed, endOnFailure: false };
}
