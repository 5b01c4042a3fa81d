import { DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../store.ts';
import { makePrivateFile } from './database-file.ts';
import { failureOf, hasCode, resultCodes } from './failure.ts';

/**
 * Makes this process the only one that writes a database. The lock is an exclusive transaction on
 * an empty database beside it, so it goes with the process, however that ends.
 *
 * @throws {StoreFailure} if another owns it
 */
export function takeOwnership(path: string): Disposable {
  const lockPath = `${path}-owner`;
  makePrivateFile(lockPath);
  const lock = new DatabaseSync(lockPath);
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    if (!hasCode(cause, resultCodes.busy)) {
      throw failureOf(`database "${path.slice(0, 80)}" cannot be locked`, cause);
    }
    throw new StoreFailure(
      `database "${path.slice(0, 80)}" is in use by another process; stop that one, or choose another file`,
      { cause },
    );
  }
  return { [Symbol.dispose]: () => lock.close() };
}
