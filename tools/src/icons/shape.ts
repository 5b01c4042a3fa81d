/** Where a shape may have pixels. */
export type Box = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** A shape: how far a point is from its edge, in pixels, negative inside. */
export type Shape = { readonly box: Box; readonly distance: (x: number, y: number) => number };

/** A point. */
export type Point = readonly [x: number, y: number];

/** A disc. */
export function disc([cx, cy]: Point, radius: number): Shape {
  return {
    box: boxAround([[cx, cy]], radius),
    distance: (x, y) => Math.hypot(x - cx, y - cy) - radius,
  };
}

/** A circle's line. */
export function ring([cx, cy]: Point, radius: number, width: number): Shape {
  return {
    box: boxAround([[cx, cy]], radius + width),
    distance: (x, y) => Math.abs(Math.hypot(x - cx, y - cy) - radius) - width / 2,
  };
}

/** An ellipse; its edge is exact, the distance beside it near enough to smooth it. */
export function oval([cx, cy]: Point, [rx, ry]: Point): Shape {
  return {
    box: boxAround([[cx, cy]], Math.max(rx, ry)),
    distance(x, y) {
      const [dx, dy] = [(x - cx) / rx, (y - cy) / ry];
      const length = Math.hypot(dx, dy);
      const slope = Math.hypot(dx / rx, dy / ry) || 1 / Math.min(rx, ry);
      return ((length - 1) * length) / slope;
    },
  };
}

/** A rectangle around its middle, with rounded corners if wanted. */
export function slab([cx, cy]: Point, [width, height]: Point, radius = 0): Shape {
  const [w, h] = [width / 2 - radius, height / 2 - radius];
  return {
    box: { left: cx - width, top: cy - height, right: cx + width, bottom: cy + height },
    distance(x, y) {
      const [dx, dy] = [Math.abs(x - cx) - w, Math.abs(y - cy) - h];
      return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
    },
  };
}

/** A line with round ends through the points. */
export function stroke(points: readonly Point[], width: number): Shape {
  const parts = points.slice(1).map((to, index) => [points[index] ?? to, to] as const);
  return {
    box: boxAround(points, width),
    distance: (x, y) =>
      Math.min(...parts.map(([from, to]) => toSegment([x, y], from, to))) - width / 2,
  };
}

function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const at = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - at * dx, y - ay - at * dy);
}

/** A polygon; its corners can be rounded. */
export function polygon(points: readonly Point[], radius = 0): Shape {
  return {
    box: boxAround(points, radius),
    distance(x, y) {
      let nearest = Number.POSITIVE_INFINITY;
      let isInside = false;
      let previous = points.at(-1) ?? [0, 0];
      for (const point of points) {
        nearest = Math.min(nearest, toSegment([x, y], previous, point));
        const crosses = point[1] > y !== previous[1] > y;
        const at =
          ((previous[0] - point[0]) * (y - point[1])) / (previous[1] - point[1]) + point[0];
        if (crosses && x < at) isInside = !isInside;
        previous = point;
      }
      return (isInside ? -nearest : nearest) - radius;
    },
  };
}

/** Everything below a line that is given as a height for each x. */
export function ground(heightAt: (x: number) => number, width: number): Shape {
  const heights = Float64Array.from({ length: width + 3 }, (_, x) => heightAt(x - 1));
  const at = (x: number) => heights[Math.max(0, Math.min(width + 2, Math.round(x + 0.5)))] ?? 0;
  return {
    box: { left: 0, top: Math.min(...heights) - 2, right: width, bottom: width },
    distance: (x, y) => (at(x) - y) / Math.hypot(1, (at(x + 1) - at(x - 1)) / 2),
  };
}

/** What is in any of the shapes. */
export function joined(...shapes: readonly Shape[]): Shape {
  return {
    box: shapes.map(({ box }) => box).reduce(wider),
    distance: (x, y) => Math.min(...shapes.map((shape) => shape.distance(x, y))),
  };
}

/** What is in the first shape and in none of the others. */
export function without(shape: Shape, ...others: readonly Shape[]): Shape {
  const hole = joined(...others);
  return {
    box: shape.box,
    distance: (x, y) => Math.max(shape.distance(x, y), -hole.distance(x, y)),
  };
}

/** What is in both. */
export function common(a: Shape, b: Shape): Shape {
  return { box: a.box, distance: (x, y) => Math.max(a.distance(x, y), b.distance(x, y)) };
}

/** The shape turned around a point, clockwise, in degrees. */
export function turned(shape: Shape, [cx, cy]: Point, degrees: number): Shape {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const { left, top, right, bottom } = shape.box;
  const reach = Math.max(
    ...[left, right].flatMap((x) => [top, bottom].map((y) => Math.hypot(x - cx, y - cy))),
  );
  return {
    box: boxAround([[cx, cy]], reach),
    distance: (x, y) =>
      shape.distance(cx + (x - cx) * cos + (y - cy) * sin, cy - (x - cx) * sin + (y - cy) * cos),
  };
}

/** A closed smooth line through the points, as a polygon. */
export function smooth(points: readonly Point[], steps = 12): readonly Point[] {
  const count = points.length;
  const of = (index: number) => points[(index + count) % count] ?? [0, 0];
  return points.flatMap((_, index) => {
    const corners = [of(index - 1), of(index), of(index + 1), of(index + 2)] as const;
    return Array.from({ length: steps }, (__, step) => onCurve(corners, step / steps));
  });
}

function onCurve([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const mix = (axis: 0 | 1) => {
    const [p, q, r, s] = [a[axis], b[axis], c[axis], d[axis]];
    const curve = (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t;
    return 0.5 * (2 * q + (r - p) * t + curve);
  };
  return [mix(0), mix(1)];
}

function boxAround(points: readonly Point[], margin: number): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return {
    left: Math.min(...xs) - margin,
    top: Math.min(...ys) - margin,
    right: Math.max(...xs) + margin,
    bottom: Math.max(...ys) + margin,
  };
}

function wider(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}
