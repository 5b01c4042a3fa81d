import { ClientError, codeOf } from './client-error.ts';
import { parseObject } from './json.ts';
import { parseRetryAfter } from './retry.ts';

/** One call to a service. */
export type Call = {
  /** Calls of one name share what the service said about waiting. */
  readonly api: 'get_achievement' | 'update' | 'history' | 'profile' | 'permission' | 'notify';
  readonly service: 'achievements' | 'profile' | 'privacy' | 'notify';
  readonly path: string;
  readonly contractVersion: number;
  /** Sent as JSON by POST; a call without a body is a GET. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
};

/** An answer that is no error: 2xx, or 304. */
export type Answer = { readonly status: number; readonly text: string };

/** Where calls go and what they carry. */
export type Destination = {
  /** Where the instance is; `undefined` for the services' own hosts. */
  readonly root: string | undefined;
  readonly languages: readonly string[];
  readonly fetch: typeof fetch;
};

/** Sends a call once and reads its answer whole. @throws {ClientError} for every other answer */
export async function exchange(
  { root, languages, fetch: send }: Destination,
  { service, path, contractVersion, body }: Call,
  { authorization, signal }: { authorization: string; signal: AbortSignal },
): Promise<Answer> {
  const origin = root === undefined ? `https://${service}.xboxlive.com` : `${root}/${service}`;
  const headers: Record<string, string> = {
    authorization,
    'x-xbl-contract-version': String(contractVersion),
  };
  if (languages.length > 0) headers['accept-language'] = languages.join(',');
  const init: RequestInit = { headers, redirect: 'manual', signal };
  if (body !== undefined) {
    headers['content-type'] = 'application/json; charset=utf-8';
    init.method = 'POST';
    init.body = JSON.stringify(body);
  }
  const { response, text } = await answerOf(() => send(`${origin}${path}`, init));
  if (response.ok || response.status === 304) return { status: response.status, text };
  throw errorOf(response, text);
}

async function answerOf(send: () => Promise<Response>) {
  try {
    const response = await send();
    return { response, text: await textOf(response) };
  } catch (cause) {
    if (cause instanceof ClientError) throw cause;
    throw new ClientError('network', 'the service could not be reached', { cause });
  }
}

/** A page of a hundred achievements has some hundred thousand; nobody means more than this. */
const answerCharactersMax = 16 * 1024 * 1024;

/** @throws {ClientError} `invalid_json` for an answer that does not end */
async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  // Where bodies are no streams, the runtime reads it.
  if (reader === undefined) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    if (done) return text;
    if (text.length > answerCharactersMax) {
      reader.cancel().catch(() => undefined);
      const message = `the answer has more than ${answerCharactersMax} characters`;
      throw new ClientError('invalid_json', message, { status: response.status });
    }
  }
}

function errorOf({ status, headers }: Response, text: string): ClientError {
  const said = parseObject(text);
  const description = said?.description ?? said?.detail;
  const location = headers.get('location');
  const where = location === null ? '' : `; it is at ${location.slice(0, 200)}`;
  const why = typeof description === 'string' ? `: ${description.slice(0, 500)}` : '';
  return new ClientError(codeOf(status), `the service answered ${status}${where}${why}`, {
    status,
    serviceCode: typeof said?.code === 'number' ? said.code : null,
    retryAfterMs: parseRetryAfter(headers.get('retry-after')),
  });
}
