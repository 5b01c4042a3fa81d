import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addDecimals, toMillionth } from './decimal.ts';

describe('decimals', () => {
  const rows = [
    ['0', 0.1, '0.1'],
    ['0.1', 0.2, '0.3'],
    ['-0.3', 0.3, '0'],
    ['0.000001', -0.000002, '-0.000001'],
    ['3999999999.5', 0.500001, '4000000000.000001'],
    ['4000000000.000001', -0.000002, '3999999999.999999'],
    ['999999999999999', 0.000001, '999999999999999.000001'],
    ['-999999999999999.000001', 0.000001, '-999999999999999'],
    ['521482283927.9', 100000000000, '621482283927.9'],
    ['1e10', 0.5, '10000000000.5'],
    ['123456789012.25', 123456789012.25, '246913578024.5'],
  ] as const;
  for (const [was, amount, sum] of rows) {
    test(`${was} and ${amount} are ${sum}`, () => assert.equal(addDecimals(was, amount), sum));
  }

  test('come to the same in every order, however large and small', () => {
    const amounts = [1e14 + 0.25, 0.000001, -5e13, 0.1, 0.2, 123456789.123456, -0.3, 7e9 + 0.5];
    const sumOf = (values: readonly number[]) => values.map(toMillionth).reduce(addDecimals, '0');
    const expected = sumOf(amounts);
    for (let turn = 0; turn < amounts.length; turn += 1) {
      const turned = [...amounts.slice(turn), ...amounts.slice(0, turn)];
      assert.equal(sumOf(turned), expected);
      assert.equal(sumOf(turned.reverse()), expected);
    }
  });
});
