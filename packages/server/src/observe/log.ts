import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { Exchange } from '../http/app.ts';

/** Lines are gathered up to this many bytes before they are written. */
const bufferBytes = 16 * 1024;

/** A line waits at most this long before it is written. */
const flushIntervalMs = 200;

/** Levels of the log, quietest first. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** The log: JSON, one line for each request, one for each event of the instance. */
export type Log = {
  readonly lines: Logger;
  /** Writes what is gathered, and stops gathering. */
  close(): void;
};

/** @param to where lines go; the standard output unless a test says otherwise */
export function createLog(level: LogLevel, to?: DestinationStream): Log {
  const gathered = to ?? destination({ fd: 1, sync: false, minLength: bufferBytes });
  const lines = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, gathered);
  const timer = setInterval(() => lines.flush(), flushIntervalMs).unref();
  return {
    lines,
    close() {
      clearInterval(timer);
      if ('flushSync' in gathered && typeof gathered.flushSync === 'function') {
        gathered.flushSync();
      }
    },
  };
}

/**
 * One line for an answered request. It never holds a header, a body or the query, for those may
 * hold a token.
 */
export function logExchange(log: Log, exchange: Exchange): void {
  const { request, answer, asker, operationId, correlationId, durationMs, cause } = exchange;
  const line = {
    operation: operationId,
    method: request.method,
    host: request.host,
    path: pathOf(request.target),
    status: answer.status,
    ms: Math.round(durationMs * 1000) / 1000,
    caller: asker === null ? null : asker.kind === 'Token' ? asker.xuid : `key ${asker.keyId}`,
    correlation: correlationId,
  };
  if (answer.status < 500) log.lines.info(line, 'request');
  else log.lines.error({ ...line, err: cause }, 'request failed');
}

function pathOf(target: string): string {
  const mark = target.indexOf('?');
  return (mark === -1 ? target : target.slice(0, mark)).slice(0, 200);
}
