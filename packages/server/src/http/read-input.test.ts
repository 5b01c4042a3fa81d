import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAchievements, type Route, updateAchievements } from '@laurel/contract';
import { Refusal } from '@laurel/domain';
import { createQueryReader, readBody, readParams } from './read-input.ts';

const list = listAchievements as unknown as Route;
const update = updateAchievements as unknown as Route;
const readQuery = createQueryReader();

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (thrown) {
    assert.ok(thrown instanceof Refusal);
    return thrown;
  }
  return assert.fail('nothing was refused');
}

test('query names match in any case and the first of a repeated one counts', () => {
  assert.deepEqual(readQuery(list, 'TITLEID=7&titleid=8&orderby=Endingsoon&other=1'), {
    titleId: [7],
    orderBy: 'EndingSoon',
  });
});

test('a query name without a value counts as not sent', () => {
  assert.deepEqual(
    readQuery(list, 'titleId=&maxItems=&types=&continuationToken=&unlockedOnly'),
    {},
  );
});

test('commas of a list may be encoded', () => {
  assert.deepEqual(readQuery(list, 'titleId=7%2C8'), { titleId: [7, 8] });
});

test('a refused query names the member, the rule and the value', () => {
  const refusal = refusalOf(() => readQuery(list, 'maxItems=-5'));
  assert.equal(refusal.code, 'InvalidRequest');
  assert.equal(refusal.message, 'maxItems must be a whole number from 0 to 2147483647; got "-5"');
});

test('a prototype name in a query is ignored', () => {
  assert.deepEqual(readQuery(list, '__proto__=1&constructor=2'), {});
});

test('a path that names no player is refused', () => {
  const refusal = refusalOf(() => readParams(list, { user: 'xuid(notanumber)' }));
  assert.match(refusal.message, /^user must be xuid\(digits\).*got "xuid\(notanumber\)"$/);
});

test('a player id above 64 bits is refused', () => {
  assert.throws(() => readParams(list, { user: 'xuid(18446744073709551616)' }), Refusal);
  assert.doesNotThrow(() => readParams(list, { user: 'xuid(18446744073709551615)' }));
});

const valid = {
  action: 'progressUpdate',
  serviceConfigId: '00000000-0000-0000-0000-00006E756F71',
  titleId: '1853190001',
  userId: '1',
  achievements: [{ id: 2, percentComplete: '250' }],
};

test('numbers may come as text, and ids as numbers', () => {
  assert.deepEqual(readBody(update, Buffer.from(JSON.stringify(valid))), {
    ...valid,
    serviceConfigId: '00000000-0000-0000-0000-00006e756f71',
    titleId: 1853190001,
    achievements: [{ id: '2', percentComplete: 100 }],
  });
});

test('a byte order mark before a body is passed over', () => {
  const marked = Buffer.concat([
    Buffer.from([0xef, 0xbb, 0xbf]),
    Buffer.from(JSON.stringify(valid)),
  ]);
  assert.deepEqual(readBody(update, marked), readBody(update, Buffer.from(JSON.stringify(valid))));
});

const refusedPercents = [-1, 12.5, 'abc', '', null, true, [], {}, '1e2', '-0', ' '];
for (const percentComplete of refusedPercents) {
  test(`a percent of ${JSON.stringify(percentComplete)} is refused`, () => {
    const body = { ...valid, achievements: [{ id: '2', percentComplete }] };
    const refusal = refusalOf(() => readBody(update, Buffer.from(JSON.stringify(body))));
    assert.equal(refusal.code, 'InvalidBody');
    assert.match(refusal.message, /^achievements\.0\.percentComplete must be a whole number/);
  });
}

const shapeless = [
  ['null', 'body must be an object; got null'],
  ['[]', 'body must be an object; got "[]"'],
  ['5', 'body must be an object; got "5"'],
] as const;
for (const [body, message] of shapeless) {
  test(`the body ${body} is refused in words of our own`, () => {
    assert.equal(refusalOf(() => readBody(update, Buffer.from(body))).message, message);
  });
}

test('a token that no page gave is refused without being repeated', () => {
  const refusal = refusalOf(() => readQuery(list, 'continuationToken=garbage'));
  assert.equal(refusal.message, 'continuationToken must be a token that a page of this list gave');
});

test('a body that is no JSON or no UTF-8 is refused', () => {
  assert.equal(refusalOf(() => readBody(update, Buffer.from('{"a":'))).code, 'InvalidBody');
  assert.equal(refusalOf(() => readBody(update, Buffer.from([0xff, 0xfe]))).code, 'InvalidBody');
});
