/** A transformation of the page: `[a b c d e f]` as `cm` takes it (ISO 32000-1, 8.3.3). */
export type Matrix = readonly [number, number, number, number, number, number];

/** A rectangle in default user space, in points: left, bottom, right, top. */
export type Box = readonly [number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** The transformation that applies `inner` first, then `outer`. */
export function multiply(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [p, q, r, s, t, u] = outer;
  return [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u];
}

/** `outer` after a move by (x, y): what `multiply` gives, in the time that every glyph of a page can take. */
export function move(x: number, y: number, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  return [a, b, c, d, x * a + y * c + e, x * b + y * d + f];
}

/** `box`, widened so that it holds the point (x, y) under `matrix`; null is the box that holds nothing. */
export function include(box: Box | null, x: number, y: number, matrix: Matrix): Box {
  const [a, b, c, d, e, f] = matrix;
  const px = a * x + c * y + e;
  const py = b * x + d * y + f;
  if (box === null) return [px, py, px, py];
  return [Math.min(box[0], px), Math.min(box[1], py), Math.max(box[2], px), Math.max(box[3], py)];
}

/** The smallest box that holds both; null holds nothing. */
export function union(one: Box | null, other: Box | null): Box | null {
  if (one === null || other === null) return one ?? other;
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ];
}
