import type { Clock } from './clock.ts';

/** What the fake service answers one request with; `Error` stands for a broken network. */
export type FakeAnswer =
  | Error
  | 'never'
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** A request as it reached the fake service. */
export type SeenRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** When it came, by the fake clock. */
  readonly at: number;
};

/**
 * A service that answers from a script, and a clock that moves only when everything waits for it:
 * for tests. The last answer of the script is given again and again.
 */
export function createFakeService(script: readonly FakeAnswer[]) {
  const seen: SeenRequest[] = [];
  const timers = new Map<number, { at: number; callback: () => void }>();
  let now = 0;
  let timerCount = 0;

  const clock: Clock = {
    now: () => now,
    after(milliseconds, callback) {
      timerCount += 1;
      const id = timerCount;
      timers.set(id, { at: now + milliseconds, callback });
      return () => timers.delete(id);
    },
  };

  async function fakeFetch(input: unknown, init: RequestInit = {}): Promise<Response> {
    const headers = init.headers as Record<string, string>;
    const body = init.body === undefined ? undefined : JSON.parse(String(init.body));
    seen.push({ method: init.method ?? 'GET', url: String(input), headers, body, at: now });
    const answer = script[Math.min(seen.length, script.length) - 1];
    if (answer === undefined || answer === 'never') return new Promise(() => {});
    if (answer instanceof Error) throw answer;
    const text =
      typeof answer.body === 'string' || answer.body === undefined
        ? (answer.body ?? null)
        : JSON.stringify(answer.body);
    return new Response(answer.status === 304 ? null : text, answer as ResponseInit);
  }

  /** Lets everything happen that needs no time: reading a body takes turns of the event loop. */
  async function idle(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  /** Moves the clock to the next timer whenever nothing else is left to do. */
  async function settle<T>(work: Promise<T>): Promise<T> {
    let isSettled = false;
    const mark = () => {
      isSettled = true;
    };
    work.then(mark, mark);
    while (!isSettled) {
      await idle();
      const next = [...timers].sort(([, a], [, b]) => a.at - b.at)[0];
      if (isSettled || next === undefined) continue;
      timers.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].callback();
    }
    return work;
  }

  return {
    seen,
    clock,
    fetch: fakeFetch as typeof fetch,
    settle,
    idle,
    advance(milliseconds: number): void {
      now += milliseconds;
    },
    /** Timers nobody cancelled. */
    timersLeft: () => timers.size,
  };
}
