import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createLaurel, type Laurel } from '../compose.ts';
import { readConfig } from '../config/config.ts';
import { alice } from '../services/sample-world.ts';

const managementKey = 'zT3v8kQ1mX6pB9wL4sD7hF2jR5nC0yGa';

let folder: string;
let laurel: Laurel;
let url: string;
let authorization: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'laurel-live-'));
  const overrides = { host: '127.0.0.1', port: '0', data: folder, managementKey };
  const config = readConfig({ mode: 'development', environment: {}, overrides });
  laurel = await createLaurel(config, { logTo: { write() {} } });
  const { port } = await laurel.listen();
  url = `127.0.0.1:${port}`;
  const made = await manage('POST', 'development/tokens', { kind: 'xsts', xuid: alice });
  authorization = `XBL3.0 x=${made.userHash};${made.token}`;
});

afterEach(async () => {
  await laurel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function manage(method: string, path: string, body?: unknown) {
  const answered = await fetch(`http://${url}/management/${path}`, {
    method,
    headers: { authorization: `Bearer ${managementKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answered.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}

async function nonce(): Promise<string> {
  const answered = await fetch(`http://${url}/rta/nonce`, { headers: { authorization } });
  return encodeURIComponent(((await answered.json()) as { nonce: string }).nonce);
}

/** As a page would: no header but the sub-protocol. */
async function connected(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${url}/rta/connect?nonce=${await nonce()}`, [
    'rta.xboxlive.com.V2',
  ]);
  await once(socket, 'open');
  return socket;
}

async function next(socket: WebSocket): Promise<unknown> {
  const [message] = await once(socket, 'message');
  return JSON.parse(String((message as MessageEvent).data));
}

describe('a browser', () => {
  test('connects with a nonce, subscribes and is told to look again', async () => {
    const socket = await connected();
    assert.equal(socket.protocol, 'rta.xboxlive.com.V2');
    const reply = next(socket);
    socket.send(JSON.stringify([1, 1, `http://social.xboxlive.com/users/xuid(${alice})/friends`]));
    assert.deepEqual(await reply, [1, 1, 0, 1, null]);
    const told = next(socket);
    await manage('POST', 'development/resync');
    assert.deepEqual(await told, [4]);
    socket.close();
    await once(socket, 'close');
  });

  test('is told why the connection ends when the server stops', async () => {
    const socket = await connected();
    const closed = once(socket, 'close');
    await laurel[Symbol.asyncDispose]();
    const [event] = await closed;
    assert.deepEqual([event.code, event.wasClean], [1001, true]);
  });

  test('reads a stream that ends when the server stops', async () => {
    const answered = await fetch(`http://${url}/rta/events?nonce=${await nonce()}`);
    assert.equal(answered.headers.get('content-type'), 'text/event-stream');
    const text = answered.text();
    await laurel[Symbol.asyncDispose]();
    assert.match(await text, /^retry: \d+\n\n/);
  });
});

test('open connections are among the metrics', async () => {
  const socket = await connected();
  const metrics = await (await fetch(`http://${url}/metrics`)).text();
  assert.match(metrics, /^laurel_realtime_connections 1$/m);
  assert.match(metrics, /^laurel_answers_total\{operation="rta\.connect",status="101"\} 1$/m);
  socket.close();
  await once(socket, 'close');
});
