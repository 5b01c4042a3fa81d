import { hash } from 'node:crypto';
import { type HostName, hosts, type schema } from '@laurel/contract';
import type { z } from 'zod';
import type { Asker } from '../../asker.ts';
import { locate } from '../address.ts';
import type { Exchange } from '../app.ts';
import type { WireRequest } from '../exchange.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A call as it is shown. */
export type RecordedCall = z.output<typeof schema.RecordedCall>;

/** A call with what the linter asks of it. */
export type LoggedCall = {
  readonly shown: RecordedCall;
  /** By the instance's clock. */
  readonly atMs: number;
  /** Whether two answers are the same. */
  readonly answerDigest: string;
};

/** What is known of a call beside the exchange. */
export type CallFrame = {
  readonly id: number;
  readonly at: string;
  readonly atMs: number;
  readonly sent: Buffer | null;
  readonly fault: string | null;
};

/** Bytes of a body that are kept. */
export const bodyBytesKept = 16 * 1024;

/** Headers that say how a call is made, and never who makes it. */
const shownHeaders = [
  'x-xbl-contract-version',
  'accept-language',
  'content-type',
  'accept',
  'if-none-match',
  'if-modified-since',
  'last-event-id',
  'x-laurel-sandbox',
  'user-agent',
];

/** With it a test says that a call is its own, and not one of the game. */
const unloggedHeader = 'x-laurel-unlogged';

/** Operations whose bodies are secrets. */
const secretOperations: ReadonlySet<string> = new Set(['rta.nonce']);

/** @returns `null` for what is no call to a host of the protocol */
export function loggedCallOf(exchange: Exchange, frame: CallFrame): LoggedCall | null {
  const { request, answer, operationId, asker } = exchange;
  const address = locate(request);
  const host = address?.host ?? null;
  if (address === undefined || host === null || host === 'management') return null;
  if (request.headers[unloggedHeader] !== undefined) return null;
  const { service, prefix } = hosts[host];
  const isSecret = service === 'Tokens' || secretOperations.has(operationId);
  const shown: RecordedCall = {
    id: frame.id,
    at: frame.at,
    method: request.method,
    host,
    service,
    prefix,
    path: withoutSecrets(pathOf(request, host)),
    operation: operationId,
    ...nameOf(asker),
    status: answer.cutAfterBytes === undefined ? answer.status : 0,
    durationMs: Math.round(exchange.durationMs * 100) / 100,
    retryAfterSeconds: wholeOf(answer.headers['retry-after']),
    headers: headersOf(request),
    sent: isSecret ? null : textOf(frame.sent),
    answered: isSecret ? null : textOf(answer.body ?? null),
    fault: frame.fault,
    correlationId: exchange.correlationId,
  };
  return { shown, atMs: frame.atMs, answerDigest: hash('sha1', answer.body ?? '') };
}

function nameOf(asker: Asker | null): Pick<RecordedCall, 'player' | 'gamertag' | 'titleId'> {
  if (asker === null) return { player: null, gamertag: null, titleId: null };
  if (asker.kind === 'TitleServer') return { player: null, gamertag: null, titleId: asker.titleId };
  return { player: asker.xuid, gamertag: asker.gamertag, titleId: asker.titleId };
}

/** Path and query as the host sees them. */
function pathOf({ target }: WireRequest, host: HostName): string {
  const path = target.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const { prefix } = hosts[host];
  const isPrefixed = path.toLowerCase().startsWith(`${prefix}/`);
  return isPrefixed ? path.slice(prefix.length) : path;
}

function headersOf({ headers }: WireRequest): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of shownHeaders) {
    const value = headers[name];
    if (value !== undefined) shown[name] = withoutSecrets(value).slice(0, 200);
  }
  const [scheme] = headers.authorization?.split(' ') ?? [];
  if (scheme !== undefined) shown.authorization = `${scheme.slice(0, 10)} …`;
  return shown;
}

function textOf(body: Buffer | string | null): string | null {
  if (body === null || body.length === 0) return null;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return withoutSecrets(bytes.toString('utf8', 0, bodyBytesKept));
}

function wholeOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
