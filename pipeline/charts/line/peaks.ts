import { max, range } from 'd3-array';
import { runsOf } from './runs.ts';

/** A place in the drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The text of a figure: where it is centered, and on which line it stands. */
export interface Peak extends Point {
  readonly value: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How the drawing is laid out, as far as figures beside points need it. */
interface Layout {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly place: (at: number, value: number) => Point;
  readonly widthOf: (value: number) => number;
  readonly height: number;
}

/**
 * The largest figure of each series beside its latest such point: the largest of all always, the others where they cover
 * neither a line nor another figure. None for a series that ends at its largest, whose label has it, or has nothing above zero.
 */
export function peaksOf(series: readonly (readonly (number | null)[])[], layout: Layout): readonly Peak[] {
  const largest = series.flatMap((values) => {
    const value = max(values, (each) => each ?? 0) ?? 0;
    const at = values.lastIndexOf(value);
    return value === 0 || at === values.length - 1 ? [] : [{ value, at }];
  });
  const overall = max(series.flat(), (value) => value ?? 0) ?? 0;
  const lines = series.flatMap((values) => pointsAlong(values, layout));
  const taken: Box[] = [];
  const peaks: Peak[] = [];
  for (const { value, at } of largest.toSorted((a, b) => b.value - a.value)) {
    const candidates = candidatesAt(layout.place(at, value), value, layout);
    const isFree = ({ box }: { readonly box: Box }) =>
      box.bottom < layout.bottom &&
      !taken.some((other) => overlap(box, other)) &&
      !lines.some((point) => isIn(point, box));
    const chosen = candidates.find(isFree) ?? (value === overall && taken.length === 0 ? candidates[0] : undefined);
    if (chosen === undefined) continue;
    taken.push(chosen.box);
    peaks.push({ value, x: chosen.x, y: chosen.y });
  }
  return peaks;
}

/** Above the point, then below it; never beyond the sides of the plot. */
function candidatesAt(point: Point, value: number, layout: Layout): readonly (Point & { readonly box: Box })[] {
  const half = layout.widthOf(value) / 2;
  const x = Math.min(Math.max(point.x, layout.left + half), layout.right - half);
  return [point.y - 6, point.y + 5 + layout.height].map((y) => ({
    x,
    y,
    // A marker reaches about so far around its point.
    box: { left: x - half - 3, right: x + half + 3, top: y - layout.height - 2, bottom: y + 2 },
  }));
}

/** Points so close on each line that none can cross a figure unseen. */
function pointsAlong(values: readonly (number | null)[], { place }: Layout): readonly Point[] {
  return runsOf(values).flatMap((run) =>
    run.flatMap((at, index) => {
      const from = place(at, values[at] ?? 0);
      const next = run[index + 1];
      if (next === undefined) return [from];
      const to = place(next, values[next] ?? 0);
      return range(0, 1, 0.1).map((part) => ({
        x: from.x + part * (to.x - from.x),
        y: from.y + part * (to.y - from.y),
      }));
    }),
  );
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isIn = ({ x, y }: Point, { left, right, top, bottom }: Box): boolean =>
  x > left && x < right && y > top && y < bottom;
