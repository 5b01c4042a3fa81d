import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Found, Hands } from './change.ts';
import type { PackedFile, Tree } from './journal.ts';

/** What is remembered of the folders of one program at most. */
const entriesMax = 20_000;
const bytesMax = 64 * 1024 * 1024;

/**
 * Remembers what is in some folders, all the way down; links are kept as links.
 *
 * @throws {Failure} where it is more than may be remembered
 */
export function treeOf(hands: Hands, folders: readonly string[]): Tree {
  const tree: [string, Found | PackedFile][] = [];
  let bytes = 0;

  function visit(folder: string): void {
    for (const name of hands.list(folder)) {
      const path = join(folder, name);
      const found = hands.look(path);
      if (found === undefined) continue;
      if (found.kind === 'File') bytes += found.bytes.length;
      if (tree.length >= entriesMax || bytes > bytesMax) throw tooMuch(folder);
      tree.push([path, packed(found)]);
      if (found.kind === 'Folder') visit(path);
    }
  }

  for (const folder of folders) visit(folder);
  return tree;
}

function tooMuch(folder: string): Failure {
  return new Failure(
    'too-much',
    `"${folder}" holds more than can be put back to the byte; trust the authority by hand, and use --no-trust`,
  );
}

/** The same for the same tree, and for no other. */
export function digestOf(tree: Tree): string {
  return createHash('sha256').update(JSON.stringify(tree)).digest('hex');
}

/** Puts folders back to what they were: only what differs is touched. */
export function restoreTree(hands: Hands, folders: readonly string[], before: Tree): void {
  const wanted = new Map(before);
  // The deepest first, so that a folder is empty when its turn comes.
  for (const [path, found] of treeOf(hands, folders).toReversed()) {
    if (wanted.has(path)) continue;
    if (found.kind === 'Folder') hands.removeFolder(path);
    else hands.remove(path);
  }
  const now = new Map(treeOf(hands, folders));
  for (const [path, found] of before) {
    if (JSON.stringify(now.get(path)) !== JSON.stringify(found)) hands.put(path, unpacked(found));
  }
}

function packed(found: Found): Found | PackedFile {
  return found.kind === 'File' ? { ...found, bytes: found.bytes.toString('base64') } : found;
}

function unpacked(found: Found | PackedFile): Found {
  if (found.kind !== 'File' || typeof found.bytes !== 'string') return found as Found;
  return { ...found, bytes: Buffer.from(found.bytes, 'base64') };
}
