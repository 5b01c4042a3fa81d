/** Statuses that have a code of their own. */
const knownStatuses = [
  400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 416, 429, 500, 501, 502, 503, 504,
] as const;

/**
 * Why a call failed: a closed set.
 *
 * - `invalid_argument`: refused here, nothing was sent
 * - `aborted`: the caller's signal said so
 * - `timeout`, `network`: no answer came, after the retries that the time allowed
 * - `token_failed`: the source of the authorization failed
 * - `invalid_json`: the answer was empty or not what was asked for
 * - `redirected`: the service is elsewhere; where is in the message when it is known
 * - `http_…`: the service answered with that status
 * - `storage_full`, `storage_failed`: the outbox could not keep what it was given, so it did not
 *   accept it
 * - `outbox_full`: too much waits already
 * - `outbox_in_use`: another process has it open
 * - `closed`: it was closed before
 */
export type ClientErrorCode =
  | 'invalid_argument'
  | 'aborted'
  | 'timeout'
  | 'network'
  | 'token_failed'
  | 'invalid_json'
  | 'redirected'
  | `http_${(typeof knownStatuses)[number]}`
  | 'http_4xx'
  | 'http_5xx'
  | 'storage_full'
  | 'storage_failed'
  | 'outbox_full'
  | 'outbox_in_use'
  | 'closed';

/** What is known of an answer that was an error. */
export type AnswerFacts = {
  /** The answer's status, 0 when there was no answer. */
  readonly status: number;
  /** The service's own error code, from the body; `null` when it gave none. */
  readonly serviceCode: number | null;
  /** How long the service asked to wait, in milliseconds; `null` when it did not. */
  readonly retryAfterMs: number | null;
};

const noAnswer: AnswerFacts = { status: 0, serviceCode: null, retryAfterMs: null };

/** Every failure of this package. `code` is stable; `message` is for people. */
export class ClientError extends Error implements AnswerFacts {
  readonly code: ClientErrorCode;
  readonly status: number;
  readonly serviceCode: number | null;
  readonly retryAfterMs: number | null;

  constructor(
    code: ClientErrorCode,
    message: string,
    { cause, ...facts }: Partial<AnswerFacts> & { cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ClientError';
    this.code = code;
    const { status, serviceCode, retryAfterMs } = { ...noAnswer, ...facts };
    this.status = status;
    this.serviceCode = serviceCode;
    this.retryAfterMs = retryAfterMs;
  }
}

/** @param status of an answer that is an error */
export function codeOf(status: number): ClientErrorCode {
  const known = knownStatuses.find((one) => one === status);
  if (known !== undefined) return `http_${known}`;
  if (status < 400) return 'redirected';
  return status < 500 ? 'http_4xx' : 'http_5xx';
}
