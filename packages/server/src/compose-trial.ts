import type { Rooms } from './compose-rooms.ts';
import type { Exchange } from './http/app.ts';
import { createCallLog } from './http/calls/call-log.ts';
import { createLiveCalls } from './http/calls/live-calls.ts';
import type { WireAnswer, WireRequest } from './http/exchange.ts';
import { managementTrialOperations } from './http/hosts/management/trial/operations.ts';
import type { Operation } from './http/operation.ts';
import type { OwnPage } from './http/own-pages.ts';
import { createFaultRules } from './http/staging/fault-rules.ts';
import { createLiveLines } from './http/staging/live-lines.ts';
import { createStage } from './http/staging/stage.ts';
import type { Development } from './services/development.ts';
import { createKeptSnapshots } from './services/kept-snapshots.ts';
import { createWorldSeed } from './services/world-seed.ts';

/** What makes an instance in development mode a place to test games. */
export type Trial = {
  /** The operations of the protocol, which go wrong where a rule says so. */
  staged(operations: readonly Operation[]): readonly Operation[];
  /** Controls of what is here, under the management key. */
  readonly operations: readonly Operation[];
  /** Pages of the instance beside the others, by path. */
  readonly pages: Readonly<Record<string, OwnPage>>;
  /** To be asked with every request before it is answered. */
  overhear(request: WireRequest): WireRequest;
  /** To be told of every exchange. */
  note(exchange: Exchange): void;
  /** Whether an answer was made up. */
  isStaged(answer: WireAnswer): boolean;
};

/** Builds it. @param forget drops what was rendered or counted */
export function composeTrial(
  rooms: Rooms,
  { development, forget }: { development: Development; forget: () => void },
): Trial {
  const { services, testClock: clock, switches, faults } = rooms;
  const switchesAtStart = switches.current;
  const rules = createFaultRules();
  const lines = createLiveLines();
  const stage = createStage({ rules, lines, switches });
  const calls = createCallLog(clock);

  function startAnew(): void {
    faults.set({ draining: false, storageDown: false });
    switches.set(switchesAtStart);
    rules.clear();
    calls.clear();
    forget();
  }

  return {
    staged: stage.under,
    isStaged: stage.isStaged,
    overhear: calls.overhear,
    note: (exchange) => calls.note(exchange, stage.faultOf(exchange.request)),
    pages: { '/inspector/live': createLiveCalls(calls) },
    operations: managementTrialOperations({
      rules,
      lines,
      snapshots: createKeptSnapshots({ development, clock }),
      startAnew,
      seed: createWorldSeed({ ...services, clock }),
      calls,
    }),
  };
}
