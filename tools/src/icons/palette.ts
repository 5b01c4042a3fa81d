/** Three bytes for each pixel, row by row from the top. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
};

/** A picture of few colors: a color for each pixel by its place in the palette. */
export type IndexedPicture = {
  readonly width: number;
  readonly height: number;
  /** Three bytes for each color. */
  readonly palette: Uint8Array;
  readonly pixels: Uint8Array;
};

type Counted = { readonly value: number; readonly count: number };

const shifts = [16, 8, 0] as const;

/**
 * Reduces a picture to so many colors by median cut: colors are parted where they differ most until
 * there are as many groups as colors, and each group becomes its average.
 *
 * @param colorsMax 2 to 256
 */
export function toPalette({ width, height, rgb }: Picture, colorsMax: number): IndexedPicture {
  const counts = countColors(rgb);
  const groups = split(
    [...counts].map(([value, count]) => ({ value, count })),
    colorsMax,
  );
  const palette = new Uint8Array(groups.length * 3);
  const indexOf = new Map<number, number>();
  for (const [index, group] of groups.entries()) {
    const total = group.reduce((sum, { count }) => sum + count, 0);
    for (const [channel, shift] of shifts.entries()) {
      const sum = group.reduce((all, one) => all + ((one.value >> shift) & 0xff) * one.count, 0);
      palette[index * 3 + channel] = Math.round(sum / total);
    }
    for (const { value } of group) indexOf.set(value, index);
  }
  const pixels = new Uint8Array(width * height);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    pixels[pixel] = indexOf.get(valueAt(rgb, pixel)) ?? 0;
  }
  return { width, height, palette, pixels };
}

function valueAt(rgb: Uint8Array, pixel: number): number {
  const at = pixel * 3;
  return ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0);
}

function countColors(rgb: Uint8Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < rgb.length / 3; pixel += 1) {
    const value = valueAt(rgb, pixel);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function split(colors: readonly Counted[], groupsMax: number): readonly (readonly Counted[])[] {
  const groups = [measured(colors)];
  while (groups.length < groupsMax) {
    groups.sort((a, b) => b.weight - a.weight);
    const widest = groups[0];
    if (widest === undefined || widest.weight === 0) break;
    groups.shift();
    groups.push(...halves(widest).map(measured));
  }
  return groups.map(({ colors: group }) => group);
}

type Measured = {
  readonly colors: readonly Counted[];
  readonly shift: number;
  /** How much is lost by making the group one color. */
  readonly weight: number;
};

function measured(colors: readonly Counted[]): Measured {
  const spans = shifts.map((shift) => {
    const values = colors.map(({ value }) => (value >> shift) & 0xff);
    return (
      values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255)
    );
  });
  const widest = spans.indexOf(Math.max(...spans));
  const pixels = colors.reduce((sum, { count }) => sum + count, 0);
  const span = spans[widest] ?? 0;
  return {
    colors,
    shift: shifts[widest] ?? 0,
    weight: colors.length < 2 ? 0 : span * pixels ** 0.35,
  };
}

/** Cuts where half of the pixels are on each side. */
function halves({ colors, shift }: Measured): readonly (readonly Counted[])[] {
  const channel = ({ value }: Counted) => (value >> shift) & 0xff;
  const sorted = [...colors].sort((a, b) => channel(a) - channel(b));
  const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
  let cut = 0;
  for (let sum = 0; cut < sorted.length - 1 && (sum < half || cut === 0); cut += 1) {
    sum += sorted[cut]?.count ?? 0;
  }
  return [sorted.slice(0, cut), sorted.slice(cut)];
}
