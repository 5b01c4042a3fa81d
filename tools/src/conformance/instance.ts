import { type Json, type JsonObject, parseJson } from './json.ts';
import type { Wire, WireAnswer } from './wire.ts';
import type { ManagementCall } from './world.ts';

/** The instance under test, through its management API and the controls of development mode. */
export type Instance = {
  /** @throws {Error} by the result, for an answer that is no 2xx */
  call(call: ManagementCall): Promise<Json>;
  takeSnapshot(): Promise<Buffer>;
  putSnapshot(snapshot: Buffer): Promise<void>;
  clear(): Promise<void>;
  setClock(change: JsonObject): Promise<void>;
  clock(): Promise<{ now: string; isFrozen: boolean }>;
  setFaults(change: JsonObject): Promise<void>;
  faults(): Promise<JsonObject>;
  setSwitches(change: JsonObject): Promise<void>;
  switches(): Promise<JsonObject>;
  makeToken(order: JsonObject): Promise<{ token: string; userHash: string }>;
};

type RawCall = { method: string; path: string; body?: Buffer | null; contentType?: string };

/** @param managementKey opens the management API */
export function createInstance(wire: Wire, managementKey: string): Instance {
  async function raw({
    method,
    path,
    body = null,
    contentType = 'application/json',
  }: RawCall): Promise<WireAnswer> {
    const headers = {
      authorization: `Bearer ${managementKey}`,
      ...(body && { 'content-type': contentType }),
    };
    const at = `/management${path}`;
    const answer = await wire.send({ method, host: null, path: at, headers, body });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new Error(
      `${method} ${at} was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`,
    );
  }

  async function call({ method, path, body }: ManagementCall): Promise<Json> {
    const sent = body === null ? null : Buffer.from(JSON.stringify(body));
    const answer = await raw({ method, path, body: sent });
    return parseJson(answer.body.toString()) ?? null;
  }

  function read(path: string): Promise<Json> {
    return call({ method: 'GET', path, body: null });
  }

  function put(path: string, body: JsonObject): Promise<Json> {
    return call({ method: 'PUT', path, body });
  }

  return {
    call,
    takeSnapshot: async () => (await raw({ method: 'GET', path: '/development/snapshot' })).body,
    async putSnapshot(snapshot) {
      const contentType = 'application/octet-stream';
      await raw({ method: 'PUT', path: '/development/snapshot', body: snapshot, contentType });
    },
    async clear() {
      await raw({ method: 'POST', path: '/development/clear' });
    },
    async setClock(change) {
      await put('/development/clock', change);
    },
    clock: async () => (await read('/development/clock')) as { now: string; isFrozen: boolean },
    async setFaults(change) {
      await put('/development/faults', change);
    },
    faults: async () => (await read('/development/faults')) as JsonObject,
    async setSwitches(change) {
      await put('/development/switches', change);
    },
    switches: async () => (await read('/development/switches')) as JsonObject,
    async makeToken(order) {
      const made = await call({ method: 'POST', path: '/development/tokens', body: order });
      return made as { token: string; userHash: string };
    },
  };
}
