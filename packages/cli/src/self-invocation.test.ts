import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quotedPath, selfInvocation } from './self-invocation.ts';

const main = '/srv/laurel/packages/cli/src/main.ts';

describe('how the program is called again', () => {
  const cases: readonly (readonly [string, Record<string, string>, string, string])[] = [
    [
      'started by npm start, through npm, from any directory',
      { npm_lifecycle_event: 'start', npm_package_json: '/srv/laurel/package.json' },
      main,
      'npm run -s --prefix /srv/laurel laurel --',
    ],
    [
      'a directory with a blank is quoted',
      { npm_lifecycle_event: 'laurel', npm_package_json: '/srv/my games/package.json' },
      main,
      "npm run -s --prefix '/srv/my games' laurel --",
    ],
    ['started by npx, through npx', { npm_command: 'exec' }, main, 'npx laurel'],
    ['installed, by its name', {}, '/usr/local/bin/laurel', 'laurel'],
    ['started by hand, by its file', {}, main, `/usr/bin/node ${main}`],
  ];
  for (const [name, environment, script, expected] of cases) {
    test(name, () =>
      equal(selfInvocation({ environment }, { node: '/usr/bin/node', script }), expected),
    );
  }

  test('a quote in a path stays one', () => {
    equal(quotedPath("/a'b"), "'/a'\\''b'");
  });
});
