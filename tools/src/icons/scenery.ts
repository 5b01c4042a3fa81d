import { type Canvas, type Color, color, createCanvas, gradient } from './canvas.ts';
import { disc, ground, type Point, polygon, type Shape, slab } from './shape.ts';

/** The size of every icon: what a title document asks for. */
export const iconSize = { width: 1920, height: 1080 } as const;

/** The middle of an icon. */
export const middle: Point = [iconSize.width / 2, iconSize.height / 2];

/** A sky from one color at the top to another at the horizon. */
export function sky(from: string, to: string, horizon: number = iconSize.height): Canvas {
  return createCanvas(
    iconSize,
    gradient([color(from), color(to)], { top: 0, bottom: horizon, bands: 54 }),
  );
}

/** Light around a point, in rings that grow fainter. */
export function glow(
  canvas: Canvas,
  at: Point,
  { radius, rings, tint, opacity }: { radius: number; rings: number; tint: Color; opacity: number },
): void {
  for (let ring = rings; ring > 0; ring -= 1) {
    canvas.fill(disc(at, (radius * ring) / rings), tint, opacity);
  }
}

/** Small stars above a height, always at the same places for the same seed. */
export function stars(
  canvas: Canvas,
  { seed, count, below, tint }: { seed: number; count: number; below: number; tint: Color },
): void {
  const next = sequence(seed);
  for (let star = 0; star < count; star += 1) {
    const at: Point = [next() * iconSize.width, next() * below];
    const radius = 1.6 + next() * 3;
    canvas.fill(disc(at, radius), tint, 0.35 + next() * 0.6);
  }
}

/** Numbers from 0 to 1 that look random and are always the same. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Rows of waves from a height to the bottom, one behind the other. */
export function sea(
  canvas: Canvas,
  { top, tints, swell = 14 }: { top: number; tints: readonly Color[]; swell?: number },
): void {
  const step = (iconSize.height - top) / tints.length;
  for (const [row, tint] of tints.entries()) {
    const length = 190 + row * 70;
    const height = swell * (0.5 + row * 0.45);
    canvas.fill(waves({ at: top + row * step * 0.9, length, height, shift: row * 83 }), tint);
  }
}

/** A line of pointed waves and everything below it. */
export function waves({
  at,
  length,
  height,
  shift,
}: {
  at: number;
  length: number;
  height: number;
  shift: number;
}): Shape {
  return ground((x) => {
    const phase = ((x + shift) / length) * Math.PI;
    return at - height * (Math.abs(Math.sin(phase)) * 2 - 1);
  }, iconSize.width);
}

/** Rolling land: a few slow waves and everything below them. */
export function hills({
  at,
  height,
  length,
  shift,
}: {
  at: number;
  height: number;
  length: number;
  shift: number;
}): Shape {
  return ground(
    (x) =>
      at -
      height * Math.sin(((x + shift) / length) * Math.PI * 2) -
      height * 0.35 * Math.sin(((x + shift * 2) / length) * Math.PI * 4.4),
    iconSize.width,
  );
}

/** A beam of light: a wedge that grows fainter in steps. */
export function beam(
  canvas: Canvas,
  from: Point,
  { to, spread, tint }: { to: Point; spread: number; tint: Color },
): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const side: Point = [-dy / length, dx / length];
  for (const [width, opacity] of [
    [1, 0.16],
    [0.62, 0.2],
    [0.28, 0.28],
  ] as const) {
    const half = (spread * width) / 2;
    const wedge = polygon([
      from,
      [to[0] + side[0] * half, to[1] + side[1] * half],
      [to[0] - side[0] * half, to[1] - side[1] * half],
    ]);
    canvas.fill(wedge, tint, opacity);
  }
}

/** Soft bars of fog across a picture. */
export function fog(
  canvas: Canvas,
  { rows, tint, seed }: { rows: readonly number[]; tint: Color; seed: number },
): void {
  const next = sequence(seed);
  for (const y of rows) {
    for (let bar = 0; bar < 4; bar += 1) {
      const at: Point = [next() * iconSize.width, y + (next() - 0.5) * 60];
      const height = 46 + next() * 34;
      canvas.fill(slab(at, [560 + next() * 760, height], height / 2), tint, 0.22);
    }
  }
}
