import { type Logger, pino } from 'pino';
import type { Exchange } from '../http/app.ts';
import { createLineWriter, type LineWriter } from './line-writer.ts';

/** Levels of the log, quietest first. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** The log: JSON, one line for each request and for each event of the instance. */
export type Log = {
  readonly lines: Logger;
  /** Writes a line for an answered request, at level `info`, or `error` when it failed. */
  exchange(exchange: Exchange): void;
  /** Writes what is gathered; nothing is written after it. */
  close(): void;
};

/** Where lines go, each with its line end. */
export type LogTarget = Pick<LineWriter, 'write'> & Partial<Pick<LineWriter, 'close'>>;

/** @param to where lines go; the standard output unless a test says otherwise */
export function createLog(level: LogLevel, to: LogTarget = createLineWriter(1)): Log {
  const lines = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
  const isTold = lines.isLevelEnabled('info');
  return {
    lines,
    exchange(exchange) {
      if (exchange.answer.status >= 500) {
        lines.error({ ...factsOf(exchange), err: exchange.cause }, 'request failed');
      } else if (isTold) {
        to.write(requestLine(exchange));
      }
    },
    close: () => to.close?.(),
  };
}

/**
 * The line of a request as the library would write it, put together by hand: it is written for
 * every request, and the library's general way costs more than the rest of the edge.
 */
function requestLine(exchange: Exchange): string {
  const { operation, method, host, path, status, ms, caller, correlation } = factsOf(exchange);
  return `{"level":30,"time":"${timeText()}","operation":"${operation}","method":"${method}","host":${quote(host)},"path":${quote(path)},"status":${status},"ms":${ms},"caller":${caller === null ? null : `"${caller}"`},"correlation":"${correlation}","msg":"request"}\n`;
}

/** As a JSON string; nearly every host and path needs no escapes. */
function quote(text: string): string {
  return /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}

let lastTime = { ms: 0, text: '' };

/** The time as the library writes it, made once a millisecond. */
function timeText(): string {
  const ms = Date.now();
  if (ms !== lastTime.ms) lastTime = { ms, text: new Date(ms).toISOString() };
  return lastTime.text;
}

/**
 * Never a header but the host, a body or the query: those may hold a token. What a caller puts into
 * the host or the path by mistake is masked.
 */
function factsOf({ request, answer, asker, operationId, correlationId, durationMs }: Exchange) {
  return {
    operation: operationId,
    method: request.method,
    host: masked(request.host),
    path: masked(pathOf(request.target)).slice(0, pathCharactersMax),
    status: answer.status,
    ms: Math.round(durationMs * 1000) / 1000,
    caller: asker === null ? null : asker.kind === 'Token' ? asker.xuid : `key ${asker.keyId}`,
    correlation: correlationId,
  };
}

/** Characters of a path that are written. */
const pathCharactersMax = 200;

function pathOf(target: string): string {
  const mark = target.indexOf('?');
  return mark === -1 ? target : target.slice(0, mark);
}

/** How a token and a key of a title server begin. */
const secretBeginning = /eyJ|lsk_/i;

/** A token, a key of a title server, or a piece so long that it may be a key. */
const secretForm = /(?:eyJ|lsk_)[\w.%~+=-]{8,}|(?<![\w%~+=-])[\w%~+=-]{40,}/gi;
const keyCharactersMin = 40;

/** Pictures are named by their digest, which is as long as a key and nobody's secret. */
const pictureForm = /^\/media\/[0-9a-f]{64}\.\w{1,5}$/;

/** Nearly every text is looked through once, and not searched: that takes longer than the rest. */
function masked(text: string): string {
  if (!secretBeginning.test(text) && !hasLongPiece(text)) return text;
  return pictureForm.test(text) ? text : text.replace(secretForm, '[hidden]');
}

/** Whether it has a piece, of what `secretForm` takes for characters of a key, that is as long. */
function hasLongPiece(text: string): boolean {
  let length = 0;
  for (let at = 0; at < text.length && length < keyCharactersMin; at += 1) {
    length = isOfKey[text.charCodeAt(at)] === 1 ? length + 1 : 0;
  }
  return length === keyCharactersMin;
}

const isOfKey = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w%~+=-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
