import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { createChance } from '../stories/chance.ts';
import { type Book, createBook, type Line, type Standing } from './book.ts';

const ids = ['1', '2', '3', '4', '5', '6'];
const noon = '2026-03-01T12:00:00.0000000Z';
const later = '2026-03-01T13:00:00.0000000Z';

let book: Book;
/** Achievements 2 and 3 together. */
let pair: Line;

beforeEach(() => {
  book = createBook(ids);
  book.recruit('7');
  pair = takenUntil(({ ids: of }) => of.length === 2);
});

function takenUntil(isWanted: (line: Line) => boolean): Line {
  const chance = createChance(1);
  for (;;) {
    const line = book.take(chance);
    assert.ok(line);
    if (isWanted(line)) return line;
    line.sent = line.answered;
  }
}

function standings(percents: Readonly<Record<string, number>>): ReadonlyMap<string, Standing> {
  const pairs = Object.entries(percents).map(([id, percent]) => {
    return [id, { percent, unlockedAt: percent === 100 ? noon : null }] as const;
  });
  return new Map(pairs);
}

describe('the book of a crash run', () => {
  test('spreads the achievements of a player over lines of one to four', () => {
    const fresh = createBook(ids);
    fresh.recruit('7');
    const found: string[] = [];
    for (let line = fresh.take(createChance(2)); line; line = fresh.take(createChance(2))) {
      found.push(...line.ids);
    }
    assert.deepEqual(found.sort(), ids);
  });

  test('lets each report rise, and ends a line at a hundred', () => {
    const [first] = [pair.sent];
    assert.ok(first > 0);
    book.answer(pair);
    pair.answered = 99;
    const again = takenUntil((line) => line === pair);
    assert.equal(again.sent, 100);
    const open = book.open;
    book.answer(again);
    assert.equal(book.open, open);
  });

  test('finds nothing wrong when what was answered is there', () => {
    book.answer(pair);
    assert.deepEqual(book.settle('7', standings({ 2: pair.sent, 3: pair.sent })), []);
    assert.deepEqual(book.touched(), []);
  });

  for (const [what, stored] of [
    ['stored', true],
    ['lost', false],
  ] as const) {
    test(`takes a report whose answer was due as ${what}, whichever the server says`, () => {
      const percent = stored ? pair.sent : 0;
      assert.deepEqual(book.settle('7', standings({ 2: percent, 3: percent })), []);
      assert.equal(book.counts.unansweredStored, stored ? 1 : 0);
      assert.equal(book.counts.unansweredLost, stored ? 0 : 1);
      assert.equal(pair.answered, percent);
    });
  }

  test('finds an answered report that is missing', () => {
    book.answer(pair);
    const wrong = book.settle('7', standings({}));
    assert.match(wrong.join(), /achievements 2, 3: .* was answered .* but 0 % is there/);
  });

  test('finds what nobody sent', () => {
    const wrong = book.settle('7', standings({ 2: 99, 3: 99 }));
    assert.match(wrong.join(), /but 99 % is there/);
  });

  test('finds a batch that is there by half', () => {
    const wrong = book.settle('7', standings({ 2: pair.sent, 3: 0 }));
    assert.match(wrong.join(), /a batch is there by half/);
  });

  test('finds an unlock time that moved, or is gone', () => {
    pair.sent = 100;
    book.answer(pair);
    assert.deepEqual(book.settle('7', standings({ 2: 100, 3: 100 })), []);
    assert.equal(book.counts.unlocked, 2);
    const moved = new Map(standings({ 2: 100, 3: 100 })).set('3', {
      percent: 100,
      unlockedAt: later,
    });
    assert.match(book.settle('7', moved).join(), /achievement 3: unlocked .*T12.*, now .*T13/);
    const gone = new Map(moved).set('2', { percent: 100, unlockedAt: null });
    assert.match(book.settle('7', gone).join(), /achievement 2: unlocked .*, now null/);
  });

  test('finds a hundred percent without an unlock time', () => {
    pair.sent = 100;
    const half = { percent: 100, unlockedAt: null };
    const wrong = book.settle(
      '7',
      new Map([
        ['2', half],
        ['3', half],
      ]),
    );
    assert.match(wrong.join(), /achievement 2: 100 % and null/);
  });
});
