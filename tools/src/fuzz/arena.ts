import { join } from 'node:path';
import { createInstance } from '../conformance/instance.ts';
import type { Json } from '../conformance/json.ts';
import { createStage } from '../conformance/stage.ts';
import { type Started, startInstance } from '../conformance/started.ts';
import { readVectors } from '../conformance/vectors.ts';
import { createWire, type WireAnswer } from '../conformance/wire.ts';
import { readTitleDocuments, worldOf } from '../conformance/world.ts';
import { type Exchange, exchangeRaw, type RawOutcome, type RawRequest, sendRaw } from './raw.ts';
import type { FuzzRequest } from './requests.ts';
import { known } from './templates.ts';

/** A server that listens, with the world of the vectors in it, to be sent whatever there is. */
export type Arena = AsyncDisposable & {
  /** Puts the world back as it was at first. */
  renew(): Promise<void>;
  send(request: FuzzRequest): Promise<WireAnswer>;
  sendRaw(request: RawRequest, withinMs: number): Promise<RawOutcome>;
  /** Sends what are several requests and reads so many answers. */
  exchange(request: RawRequest, want: { count: number; withinMs: number }): Promise<Exchange>;
  /** The header that speaks for alice. */
  readonly authorization: string;
  /** Where it listens. */
  readonly url: URL;
  /** What the players of the world have, as text that can be compared. */
  records(): Promise<string>;
  /** @throws {Error} by the result, unless the instance is well */
  requireHealth(): Promise<void>;
};

const fixtures = join(import.meta.dirname, '../../../fixtures/vectors');

/** Shorter than in service, so that what is slow is seen within a test. */
const transport = { headTimeoutMs: '1000', bodyTimeoutMs: '1000' };

/** Limits are off: thousands of requests come from one player. */
const base = { rateLimits: { isOn: false } };

/** Starts a server for fuzzing. */
export async function openArena(): Promise<Arena> {
  const started = await startInstance({ overrides: transport });
  try {
    return await furnish(started);
  } catch (thrown) {
    await started[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function furnish(started: Started): Promise<Arena> {
  const { url, managementKey } = started;
  const wire = createWire(url);
  const instance = createInstance(wire, managementKey);
  const vectors = readVectors(join(fixtures, 'wire-vectors.json'));
  const world = worldOf(vectors.world, readTitleDocuments(join(fixtures, 'world')));
  const stage = await createStage({ instance, world, base });
  const lifetimeSeconds = 20 * 86_400;
  const made = await instance.makeToken({ kind: 'xsts', xuid: known.alice, lifetimeSeconds });
  const authorization = `XBL3.0 x=${made.userHash};${made.token}`;
  const authorizations: Readonly<Record<FuzzRequest['as'], Record<string, string>>> = {
    Alice: { authorization },
    Manager: { authorization: `Bearer ${managementKey}` },
    Nobody: {},
    Hostile: {},
  };
  const at = { host: url.hostname, port: Number(url.port) };

  async function recordOf(xuid: string): Promise<Json> {
    return instance.call({ method: 'GET', path: `/players/${xuid}/titles`, body: null });
  }

  return {
    authorization,
    url,
    async renew() {
      await stage.fresh([]);
    },
    send: ({ hostHeader, method, target, headers, body, as }) =>
      wire.send({
        method,
        host: hostHeader,
        path: target,
        headers: { ...headers, ...authorizations[as] },
        body,
      }),
    sendRaw: (request, withinMs) => sendRaw(at, signed(request), withinMs),
    exchange: (request, want) => exchangeRaw(at, signed(request), want),
    async records() {
      const players = await Promise.all([known.alice, known.bob].map(recordOf));
      return JSON.stringify(players);
    },
    async requireHealth() {
      const health = { method: 'GET', host: null, path: '/healthz', headers: {}, body: null };
      const { status } = await wire.send(health);
      if (status !== 200) throw new Error(`afterwards /healthz answers ${status}`);
    },
    async [Symbol.asyncDispose]() {
      await wire[Symbol.asyncDispose]();
      await started[Symbol.asyncDispose]();
    },
  };

  function signed(request: RawRequest): RawRequest {
    const header = `Authorization: ${authorization}\r\n`;
    return request.map(({ bytes, afterMs }) => {
      const filled = bytes.toString('latin1').replaceAll('{{authorization}}', header);
      return { bytes: Buffer.from(filled, 'latin1'), afterMs };
    });
  }
}
