import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found, Hands } from './change.ts';
import { withPrograms } from './fake-programs.ts';
import { createHands } from './hands.ts';
import { type System, type SystemName, systemAt } from './system.ts';

/** What the authority of a test system is. */
export const sampleAuthority = {
  name: 'Laurel intercept 01234567',
  certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  thumbprint: 'AA11',
};

/** Makes a folder that looks like a system, as it is before anything is applied. */
export function layOut(root: string, name: SystemName): void {
  const at = (path: string) => join(root, path);
  const folders = {
    linux: ['etc/ssl/certs/java', 'var/lib', 'usr/share/ca-certificates', 'usr/local/share'],
    macos: ['etc', 'Library/Application Support'],
    windows: ['Windows/System32/drivers/etc', 'ProgramData'],
  }[name];
  for (const folder of folders) mkdirSync(at(folder), { recursive: true });
  if (name === 'windows') {
    writeFileSync(at('Windows/System32/drivers/etc/hosts'), '# hosts\r\n127.0.0.1 localhost');
  } else {
    writeFileSync(at('etc/hosts'), '127.0.0.1 localhost\n# without an end');
    chmodSync(at('etc/hosts'), 0o640);
  }
  if (name !== 'linux') {
    writeFileSync(at('store'), 'others\n');
    return;
  }
  writeFileSync(at('usr/share/ca-certificates/known.crt'), 'known\n');
  // By hand, and not what the program would make: it is put back all the same.
  writeFileSync(at('etc/ssl/certs/ca-certificates.crt'), 'known, and touched by hand\n');
  symlinkSync('/usr/share/ca-certificates/known.crt', at('etc/ssl/certs/known.pem'));
  writeFileSync(at('etc/ssl/certs/java/cacerts'), Buffer.from([0xfe, 0xed, 0]));
}

/** The same system, with its programs played. */
export function sampleSystem(
  root: string,
  name: SystemName,
  wrap = (hands: Hands) => hands,
): System {
  return systemAt({ name, root, hands: withPrograms(root, wrap(createHands())) });
}

/** Everything in a folder: what is compared before and after. */
export function everythingIn(root: string): readonly (readonly [string, string])[] {
  const hands = createHands();
  const visit = (folder: string): (readonly [string, string])[] =>
    hands.list(folder).flatMap((name) => {
      const path = join(folder, name);
      const found = hands.look(path);
      return found === undefined ? [] : [[path, described(found)] as const, ...visit(path)];
    });
  return visit(root);
}

function described(found: Found): string {
  if (found.kind === 'Link') return `link to ${found.target}`;
  if (found.kind === 'Folder') return `folder ${found.mode.toString(8)}`;
  return `file ${found.mode.toString(8)} ${found.uid} ${found.bytes.toString('base64')}`;
}
