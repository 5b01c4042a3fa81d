import type { Fields, Route } from '@laurel/contract';
import type { Languages } from '@laurel/domain';
import type { z } from 'zod';
import type { Asker } from '../asker.ts';
import type { WireAnswer, WireRequest } from './exchange.ts';
import type { Lent } from './present/page.ts';

/** What a handler works with: everything parsed, everything already true. */
export type Input<R extends Route> = {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  /** `undefined` for an operation without a body. */
  readonly body: R extends Route<Fields, Fields, infer Body> ? z.output<Body> : undefined;
  /** Who is asking; `null` only where the audience is `anyone` or `manager`. */
  readonly asker: Asker | null;
  /** From `x-xbl-contract-version`; 1 without the header (documented). */
  readonly contractVersion: number;
  /** From `Accept-Language`, then the token's locale. */
  readonly languages: Languages;
  readonly request: WireRequest;
};

/** A route and what answers it. */
export type Operation = {
  readonly route: Route;
  readonly handle: (input: Input<Route>) => Promise<WireAnswer> | WireAnswer;
};

/**
 * Binds a handler to its declaration. A handler answers, or throws a `Refusal`; it never builds an
 * error body.
 */
export function operation<P extends Fields, Q extends Fields, B extends z.ZodType>(
  route: Route<P, Q, B>,
  handle: (input: Input<Route<P, Q, B>>) => Promise<WireAnswer> | WireAnswer,
): Operation {
  // The app parses with the route's own schemas, so what it passes is what the handler declares.
  return { route, handle: handle as Operation['handle'] } as unknown as Operation;
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' };

/** An answer with a JSON body. */
export function answer(status: number, body: unknown): WireAnswer {
  return { status, headers: jsonHeaders, body: JSON.stringify(body) };
}

/** An answer whose JSON text is already there. */
export function answerText(status: number, json: Buffer | string): WireAnswer {
  return { status, headers: jsonHeaders, body: json };
}

/** An answer whose JSON text is lent until it was sent. */
export function answerLent(status: number, { text, giveBack, headRoom }: Lent): WireAnswer {
  return { status, headers: jsonHeaders, body: text, giveBack, headRoom };
}

const noHeaders = {};

/** An answer without a body. */
export function answerEmpty(
  status: number,
  headers: Readonly<Record<string, string>> = noHeaders,
): WireAnswer {
  return { status, headers };
}

/**
 * Who is asking, for operations whose audience has a token.
 *
 * @throws {Error} where nobody asks: the declaration's audience is wrong
 */
export function requireAsker({ asker }: { asker: Asker | null }): Asker {
  if (asker === null) throw new Error('this operation needs an asker; declare its audience');
  return asker;
}
