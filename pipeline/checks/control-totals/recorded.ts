import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlTotal } from '../../../queries/control-totals.ts';
import type { Extract, Tally } from '../../extract.ts';
import type { WindowId } from '../../period.ts';
import type { Candidate } from '../check.ts';

/** What an edition was made from, as its staging folder has it. */
export interface Recorded {
  readonly extract: Extract;
  /** What became of the rows on record on the days of the period. */
  readonly controls: readonly ControlTotal[];
  /** The tallies of measures without any breakdown, which the database counted apart, by measure and scope. */
  readonly totals: ReadonlyMap<string, Tally>;
}

const keyOf = (measure: string, scope: string) => JSON.stringify([measure, scope]);

/** Reads the tallies from which an edition was made; null: they cannot be read. */
export async function readRecorded({ folder }: Candidate): Promise<Recorded | null> {
  try {
    const extract: Extract = JSON.parse(await readFile(join(folder, 'tallies.json'), 'utf8'));
    const totals = extract.tallies.filter(({ breakdown }) => breakdown === null);
    const { controls } = extract;
    return { extract, controls, totals: new Map(totals.map((tally) => [keyOf(tally.measure, tally.scope), tally])) };
  } catch {
    return null;
  }
}

/** The total of a measure in a window; 0 where nothing was counted in a scope. */
export function recordedTotal({ totals }: Recorded, measure: string, scope: string, window: WindowId): number {
  return totals.get(keyOf(measure, scope))?.counts[window] ?? 0;
}
