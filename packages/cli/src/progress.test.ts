import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { withProgress } from './progress.ts';

function sink(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  test('nothing is shown of what takes less than two seconds', async (context) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const err = sink(false);
    const result = await withProgress(err, 'importing', async () => {
      mock.timers.tick(1999);
      return 7;
    });
    equal(result, 7);
    deepEqual(err.written, []);
  });

  test('after two seconds it says what is done, and then every five', async (context) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const err = sink(false);
    await withProgress(err, 'importing', async (progress) => {
      progress.at(3, 10, 'a.json');
      mock.timers.tick(2000);
      mock.timers.tick(5000);
    });
    equal(err.written.length, 2);
    match(err.written[0] ?? '', /^importing 3 of 10: a\.json \(\d+ s\)\n$/);
  });

  test('a terminal’s line is replaced, and gone in the end', async (context) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const err = sink(true);
    await withProgress(err, 'importing', async () => mock.timers.tick(2000)).then(() => undefined);
    equal(err.written.at(-1), '\r\u001b[K');
  });

  test('it stops when the work fails', async (context) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const err = sink(false);
    await withProgress(err, 'importing', async () => {
      throw new Error('no');
    }).catch(() => undefined);
    mock.timers.tick(60_000);
    deepEqual(err.written, []);
  });
});
