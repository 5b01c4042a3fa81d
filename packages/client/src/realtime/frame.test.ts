import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createFakeSockets } from './fake-socket.ts';
import { createFakeTimers } from './fake-timers.ts';
import { parseFrame, subscribeFrame, unsubscribeFrame } from './frame.ts';
import { RealtimeConnection } from './realtime-connection.ts';

const uri = 'https://achievements.xboxlive.com/users/xuid(1)/achievements/x';

describe('frames', () => {
  test('what the client sends is the wire’s own form', () => {
    equal(subscribeFrame(1, uri), `[1,1,"${uri}"]`);
    equal(unsubscribeFrame(1, -7), '[2,1,-7]');
  });

  test('a refusal may come without its last two elements', () => {
    const frame = { kind: 'Subscribed', seq: 4, code: 3, subId: 0, value: null };
    deepEqual(parseFrame('[1,4,3]'), frame);
    deepEqual(parseFrame('[1,4,3,0,null]'), frame);
  });

  test('a subscription may have the number 0, or one below', () => {
    for (const subId of [0, -1]) {
      const frame = parseFrame(`[1,1,0,${subId},{"a":1}]`);
      deepEqual(frame, { kind: 'Subscribed', seq: 1, code: 0, subId, value: { a: 1 } });
    }
  });

  test('any text is read without an error', () => {
    fc.assert(fc.property(fc.string(), (text) => parseFrame(text) !== null));
  });

  test('whatever the service says, the next good event is heard', async () => {
    const value = fc.oneof(fc.integer({ min: -2, max: 1003 }), fc.jsonValue());
    const frames = fc.array(fc.oneof(fc.jsonValue(), fc.array(value, { maxLength: 6 })));
    await fc.assert(
      fc.asyncProperty(frames, async (said) => {
        const { WebSocket, latest } = createFakeSockets();
        const timers = createFakeTimers();
        const connection = new RealtimeConnection({
          authorization: 'XBL3.0 x=1;a',
          authorizeBy: 'header',
          WebSocket,
          clock: timers.clock,
          random: () => 0,
        });
        const heard: unknown[] = [];
        connection.subscribe(uri, (notice) => heard.push('value' in notice && notice.value));
        await timers.idle();
        latest().open();
        latest().say([1, 1, 0, 77_777, null]);
        for (const frame of said) latest().say(JSON.stringify(frame));
        latest().say([3, 77_777, 'good']);
        equal(heard.at(-1), 'good');
        connection.close();
      }),
      { numRuns: 60 },
    );
  });
});
