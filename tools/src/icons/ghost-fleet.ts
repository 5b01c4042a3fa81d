import { type Canvas, type Color, color } from './canvas.ts';
import { fog, glow, sea, sky } from './scenery.ts';
import { salt } from './sea-motifs.ts';
import { disc, joined, type Point, polygon, type Shape, slab, stroke } from './shape.ts';

/** Tall ships in the fog, one behind the other. */
export function ghostFleet(): Canvas {
  const canvas = sky('#22354a', '#9db3b5', 760);
  const moon: Point = [1430, 240];
  glow(canvas, moon, { radius: 400, rings: 6, tint: salt.paper, opacity: 0.05 });
  canvas.fill(disc(moon, 120), salt.paper);
  for (const { at, size, tint } of fleet) {
    tallShip(canvas, at, { size, tint });
    fog(canvas, { rows: [at[1] + 16], tint: salt.fog, seed: at[0] });
  }
  sea(canvas, {
    top: 880,
    tints: [color('#7f9a9f'), color('#6a878f'), color('#54737d')],
    swell: 9,
  });
  fog(canvas, { rows: [890, 985], tint: salt.fog, seed: 21 });
  return canvas;
}

const fleet: readonly { readonly at: Point; readonly size: number; readonly tint: Color }[] = [
  { at: [330, 660], size: 270, tint: color('#7f969e') },
  { at: [1620, 680], size: 310, tint: color('#879da4') },
  { at: [640, 750], size: 430, tint: color('#a9bcbf') },
  { at: [1180, 870], size: 680, tint: color('#e6efec') },
];

/** A ship of three masts under full sail. `at` is the middle of its waterline. */
function tallShip(
  canvas: Canvas,
  [x, y]: Point,
  { size, tint }: { size: number; tint: Color },
): void {
  const at = (dx: number, dy: number): Point => [x + size * dx, y + size * dy];
  const masts = [-0.33, 0, 0.31];
  const spars = masts.map((mast) => slab(at(mast, -0.55), [size * 0.016, size * 1]));
  canvas.fill(joined(...spars, stroke([at(0.46, -0.2), at(0.82, -0.36)], size * 0.018)), salt.deep);
  const sails = masts.flatMap((mast, index) => sailsOf(at, mast, index === 1 ? 1.08 : 0.94));
  const jib = polygon([at(0.34, -0.84), at(0.8, -0.35), at(0.42, -0.34)], 3);
  canvas.fill(joined(...sails, jib), tint);
  for (const mast of masts) {
    const flag = polygon([at(mast, -1.06), at(mast - 0.12, -1.03), at(mast, -1)]);
    canvas.fill(flag, tint);
  }
  canvas.fill(hull(at), tint);
  canvas.fill(
    polygon([at(-0.5, -0.1), at(0.53, -0.13), at(0.5, -0.1), at(-0.49, -0.075)]),
    salt.deep,
  );
  for (let port = 0; port < 7; port += 1) {
    canvas.fill(
      slab(at(-0.34 + port * 0.115, -0.035), [size * 0.03, size * 0.034], 2),
      salt.deep,
      0.7,
    );
  }
}

type Place = (dx: number, dy: number) => Point;

function hull(at: Place): Shape {
  return polygon([
    at(-0.58, -0.3),
    at(-0.5, 0.04),
    at(0.4, 0.04),
    at(0.48, -0.02),
    at(0.58, -0.2),
    at(0.34, -0.15),
    at(-0.24, -0.15),
    at(-0.27, -0.22),
    at(-0.4, -0.22),
    at(-0.42, -0.29),
  ]);
}

/** Three sails on a mast, the lowest the widest, each blown out to the right. */
function sailsOf(at: Place, mast: number, scale: number): readonly Shape[] {
  return [
    { top: -0.46, height: 0.25, width: 0.135 },
    { top: -0.72, height: 0.22, width: 0.115 },
    { top: -0.92, height: 0.16, width: 0.09 },
  ].map(({ top, height, width }) => {
    const [half, foot] = [width * scale, top + height];
    return polygon(
      [
        at(mast - half * 0.84, top),
        at(mast + half * 0.84, top),
        at(mast + half * 1.12, top + height * 0.45),
        at(mast + half * 1.08, foot),
        at(mast + half * 0.3, foot - height * 0.16),
        at(mast - half * 0.4, foot - height * 0.15),
        at(mast - half, foot),
        at(mast - half * 0.82, top + height * 0.5),
      ],
      2,
    );
  });
}
