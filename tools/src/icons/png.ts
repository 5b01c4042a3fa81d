import { crc32, deflateSync } from 'node:zlib';
import type { IndexedPicture } from './palette.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** Color type 3: each pixel is a place in the palette. */
const indexed = 3;

/** Writes a picture of at most 256 colors as a PNG of 8 bits per pixel. */
export function encodePng(picture: IndexedPicture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(picture.width, 0);
  header.writeUInt32BE(picture.height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(indexed, 9);
  const [plain, risen] = [compressed(picture, 0), compressed(picture, 2)];
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(picture.palette)),
    chunk('IDAT', plain.length < risen.length ? plain : risen),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param filter 0: pixels as they are; 2: as differences from those above */
function compressed({ width, height, pixels }: IndexedPicture, filter: 0 | 2): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows[y * (width + 1)] = filter;
    for (let x = 0; x < width; x += 1) {
      const above = filter === 0 || y === 0 ? 0 : (pixels[(y - 1) * width + x] ?? 0);
      rows[y * (width + 1) + 1 + x] = (pixels[y * width + x] ?? 0) - above;
    }
  }
  return deflateSync(rows, { level: 9, memLevel: 9 });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
