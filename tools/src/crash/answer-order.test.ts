import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { works } from '../bench/isolation.ts';
import { createChance } from '../stories/chance.ts';
import { startCrashLoad } from './load.ts';
import { startCrashServer } from './server.ts';
import { createWorld, inquire } from './world.ts';

const tracing = works('strace', ['-V']) ? {} : { skip: 'this system has no strace' };

/** What a server did, as its kernel saw it. */
type Step = 'Asked' | 'Synced' | 'Answered';

/**
 * What happened on the connection of the first update; others may be read from meanwhile.
 *
 * @param trace of strace, with `-y` so that files are named; calls may end in lines of their own
 */
function stepsIn(trace: string): readonly Step[] {
  const [, connection = 'none'] = /read\((\d+<socket:\[\d+\]>), "POST \/users/.exec(trace) ?? [];
  return trace.split('\n').flatMap((line): readonly Step[] => {
    const isHere = line.includes(connection);
    if (isHere && line.includes('"POST /users/')) return ['Asked'];
    if (isHere && line.includes('"HTTP/1.1 200')) return ['Answered'];
    const isSynced = /f(data)?sync(\(\d+<[^>]*-wal>| resumed>)\) += 0/.test(line);
    return isSynced ? ['Synced'] : [];
  });
}

describe('the order of an update', () => {
  test('is read out of a trace, also where a call ends in a line of its own', () => {
    const trace = [
      '1 read(40<socket:[9]>, "POST /users/xuid(1)/achi"..., 65536) = 1127',
      '2 fsync(24</data/laurel.db-wal> <unfinished ...>',
      '1 write(41<socket:[8]>, "HTTP/1.1 200 OK\\r\\n"..., 399) = 399',
      '1 write(40<socket:[9]>, "HTTP/1.1 200 OK\\r\\n"..., 399) = 399',
      '2 <... fsync resumed>) = 0',
    ].join('\n');
    assert.deepEqual(stepsIn(trace), ['Asked', 'Answered', 'Synced']);
  });

  test('is asked, synced and then answered', tracing, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'laurel-order-'));
    const world = createWorld(directory);
    const server = await startCrashServer(world.start);
    await using inquiry = inquire(world, server.url);
    await inquiry.prepare();
    await inquiry.recruit(1);
    const file = join(directory, 'trace');
    const calls = 'trace=read,write,writev,fsync,fdatasync';
    const strace = ['-f', '-y', '-s', '40', '-e', calls, '-o', file, '-p', String(server.pid)];
    const tracer = spawn('strace', strace, { stdio: ['ignore', 'ignore', 'pipe'] });
    await once(tracer.stderr, 'data');
    const { book } = world;
    const chance = createChance(1);
    const load = await startCrashLoad({ world, port: server.port, connections: 1, book, chance });
    while (book.counts.answered < 20) await inquiry.standings(book.players()[0] ?? '');
    await server.kill();
    await Promise.all([load.ended, once(tracer, 'exit')]);
    const steps = stepsIn(await readFile(file, 'utf8'));
    const answers = steps.flatMap((step, at) => (step === 'Asked' ? [steps.slice(at + 1)] : []));
    assert.ok(answers.length >= 20);
    for (const after of answers.slice(0, 20)) assert.equal(after[0], 'Synced');
    await rm(directory, { recursive: true, force: true });
  });
});
