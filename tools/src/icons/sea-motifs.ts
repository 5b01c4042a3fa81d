import { type Canvas, color, gradient } from './canvas.ts';
import { beam, glow, iconSize } from './scenery.ts';
import {
  disc,
  ground,
  joined,
  oval,
  type Point,
  polygon,
  slab,
  smooth,
  stroke,
  without,
} from './shape.ts';

/** The colors of Saltlight. */
export const salt = {
  ink: color('#0b1626'),
  navy: color('#12263f'),
  deep: color('#173a56'),
  tide: color('#1f5a73'),
  teal: color('#2f8390'),
  foam: color('#9fd3cf'),
  paper: color('#f4ead2'),
  sand: color('#d9bd8b'),
  amber: color('#ffbf47'),
  glow: color('#ffe29a'),
  coral: color('#e5633f'),
  rust: color('#a63d2a'),
  fog: color('#c9d6d8'),
  night: color('#060b14'),
} as const;

/** A lighthouse on its rock. `at` is the middle of its foot, `height` without the rock. */
export function lighthouse(
  canvas: Canvas,
  { at: [x, y], height, isLit = true }: { at: Point; height: number; isLit?: boolean },
): Point {
  const unit = height / 100;
  const lamp: Point = [x, y - 86 * unit];
  rock(canvas, [x, y + 4 * unit], 46 * unit);
  const tower = polygon([
    [x - 15 * unit, y],
    [x - 9 * unit, y - 76 * unit],
    [x + 9 * unit, y - 76 * unit],
    [x + 15 * unit, y],
  ]);
  canvas.fill(tower, salt.paper);
  for (const [from, to] of [
    [12, 28],
    [44, 60],
  ] as const) {
    const half = (height: number) => (15 - (6 * height) / 76) * unit;
    const stripe = polygon([
      [x - half(from), y - from * unit],
      [x - half(to), y - to * unit],
      [x + half(to), y - to * unit],
      [x + half(from), y - from * unit],
    ]);
    canvas.fill(stripe, salt.coral);
  }
  const shade = polygon([
    [x + 3 * unit, y],
    [x + 2 * unit, y - 76 * unit],
    [x + 9 * unit, y - 76 * unit],
    [x + 15 * unit, y],
  ]);
  canvas.fill(shade, salt.ink, 0.16);
  canvas.fill(slab([x, y - 77 * unit], [27 * unit, 3.6 * unit], unit), salt.ink);
  canvas.fill(slab(lamp, [13 * unit, 16 * unit]), isLit ? salt.amber : salt.navy);
  canvas.fill(slab([x, y - 86 * unit], [1.4 * unit, 16 * unit]), salt.ink);
  canvas.fill(slab([x - 6.5 * unit, y - 86 * unit], [1.4 * unit, 16 * unit]), salt.ink);
  canvas.fill(slab([x + 6.5 * unit, y - 86 * unit], [1.4 * unit, 16 * unit]), salt.ink);
  const roof = polygon([
    [x - 10 * unit, y - 93.6 * unit],
    [x, y - 106 * unit],
    [x + 10 * unit, y - 93.6 * unit],
  ]);
  canvas.fill(roof, salt.rust);
  canvas.fill(slab([x, y - 109 * unit], [1.2 * unit, 8 * unit]), salt.ink);
  canvas.fill(slab([x, y - 6 * unit], [7 * unit, 12 * unit], 3 * unit), salt.ink);
  for (const window of [36, 68]) {
    canvas.fill(disc([x - 2 * unit, y - window * unit], 1.9 * unit), isLit ? salt.amber : salt.ink);
  }
  return lamp;
}

/** A rock that breaks the water. */
export function rock(canvas: Canvas, [x, y]: Point, width: number): void {
  const outline: readonly Point[] = [
    [x - width, y + width * 0.36],
    [x - width * 0.72, y - width * 0.02],
    [x - width * 0.36, y - width * 0.1],
    [x, y - width * 0.13],
    [x + width * 0.42, y - width * 0.09],
    [x + width * 0.8, y + width * 0.08],
    [x + width * 1.06, y + width * 0.36],
  ];
  canvas.fill(polygon(outline), salt.ink);
  canvas.fill(
    polygon([
      [x - width * 0.72, y - width * 0.02],
      [x - width * 0.36, y - width * 0.1],
      [x, y - width * 0.13],
      [x - width * 0.3, y + width * 0.06],
    ]),
    salt.deep,
  );
}

/** The light of a lit lamp, and its two beams. */
export function lampLight(
  canvas: Canvas,
  lamp: Point,
  { reach, tilt = 0.1, spread = 300 }: { reach: number; tilt?: number; spread?: number },
): void {
  const [x, y] = lamp;
  beam(canvas, lamp, { to: [x - reach, y - reach * tilt], spread, tint: salt.glow });
  beam(canvas, lamp, { to: [x + reach, y + reach * tilt], spread, tint: salt.glow });
  glow(canvas, lamp, { radius: 210, rings: 5, tint: salt.amber, opacity: 0.09 });
}

/** A small sailing boat. `at` is the middle of its waterline. */
export function boat(
  canvas: Canvas,
  { at: [x, y], size, tint = salt.paper }: { at: Point; size: number; tint?: typeof salt.paper },
): void {
  const hull = smooth(
    [
      [x - size * 0.5, y - size * 0.12],
      [x - size * 0.34, y + size * 0.08],
      [x + size * 0.3, y + size * 0.08],
      [x + size * 0.56, y - size * 0.16],
      [x, y - size * 0.1],
    ],
    8,
  );
  canvas.fill(slab([x - size * 0.02, y - size * 0.5], [size * 0.03, size * 0.8]), salt.ink);
  const main = polygon([
    [x + size * 0.02, y - size * 0.88],
    [x + size * 0.44, y - size * 0.2],
    [x + size * 0.02, y - size * 0.18],
  ]);
  const jib = polygon([
    [x - size * 0.06, y - size * 0.8],
    [x - size * 0.38, y - size * 0.2],
    [x - size * 0.06, y - size * 0.18],
  ]);
  canvas.fill(main, tint);
  canvas.fill(jib, tint, 0.8);
  canvas.fill(polygon(hull), salt.rust);
  canvas.fill(
    slab([x + size * 0.02, y - size * 0.075], [size * 0.94, size * 0.03], size * 0.01),
    salt.amber,
  );
}

/** A hand lantern. `at` is the middle of its glass. */
export function lantern(
  canvas: Canvas,
  { at: [x, y], size, isLit = true }: { at: Point; size: number; isLit?: boolean },
): void {
  const brass = gradient([salt.sand, color('#8d6b34')], { top: y - size, bottom: y + size });
  const handle = without(
    disc([x, y - size * 0.86], size * 0.34),
    disc([x, y - size * 0.86], size * 0.27),
  );
  canvas.fill(handle, brass);
  const cap = polygon([
    [x - size * 0.44, y - size * 0.56],
    [x - size * 0.2, y - size * 0.86],
    [x + size * 0.2, y - size * 0.86],
    [x + size * 0.44, y - size * 0.56],
  ]);
  canvas.fill(cap, brass);
  canvas.fill(slab([x, y], [size * 0.76, size * 1.12], size * 0.1), isLit ? salt.glow : salt.navy);
  if (isLit) canvas.fill(flame([x, y + size * 0.3], size * 0.72), salt.coral);
  if (isLit) canvas.fill(flame([x, y + size * 0.3], size * 0.42), salt.amber);
  for (const side of [-0.38, 0, 0.38]) {
    const width = side === 0 ? 0.025 : 0.07;
    canvas.fill(slab([x + size * side, y], [size * width, size * 1.16], 4), brass);
  }
  canvas.fill(slab([x, y + size * 0.64], [size * 1.02, size * 0.2], size * 0.06), brass);
  canvas.fill(slab([x, y + size * 0.8], [size * 0.8, size * 0.14], size * 0.04), brass);
}

/** A flame that stands at a point. */
export function flame([x, y]: Point, height: number) {
  return polygon(
    smooth([
      [x, y - height],
      [x + height * 0.17, y - height * 0.5],
      [x + height * 0.26, y - height * 0.2],
      [x, y + height * 0.04],
      [x - height * 0.26, y - height * 0.2],
      [x - height * 0.12, y - height * 0.55],
    ]),
  );
}

/** A gull in flight, seen from the front. `at` is its body. */
export function gull(
  canvas: Canvas,
  { at: [x, y], size, tint = salt.paper }: { at: Point; size: number; tint?: typeof salt.paper },
): void {
  const wing = (side: number) =>
    polygon(
      smooth([
        [x, y - size * 0.06],
        [x + side * size * 0.38, y - size * 0.42],
        [x + side * size * 0.72, y - size * 0.44],
        [x + side * size * 1.12, y - size * 0.1],
        [x + side * size * 0.7, y - size * 0.28],
        [x + side * size * 0.34, y - size * 0.18],
        [x, y + size * 0.16],
      ]),
    );
  canvas.fill(joined(wing(-1), wing(1)), tint);
  for (const side of [-1, 1]) {
    const tip = polygon([
      [x + side * size * 0.84, y - size * 0.4],
      [x + side * size * 1.12, y - size * 0.1],
      [x + side * size * 0.8, y - size * 0.24],
    ]);
    canvas.fill(tip, salt.ink, 0.85);
  }
  canvas.fill(oval([x, y + size * 0.06], [size * 0.13, size * 0.26]), tint);
  canvas.fill(disc([x, y - size * 0.15], size * 0.105), tint);
  canvas.fill(
    polygon([
      [x - size * 0.05, y - size * 0.13],
      [x + size * 0.05, y - size * 0.13],
      [x, y - size * 0.01],
    ]),
    salt.amber,
  );
  for (const eye of [-0.045, 0.045]) {
    canvas.fill(disc([x + size * eye, y - size * 0.18], size * 0.018), salt.ink);
  }
}

/** The floor of the sea, and everything below it. */
export function seabed(at: number) {
  return ground((x) => at - 34 * Math.sin(x / 240) - 14 * Math.sin(x / 90 + 1), iconSize.width);
}

/** A bolt of lightning from a point downwards. */
export function bolt([x, y]: Point, size: number) {
  return polygon([
    [x, y],
    [x - size * 0.2, y + size * 0.52],
    [x + size * 0.02, y + size * 0.5],
    [x - size * 0.12, y + size],
    [x + size * 0.3, y + size * 0.38],
    [x + size * 0.08, y + size * 0.4],
    [x + size * 0.26, y],
  ]);
}

/** Smoke that rises in a curl. */
export function smoke([x, y]: Point, size: number) {
  const curl: Point[] = [];
  for (let step = 0; step <= 24; step += 1) {
    const rise = step / 24;
    curl.push([x + Math.sin(rise * 7) * size * 0.16 * (0.3 + rise), y - rise * size]);
  }
  return stroke(curl, size * 0.06);
}
