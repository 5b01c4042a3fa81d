import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RefusedBefore, retail, type Xuid, xuid } from '@laurel/domain';
import { createRefusedEvents } from './refused-events.ts';
import { noon, sampleTitle } from './sample-world.ts';

function keyOf(owner: Xuid) {
  return { sandbox: retail, xuid: owner, scid: sampleTitle().scid };
}

function refused(eventId: string): RefusedBefore {
  return { eventId, name: 'Danced', receivedAt: noon, code: 'UnknownEvent', stat: null };
}

const one = xuid('1');

test('the latest 16 of a player and title are kept', () => {
  const kept = createRefusedEvents();
  for (let index = 0; index < 20; index += 1) kept.add(keyOf(one), [refused(String(index))]);
  const ids = kept.of(keyOf(one)).map(({ eventId }) => eventId);
  assert.deepEqual([ids.length, ids[0], ids.at(-1)], [16, '4', '19']);
  assert.deepEqual(kept.of(keyOf(xuid('2'))), []);
});

test('beyond ten thousand players those go who were left alone the longest', () => {
  const kept = createRefusedEvents();
  for (let index = 1; index <= 10_000; index += 1)
    kept.add(keyOf(xuid(`${index}`)), [refused('a')]);
  kept.add(keyOf(one), [refused('b')]);
  kept.add(keyOf(xuid('10001')), [refused('a')]);
  assert.equal(kept.of(keyOf(one)).length, 2);
  assert.equal(kept.of(keyOf(xuid('2'))).length, 0);
  assert.equal(kept.of(keyOf(xuid('3'))).length, 1);
});
