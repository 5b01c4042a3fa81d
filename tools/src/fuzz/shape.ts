import { type HostName, hosts, schema } from '@laurel/contract';

/** An answer, as far as its shape goes. */
export type Answered = {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/**
 * Holds an answer to bad input against the protocol.
 *
 * @param host whose answer it is; `null` where no host was reached
 * @returns what is wrong with it, `null` when nothing is
 */
export function misshape(host: HostName | null, answered: Answered, method: string): string | null {
  const { status, headers, body } = answered;
  if (status >= 500) return `answered ${status}: ${body.toString().slice(0, 300)}`;
  if (status < 200) return `answered ${status}`;
  if (status === 204 || status === 304) return body.length === 0 ? null : `${status} with a body`;
  if (method === 'HEAD') return body.length === 0 ? null : 'HEAD was answered with a body';
  const isJson = headers['content-type']?.includes('json') ?? false;
  const value = isJson ? parsed(body) : undefined;
  if (isJson && value === undefined) return `${status} with a body that is no JSON`;
  if (status < 400) return null;
  return misshapenRefusal(host, { status, headers, body, value });
}

function misshapenRefusal(
  host: HostName | null,
  { status, headers, body, value }: Answered & { value: unknown },
): string | null {
  const service = host === null ? 'Laurel' : hosts[host].service;
  const said = `${status} ${body.toString().slice(0, 200)}`;
  if (service === 'Laurel') {
    return schema.Problem.safeParse(value).success ? null : `no RFC 9457 body: ${said}`;
  }
  const isEmpty401 = status === 401 && body.length === 0;
  if (isEmpty401 && headers['www-authenticate'] !== undefined) return null;
  if (status === 401 && service !== 'Tokens') {
    return `a 401 is empty and names its scheme: ${said}`;
  }
  if (status === 429) {
    return schema.RateLimited.safeParse(value).success ? null : `no rate limit body: ${said}`;
  }
  if (service === 'Tokens' && schema.TokenRefused.safeParse(value).success) return null;
  const error = schema.ServiceError.safeParse(value);
  if (!error.success) return `no error body of the protocol: ${said}`;
  return error.data.source === service ? null : `signed by another service: ${said}`;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
