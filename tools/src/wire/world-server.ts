import { join } from 'node:path';
import { createInstance, type Instance } from '../conformance/instance.ts';
import type { Json } from '../conformance/json.ts';
import { createStage, type Stage } from '../conformance/stage.ts';
import { startInstance } from '../conformance/started.ts';
import { readVectors } from '../conformance/vectors.ts';
import { createWire, type WireAnswer } from '../conformance/wire.ts';
import { readTitleDocuments, worldOf } from '../conformance/world.ts';
import { type RawOutcome, type RawRequest, sendRaw } from '../fuzz/raw.ts';

/** What a test asks for; without `as`, as alice. */
export type Question = {
  readonly host?: string;
  /** A player's xuid, the management, or nobody. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json | Buffer;
};

/** A server with the world of the vectors in it. */
export type WorldServer = AsyncDisposable & {
  readonly stage: Stage;
  readonly instance: Instance;
  /** Puts the world, the clock and the switches back. */
  fresh(): Promise<void>;
  /** @param line method and target: `GET /users/me/achievements` */
  ask(line: string, question?: Question): Promise<WireAnswer>;
  /** Sends bytes as they are, `{{authorization}}` standing for alice's header field. */
  askRaw(request: RawRequest): Promise<RawOutcome>;
};

/** Asks as whoever holds the management key. */
export const manager = 'manager';

/** Asks without an `Authorization` header. */
export const nobody = 'nobody';

/** Players, titles and service configurations of the world. */
export const world = {
  alice: '2533274800000001',
  bob: '2533274800000002',
  carol: '2533274800000003',
  frank: '2533274800000006',
  titleA: 1853190001,
  scidA: '00000000-0000-0000-0000-00006e756f71',
} as const;

const fixtures = join(import.meta.dirname, '../../../fixtures/vectors');

/** What takes longer is an end without an answer. */
const answerWithinMs = 10_000;

/** Starts a server for a test. @param overrides settings that differ from development mode's */
export async function startWorldServer(
  overrides: Readonly<Record<string, string>> = {},
): Promise<WorldServer> {
  const started = await startInstance({ overrides });
  const { url, managementKey } = started;
  const wire = createWire(url);
  const instance = createInstance(wire, managementKey);
  const vectors = readVectors(join(fixtures, 'wire-vectors.json'));
  const documents = readTitleDocuments(join(fixtures, 'world'));
  const base = { rateLimits: { isOn: false } };
  const stage = await createStage({ instance, world: worldOf(vectors.world, documents), base });
  const headersOf = new Map<string, string>();

  async function authorizationOf(who: string): Promise<string> {
    if (who === manager) return `Bearer ${managementKey}`;
    const known = headersOf.get(who);
    if (known !== undefined) return known;
    const made = await instance.makeToken({ kind: 'xsts', xuid: who, lifetimeSeconds: 86_400 });
    const header = `XBL3.0 x=${made.userHash};${made.token}`;
    headersOf.set(who, header);
    return header;
  }

  await stage.fresh([]);
  return {
    stage,
    instance,
    fresh: async () => {
      await stage.fresh([]);
    },
    async ask(line, { host = 'achievements.xboxlive.com', as = world.alice, headers, body } = {}) {
      const [method = '', path = ''] = line.split(' ');
      const authorization = as === nobody ? {} : { authorization: await authorizationOf(as) };
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body) ?? '');
      return wire.send({
        method,
        host: path.startsWith('/management') ? null : host,
        path,
        headers: { 'x-xbl-contract-version': '2', ...authorization, ...headers },
        body: body === undefined ? null : bytes,
      });
    },
    async askRaw(request) {
      const field = `Authorization: ${await authorizationOf(world.alice)}\r\n`;
      const filled = request.map(({ bytes, afterMs }) => {
        const text = bytes.toString('latin1').replaceAll('{{authorization}}', field);
        return { bytes: Buffer.from(text, 'latin1'), afterMs };
      });
      return sendRaw({ host: url.hostname, port: Number(url.port) }, filled, answerWithinMs);
    },
    async [Symbol.asyncDispose]() {
      await wire[Symbol.asyncDispose]();
      await started[Symbol.asyncDispose]();
    },
  };
}

/** What an answer says, as JSON. */
export function said(answer: WireAnswer): unknown {
  return JSON.parse(answer.body.toString());
}

/** The body of an update of title A by alice. */
export function updateOf(id: string, percentComplete: number): Json {
  return {
    action: 'progressUpdate',
    serviceConfigId: world.scidA,
    titleId: world.titleA,
    userId: world.alice,
    achievements: [{ id, percentComplete }],
  };
}

/** Where alice reports progress of title A. */
export const updateLine = `POST /users/me/achievements/${world.scidA}/update`;
