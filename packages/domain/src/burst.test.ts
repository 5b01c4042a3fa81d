import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { burstSizeMax, gatherBursts, type Happened } from './burst.ts';
import { instantFromMilliseconds } from './instant.ts';

const noonMs = Date.UTC(2026, 2, 1, 12);

function at(minute: number, who = 'alice', where = 'kiln'): Happened {
  return { who, where, at: instantFromMilliseconds(noonMs + minute * 60_000) };
}

function sizesOf(...newestFirst: readonly Happened[]): readonly number[] {
  const bursts = gatherBursts<Happened>((one) => one);
  for (const one of newestFirst) bursts.add(one);
  return bursts.all.map(({ length }) => length);
}

describe('a burst', () => {
  test('holds what follows within the hour', () => {
    assert.deepEqual(sizesOf(at(120), at(60), at(1)), [3]);
  });

  test('ends where an hour passes without anything', () => {
    assert.deepEqual(sizesOf(at(120), at(59)), [1, 1]);
  });

  test('is of one player in one title', () => {
    assert.deepEqual(sizesOf(at(3), at(2, 'bob'), at(1, 'alice', 'quest')), [1, 1, 1]);
  });

  test('is not parted by what happens to others', () => {
    assert.deepEqual(sizesOf(at(3), at(2, 'bob'), at(1)), [2, 1]);
  });

  test('has a limit', () => {
    const many = Array.from({ length: burstSizeMax + 1 }, () => at(0));
    assert.deepEqual(sizesOf(...many), [burstSizeMax, 1]);
  });

  test('says before whether something begins another', () => {
    const bursts = gatherBursts<Happened>((one) => one);
    assert.equal(bursts.begins(at(10)), true);
    bursts.add(at(10));
    assert.equal(bursts.begins(at(9)), false);
    assert.equal(bursts.begins(at(9, 'bob')), true);
  });
});
