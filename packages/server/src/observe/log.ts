import { type Logger, pino } from 'pino';
import { HeadMemo } from '../head-memo.ts';
import type { Exchange } from '../http/app.ts';
import { ownText } from '../own-text.ts';
import { createLineWriter, type Line, type LineWriter } from './line-writer.ts';

/** Levels of the log, quietest first. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** The log: JSON, one line for each request and for each event of the instance. */
export type Log = {
  readonly lines: Logger;
  /** Writes a line for an answered request, at level `info`, or `error` when it failed. */
  exchange(exchange: Exchange): void;
  /** Writes what is gathered; nothing is written after it. */
  close(): Promise<void>;
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
    close: async () => to.close?.(),
  };
}

/**
 * The line of a request as the library would write it, put together by hand: it is written for
 * every request, and the library's general way costs more than the rest of the edge. Pieces that
 * are made once are texts of their own (`ownText`): those that are still in parts take six times as
 * long to write.
 */
function requestLine({
  request,
  answer,
  asker,
  operationId,
  correlationId,
  durationMs,
  answeredAtMs,
}: Exchange): Line {
  const caller = callerOf(asker);
  return [
    lineBeginning(answeredAtMs, aboutText(operationId, request)),
    pathTexts.orKeep(request, pathText),
    statusText(answer.status),
    millisecondsText(durationMs),
    caller === null ? ',"caller":null' : ',"caller":"',
    caller ?? '',
    caller === null ? ',"correlation":"' : '","correlation":"',
    correlationId,
    '","msg":"request"}\n',
  ];
}

let lastBeginning = { ms: 0, about: '', text: '' };

/** Up to the path; nearly the same for all that is answered in one millisecond. */
function lineBeginning(ms: number, about: string): string {
  if (ms !== lastBeginning.ms || about !== lastBeginning.about) {
    const text = `{"level":30,"time":"${new Date(ms).toISOString()}",${about},"path":`;
    lastBeginning = { ms, about, text: ownText(text) };
  }
  return lastBeginning.text;
}

const statusTexts: string[] = [];

/** From behind the path up to the time it took. There are few statuses. */
function statusText(status: number): string {
  statusTexts[status] ??= ownText(`,"status":${status},"ms":`);
  return statusTexts[status];
}

/** As a JSON string; nearly every host and path needs no escapes. */
function quote(text: string): string {
  return /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}

let lastAbout = { operationId: '', method: '', host: '', text: '' };

/** What a request is for; most are for the same as the last one. */
function aboutText(
  operationId: string,
  { method, host }: Pick<Exchange['request'], 'method' | 'host'>,
): string {
  const isSame = operationId === lastAbout.operationId && method === lastAbout.method;
  if (!isSame || host !== lastAbout.host) {
    const text = `"operation":"${operationId}","method":"${method}","host":${quote(masked(host))}`;
    lastAbout = { operationId, method, host, text };
  }
  return lastAbout.text;
}

/** Thousandths from none to 999 as a number ends in them, without zeros behind. */
const thousandthsTexts = Array.from({ length: 1000 }, (_, thousandths) =>
  (thousandths / 1000).toString().slice(1),
);

/**
 * To the thousandth. The engine keeps the texts of fractions that it makes, and finds none of them
 * again here: they would be most of what outlives a request.
 */
function millisecondsText(ms: number): string {
  const thousandths = Math.round(ms * 1000);
  return `${Math.floor(thousandths / 1000)}${thousandthsTexts[thousandths % 1000]}`;
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
    path: pathOf(request),
    status: answer.status,
    ms: Number(millisecondsText(durationMs)),
    caller: callerOf(asker),
    correlation: correlationId,
  };
}

function callerOf(asker: Exchange['asker']): string | null {
  if (asker === null) return null;
  return asker.kind === 'Token' ? asker.xuid : `key ${asker.keyId}`;
}

/** Characters of a path that are written. */
const pathCharactersMax = 200;

function pathOf({ target }: Exchange['request']): string {
  const mark = target.indexOf('?');
  return masked(mark === -1 ? target : target.slice(0, mark)).slice(0, pathCharactersMax);
}

/** Paths as they are written, with their heads. */
const pathTexts = new HeadMemo<string>();

function pathText(request: Exchange['request']): string {
  return ownText(quote(pathOf(request)));
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
