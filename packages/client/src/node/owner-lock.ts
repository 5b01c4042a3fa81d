import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ClientError } from '../client-error.ts';

/** What SQLite says when another has the lock. */
const busy = 5;

/**
 * Takes a lock that the system itself gives back when the process ends, however it ends: that of a
 * database file. Nothing is stored in it.
 *
 * @param path of the lock's own file; made readable by its owner only
 * @returns what gives the lock back; whoever has it keeps it, since a lock that nobody refers to
 *   would be given back when memory is tidied up
 * @throws {ClientError} `outbox_in_use` where another process, or another part of this one, has it;
 *   `storage_failed` where there is no place for it
 */
export async function takeOwnerLock(path: string): Promise<() => void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await (await open(path, 'a', 0o600)).close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path);
    try {
      database.exec('begin exclusive');
    } catch (thrown) {
      database.close();
      throw thrown;
    }
    return () => database.close();
  } catch (cause) {
    if (Reflect.get(Object(cause), 'errcode') === busy) {
      const message = `another process has "${path.slice(0, 200)}"; share one through laurel agent`;
      throw new ClientError('outbox_in_use', message, { cause });
    }
    throw new ClientError('storage_failed', `no lock at "${path.slice(0, 200)}"`, { cause });
  }
}
