import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Canvas } from './canvas.ts';
import { duneCourierPictures } from './dune-courier.ts';
import { toPalette } from './palette.ts';
import { encodePng } from './png.ts';
import { saltlightPictures } from './saltlight.ts';

const titles: Readonly<Record<string, Readonly<Record<string, () => Canvas>>>> = {
  saltlight: saltlightPictures,
  'dune-courier': duneCourierPictures,
};

/** How many colors a picture may have: the most that keep its file below the limit. */
const colorCounts = [128, 96, 72, 56, 40];

/** The repository should stay small. */
const bytesMax = 30_000;

function encoded(picture: Canvas): Buffer {
  for (const count of colorCounts) {
    const bytes = encodePng(toPalette(picture, count));
    if (bytes.length <= bytesMax) return bytes;
  }
  return encodePng(toPalette(picture, 24));
}

/** Draws the pictures of the sample titles anew: all, or those whose path contains an argument. */
function drawAll(wanted: readonly string[]): void {
  for (const [title, pictures] of Object.entries(titles)) {
    for (const [file, draw] of Object.entries(pictures)) {
      const path = `${title}/${file}`;
      if (wanted.length > 0 && !wanted.some((part) => path.includes(part))) continue;
      const bytes = encoded(draw());
      const to = fileURLToPath(new URL(`../../../fixtures/titles/${path}`, import.meta.url));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, bytes);
      process.stdout.write(`${path} ${bytes.length} bytes\n`);
    }
  }
}

drawAll(process.argv.slice(2));
