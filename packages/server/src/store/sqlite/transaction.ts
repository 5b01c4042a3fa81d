import type { DatabaseSync } from 'node:sqlite';

/** Does everything as one transaction, and nothing where it throws. @throws what `act` throws */
export function inTransaction(database: DatabaseSync, act: () => void): void {
  database.exec('begin immediate');
  try {
    act();
    database.exec('commit');
  } catch (thrown) {
    if (database.isTransaction) database.exec('rollback');
    throw thrown;
  }
}
