import { addsUp, type Breakdown, historiesIn, type Measure } from '../../measures/measure.ts';
import type { Period } from '../../period.ts';
import type { ReportWords } from '../../reports/words.ts';
import type { Table } from '../../tabulate.ts';
import type { Drawn } from '../drawn.ts';
import { fill, inSentence, wholeNumber } from '../wording.ts';

type TableWords = ReportWords['tables'];
type NoteWords = TableWords['notes'];

/** `Encounters by civil-enforcement priority, June 2020: Executive Order 13768`. */
export function titleOf(measure: Measure, by: Breakdown, { regime }: Table, period: Period, words: TableWords): string {
  const slots = { measure: measure.label, breakdown: inSentence(by.label), period: period.label };
  return regime === null ? fill(words.title, slots) : fill(words.titleOfRegime, { ...slots, regime: regime.label });
}

/** The line that names the unit of measures. */
export function unitNote(measures: readonly Measure[], words: TableWords): string {
  const units = new Set(measures.map((measure) => unitOf(measure, words.units)));
  return fill(words.unit, { unit: [...units].join('; ') });
}

/** What one of a measure is. */
function unitOf(measure: Measure, words: TableWords['units']): string {
  switch (measure.entity) {
    case 'agreement':
      return measure.counted === 'pending' ? words.applications : words[measure.of];
    case 'offense':
      return words[measure.counted];
    case 'event':
      return fill(words.events, { measure: measure.label.toLowerCase() });
  }
}

/** Where the rows are no parts of the total, or of some events nothing is known that could be counted. */
export function countingNotes(measure: Measure, { scope, extract, words }: Drawn): readonly string[] {
  const { notes, units } = words.tables;
  if (!addsUp(measure) && measure.entity === 'agreement') {
    return [fill(notes.doNotAddUp, { unit: units[measure.of] })];
  }
  const { recorded, unrecorded } = historiesIn(measure, scope, 'period', extract.tallies);
  if (unrecorded === 0) return [];
  const [events, without] = [wholeNumber(recorded + unrecorded), wholeNumber(unrecorded)];
  return [fill(notes.withoutHistory, { events, without })];
}

/** Where some windows have no figure. */
export function unavailableNote(table: Table, { noWindow, someWindows }: NoteWords): readonly string[] {
  const total = table.rows.find((row) => row.code === 'total');
  const missing = table.windows.filter((id) => total?.cells[id]?.kind === 'unavailable');
  if (missing.length === 0) return [];
  return [missing.length === table.windows.length ? noWindow : someWindows];
}

/** Where some of several measures have no figure. */
export function unavailableAmong(margins: readonly Table[], words: NoteWords): readonly string[] {
  return margins.some((margin) => unavailableNote(margin, words).length > 0) ? [words.someMeasures] : [];
}

/** Where a total is known and a row is not, the sources do not record what the table is by. */
export function unrecordedNote(table: Table, label: string, words: NoteWords): readonly string[] {
  const total = table.rows.find((row) => row.code === 'total');
  const known = table.windows.filter((id) => total?.cells[id]?.kind === 'count');
  const rows = table.rows.filter((row) => row.code !== 'total');
  const isUnrecorded = rows.some((row) => known.some((id) => row.cells[id]?.kind === 'unavailable'));
  const isBlank = rows.length === 1 && rows[0]?.code === 'not-recorded';
  if (!isUnrecorded && !isBlank) return [];
  return [fill(isBlank ? words.notRecorded : words.notRecordedInSome, { breakdown: inSentence(label) })];
}
