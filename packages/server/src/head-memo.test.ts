import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeadMemo } from './head-memo.ts';

test('what is kept with a head is there for each request with that head', () => {
  const memo = new HeadMemo<string>();
  const kept: unknown[] = [];
  assert.equal(memo.of({ kept }), undefined);
  memo.keep({ kept }, 'worked out');
  assert.equal(memo.of({ kept }), 'worked out');
  assert.equal(memo.of({ kept: [] }), undefined);
});

test('one memo does not find what another kept', () => {
  const [one, other] = [new HeadMemo<string>(), new HeadMemo<string>()];
  const kept: unknown[] = [];
  one.keep({ kept }, 'of one');
  assert.equal(other.of({ kept }), undefined);
  other.keep({ kept }, 'of the other');
  assert.deepEqual([one.of({ kept }), other.of({ kept })], ['of one', 'of the other']);
});

test('what is not kept yet is worked out once, or each time where no head is remembered', () => {
  const memo = new HeadMemo<string>();
  let times = 0;
  const workOut = () => {
    times += 1;
    return `result ${times}`;
  };
  const kept: unknown[] = [];
  for (let asked = 0; asked < 2; asked += 1)
    assert.equal(memo.orKeep({ kept }, workOut), 'result 1');
  for (const result of ['result 2', 'result 3']) assert.equal(memo.orKeep({}, workOut), result);
});

test('nothing is kept with a head that nobody remembers', () => {
  const memo = new HeadMemo<string>();
  memo.keep({}, 'worked out');
  assert.equal(memo.of({}), undefined);
});
