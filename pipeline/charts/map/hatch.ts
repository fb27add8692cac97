import type { Corners } from './path.ts';

/** Parallel lines over an area. */
export interface Hatch {
  /** Across the page, or rising or falling to the right by 45 degrees. */
  readonly run: keyof typeof slopes;
  /** Between one line and the next, in units of the drawing. */
  readonly spacing: number;
}

/** How far down a line goes for each unit to the right. */
const slopes = { level: 0, rising: -1, falling: 1 } as const;

/**
 * Path data of lines that end at the outlines. Drawn as lines and not as an SVG pattern, which Chromium prints as a
 * bitmap. Lines of neighbors with the same hatch meet, because they are counted from the corner of the page.
 */
export function hatched(rings: readonly Corners[], { run, spacing }: Hatch): string {
  const slope = slopes[run];
  const crossings = new Map<number, number[]>();
  for (const ring of rings) {
    for (const [at, [x, y]] of ring.entries()) {
      const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [x, y];
      // Where the line through the corner meets the left edge of the page.
      const [across, nextAcross] = [y - slope * x, nextY - slope * nextX];
      // Half open, so that a line through a corner crosses once.
      const [low, high] = [Math.min(across, nextAcross), Math.max(across, nextAcross)];
      for (let line = Math.ceil(low / spacing); line * spacing < high; line += 1) {
        const part = (line * spacing - across) / (nextAcross - across);
        const onLine = crossings.get(line) ?? [];
        onLine.push(x + part * (nextX - x));
        crossings.set(line, onLine);
      }
    }
  }
  return [...crossings]
    .toSorted(([a], [b]) => a - b)
    .map(([line, ends]) => segments(ends, line * spacing, run))
    .join('');
}

/** Inside lies between the first crossing and the second, the third and the fourth, and so on. */
function segments(ends: readonly number[], across: number, run: Hatch['run']): string {
  const slope = slopes[run];
  const sorted = ends.toSorted((a, b) => a - b);
  let path = '';
  for (let at = 0; at + 1 < sorted.length; at += 2) {
    const [from = 0, to = 0] = sorted.slice(at, at + 2);
    if (to - from < 0.5) continue;
    const end = slope === 0 ? `H${tenth(to)}` : `L${tenth(to)} ${tenth(across + slope * to)}`;
    path += `M${tenth(from)} ${tenth(across + slope * from)}${end}`;
  }
  return path;
}

const tenth = (length: number): number => Math.round(length * 10) / 10;
