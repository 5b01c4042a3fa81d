import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { serveEnvironment } from '../bench/serve-environment.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { type CrashServer, startCrashServer } from './server.ts';

const bombBytes = 100 * 1024 * 1024;
const xuid = '2533274800000001';

/** What one bomb may raise the peak of the server's memory by: far below what it unpacks to. */
const growthBytesMax = 48 * 1024 * 1024;

/** Where the system tells the highest memory that a process had. */
const isLinux = process.platform === 'linux';

let directory: string;
let server: CrashServer;
let world: EventWorld;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'laurel-bombs-'));
  const data = join(directory, 'data');
  mkdirSync(data);
  const serving = serveEnvironment({ data, port: 0 });
  const log = join(directory, 'server.log');
  server = await startCrashServer({ environment: serving, log });
  world = createEventWorld(serving.LAUREL_MANAGEMENT_KEY ?? '');
  await world.serve(server.url, { players: [xuid] });
  for (let first = 0; first < 200; first += 20) await world.send(xuid, Array(20).fill(1), first);
});

after(async () => {
  await server.kill();
  rmSync(directory, { recursive: true, force: true });
});

/** The most memory that the server ever had. */
function peakBytes(): number {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** @returns the status; 413 too where the server ends the connection under a body it won't read */
function post(path: string, headers: Readonly<Record<string, string>>, chunks: Iterable<Buffer>) {
  const { promise, resolve } = Promise.withResolvers<number>();
  const asked = request(new URL(path, server.url), { method: 'POST', headers }, (answered) => {
    answered.resume();
    resolve(answered.statusCode ?? 0);
  });
  asked.on('error', () => resolve(413));
  void (async () => {
    for (const chunk of chunks) {
      if (asked.destroyed) return;
      if (!asked.write(chunk)) {
        await new Promise((next) => asked.once('drain', next).once('close', next));
      }
    }
    asked.end();
  })();
  return promise;
}

function* megabytes(count: number): Iterable<Buffer> {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  for (let index = 0; index < count; index += 1) yield chunk;
}

const spaces = Buffer.alloc(bombBytes, ' ');
const gzipped = gzipSync(spaces);

const bombs: readonly (readonly [name: string, encoding: string, body: Buffer, status: number])[] =
  [
    ['gzip', 'gzip', gzipped, 413],
    ['gzip by its older name', 'x-gzip', gzipped, 413],
    [
      'many gzip members',
      'gzip',
      Buffer.concat(Array(100).fill(gzipSync(spaces.subarray(0, 1024 * 1024)))),
      413,
    ],
    ['deflate', 'deflate', deflateSync(spaces), 413],
    ['deflate without a head', 'deflate', deflateRawSync(spaces), 413],
    [
      'br',
      'br',
      brotliCompressSync(spaces, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
      400,
    ],
    ['zstd', 'zstd', zstdCompressSync(spaces), 400],
    ['gzip packed twice, and said once', 'gzip', gzipSync(gzipped), 400],
    ['gzip packed twice, and said twice', 'gzip, gzip', gzipSync(gzipped), 400],
    ['two encodings', 'deflate, gzip', gzipSync(deflateSync(spaces)), 400],
  ];

describe('100 MB of events', () => {
  const ways = [
    ['our own way in', '/events/game-events'],
    ['a collector', '/v20.events/OneCollector/1.0'],
  ] as const;

  async function holds(path: string, send: (path: string) => Promise<number>, status: number) {
    const beforeBytes = isLinux ? peakBytes() : 0;
    assert.equal(await send(path), status);
    const grownBytes = isLinux ? peakBytes() - beforeBytes : 0;
    assert.ok(grownBytes < growthBytesMax, `it grew by ${grownBytes} bytes`);
    assert.deepEqual(await world.stats(xuid), { count: 200, total: 200 });
  }

  for (const [way, path] of ways) {
    for (const [name, encoding, body, status] of bombs) {
      test(`packed as ${name} answers ${status} at ${way}, in little memory`, async () => {
        const headers = { ...world.headers(), 'content-encoding': encoding };
        await holds(path, (to) => post(to, headers, [body]), status);
      });
    }

    test(`of a known length answers 413 at ${way}, in little memory`, async () => {
      const headers = { ...world.headers(), 'content-length': String(bombBytes) };
      await holds(path, (to) => post(to, headers, megabytes(100)), 413);
    });

    test(`in chunks answers 413 at ${way}, in little memory`, async () => {
      await holds(path, (to) => post(to, world.headers(), megabytes(100)), 413);
    });
  }

  test('after all of them events are counted as before', async () => {
    assert.equal(await world.send(xuid, [5], 200), 200);
    assert.deepEqual(await world.stats(xuid), { count: 201, total: 205 });
  });
});
