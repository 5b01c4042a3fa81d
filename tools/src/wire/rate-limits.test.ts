import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { WireAnswer } from '../conformance/wire.ts';
import { said, startWorldServer, updateLine, updateOf, type WorldServer } from './world-server.ts';

const list = 'GET /users/me/achievements?titleId=1853190001&maxItems=1';
const windowMs = 15_000;

describe('rate limits over HTTP', () => {
  let server: WorldServer;

  before(async () => {
    server = await startWorldServer();
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await server.fresh();
    const byService = { Progress: { burstMax: 100, sustainMax: 300 } };
    await server.stage.setSwitches({ rateLimits: { isOn: true, byService } });
  });

  /** Asks so many times. @returns how many were throttled, and the last answer */
  async function askTimes(count: number): Promise<{ throttled: number; last: WireAnswer }> {
    let throttled = 0;
    let last = await server.ask(list);
    for (let asked = 1; asked <= count; asked += 1) {
      if (last.status === 429) throttled += 1;
      if (asked < count) last = await server.ask(list);
    }
    return { throttled, last };
  }

  test('the worked example throttles 5, 0, 0, 20 and 24 of 35, 28, 21, 36 and 24', async () => {
    await server.stage.setSwitches({
      rateLimits: { isOn: true, byService: { Progress: { burstMax: 30, sustainMax: 100 } } },
    });
    const throttled: number[] = [];
    const periods: unknown[] = [];
    for (const count of [35, 28, 21, 36, 24]) {
      const { throttled: ofWindow, last } = await askTimes(count);
      throttled.push(ofWindow);
      periods.push(last.status === 429 ? Reflect.get(Object(said(last)), 'periodInSeconds') : null);
      await server.stage.advanceClock(windowMs);
    }
    assert.deepEqual(throttled, [5, 0, 0, 20, 24]);
    assert.deepEqual(periods, [15, null, null, 300, 300]);
  });

  test('a throttled call tells exactly what was exceeded and when to come back', async () => {
    const { last } = await askTimes(101);
    assert.equal(last.status, 429);
    assert.match(last.headers['content-type'] ?? '', /^application\/json/);
    assert.equal(last.headers['retry-after'], '15');
    assert.deepEqual(said(last), {
      version: 1,
      currentRequests: 101,
      maxRequests: 100,
      periodInSeconds: 15,
      limitType: 'Rate',
    });
  });

  test('Retry-After is what is left of the window, rounded up', async () => {
    await askTimes(100);
    await server.stage.advanceClock(8_100);
    assert.equal((await server.ask(list)).headers['retry-after'], '7');
  });

  test('a throttled update leaves no trace and is taken in the next window', async () => {
    await askTimes(100);
    assert.equal((await server.ask(updateLine, { body: updateOf('3', 10) })).status, 429);
    await server.stage.advanceClock(windowMs);
    assert.equal((await server.ask(updateLine, { body: updateOf('3', 10) })).status, 200);
  });

  test('no answer carries a count of what is left', async () => {
    const { headers } = await server.ask(list);
    const names = Object.keys(headers).filter((name) => /ratelimit/i.test(name));
    assert.deepEqual(names, []);
  });
});
