import type { Picture } from './palette.ts';
import type { Shape } from './shape.ts';

/** Red, green and blue, each 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** One color, or a color for each height. */
export type Paint = Color | ((y: number) => Color);

/** A surface that shapes are painted on, one over the other, with smooth edges. */
export type Canvas = Picture & {
  /** @param opacity 0 to 1 */
  fill(shape: Shape, paint: Paint, opacity?: number): void;
};

/** @returns a color from `#rrggbb` */
export function color(text: string): Color {
  const value = Number.parseInt(text.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

/** From one color at the top to another at the bottom, in so many even bands. */
export function gradient(
  [from, to]: readonly [Color, Color],
  { top, bottom, bands = 256 }: { top: number; bottom: number; bands?: number },
): (y: number) => Color {
  return (y) => {
    const share = Math.max(0, Math.min(0.999, (y - top) / (bottom - top)));
    const step = Math.floor(share * bands) / Math.max(1, bands - 1);
    return [mix(from[0], to[0], step), mix(from[1], to[1], step), mix(from[2], to[2], step)];
  };
}

function mix(from: number, to: number, share: number): number {
  return Math.round(from + (to - from) * share);
}

/** A surface painted all over. */
export function createCanvas(
  { width, height }: { width: number; height: number },
  paint: Paint,
): Canvas {
  const rgb = new Uint8Array(width * height * 3);
  const canvas: Canvas = {
    width,
    height,
    rgb,
    fill(shape, over, opacity = 1) {
      const { left, top, right, bottom } = shape.box;
      const begin = (at: number) => Math.max(0, Math.floor(at / blockSize) * blockSize);
      for (let y = begin(top); y < Math.min(height, bottom + 1); y += blockSize) {
        for (let x = begin(left); x < Math.min(width, right + 1); x += blockSize) {
          fillBlock(canvas, { shape, over, opacity }, [x, y]);
        }
      }
    },
  };
  const everywhere = { left: 0, top: 0, right: width, bottom: height };
  canvas.fill({ box: everywhere, distance: () => -width }, paint);
  return canvas;
}

/**
 * Pixels are painted in squares of this size: most are wholly inside a shape, or wholly outside.
 */
const blockSize = 16;

/** Farther from an edge than this a square has no part of it, also where distances are inexact. */
const clearance = blockSize * 2;

type Filling = { readonly shape: Shape; readonly over: Paint; readonly opacity: number };

function fillBlock(
  { width, height, rgb }: Picture,
  { shape, over, opacity }: Filling,
  [left, top]: readonly [number, number],
): void {
  const { distance } = shape;
  const middle = distance(left + blockSize / 2, top + blockSize / 2);
  if (middle > clearance) return;
  const isInside = middle < -clearance;
  for (let y = top; y < Math.min(height, top + blockSize); y += 1) {
    const [red, green, blue] = typeof over === 'function' ? over(y) : over;
    for (let x = left; x < Math.min(width, left + blockSize); x += 1) {
      const covered = isInside ? 1 : 0.5 - distance(x + 0.5, y + 0.5);
      if (covered <= 0) continue;
      const share = (covered < 1 ? covered : 1) * opacity;
      const at = (y * width + x) * 3;
      rgb[at] = mix(rgb[at] ?? 0, red, share);
      rgb[at + 1] = mix(rgb[at + 1] ?? 0, green, share);
      rgb[at + 2] = mix(rgb[at + 2] ?? 0, blue, share);
    }
  }
}
