import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ClientError } from '../../client-error.ts';
import { type Agent, type AgentOptions, startAgent } from './agent.ts';
import { type AgentOutbox, connectAgent } from './agent-connection.ts';
import { makePrivateFolder } from './agent-place.ts';
import { createFrameReader, frameBytesMax, frameOf } from './frame.ts';

const root = mkdtempSync(join(tmpdir(), 'laurel-agent-'));
const xuid = '2533274800000001';
const scid = '00000000-0000-0000-0000-00006e756f71';
const service = 'http://127.0.0.1:1';

const agents: Agent[] = [];
const titles: AgentOutbox[] = [];
after(async () => {
  for (const title of titles) await title.close();
  for (const agent of agents) await agent.close();
  rmSync(root, { recursive: true, force: true });
});

let folders = 0;

function newFolder(): string {
  folders += 1;
  return join(root, `${folders}`);
}

/** Answers an update from a script of statuses; the last one again and again. */
function fakeFetch(statuses: readonly number[]) {
  const seen: { authorization: string; url: string }[] = [];
  const answer = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    const { authorization = '' } = init.headers as Record<string, string>;
    seen.push({ authorization, url: String(url) });
    const status = statuses[Math.min(seen.length, statuses.length) - 1] ?? 200;
    return new Response(status === 304 ? null : '{}', { status });
  };
  return { seen, fetch: answer as typeof fetch };
}

async function start(folder: string, options: Partial<AgentOptions> = {}): Promise<Agent> {
  const agent = await startAgent({
    folder,
    socket: join(folder, 'agent.sock'),
    keepsSignIns: true,
    idleMs: null,
    ...options,
  });
  agents.push(agent);
  return agent;
}

async function connectTo(
  folder: string,
  authorization: Parameters<typeof connectAgent>[0]['authorization'] = 'XBL3.0 x=1;secret',
  player = xuid,
): Promise<AgentOutbox> {
  const socket = join(folder, 'agent.sock');
  const title = await connectAgent({
    xuid: player,
    baseUrl: service,
    authorization,
    socket,
    start: null,
  });
  titles.push(title);
  return title;
}

function withCode(code: string) {
  return (thrown: unknown) => thrown instanceof ClientError && thrown.code === code;
}

describe('an agent', () => {
  test('delivers what a title leaves, with the title’s sign-in', async () => {
    const folder = newFolder();
    const { fetch, seen } = fakeFetch([200]);
    await start(folder, { fetch });
    const title = await connectTo(folder);
    const [entry] = await title.submit({ scid, titleId: 7, id: '2', percentComplete: 40 });
    equal(entry?.state, 'Delivered');
    deepEqual(seen, [
      {
        authorization: 'XBL3.0 x=1;secret',
        url: `${service}/achievements/users/xuid(${xuid})/achievements/${scid}/update`,
      },
    ]);
  });

  test('goes on delivering when the title has gone', async () => {
    const folder = newFolder();
    const { fetch } = fakeFetch([503, 200]);
    const agent = await start(folder, { fetch });
    const title = await connectTo(folder);
    const [entry] = await title.submit({ scid, id: '2', percentComplete: 40 });
    equal(entry?.state, 'Queued');
    await title.close();
    equal((await agent.outbox.syncNow()).delivered, 1);
  });

  test('is shared by titles and players, who all see what became of it', async () => {
    const folder = newFolder();
    const { fetch, seen } = fakeFetch([200]);
    await start(folder, { fetch });
    const [first, second] = [
      await connectTo(folder, 'a'),
      await connectTo(folder, 'b', '2533274800000002'),
    ];
    const heard: string[] = [];
    second.subscribe((changed) => heard.push(...changed.map(({ state }) => state)));
    await first.submit({ scid, id: '1', percentComplete: 100 });
    await second.submit({ scid, id: '1', percentComplete: 100 });
    deepEqual(
      seen.map(({ authorization }) => authorization),
      ['a', 'b'],
    );
    equal((await first.entries()).length, 2);
    deepEqual(heard.slice(0, 3), ['Queued', 'Sending', 'Delivered']);
  });

  test('gives what it can not accept back as the error that it is', async () => {
    const folder = newFolder();
    await start(folder);
    const title = await connectTo(folder);
    const report = { scid: 'none', id: '1', percentComplete: 1 };
    await rejects(title.submit(report), withCode('invalid_argument'));
  });

  test('refuses a sign-in that can not be one', async () => {
    const folder = newFolder();
    await start(folder);
    await rejects(connectTo(folder, 'a', 'me'), withCode('invalid_argument'));
    const socket = join(folder, 'agent.sock');
    const nowhere = { xuid, baseUrl: 'nowhere', authorization: 'a', socket, start: null };
    await rejects(connectAgent(nowhere), withCode('invalid_argument'));
  });

  test('takes more than one request holds, and gives all of it back', async () => {
    const folder = newFolder();
    const { fetch } = fakeFetch([503]);
    await start(folder, { fetch });
    const title = await connectTo(folder);
    const many = Array.from({ length: 450 }, (_, index) => ({
      scid,
      id: `${index + 1}`,
      percentComplete: 100,
    }));
    equal((await title.submit(many, { patienceMs: 0 })).length, 450);
    const entries = await title.entries();
    equal(new Set(entries.map(({ id }) => id)).size, 450);
    equal((await title.summary()).pending, 450);
  });

  test('asks the title for a new authorization when the service wants one', async () => {
    const folder = newFolder();
    const { fetch, seen } = fakeFetch([401, 200]);
    await start(folder, { fetch });
    const title = await connectTo(folder, ({ isRefresh }) => (isRefresh ? 'new' : 'old'));
    const [entry] = await title.submit({ scid, id: '2', percentComplete: 40 });
    equal(entry?.state, 'Delivered');
    deepEqual(
      seen.map(({ authorization }) => authorization),
      ['old', 'new'],
    );
  });

  test('keeps what waits when the player signs out', async () => {
    const folder = newFolder();
    const { fetch } = fakeFetch([503]);
    await start(folder, { fetch });
    const title = await connectTo(folder);
    await title.submit({ scid, id: '2', percentComplete: 40 });
    await title.signOut();
    const { pending } = await title.syncNow();
    equal(pending, 1);
    equal((await title.entries())[0]?.reason?.code, 'token_failed');
  });

  test('started anew delivers what waited, with the sign-in that was kept', async () => {
    const folder = newFolder();
    const first = await start(folder, { fetch: fakeFetch([503]).fetch });
    await (await connectTo(folder)).submit({ scid, id: '2', percentComplete: 40 });
    await first.close();
    const { fetch, seen } = fakeFetch([200]);
    const second = await start(folder, { fetch });
    equal((await second.outbox.syncNow()).delivered, 1);
    equal(seen[0]?.authorization, 'XBL3.0 x=1;secret');
  });

  test('keeps no sign-in where it is told not to', async () => {
    const folder = newFolder();
    const first = await start(folder, { fetch: fakeFetch([503]).fetch, keepsSignIns: false });
    await (await connectTo(folder)).submit({ scid, id: '2', percentComplete: 40 });
    await first.close();
    const second = await start(folder, { fetch: fakeFetch([200]).fetch, keepsSignIns: false });
    equal((await second.outbox.syncNow()).pending, 1);
  });

  test('removes the sign-ins of an earlier agent where it is told to keep none', async () => {
    const folder = newFolder();
    const first = await start(folder, { fetch: fakeFetch([503]).fetch });
    await (await connectTo(folder)).submit({ scid, id: '2', percentComplete: 40 });
    await rejects(start(folder, { keepsSignIns: false }), withCode('outbox_in_use'));
    equal(existsSync(join(folder, 'sign-ins.json')), true);
    await first.close();
    const second = await start(folder, { fetch: fakeFetch([200]).fetch, keepsSignIns: false });
    equal(existsSync(join(folder, 'sign-ins.json')), false);
    equal((await second.outbox.syncNow()).pending, 1);
  });

  test('ends when it is idle, but not while anything waits', async () => {
    const folder = newFolder();
    const timers: (() => void)[] = [];
    const clock = {
      now: () => performance.now(),
      after(milliseconds: number, callback: () => void) {
        if (milliseconds === 600_000) timers.push(callback);
        const timer = setTimeout(callback, milliseconds).unref();
        return () => clearTimeout(timer);
      },
    };
    const { fetch } = fakeFetch([503, 200]);
    const agent = await start(folder, { fetch, clock, idleMs: 600_000 });
    const title = await connectTo(folder);
    await title.submit({ scid, id: '2', percentComplete: 40 });
    await title.close();
    let hasEnded = false;
    void agent.ended.then(() => {
      hasEnded = true;
    });
    for (let turns = 0; turns < 20; turns += 1) {
      timers.at(-1)?.();
      await setImmediate();
    }
    equal(hasEnded, false);
    equal((await agent.outbox.syncNow()).delivered, 1);
    while (!hasEnded) {
      timers.at(-1)?.();
      await setImmediate();
    }
  });
});

describe('one owner', () => {
  test('a second agent on the same folder is refused', async () => {
    const folder = newFolder();
    await start(folder);
    await rejects(start(folder), withCode('outbox_in_use'));
  });

  test('a socket that a killed agent left is replaced', async () => {
    const folder = newFolder();
    await makePrivateFolder(folder);
    symlinkSync('/nowhere', join(folder, 'agent.sock'));
    await start(folder);
    const title = await connectTo(folder);
    equal((await title.summary()).pending, 0);
  });

  test('without an agent, and without what starts one, a title is told so', async () => {
    await rejects(connectTo(newFolder()), withCode('network'));
    const socket = join(newFolder(), 'agent.sock');
    const start = ['/nowhere/laurel-agent'];
    await rejects(connectAgent({ xuid, authorization: 'a', socket, start }), /did not start one/);
  });
});

test('when the agent is killed, the next call goes on with another', async () => {
  const folder = newFolder();
  const { fetch } = fakeFetch([200]);
  const first = await start(folder, { fetch });
  const title = await connectTo(folder);
  await first.close();
  await start(folder, { fetch });
  const [entry] = await title.submit({ scid, id: '2', percentComplete: 40 });
  equal(entry?.state, 'Delivered');
});

describe('other people of the machine', () => {
  test('can open neither the folder nor the socket nor a file', async () => {
    const folder = newFolder();
    await start(folder);
    await connectTo(folder);
    equal(statSync(folder).mode & 0o777, 0o700);
    for (const name of ['agent.sock', 'outbox.jsonl', 'outbox.jsonl.lock', 'sign-ins.json']) {
      equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    }
  });

  test('no token is in the outbox itself', async () => {
    const folder = newFolder();
    await start(folder, { fetch: fakeFetch([403]).fetch });
    await (await connectTo(folder)).submit({ scid, id: '2', percentComplete: 40 });
    ok(!readFileSync(join(folder, 'outbox.jsonl'), 'utf8').includes('secret'));
  });
});

/** Sends bytes as they are. @returns what comes back before the agent hangs up */
async function sendRaw(folder: string, bytes: Buffer): Promise<Buffer> {
  const socket = connect(join(folder, 'agent.sock'));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.end(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks);
}

describe('whatever is sent to it', () => {
  const huge = Buffer.alloc(8);
  huge.writeUInt32BE(frameBytesMax + 1);
  const rows: readonly [what: string, bytes: Buffer][] = [
    ['a frame that is too long', huge],
    ['an empty frame', Buffer.alloc(4)],
    ['no JSON', Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('{x')])],
    ['half a frame', frameOf({ id: 1, do: 'summary' }).subarray(0, 9)],
    ['a number', frameOf([7])],
    ['no request', frameOf({ id: 1, do: 'constructor' })],
    [
      'a request without its members',
      frameOf({ id: 1, do: 'submit', reports: [7], patienceMs: 0 }),
    ],
    [
      'a report whose service is a number',
      frameOf({
        id: 1,
        do: 'submit',
        patienceMs: 0,
        reports: [{ xuid, scid, id: '1', percentComplete: 1, service: 7 }],
      }),
    ],
    ['a patience without end', frameOf({ id: 1, do: 'syncNow', patienceMs: 1e12 })],
    ['another version', frameOf({ id: 1, do: 'hello', protocol: 99 })],
  ];
  for (const [what, bytes] of rows) {
    test(`the agent goes on after ${what}`, async () => {
      const folder = newFolder();
      await start(folder, { fetch: fakeFetch([200]).fetch });
      const answer = await sendRaw(folder, bytes);
      if (answer.length > 0) match(answer.toString(), /"error"/);
      const title = await connectTo(folder);
      const [entry] = await title.submit({ scid, id: '2', percentComplete: 40 });
      equal(entry?.state, 'Delivered');
    });
  }

  test('frames are read however they are cut', () => {
    const bytes = Buffer.concat([frameOf({ a: 1 }), frameOf({ b: 'ü' })]);
    for (let at = 0; at <= bytes.length; at += 1) {
      const read = createFrameReader();
      const messages = [...read(bytes.subarray(0, at)), ...read(bytes.subarray(at))];
      deepEqual(messages, [{ a: 1 }, { b: 'ü' }]);
    }
  });
});
