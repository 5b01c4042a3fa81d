import { type Canvas, color } from './canvas.ts';
import { beam, fog, glow, middle, sea, sky } from './scenery.ts';
import { lantern, salt, seabed } from './sea-motifs.ts';
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
} from './shape.ts';

const [cx, cy] = middle;

/** A lantern on a board. */
export function steadyHands(): Canvas {
  const canvas = sky('#101c2e', '#3a2a2a');
  glow(canvas, [cx, cy + 20], { radius: 620, rings: 7, tint: salt.amber, opacity: 0.075 });
  lantern(canvas, { at: [cx, cy + 60], size: 390 });
  canvas.fill(slab([cx, 1010], [1920, 220]), salt.ink);
  canvas.fill(slab([cx, 905], [1920, 14]), color('#5b4327'));
  return canvas;
}

/** A chart with a course and a compass. */
export function cartographer(): Canvas {
  const canvas = sky('#ead9b2', '#ead9b2');
  for (let line = 0; line < 14; line += 1) {
    canvas.fill(slab([cx, 60 + line * 120], [1920, 4]), salt.sand, 0.55);
    canvas.fill(slab([60 + line * 150, cy], [4, 1080]), salt.sand, 0.55);
  }
  const isles = [isle([330, 290], [190, 120]), isle([480, 830], [230, 130])];
  isles.push(isle([1540, 250], [210, 120]), isle([1610, 820], [180, 140]));
  for (const [tint, growth] of [
    [color('#c3cba0'), 24],
    [color('#8aa67a'), 0],
    [color('#a9b882'), -34],
  ] as const) {
    for (const shape of isles) canvas.fill(grown(shape, growth), tint);
  }
  const course: readonly Point[] = [
    [330, 290],
    [450, 540],
    [480, 830],
    [960, 985],
    [1610, 820],
    [1650, 520],
    [1540, 250],
  ];
  for (const [leg, to] of course.slice(1).entries()) dashes(canvas, course[leg] ?? to, to);
  for (const at of [course[0], course.at(-1)]) {
    if (at !== undefined) cross(canvas, at);
  }
  compass(canvas, [cx, cy - 40], 350);
  return canvas;
}

/** A coast with bays, around its middle. */
function isle([x, y]: Point, [rx, ry]: Point): Shape {
  const reaches = [1, 0.78, 1.06, 0.86, 1.1, 0.74, 0.96, 0.84];
  const coast = reaches.map((reach, index): Point => {
    const angle = (index / reaches.length) * 2 * Math.PI;
    return [x + Math.cos(angle) * rx * reach, y + Math.sin(angle) * ry * reach];
  });
  return polygon(smooth(coast, 8));
}

/** A shape that reaches farther, by so many pixels. */
function grown({ box, distance }: Shape, by: number): Shape {
  const { left, top, right, bottom } = box;
  return {
    box: { left: left - by, top: top - by, right: right + by, bottom: bottom + by },
    distance: (x, y) => distance(x, y) - by,
  };
}

function cross(canvas: Canvas, [x, y]: Point): void {
  for (const degrees of [45, -45]) {
    canvas.fill(turned(slab([x, y], [78, 18], 6), [x, y], degrees), salt.rust);
  }
}

function dashes(canvas: Canvas, [ax, ay]: Point, [bx, by]: Point): void {
  const count = Math.round(Math.hypot(bx - ax, by - ay) / 72);
  for (let dash = 0; dash < count; dash += 1) {
    const at = (share: number): Point => [ax + (bx - ax) * share, ay + (by - ay) * share];
    canvas.fill(stroke([at(dash / count), at((dash + 0.5) / count)], 12), salt.coral);
  }
}

function compass(canvas: Canvas, [x, y]: Point, radius: number): void {
  canvas.fill(disc([x, y], radius), salt.paper);
  canvas.fill(ring([x, y], radius, 22), salt.deep);
  canvas.fill(ring([x, y], radius * 0.82, 6), salt.deep);
  for (const [degrees, length, tint] of [
    [45, 0.56, salt.teal],
    [135, 0.56, salt.teal],
    [225, 0.56, salt.teal],
    [315, 0.56, salt.teal],
    [90, 0.76, salt.deep],
    [180, 0.76, salt.deep],
    [270, 0.76, salt.deep],
    [0, 0.78, salt.coral],
  ] as const) {
    const half = (side: number) =>
      turned(
        polygon([
          [x, y - radius * length],
          [x + side * radius * 0.11, y - radius * 0.11],
          [x, y],
        ]),
        [x, y],
        degrees,
      );
    canvas.fill(half(-1), tint);
    canvas.fill(half(1), tint, 0.72);
  }
  canvas.fill(disc([x, y], radius * 0.05), salt.amber);
}

/** A sealed letter. */
export function letters(): Canvas {
  const canvas = sky('#27506a', '#6fa6a3');
  sea(canvas, { top: 800, tints: [salt.teal, salt.tide, salt.deep] });
  const [w, h] = [880, 560];
  const [left, right, top, bottom] = [cx - w / 2, cx + w / 2, cy - h / 2, cy + h / 2];
  canvas.fill(slab([cx + 18, cy + 26], [w, h], 24), salt.ink, 0.28);
  canvas.fill(slab([cx, cy], [w, h], 24), salt.paper);
  canvas.fill(
    polygon([
      [left, bottom - 20],
      [cx, cy - 10],
      [right, bottom - 20],
      [right - 20, bottom],
      [left + 20, bottom],
    ]),
    color('#e2d2ae'),
  );
  canvas.fill(
    polygon(
      [
        [left + 14, top + 8],
        [right - 14, top + 8],
        [cx, cy + 110],
      ],
      6,
    ),
    color('#fff7e4'),
  );
  canvas.fill(
    stroke(
      [
        [left + 14, top + 12],
        [cx, cy + 112],
        [right - 14, top + 12],
      ],
      10,
    ),
    salt.sand,
  );
  canvas.fill(disc([cx, cy + 92], 104), salt.rust);
  canvas.fill(disc([cx, cy + 86], 92), salt.coral);
  const lamp = polygon([
    [cx - 24, cy + 140],
    [cx - 14, cy + 52],
    [cx + 14, cy + 52],
    [cx + 24, cy + 140],
  ]);
  canvas.fill(
    joined(
      lamp,
      polygon([
        [cx - 22, cy + 46],
        [cx, cy + 16],
        [cx + 22, cy + 46],
      ]),
    ),
    salt.paper,
  );
  return canvas;
}

/** The lamp, seen from the front. */
export function polishedBrass(): Canvas {
  const canvas = sky('#122236', '#122236');
  glow(canvas, middle, { radius: 560, rings: 6, tint: salt.amber, opacity: 0.07 });
  const tints = [
    color('#6f4f22'),
    salt.sand,
    color('#b78a45'),
    salt.glow,
    salt.teal,
    salt.foam,
    salt.tide,
    salt.foam,
    salt.glow,
  ];
  for (const [index, tint] of tints.entries()) canvas.fill(disc(middle, 440 - index * 46), tint);
  for (let spoke = 0; spoke < 6; spoke += 1) {
    canvas.fill(turned(slab([cx, cy - 330], [26, 200], 8), middle, spoke * 60), color('#b78a45'));
  }
  canvas.fill(disc(middle, 54), salt.paper);
  const shine = polygon(
    smooth([
      [cx - 230, cy - 210],
      [cx - 120, cy - 290],
      [cx - 60, cy - 280],
      [cx - 200, cy - 160],
    ]),
  );
  canvas.fill(shine, salt.paper, 0.55);
  return canvas;
}

/** An anchor and jars on the sea bed. */
export function whatTheNetBrought(): Canvas {
  const canvas = sky('#1f6f80', '#0b2338');
  for (const x of [300, 760, 1240, 1640]) {
    beam(canvas, [x, -220], { to: [x - 190, 1000], spread: 300, tint: salt.foam });
  }
  canvas.fill(seabed(930), color('#0a1a2a'));
  anchor(canvas, [cx, cy - 10], 400);
  for (const [x, y, r] of [
    [520, 300, 22],
    [560, 220, 14],
    [1420, 420, 26],
    [1470, 330, 16],
    [1390, 270, 10],
    [640, 620, 16],
  ] as const) {
    canvas.fill(ring([x, y], r, 6), salt.foam, 0.8);
  }
  for (const [x, size, tilt] of [
    [420, 150, -16],
    [1480, 130, 20],
  ] as const)
    amphora(canvas, [x, 880], { size, tilt });
  return canvas;
}

function anchor(canvas: Canvas, [x, y]: Point, size: number): void {
  const arms = common(
    ring([x, y + size * 0.12], size * 0.56, size * 0.14),
    slab([x, y + size * 0.56], [size * 1.4, size * 0.72]),
  );
  const flukes = [-1, 1].map((side) =>
    polygon([
      [x + side * size * 0.74, y + size * 0.1],
      [x + side * size * 0.7, y + size * 0.44],
      [x + side * size * 0.4, y + size * 0.3],
    ]),
  );
  const body = joined(
    arms,
    ...flukes,
    slab([x, y + size * 0.02], [size * 0.15, size * 1.36], 10),
    slab([x, y - size * 0.4], [size * 0.72, size * 0.12], size * 0.06),
    ring([x, y - size * 0.78], size * 0.15, size * 0.09),
  );
  canvas.fill(turned(body, [x, y], 8), salt.sand);
  canvas.fill(common(turned(body, [x, y], 8), slab([x + 300, y], [600, 1200])), salt.ink, 0.16);
}

function amphora(
  canvas: Canvas,
  [x, y]: Point,
  { size, tilt }: { size: number; tilt: number },
): void {
  const jar = joined(
    oval([x, y - size * 0.5], [size * 0.42, size * 0.62]),
    slab([x, y - size * 1.16], [size * 0.3, size * 0.4]),
    slab([x, y - size * 1.36], [size * 0.46, size * 0.1], 6),
    ring([x, y - size], size * 0.36, size * 0.1),
  );
  canvas.fill(turned(jar, [x, y], tilt), salt.coral);
  canvas.fill(
    turned(slab([x, y - size * 0.52], [size * 0.82, size * 0.1]), [x, y], tilt),
    salt.rust,
  );
}

/** A bell in the fog. */
export function fogBell(): Canvas {
  const canvas = sky('#5e7480', '#a9b9bb');
  fog(canvas, { rows: [200, 380], tint: salt.paper, seed: 3 });
  const tint = color('#b78a45');
  const bell = joined(
    polygon(
      smooth([
        [cx, 230],
        [cx + 190, 330],
        [cx + 236, 620],
        [cx + 340, 760],
        [cx, 800],
        [cx - 340, 760],
        [cx - 236, 620],
        [cx - 190, 330],
      ]),
    ),
    slab([cx, 772], [720, 62], 30),
  );
  canvas.fill(disc([cx, 830], 70), salt.ink);
  canvas.fill(ring([cx, 214], 56, 26), color('#6f4f22'));
  canvas.fill(bell, tint);
  canvas.fill(
    common(
      bell,
      polygon([
        [cx - 180, 250],
        [cx - 60, 240],
        [cx - 150, 800],
        [cx - 330, 800],
      ]),
    ),
    salt.glow,
    0.45,
  );
  canvas.fill(common(bell, slab([cx, 640], [900, 22])), color('#6f4f22'));
  canvas.fill(common(bell, slab([cx + 330, 540], [400, 700])), salt.ink, 0.18);
  for (const radius of [480, 590, 700]) {
    for (const side of [-1, 1]) {
      const arc = common(ring([cx, 560], radius, 16), slab([cx + side * radius, 560], [200, 420]));
      canvas.fill(arc, salt.paper, 0.75 - (radius - 480) / 500);
    }
  }
  fog(canvas, { rows: [900, 1000], tint: salt.paper, seed: 9 });
  return canvas;
}
