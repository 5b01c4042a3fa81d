import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quotedPath, selfInvocation } from './self-invocation.ts';

const main = '/home/p/laurel/packages/cli/src/main.ts';

describe('how the program is called again', () => {
  const cases: readonly (readonly [string, Record<string, string>, string, string])[] = [
    [
      'started by npm start, through npm, from any directory',
      { npm_lifecycle_event: 'start', npm_package_json: '/home/p/laurel/package.json' },
      main,
      'npm run -s --prefix /home/p/laurel laurel --',
    ],
    [
      'a directory with a blank is quoted',
      { npm_lifecycle_event: 'laurel', npm_package_json: '/home/p/my games/package.json' },
      main,
      "npm run -s --prefix '/home/p/my games' laurel --",
    ],
    ['started by npx, through npx', { npm_command: 'exec' }, main, 'npx laurel'],
    ['installed, by its name', {}, '/usr/local/bin/laurel', 'laurel'],
    ['started by hand, by its file', {}, main, `node ${main}`],
  ];
  for (const [name, environment, script, expected] of cases) {
    test(name, () => equal(selfInvocation({ environment }, script), expected));
  }

  test('a quote in a path stays one', () => {
    equal(quotedPath("/a'b"), "'/a'\\''b'");
  });
});
