import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { imageFacts } from './image.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const png = hex('89504e470d0a1a0a 0000000d 49484452 00000780 00000438 08 06 000000');
const gif = hex('474946383961 4001 f000 00');
const jpeg = hex('ffd8 ffe0 0004 4a46 ffdb 0003 00 ffc2 0011 08 0438 0780 03 012200');
const webpLossless = hex('52494646 00000000 57454250 5650384c 00000000 2f 7fc70d01 0000000000');
const webpLossy = hex('52494646 00000000 57454250 56503820 00000000 000000 9d012a 8007 3804 0000');
const webpExtended = hex('52494646 00000000 57454250 56503858 0a000000 00000000 7f0700 370400');

describe('imageFacts', () => {
  const rows = [
    ['a PNG', png, { type: 'png', width: 1920, height: 1080 }],
    ['a GIF', gif, { type: 'gif', width: 320, height: 240 }],
    ['a progressive JPEG behind other segments', jpeg, { type: 'jpeg', width: 1920, height: 1080 }],
    ['a lossless WebP', webpLossless, { type: 'webp', width: 1920, height: 1080 }],
    ['a lossy WebP', webpLossy, { type: 'webp', width: 1920, height: 1080 }],
    ['an extended WebP', webpExtended, { type: 'webp', width: 1920, height: 1080 }],
  ] as const;
  for (const [what, bytes, facts] of rows) {
    test(`${what} tells its size`, () => assert.deepEqual(imageFacts(bytes), facts));
    test(`${what} in the middle of a buffer tells its size`, () => {
      const whole = Buffer.concat([Buffer.alloc(7), bytes]);
      assert.deepEqual(imageFacts(whole.subarray(7)), facts);
    });
  }

  test('what is no picture has no facts', () => {
    for (const text of ['', 'GIF', 'hello, this is plain text of some length']) {
      assert.equal(imageFacts(Buffer.from(text)), undefined);
    }
  });

  test('no bytes make it fail or read beyond their end', () => {
    const begun = [png, gif, jpeg, webpLossless, webpLossy, webpExtended];
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc
        .tuple(fc.constantFrom(...begun), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
        .map(([start, length, rest]) => Buffer.concat([start.subarray(0, length), rest])),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const facts = imageFacts(bytes);
        assert.ok(facts === undefined || Number.isInteger(facts.width));
      }),
      { numRuns: 2000 },
    );
  });
});
