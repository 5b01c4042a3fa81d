import { createPublicKey, verify } from 'node:crypto';
import type { JWK } from 'jose';

/** What of a request is signed. */
export type SignedRequest = {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** The `Authorization` header, empty without one. */
  readonly authorization: string;
  readonly body: Uint8Array;
};

/** The part of a body that is signed. Told to clients with the list of endpoints. */
export const signedBodyBytesMax = 8192;

/** A signature is good for so long, before and after. Source: [I]. */
export const signatureAgeMsMax = 5 * 60 * 1000;

const policyVersion = 1;
const headBytes = 12;
const signatureBytes = 64;
const zero = Uint8Array.of(0);

/**
 * Verifies a `Signature` header: that the holder of the key sent this request now.
 *
 * @param header base64 of version, time and signature
 * @param nowMs milliseconds since 1970-01-01
 *
 * Source: wire contract §3.4.
 */
export function isSigned(
  header: string | undefined,
  request: SignedRequest,
  { proofKey, nowMs }: { proofKey: JWK; nowMs: number },
): boolean {
  const bytes = Buffer.from(header ?? '', 'base64');
  if (bytes.length !== headBytes + signatureBytes) return false;
  if (bytes.readUInt32BE(0) !== policyVersion) return false;
  const ageMs = nowMs - millisecondsOfFileTime(bytes.readBigUInt64BE(4));
  if (Math.abs(ageMs) > signatureAgeMsMax) return false;
  const content = signedContent(bytes.subarray(0, headBytes), request);
  const key = publicKeyFrom(proofKey);
  if (key === null) return false;
  const signature = bytes.subarray(headBytes);
  return verify('sha256', content, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** @param head the 4 bytes of the version and the 8 of the time */
export function signedContent(head: Uint8Array, request: SignedRequest): Uint8Array {
  const { method, target, authorization, body } = request;
  const texts = [method.toUpperCase(), target, authorization].flatMap((text) => [
    Buffer.from(text, 'utf8'),
    zero,
  ]);
  return Buffer.concat([
    head.subarray(0, 4),
    zero,
    head.subarray(4, headBytes),
    zero,
    ...texts,
    body.subarray(0, signedBodyBytesMax),
    zero,
  ]);
}

/** Counted in 100 ns since 1601-01-01. */
function millisecondsOfFileTime(fileTime: bigint): number {
  return Number(fileTime / 10_000n) - 11_644_473_600_000;
}

function publicKeyFrom(jwk: JWK) {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}
