import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { scid, xuid } from '@laurel/domain';
import type { Resource } from './resource.ts';
import {
  countMessage,
  judgeMessage,
  messageRate,
  noMessages,
  Subscriptions,
  subscriptionsMax,
} from './subscriptions.ts';

const owner = xuid('2533274800000001');
const people: Resource = { kind: 'People', owner };

function stat(name: string): Resource {
  return { kind: 'Stat', owner, scid: scid('00000000-0000-0000-0000-00006e756f71'), name };
}

describe('subscriptions of a connection', () => {
  let subscriptions: Subscriptions;

  beforeEach(() => {
    subscriptions = new Subscriptions();
  });

  test('have ids from 1 on', () => {
    assert.deepEqual(subscriptions.admit(people), { kind: 'New', id: 1 });
    assert.deepEqual(subscriptions.admit(stat('a')), { kind: 'New', id: 2 });
  });

  test('to the same resource are one', () => {
    subscriptions.admit(people);
    assert.deepEqual(subscriptions.admit({ ...people }), { kind: 'Known', id: 1 });
    assert.equal(subscriptions.size, 1);
  });

  test('never use an id twice', () => {
    subscriptions.admit(people);
    assert.equal(subscriptions.release(1), true);
    assert.deepEqual(subscriptions.admit(people), { kind: 'New', id: 2 });
  });

  test('are released once', () => {
    subscriptions.admit(people);
    assert.equal(subscriptions.release(1), true);
    assert.equal(subscriptions.release(1), false);
    assert.equal(subscriptions.size, 0);
  });

  test('have a limit for each kind, and room again when one is released', () => {
    for (let at = 0; at < subscriptionsMax.Stat; at += 1) subscriptions.admit(stat(String(at)));
    assert.deepEqual(subscriptions.admit(stat('more')), { kind: 'Full' });
    assert.equal(subscriptions.admit(stat('0')).kind, 'Known');
    assert.equal(subscriptions.admit(people).kind, 'New');
    subscriptions.release(1);
    assert.equal(subscriptions.admit(stat('more')).kind, 'New');
  });
});

describe('messages', () => {
  const judged = (count: number) => judgeMessage({ window: 0, count });

  test('are served up to the rate, then throttled, then a flood', () => {
    const { messagesMax, floodMax } = messageRate;
    assert.equal(judged(messagesMax), 'Served');
    assert.equal(judged(messagesMax + 1), 'Throttled');
    assert.equal(judged(floodMax), 'Throttled');
    assert.equal(judged(floodMax + 1), 'Flood');
  });

  test('are counted anew in each window', () => {
    const first = countMessage(countMessage(noMessages, 0), 1);
    assert.equal(first.count, 2);
    assert.equal(countMessage(first, messageRate.windowSeconds * 1000).count, 1);
  });
});
