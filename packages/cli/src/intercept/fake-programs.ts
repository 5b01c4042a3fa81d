import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLine, Hands } from './change.ts';

/** Hands whose programs are played: they change nothing but files below a folder. */
export function withPrograms(root: string, hands: Hands): Hands {
  return { ...hands, run: (command) => play(root, command, hands) };
}

/** What the programs of the systems do, as far as it can be seen in files. */
function play(root: string, [program, ...words]: CommandLine, hands: Hands) {
  const done = { code: 0, text: '' };
  if (program === 'update-ca-certificates') {
    makeBundle(root, hands);
    return done;
  }
  if (program !== 'certutil' && program !== 'security') return done;
  const store = join(root, 'store');
  const text = hands.read(store)?.toString() ?? '';
  const [verb = ''] = words.filter((word) => word !== '-f');
  const isThere = text.includes('laurel\n');
  if (/^-store|^find/.test(verb)) return { ...done, code: isThere ? 0 : 1 };
  // These stores are written whole or not at all.
  const write = (now: string) => {
    const { uid, gid } = statSync(root);
    hands.put(store, { kind: 'File', bytes: Buffer.from(now), mode: 0o644, uid, gid });
  };
  if (/^-addstore|^add/.test(verb)) write(`${text}laurel\n`);
  if (/^-delstore|^delete/.test(verb)) write(text.replace('laurel\n', ''));
  return done;
}

/** Writes the bundle in several steps, as the real program does; the Java one is new each time. */
function makeBundle(root: string, hands: Hands): void {
  const certs = join(root, 'etc/ssl/certs');
  const ours = join(root, 'usr/local/share/ca-certificates/laurel-intercept.crt');
  const own = hands.read(ours);
  const link = join(certs, 'laurel-intercept.pem');
  if (own === undefined) hands.remove(link);
  else hands.put(link, { kind: 'Link', target: ours });
  hands.overwrite(join(certs, 'ca-certificates.crt'), Buffer.from(`known\n${own ?? ''}`));
  const stamp = Buffer.from([0xfe, 0xed, ...process.hrtime().map((part) => part % 256)]);
  hands.overwrite(join(certs, 'java/cacerts'), stamp);
}
