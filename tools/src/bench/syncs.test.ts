import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { countSyncs } from './syncs.ts';

const trace = `
71 fdatasync(21</data/laurel.db-wal>) = 0
71 fdatasync(21</data/laurel.db-wal> <unfinished ...>
70 fsync(24</data/other>) = 0
71 <... fdatasync resumed>) = 0
71 fdatasync(20</data/laurel.db>) = 0
`;

test('a sync that strace tells in two lines counts once, and by its file', () => {
  deepEqual(countSyncs(trace), { log: 2, others: 2 });
});
