import { chmod, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClientError } from '../../client-error.ts';

/** Where an agent keeps its outbox, and where titles find it. */
export type AgentPlace = {
  /** Holds the outbox, its lock and the sign-ins; readable by its owner only. */
  readonly folder: string;
  /** The path of the socket, or the name of the pipe on Windows. */
  readonly socket: string;
};

/** The most that a socket's path may have on every system, in bytes. */
const socketPathBytesMax = 103;

type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
};

/**
 * The place that titles and the agent of one person on one machine agree on: `LAUREL_AGENT_FOLDER`,
 * or the state folder of the system. The socket is in the folder, or in the runtime folder that
 * Linux gives each person.
 */
export function agentPlace({ environment, platform }: Surroundings): AgentPlace {
  const chosen = environment.LAUREL_AGENT_FOLDER;
  const folder = chosen ?? join(stateFolder(environment, platform), 'laurel');
  if (platform === 'win32') {
    const person = (environment.USERNAME ?? 'player').replace(/[^A-Za-z0-9_.-]/g, '_');
    return { folder, socket: `\\\\.\\pipe\\laurel-agent-${person}` };
  }
  const runtime = chosen === undefined ? environment.XDG_RUNTIME_DIR : undefined;
  const socket = join(runtime === undefined ? folder : join(runtime, 'laurel'), 'agent.sock');
  if (Buffer.byteLength(socket) > socketPathBytesMax) {
    const message = `the path of the socket, "${socket.slice(0, 80)}", is longer than ${socketPathBytesMax} bytes; set LAUREL_AGENT_FOLDER to a shorter one`;
    throw new ClientError('invalid_argument', message);
  }
  return { folder, socket };
}

function stateFolder(environment: Surroundings['environment'], platform: string): string {
  const { HOME = '.', XDG_STATE_HOME, LOCALAPPDATA } = environment;
  if (platform === 'win32') return LOCALAPPDATA ?? HOME;
  if (platform === 'darwin') return join(HOME, 'Library', 'Application Support');
  return XDG_STATE_HOME ?? join(HOME, '.local', 'state');
}

/**
 * Makes a folder that other people of the machine can't look into.
 *
 * @throws {ClientError} `storage_failed` where it is a link or belongs to someone else
 */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const found = await lstat(path);
    const own = process.getuid?.();
    if (!found.isDirectory() || (own !== undefined && found.uid !== own)) {
      throw new ClientError('storage_failed', `"${path.slice(0, 200)}" is not a folder of our own`);
    }
    if (own !== undefined && (found.mode & 0o077) !== 0) await chmod(path, 0o700);
  } catch (cause) {
    if (cause instanceof ClientError) throw cause;
    throw new ClientError('storage_failed', `no folder at "${path.slice(0, 200)}"`, { cause });
  }
}
