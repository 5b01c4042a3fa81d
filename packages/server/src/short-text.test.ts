import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { putShort } from './short-text.ts';

test('a text is put down as the engine would in any encoding, or not at all', () => {
  let put = 0;
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 })),
      (text) => {
        const bytes = Buffer.alloc(200, '.');
        const length = putShort(bytes, text, 7);
        if (length === undefined) return;
        put += 1;
        for (const encoding of ['utf8', 'latin1', 'ascii'] as const) {
          assert.equal(bytes.toString(encoding, 7, 7 + length), text);
        }
        assert.equal(bytes.toString('ascii', 7 + length), '.'.repeat(200 - 7 - length));
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(put > 100);
});

test('what is long or not ASCII is left to the engine', () => {
  for (const text of ['x'.repeat(41), 'é', '\u0080', '名', 'x'.repeat(39).concat('ÿ')]) {
    assert.equal(putShort(Buffer.alloc(100), text, 0), undefined);
  }
  for (const text of ['', '\0', '\u007f', 'x'.repeat(40)]) {
    assert.equal(putShort(Buffer.alloc(100), text, 0), text.length);
  }
});
