import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bits,
  type Der,
  integer,
  objectId,
  octets,
  sequence,
  setOf,
  tagged,
  taggedBytes,
  utcTime,
  utf8,
  yes,
} from './der.ts';

/** When a certificate is good. */
export type Validity = { readonly from: Date; readonly until: Date };

/**
 * Makes the certificate of an authority that may vouch for the given names and nothing else: no
 * other name, no address, no further authority.
 *
 * @param key a P-256 private key
 * @param name what people see in a list of authorities
 * @param hosts names in lower case, at least one
 * @returns PEM
 *
 * Source: RFC 5280, sections 4.1 and 4.2.1.
 */
export function authorityCertificate({
  key,
  name,
  hosts,
  validity,
}: {
  key: KeyObject;
  name: string;
  hosts: readonly string[];
  validity: Validity;
}): string {
  return certificate({
    subject: name,
    issuer: name,
    validity,
    publicKey: createPublicKey(key),
    signedWith: key,
    extensions: [
      extension('2.5.29.19', sequence(yes, integer(Buffer.from([0]))), 'critical'),
      // The highest bits: keyCertSign (5) and cRLSign (6).
      extension('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1), 'critical'),
      nameConstraints(hosts),
      extension('2.5.29.14', octets(keyId(createPublicKey(key)))),
    ],
  });
}

/**
 * Makes the certificate that a server of one name shows.
 *
 * @param authority who vouches for it
 * @returns PEM
 */
export function hostCertificate({
  publicKey,
  host,
  validity,
  authority,
}: {
  publicKey: KeyObject;
  host: string;
  validity: Validity;
  authority: { key: KeyObject; name: string };
}): string {
  const { key, name } = authority;
  return certificate({
    subject: host,
    issuer: name,
    validity,
    publicKey,
    signedWith: key,
    extensions: [
      extension('2.5.29.19', sequence(), 'critical'),
      // The highest bit: digitalSignature.
      extension('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7), 'critical'),
      // For servers of TLS only.
      extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', sequence(dnsName(host))),
      extension('2.5.29.14', octets(keyId(publicKey))),
      extension('2.5.29.35', sequence(taggedBytes(0, keyId(createPublicKey(key))))),
    ],
  });
}

/**
 * The extension that holds an authority to some names: each of them with what is below it, and no
 * address at all.
 *
 * @returns the whole extension, as it stands in a certificate
 *
 * Source: RFC 5280, section 4.2.1.10.
 */
export function nameConstraints(hosts: readonly string[]): Der {
  const permitted = hosts.map((host) => sequence(dnsName(host)));
  // An address and a mask of zeros is every address, of version 4 and of version 6.
  const excluded = [8, 32].map((bytes) => sequence(taggedBytes(7, Buffer.alloc(bytes))));
  const value = sequence(tagged(0, ...permitted), tagged(1, ...excluded));
  return extension('2.5.29.30', value, 'critical');
}

/** The parts of a certificate. */
type Parts = {
  readonly subject: string;
  readonly issuer: string;
  readonly validity: Validity;
  readonly publicKey: KeyObject;
  readonly signedWith: KeyObject;
  readonly extensions: readonly Der[];
};

/** ECDSA with SHA-256. */
const signatureAlgorithm = sequence(objectId('1.2.840.10045.4.3.2'));

/** X.509 version 3, which is written as 2. */
const version3 = tagged(0, integer(Buffer.from([2])));

function certificate(parts: Parts): string {
  const { subject, issuer, validity, publicKey, signedWith, extensions } = parts;
  const toSign = sequence(
    version3,
    serialNumber(),
    signatureAlgorithm,
    distinguishedName(issuer),
    sequence(utcTime(validity.from), utcTime(validity.until)),
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  const signature = sign('sha256', toSign, signedWith);
  return pem(sequence(toSign, signatureAlgorithm, bits(signature)));
}

/** 127 bits of chance, and never zero. */
function serialNumber(): Der {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return integer(bytes);
}

function distinguishedName(commonName: string): Der {
  return sequence(setOf(sequence(objectId('2.5.4.3'), utf8(commonName))));
}

function extension(id: string, value: Der, weight: 'critical' | 'ordinary' = 'ordinary'): Der {
  return sequence(objectId(id), ...(weight === 'critical' ? [yes] : []), octets(value));
}

function dnsName(host: string): Der {
  return taggedBytes(2, Buffer.from(host, 'latin1'));
}

/** By it a certificate names the key that signed it. */
function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(bytes: Der): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
