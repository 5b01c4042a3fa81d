import { DatabaseSync, StatementSync } from 'node:sqlite';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

/*
 * Loaded before Laurel (`node --import`): counts every statement that any of its threads runs. The
 * bench asks for the counts over the channel it started the process with.
 */

/** What is counted, in shared memory: statements of all threads, and transactions committed. */
export type Counts = { readonly statements: number; readonly commits: number };

const dataKey = 'laurel.bench.counts';
const shared = isMainThread
  ? new Int32Array(new SharedArrayBuffer(8))
  : (getEnvironmentData(dataKey) as Int32Array<SharedArrayBuffer>);

if (isMainThread) {
  setEnvironmentData(dataKey, shared);
  process.on('message', (question) => {
    if (question === 'counts') process.send?.({ counts: countsNow() });
  });
}

function countsNow(): Counts {
  return { statements: Atomics.load(shared, 0), commits: Atomics.load(shared, 1) };
}

function count(sql: string): void {
  Atomics.add(shared, 0, 1);
  if (/^\s*(commit|end)\b/i.test(sql)) Atomics.add(shared, 1, 1);
}

for (const name of ['all', 'get', 'run', 'iterate'] as const) {
  const run: (...given: never[]) => unknown = StatementSync.prototype[name];
  Object.defineProperty(StatementSync.prototype, name, {
    value(this: StatementSync, ...given: never[]) {
      count(this.sourceSQL);
      return run.apply(this, given);
    },
  });
}

const execute = DatabaseSync.prototype.exec;
Object.defineProperty(DatabaseSync.prototype, 'exec', {
  value(this: DatabaseSync, sql: string) {
    count(sql);
    return execute.call(this, sql);
  },
});
