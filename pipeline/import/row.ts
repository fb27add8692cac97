import type { EnforcementEvent } from '../../queries/events.ts';
import type { Source, SourceColumn } from '../sources/source.ts';
import { cellReader, type OfficeCodes } from './facts.ts';
import type { Cells } from './records.ts';

/** A row as read, or the reasons why it is refused. */
export type SourceRow =
  | { readonly kind: 'row'; readonly row: EnforcementEvent }
  | { readonly kind: 'reject'; readonly reasons: readonly string[] };

/**
 * Reads rows whose cells stand in the order of `columns`; null where they could not be told apart. Facts for which the
 * source has no column are `not-recorded`; every row keeps the contract of events or is refused with all its reasons.
 */
export function rowReader(
  source: Source,
  columns: readonly SourceColumn[],
  offices: OfficeCodes,
): (cells: Cells) => SourceRow {
  const readers = columns.map((column) => cellReader(column, offices));
  const unrecorded = nothingRecorded(source);
  return (cells) => {
    if (cells === null) return refused('its quotation marks cannot be understood');
    if (cells.length !== readers.length) {
      return refused(`it has ${cells.length} cells and the header ${readers.length}`);
    }
    const row = { ...unrecorded };
    let reasons: readonly string[] = [];
    for (let at = 0; at < readers.length; at += 1) {
      const reading = readers[at]?.(cells[at] ?? '');
      if (reading === undefined) continue;
      if ('reasons' in reading) reasons = [...reasons, ...reading.reasons];
      else Object.assign(row, reading.facts);
    }
    return reasons.length > 0 ? { kind: 'reject', reasons } : { kind: 'row', row };
  };
}

const refused = (reason: string): SourceRow => ({ kind: 'reject', reasons: [reason] });

/** Every source has a column for the day, so that the empty one never stays. */
function nothingRecorded(source: Source): EnforcementEvent {
  return {
    kind: source.kind,
    occurred_on: '',
    occurred_at: null,
    source_key: null,
    encounter_key: null,
    agreement_id: null,
    office_code: 'not-recorded',
    program: 'not-recorded',
    method: 'not-recorded',
    landmark: null,
    disposition: 'not-recorded',
    form: null,
    citizenship: 'not-recorded',
    sex: 'not-recorded',
    birth_year: null,
    birth_year_absence: 'not-recorded',
    criminality: 'not-recorded',
    threat_level: 'not-recorded',
    most_serious_conviction: 'not-recorded',
  };
}

/** Whether rows of this source say by which program an event came about. */
export function identifies287g(source: Source): boolean {
  return source.columns.some((column) => column.holds === 'program' || column.holds === 'method');
}
