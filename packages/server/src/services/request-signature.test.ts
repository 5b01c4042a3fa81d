import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import type { JWK } from 'jose';
import {
  isSigned,
  type SignedRequest,
  signatureAgeMsMax,
  signedBodyBytesMax,
} from './request-signature.ts';

const noonMs = Date.UTC(2026, 2, 1, 12);
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const proofKey = publicKey.export({ format: 'jwk' }) as JWK;

const request: SignedRequest = {
  method: 'POST',
  target: '/users/me/achievements/s/update?a=b',
  authorization: 'XBL3.0 x=1;token',
  body: Buffer.from('{"action":"progressUpdate"}'),
};

/** Written out apart from the code under test, from the description of the header. */
function signatureOf(
  { method, target, authorization, body }: SignedRequest,
  { atMs = noonMs, version = 1 }: { atMs?: number; version?: number } = {},
): string {
  const head = Buffer.alloc(12);
  head.writeUInt32BE(version, 0);
  head.writeBigUInt64BE((BigInt(atMs) + 11_644_473_600_000n) * 10_000n, 4);
  const nul = '\0';
  const content = Buffer.concat([
    head.subarray(0, 4),
    Buffer.from(nul),
    head.subarray(4),
    Buffer.from(`${nul}${method}${nul}${target}${nul}${authorization}${nul}`),
    body.subarray(0, 8192),
    Buffer.from(nul),
  ]);
  const signature = sign('sha256', content, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return Buffer.concat([head, signature]).toString('base64');
}

function isGood(header: string | undefined, of = request, key: JWK = proofKey): boolean {
  return isSigned(header, of, { proofKey: key, nowMs: noonMs });
}

describe('a signature', () => {
  test('of the request that was sent is good', () => {
    assert.equal(isGood(signatureOf(request)), true);
  });

  test('of a request without authorization and body is good', () => {
    const bare = { ...request, authorization: '', body: Buffer.alloc(0) };
    assert.equal(isGood(signatureOf(bare), bare), true);
  });

  test('covers the first 8192 bytes of the body, and nothing behind them', () => {
    const long = { ...request, body: Buffer.alloc(signedBodyBytesMax + 10, 1) };
    const changedBehind = Buffer.from(long.body);
    changedBehind[signedBodyBytesMax] = 2;
    const changedBefore = Buffer.from(long.body);
    changedBefore[signedBodyBytesMax - 1] = 2;
    const header = signatureOf(long);
    assert.equal(isGood(header, { ...long, body: changedBehind }), true);
    assert.equal(isGood(header, { ...long, body: changedBefore }), false);
  });

  const changes: readonly Partial<SignedRequest>[] = [
    { method: 'PUT' },
    { target: '/users/me/achievements/s/update' },
    { authorization: 'XBL3.0 x=1;other' },
    { body: Buffer.from('{}') },
  ];
  for (const change of changes) {
    test(`is not good for another ${Object.keys(change)}`, () => {
      assert.equal(isGood(signatureOf(request), { ...request, ...change }), false);
    });
  }

  test('is good for five minutes before and after, and no longer', () => {
    const at = (ageMs: number) => isGood(signatureOf(request, { atMs: noonMs - ageMs }));
    assert.deepEqual(
      [signatureAgeMsMax, -signatureAgeMsMax, signatureAgeMsMax + 1, -signatureAgeMsMax - 1].map(
        at,
      ),
      [true, true, false, false],
    );
  });

  test('of another version of the policy is not good', () => {
    assert.equal(isGood(signatureOf(request, { version: 2 })), false);
  });

  test('with another key, or a key that is none, is not good', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const keys = [other.export({ format: 'jwk' }), { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }];
    for (const key of keys) assert.equal(isGood(signatureOf(request), request, key as JWK), false);
  });

  for (const header of [undefined, '', 'garbage', 'AAAA', Buffer.alloc(76).toString('base64')]) {
    test(`like ${JSON.stringify(header)?.slice(0, 20)} is not good`, () => {
      assert.equal(isGood(header), false);
    });
  }
});
