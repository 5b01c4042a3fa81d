import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lineMark, linesAfter, withoutLines } from './lines.ts';

const lines = [`127.0.0.1 one.example ${lineMark}`, `127.0.0.1 two.example ${lineMark}`];
const hosts = Buffer.from('127.0.0.1 localhost\n');

function applied(before: Buffer): Buffer {
  return Buffer.concat([before, linesAfter(before, lines)]);
}

describe('lines behind a file', () => {
  test('have the line ends that the file has', () => {
    equal(linesAfter(Buffer.from('a\r\n'), ['x', 'y']).toString(), 'x\r\ny\r\n');
    equal(linesAfter(hosts, ['x', 'y']).toString(), 'x\ny\n');
  });

  test('begin a line of their own where the last one has no end', () => {
    equal(linesAfter(Buffer.from('a'), ['x']).toString(), '\nx\n');
    equal(linesAfter(Buffer.alloc(0), ['x']).toString(), 'x\n');
  });
});

describe('a file without the lines', () => {
  const befores = ['127.0.0.1 localhost\n', '127.0.0.1 localhost', 'a\r\nb\r\n', '', '\xff\xfe'];
  for (const text of befores) {
    test(`is cut to what it was: ${JSON.stringify(text)}`, () => {
      const before = Buffer.from(text, 'latin1');
      const now = applied(before);
      for (let length = before.length + 1; length <= now.length; length += 1) {
        const way = withoutLines({ before, now: now.subarray(0, length) }, lines);
        deepEqual(way, { kind: 'Cut', bytes: before.length });
      }
    });
  }

  test('stays where nothing was added', () => {
    deepEqual(withoutLines({ before: hosts, now: hosts }, lines), { kind: 'Same' });
  });

  test('keeps what others have written since, before, between and behind', () => {
    const [first = '', second = ''] = lines;
    const now = Buffer.from(`10.0.0.1 new\n${first}\n10.0.0.2 newer\r\n${second}\n# end`);
    const bytes = Buffer.from('10.0.0.1 new\n10.0.0.2 newer\r\n# end');
    deepEqual(withoutLines({ before: hosts, now }, lines), { kind: 'Rewrite', bytes });
  });

  test('stays where others have taken the lines out already', () => {
    const now = Buffer.from('10.0.0.1 mine\n');
    deepEqual(withoutLines({ before: hosts, now }, lines), { kind: 'Same' });
  });
});
