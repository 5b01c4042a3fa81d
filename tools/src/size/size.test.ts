import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { repositoryRoot } from '../tidy/repository.ts';
import { bundleBytes } from './bundle-size.ts';

/** What is promised, minified and compressed. */
const limits: readonly (readonly [level: string, entries: readonly string[], kibibytes: number])[] =
  [['level 1', ['achievements-client.ts', 'client-error.ts', 'clock.ts'], 6]];

for (const [level, entries, kibibytes] of limits) {
  test(`${level} of the SDK is at most ${kibibytes} KiB, minified and compressed`, async (t) => {
    const bytes = await bundleBytes(repositoryRoot, entries);
    t.diagnostic(`${level}: ${bytes} bytes`);
    ok(bytes <= kibibytes * 1024, `${level} is ${bytes} bytes, of ${kibibytes * 1024}`);
  });
}
