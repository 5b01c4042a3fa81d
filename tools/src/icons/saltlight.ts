import { type Canvas, color } from './canvas.ts';
import { ghostFleet } from './ghost-fleet.ts';
import {
  cartographer,
  fogBell,
  letters,
  polishedBrass,
  steadyHands,
  whatTheNetBrought,
} from './saltlight-still-lifes.ts';
import { beam, glow, hills, middle, sea, sky, stars } from './scenery.ts';
import { boat, bolt, gull, lampLight, lighthouse, rock, salt, smoke } from './sea-motifs.ts';
import {
  common,
  disc,
  joined,
  type Point,
  polygon,
  slab,
  smooth,
  turned,
  without,
} from './shape.ts';

const calm = [salt.tide, salt.deep, salt.navy];
const [cx, cy] = middle;

function night(): Canvas {
  const canvas = sky('#0a1424', '#1d4a63', 820);
  stars(canvas, { seed: 7, count: 60, below: 560, tint: salt.paper });
  return canvas;
}

function firstLight(): Canvas {
  const canvas = night();
  glow(canvas, [cx, 330], { radius: 520, rings: 6, tint: salt.amber, opacity: 0.05 });
  const lamp: Point = [cx, 900 - 0.86 * 660];
  lampLight(canvas, lamp, { reach: 1300, spread: 420 });
  sea(canvas, { top: 860, tints: calm });
  lighthouse(canvas, { at: [cx, 900], height: 660 });
  sea(canvas, { top: 1000, tints: [salt.navy] });
  return canvas;
}

function safeHarbour(): Canvas {
  const canvas = sky('#1b3c57', '#e9a15c', 700);
  const sun: Point = [cx, 660];
  glow(canvas, sun, { radius: 430, rings: 4, tint: salt.glow, opacity: 0.14 });
  canvas.fill(disc(sun, 170), salt.glow);
  canvas.fill(hills({ at: 670, height: 34, length: 1500, shift: 200 }), color('#2b4c5d'));
  sea(canvas, { top: 700, tints: calm });
  boat(canvas, { at: [560, 800], size: 300 });
  boat(canvas, { at: [1340, 780], size: 240, tint: salt.foam });
  boat(canvas, { at: [960, 900], size: 400 });
  sea(canvas, { top: 950, tints: [salt.navy] });
  for (const side of [-1, 1]) {
    const wall = polygon([
      [cx + side * 960, 890],
      [cx + side * 560, 930],
      [cx + side * 520, 1080],
      [cx + side * 960, 1080],
    ]);
    canvas.fill(wall, salt.ink);
    canvas.fill(slab([cx + side * 600, 880], [26, 110], 6), salt.paper);
    canvas.fill(disc([cx + side * 600, 820], 26), side < 0 ? salt.coral : salt.teal);
  }
  return canvas;
}

function gullWhisperer(): Canvas {
  const canvas = sky('#3b7f96', '#f0c98a', 860);
  canvas.fill(disc([cx, 500], 330), salt.glow, 0.5);
  canvas.fill(disc([cx, 500], 260), salt.glow, 0.6);
  gull(canvas, { at: [420, 300], size: 130 });
  gull(canvas, { at: [1520, 240], size: 110 });
  gull(canvas, { at: [cx, 560], size: 560 });
  sea(canvas, { top: 900, tints: calm });
  return canvas;
}

function stormWarden(): Canvas {
  const canvas = sky('#141b2b', '#3d5566', 900);
  clouds(canvas, 150, color('#26344a'));
  canvas.fill(bolt([1330, 150], 470), salt.glow);
  canvas.fill(bolt([460, 130], 330), salt.paper, 0.75);
  clouds(canvas, 70, salt.ink);
  for (const [y, size, tint] of [
    [640, 120, salt.teal],
    [800, 170, salt.tide],
    [980, 170, salt.navy],
  ] as const) {
    canvas.fill(hills({ at: y, height: size * 0.6, length: 1180, shift: y * 3 }), tint);
    if (y === 640) boat(canvas, { at: [900, 690], size: 360 });
  }
  foamLines(canvas);
  return canvas;
}

function clouds(canvas: Canvas, y: number, tint: typeof salt.ink): void {
  const puffs = Array.from({ length: 13 }, (_, index) =>
    disc([index * 165 - 30, y + ((index * 57) % 70) - 30], 118 + ((index * 37) % 60)),
  );
  canvas.fill(joined(slab([cx, y - 120], [1920, 240]), ...puffs), tint);
}

function foamLines(canvas: Canvas): void {
  for (const [x, y, length] of [
    [260, 800, 260],
    [1300, 760, 300],
    [700, 930, 340],
    [1500, 980, 260],
  ] as const) {
    canvas.fill(slab([x, y], [length, 10], 5), salt.foam, 0.7);
    canvas.fill(slab([x + 60, y + 30], [length * 0.5, 8], 4), salt.foam, 0.5);
  }
}

function nightWithoutStars(): Canvas {
  const canvas = sky('#05080f', '#0e1826', 900);
  canvas.fill(disc([1400, 270], 140), color('#16212f'));
  canvas.fill(disc([1350, 240], 140), color('#070c15'));
  sea(canvas, { top: 860, tints: [color('#0f2233'), color('#0b1826'), salt.night] });
  lighthouse(canvas, { at: [cx, 900], height: 660, isLit: false });
  canvas.fill(slab([cx, cy], [1920, 1080]), salt.night, 0.42);
  canvas.fill(smoke([cx, 320], 250), salt.fog, 0.5);
  for (const [x, y] of [
    [470, 880],
    [520, 880],
    [1480, 930],
    [1524, 930],
  ] as const)
    canvas.fill(disc([x, y], 9), salt.amber);
  return canvas;
}

function keeperBefore(): Canvas {
  const canvas = sky('#1a1420', '#57382f');
  glow(canvas, [cx, 480], { radius: 560, rings: 6, tint: salt.amber, opacity: 0.06 });
  const door = joined(slab([cx, 640], [620, 880]), disc([cx, 240], 310));
  canvas.fill(door, color('#2a1d1c'));
  for (const x of [-206, -103, 0, 103, 206])
    canvas.fill(slab([cx + x, 600], [8, 960]), color('#1b1214'));
  for (const y of [330, 840]) canvas.fill(slab([cx, y], [640, 58], 10), salt.sand, 0.55);
  const hole = joined(
    disc([cx, 500], 96),
    polygon(
      [
        [cx - 46, 540],
        [cx + 46, 540],
        [cx + 92, 740],
        [cx - 92, 740],
      ],
      6,
    ),
  );
  canvas.fill(disc([cx, 580], 236), color('#7c5a2a'));
  canvas.fill(disc([cx, 580], 214), salt.sand);
  canvas.fill(hole, salt.glow);
  const figure = joined(
    disc([cx, 588], 26),
    polygon(
      smooth([
        [cx, 604],
        [cx + 42, 680],
        [cx + 48, 745],
        [cx - 48, 745],
        [cx - 42, 680],
      ]),
    ),
  );
  canvas.fill(common(figure, hole), salt.ink);
  return canvas;
}

function lastDawn(): Canvas {
  const canvas = sky('#2b5a78', '#ffd08a', 800);
  const sun: Point = [cx, 780];
  for (let ray = 0; ray < 9; ray += 1) {
    const wedge = polygon([sun, [sun[0] - 95, sun[1] - 1500], [sun[0] + 95, sun[1] - 1500]]);
    canvas.fill(turned(wedge, sun, ray * 20 - 80), salt.glow, 0.3);
  }
  canvas.fill(disc(sun, 240), salt.glow);
  canvas.fill(disc(sun, 200), salt.paper);
  sea(canvas, { top: 790, tints: [salt.teal, salt.tide, salt.deep] });
  lighthouse(canvas, { at: [1440, 860], height: 520 });
  gull(canvas, { at: [620, 300], size: 120 });
  gull(canvas, { at: [800, 220], size: 90 });
  boat(canvas, { at: [520, 880], size: 230 });
  sea(canvas, { top: 1000, tints: [salt.navy] });
  return canvas;
}

function twoLamps(): Canvas {
  const canvas = night();
  const [left, right]: readonly [Point, Point] = [
    [430, 880],
    [1490, 880],
  ];
  for (const [foot, toward] of [
    [left, 1],
    [right, -1],
  ] as const) {
    const lamp: Point = [foot[0], foot[1] - 0.86 * 520];
    beam(canvas, lamp, {
      to: [lamp[0] + toward * 2300, lamp[1] - 400],
      spread: 480,
      tint: salt.glow,
    });
    glow(canvas, lamp, { radius: 170, rings: 4, tint: salt.amber, opacity: 0.1 });
  }
  sea(canvas, { top: 850, tints: calm });
  lighthouse(canvas, { at: left, height: 520 });
  lighthouse(canvas, { at: right, height: 520 });
  sea(canvas, { top: 990, tints: [salt.navy] });
  boat(canvas, { at: [cx, 1000], size: 170 });
  return canvas;
}

function emblem(): Canvas {
  const canvas = sky('#0e1e33', '#1f5a73');
  for (const [index, radius] of [520, 430, 340].entries()) {
    canvas.fill(disc([cx, 470], radius), salt.amber, 0.08 + index * 0.05);
  }
  lampLight(canvas, [cx, 960 - 0.86 * 720], { reach: 1200, tilt: 0, spread: 360 });
  rock(canvas, [cx - 520, 1000], 190);
  sea(canvas, { top: 940, tints: calm });
  lighthouse(canvas, { at: [cx, 960], height: 720 });
  sea(canvas, { top: 1030, tints: [salt.navy] });
  return canvas;
}

/** The great storm, wide enough for a screen's background. */
function wallpaper(): Canvas {
  const canvas = stormWarden();
  const lamp: Point = [1640, 800 - 0.86 * 380];
  beam(canvas, lamp, { to: [-260, 120], spread: 420, tint: salt.glow });
  lighthouse(canvas, { at: [1640, 800], height: 380 });
  canvas.fill(hills({ at: 960, height: 60, length: 1400, shift: 700 }), salt.navy);
  canvas.fill(without(slab([cx, cy], [1920, 1080]), slab([cx, cy], [1860, 1020], 30)), salt.ink);
  return canvas;
}

/** The pictures of Saltlight by the file they go to. */
export const saltlightPictures: Readonly<Record<string, () => Canvas>> = {
  'icons/title.png': emblem,
  'icons/01-first-light.png': firstLight,
  'icons/02-steady-hands.png': steadyHands,
  'icons/03-safe-harbour.png': safeHarbour,
  'icons/04-cartographer.png': cartographer,
  'icons/05-letters.png': letters,
  'icons/06-gull.png': gullWhisperer,
  'icons/07-storm-warden.png': stormWarden,
  'icons/08-polished-brass.png': polishedBrass,
  'icons/09-net.png': whatTheNetBrought,
  'icons/10-night-without-stars.png': nightWithoutStars,
  'icons/11-keeper-before.png': keeperBefore,
  'icons/12-last-dawn.png': lastDawn,
  'icons/13-fog-bell.png': fogBell,
  'icons/14-ghost-fleet.png': ghostFleet,
  'icons/15-two-lamps.png': twoLamps,
  'icons/great-storm.png': wallpaper,
};
