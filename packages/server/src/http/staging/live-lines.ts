import type { Outgoing, TakeOver } from '../exchange.ts';

/** The connections that speak HTTP no more, to be cut on purpose. */
export type LiveLines = {
  /** The same take-over, remembered for as long as its connection lives. */
  noting(player: string, takeOver: TakeOver): TakeOver;
  /** Ends a player's, or everybody's, without a goodbye. @returns how many */
  cut(player: string | null): number;
};

/** @returns lines of which there are none yet */
export function createLiveLines(): LiveLines {
  const lines = new Map<Outgoing, string>();
  return {
    noting: (player, takeOver) => (outgoing, nowMs) => {
      lines.set(outgoing, player);
      const taken = takeOver(outgoing, nowMs);
      return {
        receive: (bytes) => taken.receive(bytes),
        drained: () => taken.drained(),
        ended: () => taken.ended(),
        closed() {
          lines.delete(outgoing);
          taken.closed();
        },
        sweep: (sweptAtMs) => taken.sweep(sweptAtMs),
        finish: () => taken.finish(),
      };
    },
    cut(player) {
      const cut = [...lines].filter(([, owner]) => player === null || owner === player);
      for (const [outgoing] of cut) outgoing.destroy();
      return cut.length;
    },
  };
}
