import type { Clock } from '../../clock.ts';
import type { Exchange } from '../app.ts';
import type { WireRequest } from '../exchange.ts';
import { type LoggedCall, loggedCallOf } from './logged-call.ts';

/** The latest calls to the hosts of the protocol. No token is ever kept. */
export type CallLog = {
  /** The same request, whose body is remembered when somebody reads it. */
  overhear(request: WireRequest): WireRequest;
  /** Notes an answered request that was overheard. */
  note(exchange: Exchange, fault: string | null): void;
  /** In the order in which they were answered. */
  calls(): readonly LoggedCall[];
  /** How many were noted and are forgotten because there were too many. */
  forgotten(): number;
  clear(): void;
  /** Tells of each call from now on, and of `null` when all are forgotten. @returns ends it */
  follow(listener: (call: LoggedCall | null) => void): () => void;
};

/** Calls that are remembered; each is below 40 KB. */
export const callsMax = 500;

/** @param clock says when a call was answered */
export function createCallLog(clock: Clock): CallLog {
  const bodies = new WeakMap<WireRequest, Buffer>();
  const listeners = new Set<(call: LoggedCall | null) => void>();
  let calls: LoggedCall[] = [];
  let [lastId, forgotten] = [0, 0];

  function keep(call: LoggedCall): void {
    calls.push(call);
    if (calls.length > callsMax) {
      calls.shift();
      forgotten += 1;
    }
    for (const listener of listeners) listener(call);
  }

  return {
    overhear(request) {
      const overheard: WireRequest = {
        ...request,
        async body(bytesMax) {
          const bytes = await request.body(bytesMax);
          bodies.set(overheard, bytes);
          return bytes;
        },
      };
      return overheard;
    },
    note(exchange, fault) {
      const sent = bodies.get(exchange.request) ?? null;
      const [at, atMs] = [clock.now(), clock.milliseconds()];
      const call = loggedCallOf(exchange, { id: lastId + 1, at, atMs, sent, fault });
      if (call === null) return;
      lastId += 1;
      keep(call);
    },
    calls: () => calls,
    forgotten: () => forgotten,
    clear() {
      calls = [];
      forgotten = 0;
      for (const listener of listeners) listener(null);
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
