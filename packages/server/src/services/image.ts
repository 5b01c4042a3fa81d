import type { ImageFacts } from '@laurel/domain';

/**
 * Reads what a picture's first bytes say of it; the rest need not be there.
 *
 * @returns `undefined` unless the bytes begin as a PNG, JPEG, GIF or WebP does
 */
export function imageFacts(bytes: Uint8Array): ImageFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return pngFacts(view) ?? gifFacts(view) ?? jpegFacts(view) ?? webpFacts(view);
}

const pngSignature = 0x89504e47;

/** Width and height stand in the first chunk, which is always IHDR. */
function pngFacts(view: DataView): ImageFacts | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== pngSignature) return undefined;
  if (view.getUint32(4) !== 0x0d0a1a0a || textAt(view, 12, 4) !== 'IHDR') return undefined;
  return { type: 'png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gifFacts(view: DataView): ImageFacts | undefined {
  if (view.byteLength < 10 || textAt(view, 0, 4) !== 'GIF8') return undefined;
  return { type: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The size stands in the frame header; the segments before it are skipped. */
function jpegFacts(view: DataView): ImageFacts | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (isFrameHeader(marker)) {
      return { type: 'jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, without the three of that range that are something else. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Of the three forms of WebP each has its size elsewhere. */
function webpFacts(view: DataView): ImageFacts | undefined {
  if (view.byteLength < 30 || textAt(view, 0, 4) !== 'RIFF') return undefined;
  if (textAt(view, 8, 4) !== 'WEBP') return undefined;
  const form = textAt(view, 12, 4);
  if (form === 'VP8X') {
    const width = (view.getUint32(24, true) & 0xffffff) + 1;
    const height = ((view.getUint32(26, true) >>> 8) & 0xffffff) + 1;
    return { type: 'webp', width, height };
  }
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { type: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (form !== 'VP8 ') return undefined;
  const width = view.getUint16(26, true) & 0x3fff;
  return { type: 'webp', width, height: view.getUint16(28, true) & 0x3fff };
}

function textAt(view: DataView, at: number, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text += String.fromCharCode(view.getUint8(at + index));
  }
  return text;
}
