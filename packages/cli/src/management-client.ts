import type { z } from 'zod';
import { Failure } from './failure.ts';

/** How long a management call may take: a publish of a large title is the slowest. */
const timeoutMs = 60_000;

/** A running server as the commands reach it. */
export type ServerAddress = {
  /** Without a trailing slash. */
  readonly url: string;
  /** `null` where none was given. */
  readonly key: string | null;
};

/** One call of the management API. */
export type ManagementCall<T> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind `/management`; parts that were typed are percent-encoded by the caller. */
  readonly path: string;
  /** JSON, unless it is bytes. */
  readonly body?: unknown;
  /** What the answer must be; without it, what comes is left unread. */
  readonly answer?: z.ZodType<T>;
};

/** Speaks to the management API of a server. @throws {Failure} by the result */
export type ManagementClient = {
  call<T>(call: ManagementCall<T>): Promise<T>;
  /** The answer's bytes as they come. */
  download(path: string): Promise<ReadableStream<Uint8Array>>;
};

/** @param options.fetch replaced in tests */
export function createManagementClient(
  { url, key }: ServerAddress & { key: string },
  options: { fetch?: typeof fetch } = {},
): ManagementClient {
  const send = options.fetch ?? fetch;

  async function reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await send(`${url}/management${path}`, {
        ...init,
        redirect: 'error',
        headers: { authorization: `Bearer ${key}`, ...init.headers },
      });
    } catch (cause) {
      throw unreachable(url, cause);
    }
  }

  return {
    async call<T>({ method, path, body, answer }: ManagementCall<T>) {
      const isBytes = body instanceof Uint8Array;
      const response = await reach(path, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && {
          headers: { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' },
          body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
        }),
      });
      const text = await response.text();
      if (!response.ok) throw refusalOf(url, response, text);
      if (answer === undefined) return undefined as T;
      const read = answer.safeParse(parse(text));
      if (read.success) return read.data;
      throw new Failure(
        'not-laurel',
        `${url} does not answer as a Laurel of this version does; is it one?`,
      );
    },

    async download(path) {
      const response = await reach(path, {});
      if (!response.ok) throw refusalOf(url, response, await response.text());
      if (response.body === null) throw new Failure('not-laurel', `${url} answered nothing`);
      return response.body;
    },
  };
}

/** Says why a server could not be reached. */
export function unreachable(url: string, cause: unknown): Failure {
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new Failure('timeout', `${url} did not answer within ${timeoutMs / 1000} s`, { cause });
  }
  return new Failure(
    'unreachable',
    `nothing answers at ${url}; is it running? Start one with \`laurel dev\`, or name another with --url`,
    { cause },
  );
}

function refusalOf(url: string, { status }: Response, text: string): Failure {
  if (status === 401) {
    return new Failure('key-refused', `${url} does not take this management key`);
  }
  const body = parse(text);
  const { detail, code, errors } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as Problem;
  const details = (errors ?? []).map(({ path, message }) => `${path} ${message}`.trim());
  const message = detail ?? `${url} answered ${status}`;
  return new Failure(code ?? `http-${status}`, message, { details });
}

/** RFC 9457, as far as it is read. */
type Problem = {
  detail?: string;
  code?: string;
  errors?: readonly { path: string; message: string }[];
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
