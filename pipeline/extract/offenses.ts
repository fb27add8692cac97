import { countHistories, countOffenses } from '../../queries/offense-tallies.ts';
import { criminalHistory, type OffenseBreakdown, type OffenseMeasure } from '../measures/measure.ts';
import { measuresOf, tablesOf } from '../reports/report.ts';
import { type Reading, windowsFor } from './reading.ts';
import { type Tally, talliesOf } from './tally.ts';

/** What a report counts of offenses, and of how many events a criminal history is on record. */
export async function offenseTallies(reading: Reading): Promise<readonly Tally[]> {
  const { definition, parts, session } = reading;
  const measures = measuresOf(definition).filter((measure): measure is OffenseMeasure => measure.entity === 'offense');
  const tallies: Tally[] = [];
  for (const measure of measures) {
    const { id, kind, counted } = measure;
    const windows = windowsFor(measure, reading);
    const breakdowns = tablesOf(definition)
      .filter((table) => table.measure.id === id)
      .map(({ by }) => by)
      .filter((by): by is OffenseBreakdown => by.entity === 'offense');
    for (const by of [null, ...breakdowns])
      tallies.push(...talliesOf(id, await countOffenses(session.source, kind, counted, by, windows, parts)));
    tallies.push(...talliesOf(id, await countHistories(session.source, kind, criminalHistory, windows, parts)));
  }
  return tallies;
}
