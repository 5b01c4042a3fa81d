import { type Canvas, type Color, color } from './canvas.ts';
import { glow, middle, sky } from './scenery.ts';
import { joined, oval, type Point, polygon, ring, slab, stroke, turned, without } from './shape.ts';

const [cx, cy] = middle;
const leaf = color('#5f9a7a');
const shade = color('#3f7458');
const lock = color('#dfe9e2');
const dark = color('#16211b');

/** What stands for a secret achievement: a lock within a wreath, in colors of no title. */
function secret(): Canvas {
  const canvas = sky('#121a16', '#24352c');
  glow(canvas, [cx, cy], { radius: 640, rings: 8, tint: color('#4d8466'), opacity: 0.05 });
  wreath(canvas, 370);
  padlock(canvas, [cx, cy + 10], 250);
  return canvas;
}

/** Two branches that grow from below and nearly meet above. */
function wreath(canvas: Canvas, radius: number): void {
  for (const side of [-1, 1]) {
    const on = (degrees: number, reach: number): Point => {
      const angle = (degrees * Math.PI) / 180;
      return [cx + side * Math.sin(angle) * reach, cy + Math.cos(angle) * reach];
    };
    const branch = Array.from({ length: 40 }, (_, step) => on(4 + step * 3.9, radius));
    canvas.fill(stroke(branch, 12), shade);
    for (let step = 0; step < 9; step += 1) {
      const degrees = 20 + step * 16.5;
      const length = 92 - step * 3.5;
      leafAt(canvas, on(degrees, radius + 48), {
        length,
        turn: side * (118 - degrees),
        tint: leaf,
      });
      leafAt(canvas, on(degrees + 5, radius - 46), {
        length: length * 0.86,
        turn: side * (62 - degrees),
        tint: shade,
      });
    }
  }
}

type Leaf = { readonly length: number; readonly turn: number; readonly tint: Color };

function leafAt(canvas: Canvas, at: Point, { length, turn, tint }: Leaf): void {
  canvas.fill(turned(oval(at, [length, length * 0.36]), at, turn), tint);
}

function padlock(canvas: Canvas, [x, y]: Point, size: number): void {
  const shackle = joined(
    without(
      ring([x, y - size * 0.3], size * 0.36, size * 0.17),
      slab([x, y], [size * 2, size * 0.6]),
    ),
    slab([x - size * 0.36, y - size * 0.16], [size * 0.17, size * 0.36]),
    slab([x + size * 0.36, y - size * 0.16], [size * 0.17, size * 0.36]),
  );
  canvas.fill(shackle, color('#a9c2b3'));
  canvas.fill(slab([x, y + size * 0.34], [size * 1.16, size * 0.9], size * 0.14), lock);
  const keyhole = joined(
    oval([x, y + size * 0.24], [size * 0.12, size * 0.12]),
    polygon([
      [x - size * 0.05, y + size * 0.26],
      [x + size * 0.05, y + size * 0.26],
      [x + size * 0.1, y + size * 0.56],
      [x - size * 0.1, y + size * 0.56],
    ]),
  );
  canvas.fill(keyhole, dark);
}

/** The pictures that the service itself has, by the file they go to. */
export const servicePictures: Readonly<Record<string, () => Canvas>> = {
  'icons/secret.png': secret,
};
