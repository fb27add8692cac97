import { countRecords, type Grouping, type RecordCode } from '../../queries/records.ts';
import type { Parts } from '../../queries/tallies.ts';
import type { AgreementBreakdown, RecordBreakdown, RecordMeasure } from '../measures/measure.ts';
import { measuresOf, tablesOf } from '../reports/report.ts';
import { type Reading, windowsFor } from './reading.ts';
import { type Tally, talliesOf } from './tally.ts';

/** How records are grouped: the nation and each office are counted apart, because not every count adds up. */
export function groupingsOf(parts: Parts): readonly Grouping[] {
  return parts.by === 'office' ? [{ by: 'nation' }, { by: 'office' }] : [parts];
}

/** A breakdown as it is read of records. */
export function recordCode(by: RecordBreakdown | AgreementBreakdown | null): RecordCode | null {
  if (by === null || by.entity === 'record') return by;
  return { id: by.id, code: by.ofRecord ?? by.code };
}

/** What a report counts of the records of how agreements are administered. */
export async function recordTallies(reading: Reading): Promise<readonly Tally[]> {
  const { definition, coverage, parts, session } = reading;
  const measures = measuresOf(definition).filter((measure): measure is RecordMeasure => measure.entity === 'record');
  const tallies: Tally[] = [];
  for (const measure of measures) {
    // What no source covers is unavailable whatever is counted, and its relation may not even exist.
    if (!coverage.some(({ kind }) => kind === measure.coverage)) continue;
    const windows = windowsFor(measure, reading);
    const breakdowns = tablesOf(definition)
      .filter((table) => table.measure.id === measure.id)
      .map(({ by }) => by)
      .filter((by): by is RecordBreakdown | AgreementBreakdown => by.entity === 'record' || by.entity === 'agreement');
    for (const by of [null, ...breakdowns]) {
      for (const grouping of groupingsOf(parts))
        tallies.push(
          ...talliesOf(measure.id, await countRecords(session.source, measure, recordCode(by), windows, grouping)),
        );
    }
  }
  return tallies;
}
