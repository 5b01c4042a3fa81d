import type { DatabaseSync } from 'node:sqlite';
import type { Row, SqlEngine, Step } from '../sql/engine.ts';
import { failureOf } from './failure.ts';
import type { Keeper } from './keeper-thread.ts';
import type { Snapshot } from './snapshot.ts';
import { prepareOnce } from './statements.ts';
import type { WriteQueue } from './write-queue.ts';

/**
 * Runs statements on SQLite: reads in this thread, surveys on the keeper's, writes by the queue.
 */
export function createSqliteEngine({
  reader,
  snapshot,
  queue,
  keeper,
}: {
  reader: DatabaseSync;
  snapshot: Snapshot;
  queue: WriteQueue;
  keeper: Keeper;
}): SqlEngine {
  const statements = prepareOnce(reader);
  return {
    async read([sql, ...parameters]) {
      try {
        snapshot.hold();
        return statements(sql).all(...parameters) as Row[];
      } catch (cause) {
        throw failureOf('the database could not be read', cause);
      }
    },
    async survey([sql, ...parameters]) {
      const refused = 'the database could not be read';
      const answer = await keeper.call({ kind: 'read', sql, parameters }, refused);
      return answer.kind === 'rows' ? answer.rows : [];
    },
    async write(steps: readonly Step[]) {
      await queue.write({ isGuarded: false, steps });
    },
    writeIf: (steps) => queue.write({ isGuarded: true, steps }),
  };
}
