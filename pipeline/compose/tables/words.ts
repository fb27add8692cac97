import { cellText } from '../../cell.ts';
import { addsUp, type Breakdown, type Measure } from '../../measures/measure.ts';
import type { Period } from '../../period.ts';
import { historiesIn } from '../../tabulate/covered.ts';
import type { Table } from '../../tabulate.ts';
import type { Drawn } from '../drawn.ts';

/** `Encounters by civil-enforcement priority, June 2020: Executive Order 13768`. */
export function titleOf(measure: Measure, by: Breakdown, { regime }: Table, period: Period): string {
  const title = `${measure.label} by ${inSentence(by.label)}, ${period.label}`;
  return regime === null ? title : `${title}: ${regime.label}`;
}

/** In lower case, but for names that bear a capital further on. */
function inSentence(label: string): string {
  const [first = '', ...rest] = label;
  return first.toLowerCase() + rest.join('');
}

/** What one of a measure is, for the line under a title. */
export function unitOf(measure: Measure): string {
  switch (measure.entity) {
    case 'agreement':
      return measure.counted === 'pending' ? 'applications' : measure.of;
    case 'offense':
      return `${measure.counted} (not persons and not encounters)`;
    case 'event':
      return `${measure.label.toLowerCase()} (events, not persons)`;
  }
}

/** Where the rows are no parts of the total, or of some events nothing is known that could be counted. */
export function countingNotes(measure: Measure, { scope, extract }: Drawn): readonly string[] {
  if (!addsUp(measure) && measure.entity === 'agreement') {
    return [`The rows do not add up to the total: one of the ${measure.of} may stand in several of them.`];
  }
  const { recorded, unrecorded } = historiesIn(measure, scope, 'period', extract.tallies);
  if (unrecorded === 0) return [];
  const [of, without] = [recorded + unrecorded, unrecorded].map((value) => cellText({ kind: 'count', value }));
  return [
    `Of ${of} events of the period, ${without} have no criminal history on record: their offenses are not known.`,
  ];
}

/** Where some windows have no figure. */
export function unavailableNote(table: Table): readonly string[] {
  const total = table.rows.find((row) => row.code === 'total');
  const missing = table.windows.filter((id) => total?.cells[id]?.kind === 'unavailable');
  if (missing.length === 0) return [];
  if (missing.length === table.windows.length)
    return ['Not available: the sources cover none of the periods compared.'];
  return ['NA: the sources do not wholly cover the period of that column.'];
}

/** Where some of several measures have no figure. */
export function unavailableAmong(margins: readonly Table[]): readonly string[] {
  return [...new Set(margins.flatMap(unavailableNote))]
    .slice(0, 1)
    .map(() => 'NA: the sources do not wholly cover it.');
}

/** Where a total is known and a row is not, the sources do not record what the table is by. */
export function unrecordedNote(table: Table, label: string): readonly string[] {
  const total = table.rows.find((row) => row.code === 'total');
  const known = table.windows.filter((id) => total?.cells[id]?.kind === 'count');
  const rows = table.rows.filter((row) => row.code !== 'total');
  const isUnrecorded = rows.some((row) => known.some((id) => row.cells[id]?.kind === 'unavailable'));
  const isBlank = rows.length === 1 && rows[0]?.code === 'not-recorded';
  if (!isUnrecorded && !isBlank) return [];
  return [`The sources do not record ${inSentence(label)}${isBlank ? '' : ' in every period'}.`];
}
