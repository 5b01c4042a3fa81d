import { z } from 'zod';
import type { HostName } from './host.ts';

/** Who may call an operation at all; finer rules are the service's. */
export type Audience =
  /** Anyone. */
  | 'anyone'
  /** A valid token, with or without a user claim, or a title server's key. */
  | 'token'
  /** A token with a user claim; a title server's key counts where the operation names a player. */
  | 'player'
  /** A player, by token or by a nonce in the query that stands for the token once. */
  | 'nonce'
  /** The same for a stream: when it breaks off, the same nonce opens it again. */
  | 'stream'
  /** The instance's management key. */
  | 'manager';

/** Values of path segments or of the query, by the names the declaration gives them. */
export type Fields = z.ZodObject;

/**
 * One operation of the wire, declared once: from it come request validation, answer checking in
 * tests and in development, the OpenAPI document and the SDK's types.
 *
 * `path` names whole segments with a colon (`/users/:user/achievements`). The schemas of `params`,
 * `query` and `body` read what came and give what the server works with. Query names match in any
 * case and unknown ones are ignored (wire contract §2.2).
 */
export type Route<
  Params extends Fields = Fields,
  Query extends Fields = Fields,
  Body extends z.ZodType = z.ZodType,
> = {
  /** Unique: `host.operation`. */
  readonly id: string;
  readonly host: HostName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly audience: Audience;
  /** Values of `x-xbl-contract-version` that are served, any other being 406; `null`: all. */
  readonly contractVersions: readonly number[] | null;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body | null;
  /**
   * A shortcut for the form of body that nearly every client sends: what it gives is what the
   * schema would give; for any other form it gives `undefined`, and the schema is asked.
   */
  readonly readFrequentBody: ((json: unknown) => z.output<Body> | undefined) | null;
  /** The same from the text, for the very one that a client writes: it is not parsed at all. */
  readonly readFrequentText: ((text: string) => z.output<Body> | undefined) | null;
  /** A larger body is refused with 413 before it is read whole. */
  readonly bodyBytesMax: number;
  /** What each answer that is not a refusal holds, by status; `null` for no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** When each refusal beyond the common ones is given, by status. */
  readonly refusals: Readonly<Record<number, string>>;
};

/** What a declaration may leave out. */
type Defaulted =
  | 'description'
  | 'audience'
  | 'contractVersions'
  | 'params'
  | 'query'
  | 'body'
  | 'readFrequentBody'
  | 'readFrequentText'
  | 'bodyBytesMax'
  | 'refusals';

const noFields = z.object({});

/** Bodies are small: an update of 100 achievements is below 6 KB. Source: §13 [I]. */
export const bodyBytesMaxDefault = 64 * 1024;

/**
 * Declares an operation. Without `audience` it is for players; without `contractVersions` the
 * header is not looked at; bodies are limited to 64 KiB.
 */
export function route<
  Params extends Fields = typeof noFields,
  Query extends Fields = typeof noFields,
  Body extends z.ZodType = z.ZodNever,
>(
  declaration: Omit<Route<Params, Query, Body>, Defaulted> &
    Partial<Pick<Route<Params, Query, Body>, Defaulted>>,
): Route<Params, Query, Body> {
  return {
    description: '',
    audience: 'player',
    contractVersions: null,
    params: noFields as unknown as Params,
    query: noFields as unknown as Query,
    body: null,
    readFrequentBody: null,
    readFrequentText: null,
    bodyBytesMax: bodyBytesMaxDefault,
    refusals: {},
    ...declaration,
  };
}
