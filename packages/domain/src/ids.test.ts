import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  achievementId,
  compareAchievementIds,
  parseAchievementId,
  parseSandbox,
  parseScid,
  parseTitleId,
  parseXuid,
  sandbox,
  scid,
  titleId,
  titleIdOf,
  xuid,
} from './ids.ts';

describe('parseXuid', () => {
  const good = ['1', '2533274800000001', '9007199254740993', '18446744073709551615'];
  for (const text of good) test(`${text} is an xuid`, () => assert.equal(parseXuid(text), text));
  const bad = ['', '0', '01', '-1', '1.0', '1e3', 'xuid(1)', ' 1', '18446744073709551616'];
  for (const text of [...bad, '100000000000000000000']) {
    test(`"${text}" is no xuid`, () => assert.equal(parseXuid(text), undefined));
  }
});

describe('parseScid', () => {
  test('a GUID is given in lower case', () => {
    assert.equal(
      parseScid('D4510300-1C2D-4E3F-9A4B-5C6D7E8F9A03'),
      'd4510300-1c2d-4e3f-9a4b-5c6d7e8f9a03',
    );
  });
  for (const text of ['', '{d4510300-1c2d-4e3f-9a4b-5c6d7e8f9a03}', 'd4510300', 'g'.repeat(36)]) {
    test(`"${text}" is no GUID`, () => assert.equal(parseScid(text), undefined));
  }
});

describe('parseSandbox', () => {
  for (const text of ['RETAIL', 'ACME.7', 'acme.7', 'XDKS.1']) {
    test(`${text} keeps its case`, () => assert.equal(parseSandbox(text), text));
  }
  for (const text of ['', 'ACME.', '.7', 'ACME 7', 'ACME.7.7', 'A'.repeat(17), '../x']) {
    test(`"${text}" is no sandbox`, () => assert.equal(parseSandbox(text), undefined));
  }
});

describe('parseTitleId', () => {
  const read: readonly [string, number][] = [
    ['1', 1],
    ['3051199919', 3051199919],
    ['4294967295', 4294967295],
    ['0000000007', 7],
  ];
  for (const [text, number] of read) {
    test(`${text} is title ${number}`, () => assert.equal(parseTitleId(text), number));
  }
  for (const text of ['', '0', '4294967296', '-1', '0x10', '1.5', '99999999999']) {
    test(`"${text}" is no title`, () => assert.equal(parseTitleId(text), undefined));
  }
  for (const number of [0, -1, 1.5, Number.NaN, 2 ** 32]) {
    test(`the number ${number} is no title`, () => assert.equal(titleIdOf(number), undefined));
  }
});

describe('parseAchievementId', () => {
  const read: readonly [string, string][] = [
    ['2', '2'],
    ['0002', '2'],
    ['0', '0'],
    ['000', '0'],
    ['9090', '9090'],
    ['90909', '90909'],
    ['00909', '909'],
    ['2.5', '2.5'],
    ['-1', '-1'],
    ['base_1', 'base_1'],
  ];
  for (const [text, id] of read) {
    test(`"${text}" is achievement ${id}`, () => assert.equal(parseAchievementId(text), id));
  }
  for (const text of ['', 'a b', 'a/b', 'ä', '1:2', '1 2', 'x'.repeat(65)]) {
    test(`"${text}" is no achievement id`, () => assert.equal(parseAchievementId(text), undefined));
  }
});

describe('trusted ids', () => {
  const wrong: readonly [string, () => unknown][] = [
    ['xuid', () => xuid('0')],
    ['scid', () => scid('1')],
    ['sandbox', () => sandbox('')],
    ['achievement id', () => achievementId('')],
    ['titleId', () => titleId(0)],
  ];
  for (const [what, make] of wrong) {
    test(`an untrue ${what} is a bug, not a value`, () => assert.throws(make, RangeError));
  }
});

test('achievements are ordered by number, and by text where ids are not numbers', () => {
  const ids = ['10', '9', '2'].map(achievementId).sort(compareAchievementIds);
  assert.deepEqual(ids, ['2', '9', '10']);
  const words = ['b', 'a'].map(achievementId).sort(compareAchievementIds);
  assert.deepEqual(words, ['a', 'b']);
  assert.equal(compareAchievementIds(achievementId('a'), achievementId('a')), 0);
});
