import type { Classification, RegimeBlock } from '../classify.ts';
import { listedCode, readDetermination } from '../determination.ts';
import type { Tally } from '../extract.ts';
import type { Determinations, EventBreakdown } from '../measures/measure.ts';
import type { Period, WindowId } from '../period.ts';

/** The tallies of one regime, or of the days without one, under the codes by which a table lists them. */
export interface TalliedBlock {
  readonly block: RegimeBlock;
  readonly tallies: readonly Tally[];
}

/**
 * The blocks of a period: each regime, or declared gap, in force on one of its days, and a regime that holds by agreement
 * where some event came under it. On axes other than priority, days without a regime are no block.
 */
export function blocksOf(
  by: Pick<EventBreakdown, 'codes'> & { readonly codes: Determinations },
  tallies: readonly Tally[],
  period: Period,
  classification: Classification,
): readonly TalliedBlock[] {
  const { axis, part } = by.codes;
  return classification
    .blocks(axis, period)
    .filter(({ categories }) => axis === 'priority' || categories.length > 1)
    .map((block) => {
      const own = tallies.filter((tally) => readDetermination(tally.code).block === block.id);
      return { block, tallies: addUp(own, part) };
    })
    .filter(({ block, tallies: own }) => block.inForce !== null || own.length > 0);
}

/** Determinations that differ only in what could not be excluded are one row. */
function addUp(tallies: readonly Tally[], part: Determinations['part']): readonly Tally[] {
  const listed = Map.groupBy(tallies, (tally) => listedCode(tally.code, part));
  return [...listed].flatMap(([code, same]) => {
    const [first] = same;
    if (first === undefined) return [];
    const ids = [...new Set(same.flatMap(({ counts }) => Object.keys(counts)))] as readonly WindowId[];
    const sum = (id: WindowId) => same.reduce((total, { counts }) => total + (counts[id] ?? 0), 0);
    return [{ ...first, code, counts: Object.fromEntries(ids.map((id) => [id, sum(id)])) }];
  });
}
