/** Where a label would stand if it were alone, and how much room it takes. */
export interface Wanted {
  readonly middle: number;
  readonly height: number;
}

/**
 * The middles of labels that stand one above the other without overlapping, within `top` and `bottom`, as near to where they
 * want to be as that allows; in the order given. Where they do not all fit they run over `bottom`.
 */
export function pushedApart(labels: readonly Wanted[], [top, bottom]: readonly [number, number]): readonly number[] {
  const order = [...labels.entries()].sort(([, a], [, b]) => a.middle - b.middle).map(([at]) => at);
  const middles = labels.map(({ middle }) => middle);
  const halfOf = (at: number) => (labels[at]?.height ?? 0) / 2;
  let free = bottom;
  for (const at of order.toReversed()) {
    middles[at] = Math.min(middles[at] ?? 0, free - halfOf(at));
    free = (middles[at] ?? 0) - halfOf(at);
  }
  free = top;
  for (const at of order) {
    middles[at] = Math.max(middles[at] ?? 0, free + halfOf(at));
    free = (middles[at] ?? 0) + halfOf(at);
  }
  return middles;
}
