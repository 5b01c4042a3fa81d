import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPort } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { connectAgent } from '@laurel/client/node';
import { mainFile, runCli, startCli } from '../cli-process.ts';
import { createFakeShell } from '../fake-shell.ts';
import { run } from '../program.ts';

const directory = mkdtempSync(join(tmpdir(), 'laurel-agent-cli-'));
after(() => rmSync(directory, { recursive: true, force: true }));

const xuid = '2533274800000001';
const scid = '00000000-0000-0000-0000-00006e756f71';

let folders = 0;

function newFolder(): string {
  folders += 1;
  return join(directory, `${folders}`);
}

/** A port of this machine where nobody listens. */
async function deadAddress(): Promise<string> {
  const server = createPort();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

async function leaveReport(folder: string, baseUrl: string) {
  const socket = join(folder, 'agent.sock');
  const title = await connectAgent({ xuid, baseUrl, authorization: 'a', socket, start: null });
  const [entry] = await title.submit({ scid, id: '2', percentComplete: 40 });
  await title.close();
  return entry;
}

describe('laurel agent', () => {
  test('keeps what a title leaves, shows it, and has it after kill -9', async () => {
    const folder = newFolder();
    const words = ['agent', '--folder', folder];
    const first = await startCli(words, { directory });
    equal(first.started.folder, folder);
    equal((await leaveReport(folder, await deadAddress()))?.state, 'Queued');
    const { out } = await runCli([...words, '--status'], { directory });
    match(out, /^1 pending, 0 delivered, 0 superseded, 0 rejected\n/);
    match(out, /Queued +2533274800000001 .* 2 +40 /);
    await first.stop('SIGKILL');
    const second = await startCli(words, { directory });
    equal(second.started.pending, 1);
    equal((await second.stop()).code, 0);
  });

  test('delivers when it is told to sync', async () => {
    const folder = newFolder();
    const statuses = [503, 200];
    const server = createServer((_request, answer) => {
      answer.writeHead(statuses.shift() ?? 200).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const agent = await startCli(['agent', '--folder', folder], { directory });
    await leaveReport(folder, `http://127.0.0.1:${port}`);
    const words = ['agent', '--folder', folder, '--sync', '--json'];
    const { summary } = JSON.parse((await runCli(words, { directory })).out);
    deepEqual([summary.pending, summary.delivered], [0, 1]);
    await agent.stop();
    server.closeAllConnections();
    server.close();
  });

  test('a second one says that one runs', async () => {
    const folder = newFolder();
    const agent = await startCli(['agent', '--folder', folder], { directory });
    const { code, err } = await runCli(['agent', '--folder', folder], { directory });
    equal(code, 1);
    match(err, /another process has/);
    await agent.stop();
  });

  test('without one, its status is told in words', async () => {
    const shell = createFakeShell(directory);
    equal(await run(shell, ['agent', '--status', '--folder', newFolder()]), 1);
    match(shell.told().err, /no agent runs at/);
  });

  test('an idle time that is none is wrong usage', async () => {
    const shell = createFakeShell(directory);
    equal(await run(shell, ['agent', '--idle', 'soon', '--folder', newFolder()]), 2);
  });

  test('the first title starts it, and it ends when it was idle', async () => {
    const folder = newFolder();
    const start = [process.execPath, mainFile, 'agent', '--folder', folder, '--idle', '1'];
    const socket = join(folder, 'agent.sock');
    const title = await connectAgent({
      xuid,
      baseUrl: 'http://127.0.0.1:1',
      authorization: 'a',
      socket,
      start,
    });
    equal((await title.summary()).pending, 0);
    await title.close();
  });
});
