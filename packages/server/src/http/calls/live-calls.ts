import type { Outgoing, TakenOver, WireAnswer, WireRequest } from '../exchange.ts';
import { lint } from '../lint/lint.ts';
import type { CallLog } from './call-log.ts';
import type { LoggedCall } from './logged-call.ts';

/** Bytes that a page has not read; beyond, its stream ends and it comes back. */
const unreadBytesMax = 8 * 1024 * 1024;

/** Pages that look on at once. */
const pagesMax = 16;

/** How long findings may be behind the calls, in milliseconds of the machine. */
const findingsEveryMs = 200;

/** Something is said at least this often, in milliseconds. */
const quietMs = 15_000;

/**
 * The calls as server-sent events: `call` for each, `findings` when they may have changed, `clear`
 * when all are forgotten. A page that comes back goes on behind the last call that it knows.
 *
 * @returns answers the page's request
 */
export function createLiveCalls(log: CallLog): (request: WireRequest) => WireAnswer {
  let open = 0;
  return (request) => {
    if (open >= pagesMax) return { status: 503, headers: { 'retry-after': '5' } };
    const [, id = '0'] = /^(\d{1,15})$/.exec(request.headers['last-event-id'] ?? '') ?? [];
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', connection: 'close' },
      takeOver(outgoing, nowMs) {
        open += 1;
        const onClosed = () => {
          open -= 1;
        };
        return new LiveCalls(outgoing, { log, after: Number(id), nowMs, onClosed });
      },
    };
  };
}

class LiveCalls implements TakenOver {
  readonly #outgoing: Outgoing;
  readonly #log: CallLog;
  readonly #unfollow: () => void;
  readonly #onClosed: () => void;
  #saidAtMs: number;
  #areFindingsOld = true;
  #foundAtMs: number;

  constructor(
    outgoing: Outgoing,
    parts: { log: CallLog; after: number; nowMs: number; onClosed: () => void },
  ) {
    const { log, after, nowMs, onClosed } = parts;
    this.#outgoing = outgoing;
    this.#log = log;
    this.#onClosed = onClosed;
    this.#saidAtMs = nowMs;
    this.#foundAtMs = nowMs - findingsEveryMs;
    this.#say('retry: 1000\n\n');
    for (const call of log.calls()) {
      if (call.shown.id > after) this.#tell(call);
    }
    this.#unfollow = log.follow((call) => this.#tell(call));
    this.sweep(nowMs);
  }

  sweep(nowMs: number): void {
    if (this.#areFindingsOld && nowMs - this.#foundAtMs >= findingsEveryMs) {
      this.#areFindingsOld = false;
      this.#foundAtMs = nowMs;
      this.#say(eventOf('findings', lint(this.#log.calls())));
    }
    if (nowMs - this.#saidAtMs >= quietMs) this.#say(': still here\n\n');
  }

  receive(): void {}

  drained(): void {}

  ended(): void {
    this.finish();
  }

  closed(): void {
    this.#unfollow();
    this.#onClosed();
  }

  finish(): void {
    this.#unfollow();
    this.#outgoing.end();
  }

  #tell(call: LoggedCall | null): void {
    this.#areFindingsOld = true;
    if (call === null) this.#say(eventOf('clear', {}));
    else this.#say(`id: ${call.shown.id}\n${eventOf('call', call.shown)}`);
  }

  #say(text: string): void {
    this.#saidAtMs = performance.now();
    this.#outgoing.write(text);
    if (this.#outgoing.writableLength > unreadBytesMax) this.#outgoing.destroy();
  }
}

/** JSON holds no line end, so it is one line. */
function eventOf(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
