import { type Canvas, type Color, color } from './canvas.ts';
import { glow, hills, iconSize } from './scenery.ts';
import {
  common,
  disc,
  joined,
  oval,
  type Point,
  polygon,
  ring,
  type Shape,
  slab,
  smooth,
  stroke,
  turned,
  without,
} from './shape.ts';

/** The colors of Dune Courier. */
export const dune = {
  ink: color('#2b1a24'),
  plum: color('#4a2a3c'),
  brick: color('#8f3f35'),
  rust: color('#c2603a'),
  ochre: color('#e0954a'),
  sand: color('#f0bf73'),
  cream: color('#fbe6bf'),
  paper: color('#fff6e2'),
  sky: color('#6fb7b0'),
  teal: color('#2f7d80'),
  deep: color('#1d4f5a'),
  night: color('#1c2340'),
  palm: color('#4f7f52'),
} as const;

/** Rows of dunes, lightest behind, from a height to the bottom. */
export function dunes(canvas: Canvas, top: number, tints: readonly Color[]): void {
  const step = (iconSize.height - top) / tints.length;
  for (const [row, tint] of tints.entries()) {
    const at = top + row * step;
    canvas.fill(
      hills({ at, height: 40 + row * 16, length: 1300 + row * 260, shift: row * 470 }),
      tint,
    );
  }
}

/** A sun with rings of heat. */
export function sun(canvas: Canvas, at: Point, radius: number): void {
  glow(canvas, at, { radius: radius * 2.3, rings: 4, tint: dune.paper, opacity: 0.1 });
  canvas.fill(disc(at, radius), dune.paper);
}

/** A wagon with a sail. `at` is where its wheels touch the ground, in their middle. */
export function windWagon(
  canvas: Canvas,
  { at: [x, y], size, tint = dune.paper }: { at: Point; size: number; tint?: Color },
): void {
  const mast = stroke(
    [
      [x - size * 0.06, y - size * 0.3],
      [x - size * 0.06, y - size * 1.12],
    ],
    size * 0.03,
  );
  canvas.fill(mast, dune.ink);
  const sail = polygon(
    smooth([
      [x - size * 0.03, y - size * 1.1],
      [x + size * 0.36, y - size * 0.82],
      [x + size * 0.56, y - size * 0.42],
      [x - size * 0.03, y - size * 0.42],
    ]),
  );
  canvas.fill(sail, tint);
  canvas.fill(common(sail, slab([x + size * 0.2, y - size * 0.62], [size, size * 0.1])), dune.rust);
  const body = polygon(
    smooth(
      [
        [x - size * 0.58, y - size * 0.36],
        [x - size * 0.46, y - size * 0.16],
        [x + size * 0.46, y - size * 0.16],
        [x + size * 0.62, y - size * 0.38],
        [x, y - size * 0.33],
      ],
      8,
    ),
  );
  canvas.fill(body, dune.brick);
  canvas.fill(slab([x + size * 0.02, y - size * 0.27], [size * 0.86, size * 0.035], 4), dune.sand);
  for (const wheel of [-0.36, 0.36])
    wheelAt(canvas, [x + size * wheel, y - size * 0.14], size * 0.16);
}

function wheelAt(canvas: Canvas, at: Point, radius: number): void {
  canvas.fill(disc(at, radius), dune.ink);
  canvas.fill(disc(at, radius * 0.72), dune.ochre);
  for (const degrees of [0, 45, 90, 135]) {
    canvas.fill(turned(slab(at, [radius * 1.5, radius * 0.14]), at, degrees), dune.ink);
  }
  canvas.fill(disc(at, radius * 0.22), dune.cream);
}

/** A sealed letter around its middle. */
export function letter(
  canvas: Canvas,
  { at: [x, y], width, tilt = 0 }: { at: Point; width: number; tilt?: number },
): void {
  const height = width * 0.64;
  const [left, right, top] = [x - width / 2, x + width / 2, y - height / 2];
  const turn = (shape: Shape) => turned(shape, [x, y], tilt);
  canvas.fill(
    turn(slab([x + width * 0.02, y + width * 0.035], [width, height], 14)),
    dune.ink,
    0.25,
  );
  canvas.fill(turn(slab([x, y], [width, height], 14)), dune.paper);
  canvas.fill(
    turn(
      stroke(
        [
          [left + 10, top + 12],
          [x, y + height * 0.14],
          [right - 10, top + 12],
        ],
        width * 0.02,
      ),
    ),
    dune.sand,
  );
  canvas.fill(turn(disc([x, y + height * 0.14], width * 0.095)), dune.rust);
  canvas.fill(turn(polygon(star([x, y + height * 0.14], width * 0.055, 5))), dune.cream);
}

/** The corners of a star. */
export function star([x, y]: Point, radius: number, tips: number): readonly Point[] {
  return Array.from({ length: tips * 2 }, (_, corner) => {
    const angle = (corner * Math.PI) / tips - Math.PI / 2;
    const reach = corner % 2 === 0 ? radius : radius * 0.45;
    return [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach] as const;
  });
}

/** A house of clay with an arched door. `at` is the middle of its foot. */
export function house(
  canvas: Canvas,
  { at: [x, y], width, height, tint }: { at: Point; width: number; height: number; tint: Color },
): void {
  const wall = joined(
    slab([x, y - height / 2], [width, height]),
    disc([x, y - height], width * 0.3),
  );
  canvas.fill(wall, tint);
  canvas.fill(
    common(wall, slab([x + width * 0.36, y - height / 2], [width * 0.28, height * 2])),
    dune.ink,
    0.14,
  );
  const doorWidth = width * 0.42;
  const door = joined(
    slab([x, y - height * 0.22], [doorWidth, height * 0.44]),
    disc([x, y - height * 0.44], doorWidth / 2),
  );
  canvas.fill(door, dune.teal);
  canvas.fill(
    common(door, slab([x - doorWidth * 0.25, y - height / 2], [doorWidth / 2, height])),
    dune.deep,
  );
  canvas.fill(disc([x + doorWidth * 0.16, y - height * 0.2], width * 0.022), dune.sand);
  canvas.fill(
    slab([x, y - height * 0.8], [width * 0.16, height * 0.12], width * 0.07),
    dune.ink,
    0.7,
  );
}

/** A palm tree on its foot. */
export function palm(canvas: Canvas, [x, y]: Point, size: number): void {
  const trunk = stroke(
    [
      [x, y],
      [x + size * 0.06, y - size * 0.4],
      [x + size * 0.02, y - size * 0.8],
    ],
    size * 0.07,
  );
  canvas.fill(trunk, dune.brick);
  const crown: Point = [x + size * 0.02, y - size * 0.8];
  for (const degrees of [-170, -135, -90, -45, -10, 20, 160]) {
    const leaf = polygon(
      smooth([
        crown,
        [crown[0] + size * 0.2, crown[1] - size * 0.1],
        [crown[0] + size * 0.46, crown[1] + size * 0.05],
        [crown[0] + size * 0.2, crown[1] + size * 0.03],
      ]),
    );
    canvas.fill(turned(leaf, crown, degrees), degrees % 2 === 0 ? dune.palm : color('#3c6546'));
  }
}

/** A toothed wheel with a hole. */
export function gear(at: Point, radius: number, teeth: number): Shape {
  const tooth = slab([at[0], at[1] - radius], [radius * 0.3, radius * 0.42], radius * 0.05);
  const all = Array.from({ length: teeth }, (_, index) => turned(tooth, at, (index * 360) / teeth));
  return without(joined(disc(at, radius * 0.92), ...all), disc(at, radius * 0.36));
}

/** A spanner around its middle, upright. */
export function spanner([x, y]: Point, size: number): Shape {
  const head = without(
    disc([x, y - size * 0.42], size * 0.17),
    slab([x, y - size * 0.54], [size * 0.13, size * 0.24]),
  );
  const foot = without(
    disc([x, y + size * 0.42], size * 0.15),
    disc([x, y + size * 0.42], size * 0.07),
  );
  return joined(head, foot, slab([x, y], [size * 0.12, size * 0.74], size * 0.04));
}

/** A crescent that opens to the right. */
export function crescent([x, y]: Point, radius: number): Shape {
  return without(disc([x, y], radius), disc([x + radius * 0.46, y - radius * 0.22], radius * 0.84));
}

/** A flag on a pole that stands at a point. */
export function flag(
  canvas: Canvas,
  [x, y]: Point,
  { size, tint }: { size: number; tint: Color },
): void {
  canvas.fill(slab([x, y - size / 2], [size * 0.06, size], 3), dune.ink);
  const cloth = polygon(
    smooth(
      [
        [x, y - size * 0.98],
        [x + size * 0.34, y - size * 0.92],
        [x + size * 0.62, y - size * 0.78],
        [x + size * 0.3, y - size * 0.7],
        [x, y - size * 0.58],
      ],
      6,
    ),
  );
  canvas.fill(cloth, tint);
}

/** Enough for a spiral to look round. */
const stepsPerRound = 56;

/** A spiral that grows from its middle. */
export function spiral(
  [x, y]: Point,
  { radius, rounds, width }: { radius: number; rounds: number; width: number },
): Shape {
  const points = Array.from({ length: rounds * stepsPerRound + 1 }, (_, step) => {
    const share = step / (rounds * stepsPerRound);
    const angle = share * rounds * 2 * Math.PI;
    const reach = 40 + (radius - 40) * share;
    return [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach * 0.62] as const;
  });
  return stroke(points, width);
}

/** A stopwatch around its middle; its hand points to so many degrees. */
export function stopwatch(
  canvas: Canvas,
  at: Point,
  { radius, hand }: { radius: number; hand: number },
): void {
  const [x, y] = at;
  canvas.fill(slab([x, y - radius * 1.16], [radius * 0.24, radius * 0.3], 10), dune.ink);
  canvas.fill(slab([x, y - radius * 1.3], [radius * 0.46, radius * 0.14], 14), dune.ink);
  canvas.fill(
    turned(slab([x, y - radius * 1.14], [radius * 0.18, radius * 0.24], 8), at, 42),
    dune.ink,
  );
  canvas.fill(disc(at, radius * 1.06), dune.ink);
  canvas.fill(disc(at, radius * 0.94), dune.paper);
  const wedge = polygon([
    at,
    [x, y - radius * 0.86],
    [x + radius * 0.86, y - radius * 0.86],
    [x + radius * 0.86, y],
  ]);
  canvas.fill(common(disc(at, radius * 0.8), wedge), dune.sand);
  for (let mark = 0; mark < 12; mark += 1) {
    const long = mark % 3 === 0 ? 0.16 : 0.09;
    canvas.fill(
      turned(slab([x, y - radius * 0.8], [radius * 0.035, radius * long]), at, mark * 30),
      dune.ink,
    );
  }
  canvas.fill(
    turned(slab([x, y - radius * 0.34], [radius * 0.06, radius * 0.78], 6), at, hand),
    dune.rust,
  );
  canvas.fill(disc(at, radius * 0.085), dune.ink);
  canvas.fill(ring(at, radius, radius * 0.03), dune.sand, 0.6);
}

/** A pool of water with a bright edge. */
export function pool(canvas: Canvas, at: Point, [rx, ry]: Point): void {
  canvas.fill(oval(at, [rx + 26, ry + 14]), dune.palm);
  canvas.fill(oval(at, [rx, ry]), dune.teal);
  canvas.fill(oval([at[0] - rx * 0.2, at[1] - ry * 0.2], [rx * 0.6, ry * 0.5]), dune.sky, 0.6);
}
