import { deepEqual, equal, match, notEqual, ok, rejects, throws } from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { connect, createServer } from 'node:tls';
import { Failure } from '../failure.ts';
import {
  type Authority,
  authorityPaths,
  createHostIdentities,
  keepAuthority,
} from './authority.ts';
import { authorityCertificate, hostCertificate } from './certificate.ts';
import { servedHosts } from './served-hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'laurel-authority-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const dayMs = 24 * 60 * 60_000;
const authority = keepAuthority(join(folder, 'kept'));

/** Connects as a client that trusts the authority and nobody else, to a server with this. */
async function handshake(host: string, shown: { cert: string; key: string }, trusted: Authority) {
  const server = createServer(shown);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port, servername: host, ca: trusted.certificate });
  try {
    await once(client, 'secureConnect');
    return client.getPeerCertificate().subject.CN;
  } finally {
    client.destroy();
    server.close();
  }
}

/** A certificate as the authority would make it if somebody had stolen its key. */
function shownFor(host: string, { key, name }: Authority) {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const validity = { from: new Date(Date.now() - dayMs), until: new Date(Date.now() + dayMs) };
  const cert = hostCertificate({
    publicKey: pair.publicKey,
    host,
    validity,
    authority: { key, name },
  });
  return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

describe('the authority', () => {
  test('is made at the first call and is the same at the next', () => {
    const again = keepAuthority(join(folder, 'kept'));
    equal(again.certificate, authority.certificate);
    equal(again.fingerprint, authority.fingerprint);
    notEqual(keepAuthority(join(folder, 'other')).fingerprint, authority.fingerprint);
  });

  test('has a key that only its owner may read, also where that was loosened', () => {
    equal(statSync(authority.keyPath).mode & 0o777, 0o600);
    chmodSync(authority.keyPath, 0o644);
    keepAuthority(join(folder, 'kept'));
    equal(statSync(authority.keyPath).mode & 0o777, 0o600);
    ok(createPrivateKey(readFileSync(authority.keyPath)).asymmetricKeyType === 'ec');
  });

  test('is an authority, signed by itself, for two years', () => {
    const made = new X509Certificate(authority.certificate);
    const { ca, issuer, subject, validFrom, validTo, publicKey } = made;
    equal(ca, true);
    equal(issuer, subject);
    equal(Math.round((Date.parse(validTo) - Date.parse(validFrom)) / dayMs), 731);
    equal(made.verify(publicKey), true);
  });

  for (const host of servedHosts) {
    test(`vouches for ${host}`, async () => {
      equal(await handshake(host, shownFor(host, authority), authority), host);
    });
  }

  for (const host of ['login.live.com', 'presence.xboxlive.com', 'xboxlive.com', 'localhost']) {
    test(`is not believed for ${host}, even with its key`, async () => {
      await rejects(handshake(host, shownFor(host, authority), authority), {
        message: 'permitted subtree violation',
      });
    });
  }

  test('that has ended is refused with the way out', () => {
    const inThreeYears = new Date(Date.now() + 3 * 365 * dayMs);
    throws(
      () => keepAuthority(join(folder, 'kept'), inThreeYears),
      (thrown) => thrown instanceof Failure && /--undo/.test(thrown.message),
    );
  });

  test('that was made for other hosts is refused', () => {
    const data = join(folder, 'of-others');
    const { key, name } = keepAuthority(data);
    const validity = { from: new Date(), until: new Date(Date.now() + dayMs) };
    const hosts = servedHosts.slice(1);
    writeFileSync(
      authorityPaths(data).certificate,
      authorityCertificate({ key, name, hosts, validity }),
    );
    throws(
      () => keepAuthority(data),
      (thrown) => thrown instanceof Failure && thrown.code === 'authority-of-others',
    );
  });

  test('whose files hold something else is refused in words', () => {
    const data = join(folder, 'broken');
    keepAuthority(data);
    writeFileSync(authorityPaths(data).key, 'nothing');
    throws(() => keepAuthority(data), { code: 'authority' });
  });
});

describe('the certificate of a host', () => {
  test('is kept while it is good, and made anew before it ends', () => {
    let now = new Date();
    const identities = createHostIdentities(authority, () => now);
    const [host = ''] = servedHosts;
    const first = identities(host);
    equal(identities(host), first);
    now = new Date(now.getTime() + 24 * dayMs);
    notEqual(identities(host), first);
  });

  test('is for servers of one name, and for no authority', () => {
    const [host = ''] = servedHosts;
    const { subjectAltName, ca, keyUsage } = new X509Certificate(shownFor(host, authority).cert);
    deepEqual({ subjectAltName, ca }, { subjectAltName: `DNS:${host}`, ca: false });
    match(String(keyUsage), /1\.3\.6\.1\.5\.5\.7\.3\.1/);
  });
});
