import { type AgreementParts, countAgreements } from '../../queries/agreement-tallies.ts';
import type { AgreementBreakdown, AgreementMeasure } from '../measures/measure.ts';
import { measuresOf, tablesOf } from '../reports/report.ts';
import { type Reading, windowsFor } from './reading.ts';
import { type Tally, talliesOf } from './tally.ts';

/** What a report counts of the register of agreements. */
export async function agreementTallies(reading: Reading): Promise<readonly Tally[]> {
  const { definition, parts, session } = reading;
  const measures = measuresOf(definition).filter(
    (measure): measure is AgreementMeasure => measure.entity === 'agreement',
  );
  const wanted: readonly AgreementParts[] = parts.by === 'office' ? ['all', 'each'] : [parts.ids];
  const tallies: Tally[] = [];
  for (const measure of measures) {
    const windows = windowsFor(measure, reading);
    const breakdowns = tablesOf(definition)
      .filter((table) => table.measure.id === measure.id)
      .map((table) => table.by)
      .filter((by): by is AgreementBreakdown => by.entity === 'agreement');
    for (const by of [null, ...breakdowns]) {
      for (const each of wanted)
        tallies.push(...talliesOf(measure.id, await countAgreements(session.source, measure, by, windows, each)));
    }
  }
  return tallies;
}
