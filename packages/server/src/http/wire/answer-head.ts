import { systemClock } from '../../clock.ts';
import { ownText } from '../../own-text.ts';
import type { WireAnswer } from '../exchange.ts';

/** Without an import, which would load what Node needs for `fetch` too: a part of the start. */
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/** What every answer carries; its own headers win. Source: wire contract §2.6 [I]. */
const commonHeaders = {
  'cache-control': 'no-cache, no-store',
  'x-content-type-options': 'nosniff',
};

type Headers = WireAnswer['headers'];

/** What is the same in each answer with a status and some headers. */
type Known = {
  readonly status: number;
  readonly text: string;
  /** Whether they name the answer. */
  readonly hasName: boolean;
};

/** By their headers: nearly every answer has those of one of a few objects. */
const known = new WeakMap<Headers, Known>();

/**
 * The head of an answer in pieces, each line with its end, without what the connection adds and
 * without the empty line.
 *
 * @throws {Error} for a header value that holds a line end: nothing a client sent may begin a new
 *   line
 */
export function answerHead({ status, headers, correlationId }: WireAnswer): readonly string[] {
  let same = known.get(headers);
  if (same === undefined || same.status !== status) {
    const hasName = headers['x-xblcorrelationid'] !== undefined || headers['ms-cv'] !== undefined;
    same = { status, text: ownText(statusAndHeaders(status, headers)), hasName };
    known.set(headers, same);
  }
  const { text, hasName } = same;
  if (correlationId === undefined) return [text, dateLine()];
  if (hasName) return [text, named(headers, correlationId), dateLine()];
  const vector = correlationId.slice(24);
  return [text, 'x-xblcorrelationid: ', correlationId, '\r\nms-cv: ', vector, '.0\r\n', dateLine()];
}

function statusAndHeaders(status: number, headers: Headers): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (const [name, value] of Object.entries({ ...commonHeaders, ...headers })) {
    if (value.includes('\n') || value.includes('\r')) {
      throw new Error(`the header ${name} of an answer holds a line end`);
    }
    head += `${name}: ${value}\r\n`;
  }
  return head;
}

/** An answer that names itself keeps its name. */
function named(headers: Headers, correlationId: string): string {
  const id = `x-xblcorrelationid: ${correlationId}\r\n`;
  const vector = `ms-cv: ${correlationId.slice(24)}.0\r\n`;
  return `${'x-xblcorrelationid' in headers ? '' : id}${'ms-cv' in headers ? '' : vector}`;
}

let lastDate = { second: 0, line: '' };

/** Made once a second. */
function dateLine(): string {
  const second = Math.floor(systemClock.milliseconds() / 1000);
  if (second !== lastDate.second) {
    const line = ownText(`date: ${new Date(second * 1000).toUTCString()}\r\n`);
    lastDate = { second, line };
  }
  return lastDate.line;
}
