import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Canvas } from './canvas.ts';
import { duneCourierPictures } from './dune-courier.ts';
import { toPalette } from './palette.ts';
import { encodePng } from './png.ts';
import { saltlightPictures } from './saltlight.ts';
import { servicePictures } from './secret.ts';

/** Every picture of the repository, by the folder and the file it goes to. */
const folders: Readonly<Record<string, Readonly<Record<string, () => Canvas>>>> = {
  'fixtures/titles/saltlight': saltlightPictures,
  'fixtures/titles/dune-courier': duneCourierPictures,
  'packages/web/src': servicePictures,
};

/** How many colors a picture may have: the most that keep its file below the limit. */
const colorCounts = [256, 208, 168, 136, 112, 96, 72, 56];

/** The repository should stay small. */
const bytesMax = 44_000;

function encoded(picture: Canvas): Buffer {
  for (const count of colorCounts) {
    const bytes = encodePng(toPalette(picture, count));
    if (bytes.length <= bytesMax) return bytes;
  }
  return encodePng(toPalette(picture, 40));
}

/** Draws the pictures anew: all, or those whose path contains an argument. */
function drawAll(wanted: readonly string[]): void {
  for (const [folder, pictures] of Object.entries(folders)) {
    for (const [file, draw] of Object.entries(pictures)) {
      const path = `${folder}/${file}`;
      if (wanted.length > 0 && !wanted.some((part) => path.includes(part))) continue;
      const bytes = encoded(draw());
      const to = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, bytes);
      process.stdout.write(`${path} ${bytes.length} bytes\n`);
    }
  }
}

drawAll(process.argv.slice(2));
