import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Which title to write, for tests. */
export type SampleOptions = {
  readonly titleId?: number;
  readonly achievements?: number;
  readonly iconWidth?: number;
};

/**
 * Writes a title document with icons into a directory: ten achievements of 100 Gamerscore.
 *
 * @returns the document's path
 */
export function writeSampleDocument(
  directory: string,
  { titleId = 1853190001, achievements = 10, iconWidth = 1920 }: SampleOptions = {},
): string {
  mkdirSync(join(directory, 'icons'), { recursive: true });
  writeFileSync(join(directory, 'icons', 'a.png'), blackPng(iconWidth, 1080));
  const path = join(directory, 'title.json');
  const document = {
    titleId,
    name: 'Kiln & Ember',
    defaultLocale: 'en-US',
    achievements: Array.from({ length: achievements }, (_, index) => ({
      id: String(index + 1),
      name: `Ember ${index + 1}`,
      description: `Done ${index + 1}`,
      lockedDescription: `Do ${index + 1}`,
      icon: 'icons/a.png',
      gamerscore: 1000 / achievements,
    })),
  };
  writeFileSync(path, JSON.stringify(document, null, 2));
  return path;
}

/** A PNG of one grey shade. */
function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = deflateSync(Buffer.alloc((width + 1) * height));
  const chunks = [chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  // Nothing here reads the checksum, so it is left out.
  return framed;
}
