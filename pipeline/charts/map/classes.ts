import type { Hatch } from './hatch.ts';

/** How an area is filled: lightness and hatch both tell classes apart, so that neither color nor good print is needed. */
export interface Fill {
  readonly color: string;
  readonly hatch: (Hatch & { readonly color: string; readonly width: number }) | null;
}

/** Areas whose figures lie near each other. */
export interface ValueClass {
  readonly lowest: number;
  readonly highest: number;
  readonly fill: Fill;
}

const navy = '#1a4480';

/** From few to many; each darker than the one before, in about equal steps of grey. */
const fills: readonly Fill[] = [
  { color: '#eaf0f8', hatch: null },
  { color: '#cddcee', hatch: { run: 'rising', spacing: 7, color: navy, width: 0.7 } },
  { color: '#a3bfe0', hatch: { run: 'falling', spacing: 4.5, color: navy, width: 0.8 } },
  { color: '#5f8bc4', hatch: { run: 'level', spacing: 4, color: '#ffffff', width: 0.9 } },
  { color: navy, hatch: null },
];

/** Of an area whose figure is zero. */
export const emptyFill: Fill = { color: '#ffffff', hatch: null };

/** Of an area without a figure. */
export const unavailableFill: Fill = {
  color: '#ffffff',
  hatch: { run: 'level', spacing: 3, color: '#a9aeb1', width: 0.5 },
};

/**
 * At most five classes of figures above zero, with about as many areas in each and equal figures in the same one; the bounds
 * are figures that occur. None where no figure is above zero.
 */
export function classesOf(values: readonly (number | null)[]): readonly ValueClass[] {
  const sorted = values.filter((value) => value !== null && value > 0).toSorted((a, b) => (a ?? 0) - (b ?? 0));
  const fifthOf = (value: number | null) => Math.floor((sorted.indexOf(value) * fills.length) / sorted.length);
  const groups = [...Map.groupBy(sorted, fifthOf).values()];
  return groups.flatMap((group, at) => {
    // Fewer classes than fills: the extremes are used first.
    const fill = fills[groups.length === 1 ? 2 : Math.round((at * (fills.length - 1)) / (groups.length - 1))];
    const [lowest, highest] = [group[0] ?? 0, group.at(-1) ?? 0];
    return fill === undefined ? [] : [{ lowest, highest, fill }];
  });
}

/** How an area with this figure is filled; null: no figure. */
export function fillOf(value: number | null, classes: readonly ValueClass[]): Fill {
  if (value === null) return unavailableFill;
  return classes.find(({ lowest, highest }) => lowest <= value && value <= highest)?.fill ?? emptyFill;
}
