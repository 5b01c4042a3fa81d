import fc from 'fast-check';

/** Numbers that are no numbers, or not the ones that were meant, as JSON text. */
const numberTokens = [
  '0',
  '-0',
  '-1',
  '1.5',
  '101',
  '2147483648',
  '9007199254740993',
  '18446744073709551616',
  '1e400',
  '-1e400',
  '1e-400',
  'NaN',
  'Infinity',
  '-Infinity',
  '0x10',
  '01',
  '+1',
  '.5',
  '1.',
];

/** Text with characters that break what copies, compares or stores it, as JSON text. */
const textTokens = [
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\uffff\\u202e"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"xuid(1)"',
  '"100"',
  '"1e2"',
  '"１２"',
  '"0x1"',
  '"1; drop table records"',
  '"<script>alert(1)</script>"',
  '"../../etc/passwd"',
  '"%00%ff"',
  "'single'",
  '"unfinished',
  '"\u0001"',
  '"2026-02-30T00:00:00Z"',
  '"9999-12-31T23:59:59.9999999Z"',
];

/** Values of a wrong kind, and what is no JSON at all. */
const otherTokens = [
  'null',
  'true',
  'false',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3}',
  'undefined',
  '/*x*/1',
  '',
  ',',
  '{"a":1,"a":2}',
];

/** Deep and long values; the longest are beyond every limit. */
const hugeTokens = [
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
  '['.repeat(20_000),
  `"${'x'.repeat(5000)}"`,
  `"${'x'.repeat(100_000)}"`,
  `[${'0,'.repeat(5000)}0]`,
  `1${'0'.repeat(5000)}`,
];

/** JSON text of something that has no business where it is put; often no JSON at all. */
export const hostileToken: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...numberTokens) },
  { weight: 5, arbitrary: fc.constantFrom(...textTokens) },
  { weight: 5, arbitrary: fc.constantFrom(...otherTokens) },
  { weight: 1, arbitrary: fc.constantFrom(...hugeTokens) },
  { weight: 3, arbitrary: fc.json() },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)) },
);

/** A piece of a path or the value of a query, as it stands in the request target. */
export const hostilePiece: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      '%',
      '%0',
      '%ZZ',
      '%00',
      '%ff%fe',
      '%C0%80',
      '%ED%A0%80',
      '..',
      '.',
      '%2e%2e%2f',
      '%2F',
      '*',
      '-1',
      '0',
      '1.5',
      '1e3',
      'NaN',
      'null',
      'undefined',
      'true',
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'xuid(',
      'xuid()',
      'xuid(0)',
      'xuid(-1)',
      'xuid(1e9)',
      'xuid(99999999999999999999)',
      'xuid(%31)',
      'gt()',
      'gt(%00)',
      'me%20',
      'ME',
      '99999999999999999999',
      '4294967296',
      '1,2,,3',
      `${'1,'.repeat(2000)}1`,
      'x'.repeat(3000),
      '%F0%9F%92%A3',
      '00000000-0000-0000-0000-00000000000g',
      '{00000000-0000-0000-0000-00006e756f71}',
      "';--",
      '%27%22%3C%3E',
      'RETAIL',
      'retail',
      'ACME.7',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map(encoded) },
  { weight: 1, arbitrary: fc.nat().map(String) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String) },
);

/** Percent-encodes what can be; a lone half of a pair becomes what can be. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** The value of a header: visible characters, sometimes many. */
export const hostileHeader: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      ',',
      ';;;,q=',
      '*',
      '-1',
      '0',
      '1.5',
      '99999999999999999999',
      'NaN',
      '2, 4',
      'fr;q=nan,de;q=1e999',
      `${'de,'.repeat(1000)}de`,
      'x'.repeat(4000),
      'application/json; charset=utf-16',
      'multipart/form-data; boundary=x',
      '\u00ff\u00fe',
      'Bearer',
      'Bearer x',
      'XBL3.0',
      'XBL3.0 x=',
      'XBL3.0 x=;',
      'XBL3.0 x=-;a.b.c',
      'XBL3.0 x=1;eyJhbGciOiJub25lIn0.e30.',
      'Basic Og==',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 60 }) },
);
