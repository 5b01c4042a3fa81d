import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { Failure, fileFailure } from '../failure.ts';
import { authorityCertificate, hostCertificate, nameConstraints } from './certificate.ts';
import { servedHosts } from './served-hosts.ts';

/** The authority of a data directory. */
export type Authority = {
  readonly name: string;
  readonly key: KeyObject;
  /** PEM. */
  readonly certificate: string;
  readonly certificatePath: string;
  readonly keyPath: string;
  /** SHA-256 of the certificate, as lists of authorities show it. */
  readonly fingerprint: string;
  /** SHA-1 of it, by which Windows and macOS find it; hexadecimal without colons. */
  readonly thumbprint: string;
  readonly until: Date;
};

/** How long an authority is good. Who keeps it longer begins anew. */
const authorityDays = 730;

/** How long the certificate of a host is good; a listener makes a new one in time. */
const hostDays = 30;

/** A certificate of a host is remade when less than this is left of it. */
const remadeDays = 7;

/** Clocks of clients that are behind by less still find a new certificate good. */
const backdatedDays = 1;

const dayMs = 24 * 60 * 60_000;

/** Only its owner may read the key. */
const ownerOnly = 0o600;

/** @returns where the authority of a data directory is kept */
export function authorityPaths(data: string): { key: string; certificate: string } {
  const folder = join(data, 'intercept');
  return { key: join(folder, 'authority.key'), certificate: join(folder, 'authority.pem') };
}

/**
 * The authority of a data directory, made at the first call.
 *
 * @param now for its validity
 * @throws {Failure} where it can't be read or kept, has ended, or vouches for other hosts than are
 * served now
 */
export function keepAuthority(data: string, now: Date = new Date()): Authority {
  const paths = authorityPaths(data);
  const authority = readAuthority(data) ?? makeAuthority(paths, now);
  const way = `run \`laurel intercept --undo\` where it is trusted, delete "${dirname(paths.key)}", and begin anew`;
  if (authority.until <= now) {
    throw new Failure(
      'authority-ended',
      `the authority in "${paths.certificate}" has ended; ${way}`,
    );
  }
  if (!new X509Certificate(authority.certificate).raw.includes(nameConstraints(servedHosts))) {
    throw new Failure(
      'authority-of-others',
      `the authority in "${paths.certificate}" was made for other hosts than are served now; ${way}`,
    );
  }
  return authority;
}

/**
 * The authority of a data directory, where one was made.
 *
 * @throws {Failure} where it is there and can't be read
 */
export function readAuthority(data: string): Authority | undefined {
  const { key: keyPath, certificate: certificatePath } = authorityPaths(data);
  const keyText = readIfThere(keyPath);
  const certificate = readIfThere(certificatePath);
  // The key is written first: alone, it has vouched for nothing yet.
  if (keyText === undefined || certificate === undefined) return undefined;
  if (process.platform !== 'win32' && (statSync(keyPath).mode & 0o077) !== 0) {
    chmodSync(keyPath, ownerOnly);
  }
  try {
    const { fingerprint, fingerprint256, subject, validTo } = new X509Certificate(certificate);
    return {
      name: subject.replace(/^CN=/, ''),
      key: createPrivateKey(keyText),
      certificate,
      certificatePath,
      keyPath,
      fingerprint: fingerprint256,
      thumbprint: fingerprint.replaceAll(':', ''),
      until: new Date(validTo),
    };
  } catch (cause) {
    throw new Failure(
      'authority',
      `"${certificatePath}" and "${keyPath}" hold no certificate and key; delete them and new ones are made`,
      { cause },
    );
  }
}

function makeAuthority(paths: { key: string; certificate: string }, now: Date): Authority {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // A name of its own, so that no list of authorities mistakes one for another.
  const name = `Laurel intercept ${randomBytes(4).toString('hex')}`;
  const validity = validFor(now, authorityDays);
  const certificate = authorityCertificate({ key, name, hosts: servedHosts, validity });
  const folder = dirname(paths.key);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const pem = key.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(paths.key, pem, { mode: ownerOnly });
    chmodSync(paths.key, ownerOnly);
    writeFileSync(paths.certificate, certificate, { mode: 0o644 });
    giveToOwnerOf(dirname(dirname(folder)), [dirname(folder), folder, ...Object.values(paths)]);
  } catch (thrown) {
    throw fileFailure(paths.key, thrown);
  }
  const made = readAuthority(dirname(folder));
  if (made === undefined) throw new Error('an authority was written and is not there');
  return made;
}

/** With `sudo`, files in somebody's folder are made for that person. */
function giveToOwnerOf(place: string, made: readonly string[]): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(place);
  for (const path of made) if (statSync(path).uid === 0) chownSync(path, uid, gid);
}

function validFor(now: Date, days: number) {
  return {
    from: new Date(now.getTime() - backdatedDays * dayMs),
    until: new Date(now.getTime() + days * dayMs),
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw fileFailure(path, thrown);
  }
}

/** What a listener shows for a host: its certificate and the key to it. */
export type HostIdentities = (host: string) => SecureContext;

/**
 * Makes the certificates of hosts when they are first asked for, and again before they end. Their
 * keys are never on a disk.
 *
 * @param now the clock
 */
export function createHostIdentities(
  authority: Pick<Authority, 'key' | 'name'>,
  now: () => Date = () => new Date(),
): HostIdentities {
  // At most one for each served host.
  const made = new Map<string, { context: SecureContext; remadeFrom: Date }>();
  return (host) => {
    const kept = made.get(host);
    const at = now();
    if (kept !== undefined && at < kept.remadeFrom) return kept.context;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const validity = validFor(at, hostDays);
    const context = createSecureContext({
      cert: hostCertificate({ publicKey, host, validity, authority }),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      minVersion: 'TLSv1.2',
    });
    made.set(host, {
      context,
      remadeFrom: new Date(validity.until.getTime() - remadeDays * dayMs),
    });
    return context;
  };
}
