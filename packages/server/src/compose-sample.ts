import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLaurel, type Laurel } from './compose.ts';
import { readConfig } from './config/config.ts';

const managementKey = 'zT3v8kQ1mX6pB9wL4sD7hF2jR5nC0yGa';

/** What a test asks. */
export type InstanceAsked = {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, bytes and text as they are. */
  readonly body?: unknown;
  readonly host?: string;
};

/** What was answered. */
export type InstanceAnswered = { readonly status: number; readonly body: unknown };

/** For tests: a whole instance on a store of its own, asked without a transport. */
export type SampleInstance = AsyncDisposable & {
  readonly laurel: Laurel;
  /** @param line method and target: `POST /events/game-events` */
  ask(line: string, asked?: InstanceAsked): Promise<InstanceAnswered>;
  /** Of our own API, behind `/management`. @throws by the result unless it is a 2xx */
  manage(line: string, body?: unknown): Promise<unknown>;
  /** A token for a player of `RETAIL`, who is made where there is none. */
  authorize(xuid: string, part?: Readonly<Record<string, unknown>>): Promise<string>;
};

/** For tests: an instance in development mode. */
export async function openSampleInstance(
  overrides: Readonly<Record<string, string>> = {},
): Promise<SampleInstance> {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-events-'));
  const given = { host: '127.0.0.1', port: '0', data: folder, managementKey, ...overrides };
  const config = readConfig({ mode: 'development', environment: {}, overrides: given });
  const laurel = await createLaurel(config, { logTo: { write() {} } });
  const known = new Set<string>();

  async function ask(
    line: string,
    { headers = {}, body, host = '127.0.0.1' }: InstanceAsked = {},
  ): Promise<InstanceAnswered> {
    const [method = '', target = ''] = line.split(' ');
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const bytes = Buffer.from(isRaw ? body : JSON.stringify(body ?? {}));
    const answered = await laurel.app.answer({
      method,
      host,
      target,
      headers,
      body: () => Promise.resolve(bytes),
      remoteAddress: '127.0.0.1',
    });
    const text = answered.body === undefined ? '' : String(answered.body);
    const isJson = text.startsWith('{') || text.startsWith('[');
    return { status: answered.status, body: isJson ? JSON.parse(text) : text };
  }

  async function manage(line: string, body?: unknown): Promise<unknown> {
    const headers = { authorization: `Bearer ${managementKey}` };
    const answered = await ask(line.replace(' ', ' /management'), { headers, body });
    if (answered.status < 300) return answered.body;
    throw new Error(`${line}: ${answered.status} ${JSON.stringify(answered.body)}`);
  }

  return {
    laurel,
    ask,
    manage,
    async authorize(xuid, part = {}) {
      if (!known.has(xuid)) {
        await manage('POST /players', { xuid, gamertag: `Player${xuid.slice(-5)}` });
        known.add(xuid);
      }
      const wish = { kind: 'xsts', xuid, ...part };
      const made = Object(await manage('POST /development/tokens', wish));
      return `XBL3.0 x=${made.userHash};${made.token}`;
    },
    async [Symbol.asyncDispose]() {
      await laurel[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
