import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LockedFiles, lockFileProblems } from './lock-file.ts';

function locked(
  dependencies: Record<string, string>,
  packages: LockedFiles['lock']['packages'],
): LockedFiles {
  const manifests = new Map([['tools/package.json', { dependencies }]]);
  return { lock: { packages }, manifests };
}

test('an exact version that the lock file knows has no problem', () => {
  const files = locked({ zod: '4.6.7' }, {
    tools: { dependencies: { zod: '4.6.7' } },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-AAAA' },
    'node_modules/@laurel/tools': { resolved: 'tools', link: true },
  } as LockedFiles['lock']['packages']);
  assert.deepEqual(lockFileProblems(files), []);
});

test('a range of versions is named with its manifest', () => {
  const files = locked({ zod: '^4.6.7' }, {});
  assert.deepEqual(lockFileProblems(files), [
    'tools/package.json asks for zod "^4.6.7"; name one exact version',
  ]);
});

test('a version that the lock file does not know is named', () => {
  const files = locked({ zod: '4.6.8' }, { tools: {} });
  assert.deepEqual(lockFileProblems(files), [
    'package-lock.json does not know that tools/package.json asks for zod 4.6.8',
  ]);
});

test('an address in the lock file is a problem', () => {
  const files = locked(
    {},
    {
      'node_modules/zod': { resolved: 'https://example.com/zod.tgz', integrity: 'sha512-AAAA' },
    },
  );
  assert.deepEqual(lockFileProblems(files), [
    'package-lock.json names where node_modules/zod came from; run npm install again',
  ]);
});

test('a package without a hash is a problem', () => {
  const files = locked({}, { 'node_modules/zod': {} });
  assert.deepEqual(lockFileProblems(files), ['package-lock.json has no hash of node_modules/zod']);
});
