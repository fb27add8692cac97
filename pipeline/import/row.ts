import type { EnforcementEvent } from '../../queries/events.ts';
import type { Source, SourceColumn } from '../sources/source.ts';
import { cellReader, type OfficeCodes } from './facts.ts';
import { type HashKey, personKeyOf } from './people.ts';
import type { Cells } from './records.ts';
import { evidenceReader, type RowEvidence } from './row-evidence.ts';

/** A row as read, or the reasons why it is refused. */
export type SourceRow =
  | {
      readonly kind: 'row';
      readonly row: EnforcementEvent;
      readonly personKey: string | null;
      /** null: the file has no column of evidence. */
      readonly evidence: RowEvidence | null;
    }
  | { readonly kind: 'reject'; readonly reasons: readonly string[] };

/**
 * Reads rows whose cells stand in the order of `columns`; null where they could not be told apart. Facts for which the
 * source has no column are `not-recorded`; every row keeps the contract of events or is refused with all its reasons.
 */
export function rowReader(
  source: Source,
  columns: readonly SourceColumn[],
  offices: OfficeCodes,
  hash: HashKey = keepNone,
): (cells: Cells) => SourceRow {
  const readers = columns.map((column) => cellReader(column, offices));
  const evidenceOf = evidenceReader(columns);
  const personAt = columns.findIndex((column) => column.holds === 'person_key');
  const undated = source.undated === undefined ? [] : [source.undated];
  const unrecorded = nothingRecorded(source);
  return (cells) => {
    if (cells === null) return refused('its quotation marks cannot be understood');
    if (cells.length !== readers.length) {
      return refused(`it has ${cells.length} cells and the header ${readers.length}`);
    }
    const row = { ...unrecorded };
    let reasons: readonly string[] = undated;
    for (let at = 0; at < readers.length; at += 1) {
      const read = readers[at];
      if (!read) continue;
      const reading = read(cells[at] ?? '');
      if ('reasons' in reading) reasons = [...reasons, ...reading.reasons];
      else Object.assign(row, reading.facts);
    }
    if (reasons.length > 0) return { kind: 'reject', reasons };
    const personKey = personAt < 0 ? null : personKeyOf(cells[personAt] ?? '', hash);
    if (evidenceOf === null) return { kind: 'row', row, personKey, evidence: null };
    const evidence = evidenceOf.read(cells, row);
    // The words for the offense give its code where the row has none.
    if (evidence.conviction !== null) Object.assign(row, { most_serious_conviction: evidence.conviction.ncic_code });
    return { kind: 'row', row, personKey, evidence };
  };
}

/** Where nothing is to be stored. */
const keepNone: HashKey = () => '';

const refused = (reason: string): SourceRow => ({ kind: 'reject', reasons: [reason] });

/** Every source has a column for the day, or says why it has none, so that the empty one never stays. */
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

/** Whether the absence of 287(g) events from this source says that there were none. */
export function identifies287g(source: Source): boolean {
  if (source.limitedTo !== undefined) return false;
  return source.columns.some((column) => column.holds === 'program' || column.holds === 'method');
}
