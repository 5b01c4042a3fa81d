import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { repositoryRoot } from '../tidy/repository.ts';
import { bundleBytes } from './bundle-size.ts';

/** What is promised, minified and compressed. */
const core = ['core-entry.ts'];
const upToFour = [
  ...core,
  'outbox-entry.ts',
  'worker/deliver-in-background.ts',
  'realtime/realtime-connection.ts',
  'manager/achievements-manager.ts',
];

/** What is promised, minified and compressed. */
const limits: readonly (readonly [what: string, entries: readonly string[], kibibytes: number])[] =
  [
    ['level 1 of the SDK', core, 6],
    ['the SDK up to level 4', upToFour, 20],
  ];

for (const [what, entries, kibibytes] of limits) {
  test(`${what} is at most ${kibibytes} KiB, minified and compressed`, async (t) => {
    const bytes = await bundleBytes(repositoryRoot, entries);
    t.diagnostic(`${what}: ${bytes} bytes`);
    ok(bytes <= kibibytes * 1024, `${what} is ${bytes} bytes, of ${kibibytes * 1024}`);
  });
}
