import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { laurelFixtures } from './fixtures.ts';
import type { TestLaurel } from './start-laurel.ts';

/*
 * The runners themselves are no dependency: this is what both of them ask of fixtures. They read
 * the names a fixture needs out of its source, run those first, and hold it until its users are
 * done.
 */

const fixtures = laurelFixtures({
  titles: [{ titleId: 7, achievements: [{ id: '1' }] }],
  inProcess: true,
});

/** The names in the pattern of the first parameter, as the runners find them. */
function namesAskedBy(fixture: (...args: never[]) => unknown): readonly string[] {
  const [, pattern] = /^(?:async\s*)?\(?\s*(\{[^}]*\})/.exec(String(fixture)) ?? [];
  assert.ok(pattern !== undefined, `no pattern in ${String(fixture).slice(0, 60)}`);
  return pattern
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Uses a fixture as a runner does, and says what happened in which order. */
async function whileUsing<Value>(
  start: (use: (value: Value) => Promise<void>) => Promise<void>,
  body: (value: Value) => Promise<void>,
): Promise<void> {
  let used = 0;
  await start(async (value) => {
    used += 1;
    await body(value);
  });
  assert.equal(used, 1);
}

describe('fixtures for Playwright and Vitest', () => {
  const [ofWorker, options] = fixtures.laurelOfWorker;

  test('the instance is one for each worker, and needs no other fixture', () => {
    assert.deepEqual(options, { scope: 'worker' });
    assert.deepEqual(namesAskedBy(ofWorker), []);
  });

  test('a test asks for the instance of its worker and nothing else', () => {
    assert.deepEqual(namesAskedBy(fixtures.laurel), ['laurelOfWorker']);
  });

  test('each test begins with nothing, and the instance ends after the last', async () => {
    let url = '';
    await whileUsing<TestLaurel>(
      (use) => ofWorker({}, use),
      async (laurelOfWorker) => {
        url = laurelOfWorker.url;
        for (let round = 0; round < 2; round += 1) {
          await whileUsing<TestLaurel>(
            (use) => fixtures.laurel({ laurelOfWorker }, use),
            async (laurel) => {
              await laurel.player('P1').hasNotUnlocked('1');
              await laurel.player('P1').unlock('1');
              await laurel.player('P1').hasUnlocked('1');
            },
          );
        }
      },
    );
    await assert.rejects(fetch(url));
  });
});
