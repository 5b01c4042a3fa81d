import fc from 'fast-check';
import { hostileHeader } from './hostile.ts';

/** Heads of tokens that ask to be believed without a signature, or with another key. */
const heads = [
  { alg: 'none' },
  { alg: 'None', typ: 'JWT' },
  { alg: 'HS256', typ: 'JWT' },
  { alg: 'ES256', kid: '../../etc/passwd' },
  { alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } },
  { alg: 'ES256', jku: 'http://127.0.0.1:1/keys' },
  { alg: 'ES256', crit: ['exp'], exp: 1 },
  { alg: 'RS256' },
  {},
];

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Headers that look like a good one and are not. @param good one that is taken */
export function authorizations(good: string): fc.Arbitrary<string> {
  const [scheme = '', token = ''] = good.split(';');
  const [head = '', payload = '', signature = ''] = token.split('.');
  const changed = fc
    .tuple(fc.nat(), fc.constantFrom('A', 'B', '.', '-', '=', '~', '!'))
    .map(([at, character]) => {
      const place = at % token.length;
      const other = token[place] === character ? 'C' : character;
      return `${scheme};${token.slice(0, place)}${other}${token.slice(place + 1)}`;
    })
    // The last character of a signature carries bits that say nothing.
    .filter((text) => text.slice(0, -1) !== good.slice(0, -1));
  const reheaded = fc
    .constantFrom(...heads)
    .chain((other) =>
      fc
        .constantFrom(signature, '', 'AAAA')
        .map((end) => `${scheme};${base64url(other)}.${payload}.${end}`),
    );
  const reclaimed = fc
    .dictionary(fc.constantFrom('xui', 'exp', 'aud', 'iss', 'sbx', 'dev'), fc.jsonValue())
    .map((claims) => `${scheme};${head}.${base64url(claims)}.${signature}`);
  const cut = fc.nat({ max: token.length - 1 }).map((at) => `${scheme};${token.slice(0, at)}`);
  const wrongHash = fc
    .constantFrom('0', '2533274800000001', 'xuid', '1 ', '%', '')
    .map((hash) => `XBL3.0 x=${hash};${token}`)
    .filter((text) => text !== good);
  return fc.oneof(
    { weight: 4, arbitrary: changed },
    { weight: 3, arbitrary: reheaded },
    { weight: 2, arbitrary: reclaimed },
    { weight: 2, arbitrary: cut },
    { weight: 1, arbitrary: wrongHash },
    { weight: 2, arbitrary: hostileHeader },
    { weight: 1, arbitrary: fc.constantFrom(`${good}.x`, `${good};${token}`, `Bearer ${token}`) },
  );
}
