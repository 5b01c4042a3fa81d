import { type Canvas, color } from './canvas.ts';
import {
  crescent,
  dune,
  dunes,
  flag,
  gear,
  house,
  letter,
  palm,
  pool,
  spanner,
  spiral,
  star,
  stopwatch,
  sun,
  windWagon,
} from './dune-motifs.ts';
import { glow, hills, middle, sky, stars } from './scenery.ts';
import {
  common,
  disc,
  joined,
  oval,
  type Point,
  polygon,
  ring,
  slab,
  smooth,
  stroke,
  turned,
} from './shape.ts';

const [cx, cy] = middle;
const warm = [dune.sand, dune.ochre, dune.rust, dune.brick];
const dusk = [color('#5a4468'), color('#46355a'), color('#332a4c'), dune.night];

function day(): Canvas {
  return sky('#5fb0ae', '#fbe3b3', 800);
}

function firstPost(): Canvas {
  const canvas = day();
  sun(canvas, [1480, 250], 120);
  dunes(canvas, 700, warm);
  letter(canvas, { at: [cx, 520], width: 860, tilt: -6 });
  return canvas;
}

function hundredDoors(): Canvas {
  const canvas = sky('#e58a4e', '#fbe0ae', 800);
  dunes(canvas, 860, [dune.ochre, dune.rust]);
  const back = [color('#d79a63'), color('#cf8d58')];
  for (const [index, x] of [180, 560, 960, 1360, 1740].entries()) {
    house(canvas, { at: [x, 820], width: 300, height: 330, tint: back[index % 2] ?? dune.ochre });
  }
  for (const [index, x] of [360, 960, 1560].entries()) {
    const tint = [dune.cream, dune.paper, dune.cream][index] ?? dune.cream;
    house(canvas, { at: [x, 960], width: 430, height: 500, tint });
  }
  canvas.fill(hills({ at: 980, height: 20, length: 1500, shift: 0 }), dune.brick);
  return canvas;
}

function longBreath(): Canvas {
  const canvas = day();
  for (const [y, left, right] of [
    [300, 120, 900],
    [390, 60, 760],
    [480, 200, 820],
    [570, 40, 700],
  ] as const) {
    canvas.fill(
      stroke(
        [
          [left, y],
          [right, y],
        ],
        14,
      ),
      dune.paper,
      0.8,
    );
  }
  dunes(canvas, 820, warm);
  windWagon(canvas, { at: [1200, 700], size: 540 });
  canvas.fill(oval([1200, 850], [320, 26]), dune.ink, 0.22);
  return canvas;
}

function mapOfWells(): Canvas {
  const canvas = day();
  sun(canvas, [430, 240], 100);
  dunes(canvas, 640, [dune.sand, dune.ochre, color('#d9a25c')]);
  palm(canvas, [560, 820], 460);
  palm(canvas, [1420, 800], 540);
  palm(canvas, [1230, 790], 360);
  pool(canvas, [cx, 870], [520, 110]);
  palm(canvas, [380, 900], 380);
  return canvas;
}

function againstTheClock(): Canvas {
  const canvas = sky('#2f7d80', '#2f7d80');
  for (let ray = 0; ray < 12; ray += 1) {
    const wedge = polygon([
      [cx, cy + 40],
      [cx - 150, -900],
      [cx + 150, -900],
    ]);
    canvas.fill(turned(wedge, [cx, cy + 40], ray * 30), dune.sky, 0.35);
  }
  stopwatch(canvas, [cx, cy + 60], { radius: 360, hand: 90 });
  return canvas;
}

function eyeOfTheStorm(): Canvas {
  const canvas = sky('#b0713f', '#b0713f');
  canvas.fill(oval([cx, 470], [900, 470]), dune.ochre, 0.5);
  canvas.fill(spiral([cx, 470], { radius: 860, rounds: 3, width: 74 }), dune.brick, 0.75);
  canvas.fill(spiral([cx, 452], { radius: 860, rounds: 3, width: 30 }), dune.cream, 0.55);
  canvas.fill(disc([cx, 470], 96), dune.sky);
  canvas.fill(disc([cx, 470], 60), dune.paper);
  dunes(canvas, 920, [dune.rust, dune.brick]);
  windWagon(canvas, { at: [560, 990], size: 250 });
  return canvas;
}

function greaseAndPatience(): Canvas {
  const canvas = sky('#e7b573', '#e7b573');
  canvas.fill(gear([760, 580], 320, 10), dune.ink);
  canvas.fill(gear([760, 566], 300, 10), dune.rust);
  canvas.fill(gear([1250, 400], 210, 8), dune.ink);
  canvas.fill(gear([1250, 390], 196, 8), dune.teal);
  canvas.fill(turned(spanner([1180, 700], 760), [1180, 700], -52), dune.ink, 0.35);
  canvas.fill(turned(spanner([1164, 682], 760), [1164, 682], -52), dune.paper);
  canvas.fill(slab([cx, 1020], [1920, 140]), dune.brick);
  return canvas;
}

function moonMail(): Canvas {
  const canvas = sky('#141a33', '#5a4468', 820);
  stars(canvas, { seed: 11, count: 70, below: 620, tint: dune.cream });
  glow(canvas, [1330, 330], { radius: 400, rings: 4, tint: dune.cream, opacity: 0.05 });
  canvas.fill(crescent([1330, 330], 210), dune.cream);
  dunes(canvas, 760, dusk);
  letter(canvas, { at: [720, 560], width: 560, tilt: 9 });
  return canvas;
}

function wholeRoute(): Canvas {
  const canvas = day();
  dunes(canvas, 520, [dune.sand, color('#e8ab5e'), dune.ochre, dune.rust]);
  const road: readonly Point[] = [
    [-60, 1010],
    [420, 900],
    [1180, 960],
    [1560, 820],
    [980, 720],
    [620, 640],
    [1060, 560],
    [1500, 520],
  ];
  const bend = smooth(road, 14).slice(0, 7 * 14 + 1);
  canvas.fill(stroke(bend, 58), dune.cream);
  canvas.fill(stroke(bend, 10), dune.rust, 0.7);
  flag(canvas, [420, 910], { size: 330, tint: dune.teal });
  flag(canvas, [1540, 830], { size: 280, tint: dune.brick });
  flag(canvas, [1500, 530], { size: 220, tint: dune.plum });
  return canvas;
}

function thousandKilometres(): Canvas {
  const canvas = sky('#141a33', '#2c3a63');
  stars(canvas, { seed: 5, count: 80, below: 1080, tint: dune.cream });
  const globe = disc([cx, cy], 400);
  canvas.fill(disc([cx, cy], 440), dune.sand, 0.16);
  canvas.fill(globe, dune.teal);
  for (const land of [
    smooth([
      [760, 330],
      [960, 250],
      [1130, 360],
      [1060, 520],
      [860, 560],
      [720, 460],
    ]),
    smooth([
      [980, 640],
      [1180, 580],
      [1290, 700],
      [1160, 860],
      [1000, 800],
    ]),
    smooth([
      [620, 640],
      [760, 660],
      [800, 800],
      [680, 820],
      [590, 740],
    ]),
  ]) {
    canvas.fill(common(globe, polygon(land)), dune.ochre);
  }
  const band = turned(oval([cx, cy], [560, 150]), [cx, cy], -18);
  const inner = turned(oval([cx, cy], [520, 118]), [cx, cy], -18);
  const path = {
    box: band.box,
    distance: (x: number, y: number) => Math.max(band.distance(x, y), -inner.distance(x, y)),
  };
  const front = turned(slab([cx, cy + 120], [1300, 240]), [cx, cy], -18);
  const outside = {
    box: path.box,
    distance: (x: number, y: number) =>
      Math.max(
        path.distance(x, y),
        Math.min(front.distance(x, y), 396 - Math.hypot(x - cx, y - cy)),
      ),
  };
  canvas.fill(outside, dune.cream);
  windWagon(canvas, { at: [1420, 470], size: 210 });
  return canvas;
}

function solsticePost(): Canvas {
  const canvas = sky('#d9663a', '#fbd98f', 800);
  const at: Point = [cx, 470];
  for (let ray = 0; ray < 16; ray += 1) {
    const wedge = polygon([
      [cx - 34, 250],
      [cx, 60],
      [cx + 34, 250],
    ]);
    canvas.fill(turned(wedge, at, ray * 22.5), ray % 2 === 0 ? dune.paper : dune.sand);
  }
  canvas.fill(disc(at, 208), dune.paper);
  canvas.fill(disc(at, 180), dune.sand);
  letter(canvas, { at, width: 240 });
  dunes(canvas, 860, [dune.ochre, dune.rust, dune.brick]);
  return canvas;
}

function longWind(): Canvas {
  const canvas = day();
  sun(canvas, [300, 600], 110);
  pennants(canvas);
  dunes(canvas, 760, warm);
  windWagon(canvas, { at: [590, 900], size: 330 });
  windWagon(canvas, { at: [1290, 960], size: 420, tint: dune.cream });
  return canvas;
}

/** A rope that sags across the picture, with cloths that the wind takes along. */
function pennants(canvas: Canvas): void {
  const rope = (x: number): Point => [x, 90 + 150 * (1 - ((x - cx) / cx) ** 2)];
  const tints = [dune.rust, dune.teal, dune.sand, dune.plum, dune.paper, dune.brick];
  for (let cloth = 0; cloth < 12; cloth += 1) {
    const from = 20 + cloth * 158;
    const [left, right] = [rope(from), rope(from + 126)];
    const tip: Point = [from + 106, (left[1] + right[1]) / 2 + 172];
    const bulge: Point = [from + 40, (left[1] + right[1]) / 2 + 84];
    canvas.fill(polygon([left, right, tip, bulge], 3), tints[cloth % tints.length] ?? dune.rust);
  }
  canvas.fill(
    stroke(
      Array.from({ length: 33 }, (_, step) => rope(step * 60)),
      10,
    ),
    dune.ink,
  );
}

function promo(): Canvas {
  const canvas = solsticePost();
  canvas.fill(joined(slab([cx, 30], [1920, 60]), slab([cx, 1050], [1920, 60])), dune.ink);
  for (let index = 0; index < 16; index += 1) {
    canvas.fill(polygon(star([60 + index * 120, 1050], 22, 5)), dune.sand);
    canvas.fill(polygon(star([60 + index * 120, 30], 22, 5)), dune.sand);
  }
  return canvas;
}

function banner(): Canvas {
  const canvas = sky('#22305a', '#e58a4e', 760);
  stars(canvas, { seed: 17, count: 40, below: 320, tint: dune.cream });
  sun(canvas, [cx, 690], 170);
  dunes(canvas, 700, [color('#b96a4a'), dune.rust, dune.brick, dune.plum]);
  windWagon(canvas, { at: [520, 860], size: 260 });
  windWagon(canvas, { at: [cx, 900], size: 360, tint: dune.teal });
  windWagon(canvas, { at: [1430, 850], size: 240 });
  return canvas;
}

function emblem(): Canvas {
  const canvas = day();
  sun(canvas, [cx, 470], 330);
  canvas.fill(ring([cx, 470], 380, 10), dune.paper, 0.8);
  dunes(canvas, 780, warm);
  windWagon(canvas, { at: [cx - 20, 850], size: 620, tint: dune.teal });
  canvas.fill(hills({ at: 930, height: 26, length: 1500, shift: 500 }), dune.brick);
  return canvas;
}

/** The pictures of Dune Courier by the file they go to. */
export const duneCourierPictures: Readonly<Record<string, () => Canvas>> = {
  'icons/title.png': emblem,
  'icons/01-first-post.png': firstPost,
  'icons/02-hundred-doors.png': hundredDoors,
  'icons/03-long-breath.png': longBreath,
  'icons/04-map-of-wells.png': mapOfWells,
  'icons/05-against-the-clock.png': againstTheClock,
  'icons/06-eye-of-the-storm.png': eyeOfTheStorm,
  'icons/07-grease-and-patience.png': greaseAndPatience,
  'icons/08-moon-mail.png': moonMail,
  'icons/09-whole-route.png': wholeRoute,
  'icons/10-thousand-kilometres.png': thousandKilometres,
  'icons/20-solstice-post.png': solsticePost,
  'icons/20-solstice-post-promo.png': promo,
  'icons/21-long-wind.png': longWind,
  'icons/banner.png': banner,
};
