import type { Session } from '../../queries/database.ts';
import { countHistories, countOffenses } from '../../queries/offense-tallies.ts';
import { criminalHistory, type OffenseBreakdown, type OffenseMeasure, windowsOf } from '../measures/measure.ts';
import { comparisonWindows, type Period } from '../period.ts';
import { measuresOf, type ReportDefinition, tablesOf } from '../reports/report.ts';
import { type Tally, talliesOf } from './tally.ts';

/** What a report counts of offenses, and of how many events a criminal history is on record. */
export async function offenseTallies(
  definition: ReportDefinition,
  period: Period,
  { source }: Session,
): Promise<readonly Tally[]> {
  const measures = measuresOf(definition).filter((measure): measure is OffenseMeasure => measure.entity === 'offense');
  const all = comparisonWindows(period);
  const tallies: Tally[] = [];
  for (const measure of measures) {
    const { id, kind, counted } = measure;
    const windows = Object.fromEntries(windowsOf(measure).map((window) => [window, all[window]]));
    const breakdowns = tablesOf(definition)
      .filter((table) => table.measure.id === id)
      .map(({ by }) => by)
      .filter((by): by is OffenseBreakdown => by.entity === 'offense');
    for (const by of [null, ...breakdowns]) {
      tallies.push(...talliesOf(id, await countOffenses(source, kind, counted, by, windows)));
    }
    tallies.push(...talliesOf(id, await countHistories(source, kind, criminalHistory, windows)));
  }
  return tallies;
}
