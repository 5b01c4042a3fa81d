import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ClientError } from '../../client-error.ts';
import { startAgent } from './agent.ts';
import { agentPlace, makePrivateFolder } from './agent-place.ts';

const root = mkdtempSync(join(tmpdir(), 'laurel-place-'));
after(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

function newFolder(): string {
  folders += 1;
  return join(root, `${folders}`);
}

describe('the place', () => {
  const home = { HOME: '/people/p' };
  const rows: readonly [string, Record<string, string>, string, string][] = [
    ['linux', home, '/people/p/.local/state/laurel', '/people/p/.local/state/laurel/agent.sock'],
    [
      'linux',
      { ...home, XDG_RUNTIME_DIR: '/run/user/7' },
      '/people/p/.local/state/laurel',
      '/run/user/7/laurel/agent.sock',
    ],
    ['linux', { ...home, LAUREL_AGENT_FOLDER: '/x', XDG_RUNTIME_DIR: '/r' }, '/x', '/x/agent.sock'],
    [
      'win32',
      { LAUREL_AGENT_FOLDER: '/x', USERNAME: 'p q' },
      '/x',
      '\\\\.\\pipe\\laurel-agent-p_q',
    ],
  ];
  for (const [platform, environment, folder, socket] of rows) {
    test(`${platform} with ${Object.keys(environment).join(' and ')} has its own`, () => {
      deepEqual(agentPlace({ environment, platform }), { folder, socket });
    });
  }

  test('a path that no socket can have is refused in words', () => {
    const environment = { HOME: `/${'long'.repeat(40)}` };
    let thrown: unknown;
    try {
      agentPlace({ environment, platform: 'linux' });
    } catch (error) {
      thrown = error;
    }
    ok(thrown instanceof ClientError && thrown.code === 'invalid_argument');
  });
});

describe('the folder', () => {
  test('is closed to others where it was open to them', async () => {
    const folder = newFolder();
    await makePrivateFolder(folder);
    chmodSync(folder, 0o755);
    await makePrivateFolder(folder);
    equal(statSync(folder).mode & 0o777, 0o700);
  });

  test('is refused where it is a link', async () => {
    const folder = newFolder();
    symlinkSync(root, folder);
    const isRefused = (thrown: unknown) =>
      thrown instanceof ClientError && thrown.code === 'storage_failed';
    await rejects(makePrivateFolder(folder), isRefused);
  });

  const isRoot = process.getuid?.() === 0;
  const skip = isRoot ? false : 'only root can be somebody else';
  test('and the socket in it keep somebody else of the machine out', { skip }, async () => {
    const folder = newFolder();
    const socket = join(folder, 'agent.sock');
    chmodSync(root, 0o755);
    const agent = await startAgent({ folder, socket, keepsSignIns: false, idleMs: null });
    try {
      equal(await connectAs(nobody, socket), 'EACCES');
      // Also when only the mode of the socket is between them.
      chmodSync(folder, 0o755);
      equal(await connectAs(nobody, socket), 'EACCES');
      equal(await connectAs(0, socket), 'connected');
    } finally {
      await agent.close();
    }
  });
});

/** Somebody without any rights. */
const nobody = 65_534;

/** Connects in a process of that person. @returns what came of it */
async function connectAs(uid: number, socket: string): Promise<string> {
  const program = `require('node:net').connect(process.argv[1])
    .on('connect', () => { console.log('connected'); process.exit(); })
    .on('error', ({ code }) => console.log(code));`;
  const words = ['-e', program, socket];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    uid,
    gid: uid,
    cwd: '/',
  });
  return stdout.trim();
}
