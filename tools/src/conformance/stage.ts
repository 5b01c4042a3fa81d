import type { Instance } from './instance.ts';
import type { JsonObject } from './json.ts';
import type { WorldEdit } from './preparation.ts';
import { loadingOf, type World, worldNow } from './world.ts';
import { edited } from './world-edit.ts';

/**
 * Puts fresh copies of the world on an instance. The world is loaded once; what was loaded is kept
 * as a snapshot and put back for each case. A case whose prose changes the world has it loaded
 * anew.
 */
export type Stage = {
  /** @returns the world as it is now on the instance */
  fresh(edits: readonly WorldEdit[]): Promise<World>;
  setClock(now: string): Promise<void>;
  advanceClock(byMs: number): Promise<void>;
  setFaults(change: JsonObject): Promise<void>;
  setSwitches(change: JsonObject): Promise<void>;
};

/** Faults of a case that names none. */
const noFaults = { draining: false, storageDown: false };

/** Switches as every case starts with: the defaults of the wire contract, with limits on. */
export type BaseSwitches = JsonObject;

/** @param base what the switches are put back to after a case has turned any */
export async function createStage({
  instance,
  world,
  base,
}: {
  instance: Instance;
  world: World;
  base: BaseSwitches;
}): Promise<Stage> {
  let isClockMoved = true;
  let areFaultsSet = true;
  let areSwitchesTurned = true;
  let movedHosts: readonly string[] = [];

  async function load(wanted: World): Promise<void> {
    await instance.setClock({ now: worldNow });
    await instance.clear();
    for (const call of loadingOf(wanted)) await instance.call(call);
  }

  async function settle(): Promise<void> {
    if (areFaultsSet) await instance.setFaults(noFaults);
    if (areSwitchesTurned) {
      const back = Object.fromEntries(movedHosts.map((host) => [host, null]));
      await instance.setSwitches({ ...base, movedHosts: back });
    }
    if (isClockMoved) await instance.setClock({ now: worldNow });
    [areFaultsSet, areSwitchesTurned, isClockMoved, movedHosts] = [false, false, false, []];
  }

  await settle();
  await load(world);
  const snapshot = await instance.takeSnapshot();

  return {
    async fresh(edits) {
      await settle();
      const wanted = edits.reduce(edited, world);
      if (wanted === world) await instance.putSnapshot(snapshot);
      else await load(wanted);
      return wanted;
    },
    async setClock(now) {
      isClockMoved = true;
      await instance.setClock({ now });
    },
    async advanceClock(byMs) {
      isClockMoved = true;
      await instance.setClock({ advanceMs: byMs });
    },
    async setFaults(change) {
      areFaultsSet = true;
      await instance.setFaults(change);
    },
    async setSwitches(change) {
      areSwitchesTurned = true;
      movedHosts = [...movedHosts, ...Object.keys(change.movedHosts ?? {})];
      await instance.setSwitches(change);
    },
  };
}
