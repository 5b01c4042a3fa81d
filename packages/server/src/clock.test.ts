import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { instantFromMilliseconds } from '@laurel/domain';
import { systemClock } from './clock.ts';

/** Keeps the turn of the event loop until the machine's clock has gone on. */
function wait(milliseconds: number): void {
  const until = Date.now() + milliseconds;
  while (Date.now() < until);
}

describe("the machine's clock", () => {
  test('stands still for one turn of the event loop, and no longer', async () => {
    await setImmediate();
    const before = Date.now();
    const first = systemClock.milliseconds();
    assert.ok(first >= before && first <= Date.now());
    wait(5);
    assert.equal(systemClock.milliseconds(), first);
    assert.equal(systemClock.now(), instantFromMilliseconds(first));
    await setImmediate();
    assert.ok(systemClock.milliseconds() >= first + 5);
  });

  test('is right again after the loop has waited', async () => {
    systemClock.milliseconds();
    await setTimeout(20);
    const before = Date.now();
    const now = systemClock.milliseconds();
    assert.ok(now >= before && now <= Date.now());
  });
});
