import type { Instance } from './instance.ts';
import { isObject, type JsonObject } from './json.ts';

/**
 * Does something with an instance and leaves it as it was: what it holds, its clock, its faults and
 * its switches. An interrupt also puts everything back before the process ends.
 */
export async function keeping<T>(instance: Instance, work: () => Promise<T>): Promise<T> {
  const before = {
    snapshot: await instance.takeSnapshot(),
    clock: await instance.clock(),
    faults: await instance.faults(),
    switches: await instance.switches(),
  };
  async function putBack(): Promise<void> {
    const { now, isFrozen } = before.clock;
    await instance.setFaults(before.faults);
    await instance.setSwitches(await switchesBack(instance, before.switches));
    await instance.setClock({ now: isFrozen ? now : null });
    await instance.putSnapshot(before.snapshot);
  }
  function interrupted(): void {
    void putBack().finally(() => process.exit(130));
  }
  process.once('SIGINT', interrupted);
  try {
    return await work();
  } finally {
    process.off('SIGINT', interrupted);
    await putBack();
  }
}

/** What was not there before is taken away: a limit of a service, a host that moved. */
async function switchesBack(instance: Instance, before: JsonObject): Promise<JsonObject> {
  const now = await instance.switches();
  const limits = isObject(before.rateLimits) ? before.rateLimits : {};
  const limitsNow = isObject(now.rateLimits) ? now.rateLimits : {};
  return {
    ...before,
    rateLimits: { ...limits, byService: withNulls(limits.byService, limitsNow.byService) },
    movedHosts: withNulls(before.movedHosts, now.movedHosts),
  };
}

function withNulls(before: JsonObject[string] | undefined, now: typeof before): JsonObject {
  const names = isObject(now) ? Object.keys(now) : [];
  const gone = Object.fromEntries(names.map((name) => [name, null]));
  return { ...gone, ...(isObject(before) ? before : {}) };
}
