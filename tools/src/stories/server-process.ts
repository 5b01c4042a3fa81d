import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { benchTitleDocument, benchTitleId } from '../bench/bench-title.ts';
import { startProgram } from './story-process.ts';

/** A server that can be killed, and comes back with what it had committed. */
export type StoryServer = AsyncDisposable & {
  readonly port: () => number;
  readonly url: () => string;
  /** A request of the management API. @throws {Error} by the result, unless it is answered 2xx */
  manage(method: string, path: string, body?: unknown): Promise<unknown>;
  killAndStart(): Promise<void>;
};

/** Starts a server in a process of its own, with the title that stories play. */
export async function startServer(folder: string): Promise<StoryServer> {
  const key = randomBytes(24).toString('base64url');
  const data = join(folder, 'data');
  let port = 0;
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const started = startProgram('./server-main.ts', [data, String(port), key]);
    const [announcement] = await once(started, 'message');
    ({ port } = announcement);
    return started;
  }

  async function kill(): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    if (child.connected) child.disconnect();
  }

  const url = () => `http://127.0.0.1:${port}`;

  async function manage(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url()}/management${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  const document = benchTitleDocument();
  const publish = { document, sandbox: 'RETAIL', note: 'stories' };
  await manage('POST', `/titles/${benchTitleId}/publish`, publish);
  return {
    port: () => port,
    url,
    manage,
    async killAndStart() {
      await kill();
      child = await start();
    },
    [Symbol.asyncDispose]: kill,
  };
}
