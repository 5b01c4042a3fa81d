import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readArguments, WrongUsage } from './arguments.ts';

const at = { cwd: '/here', environment: {} };

describe('the command line', () => {
  test('takes files where the caller stands', () => {
    const asked = readArguments(['a.json', '/b.json'], at);
    assert.deepEqual(asked?.files, ['/here/a.json', '/b.json']);
    assert.equal(asked?.target, null);
  });

  test('takes the key of an instance from an option or from the environment', () => {
    const byOption = readArguments(['a', '--url', 'http://x:1', '--key', 'k'], at);
    assert.equal(byOption?.target?.managementKey, 'k');
    const environment = { LAUREL_KEY: 'e' };
    const byVariable = readArguments(['a', '--url', 'http://x:1'], { ...at, environment });
    assert.equal(byVariable?.target?.managementKey, 'e');
  });

  test('takes cases and kinds one by one or as lists', () => {
    const asked = readArguments(['a', '--only', 'X-1,X-2', '--only', 'X-3', '--kind', 'http'], at);
    assert.deepEqual([...(asked?.only ?? [])], ['X-1', 'X-2', 'X-3']);
    assert.deepEqual([...(asked?.kinds ?? [])], ['http']);
  });

  test('asks for nothing but help', () => assert.equal(readArguments(['--help'], at), null));

  const wrong = [
    [],
    ['a', '--colour'],
    ['a', '--kind', 'smoke'],
    ['a', '--by', 'pigeon'],
    ['a', '--url', 'ftp://x', '--key', 'k'],
    ['a', '--url', 'http://x'],
  ];
  for (const args of wrong) {
    test(`is refused: ${args.join(' ') || 'nothing'}`, () => {
      assert.throws(() => readArguments(args, at), WrongUsage);
    });
  }
});
