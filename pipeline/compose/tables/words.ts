import type { ReportTable } from '../../compose.ts';
import { addsUp, type Breakdown, historiesIn, type Measure, windowsOn } from '../../measures/measure.ts';
import type { Period } from '../../period.ts';
import type { ReportWords } from '../../reports/words.ts';
import type { Table } from '../../tabulate.ts';
import { fill, inSentence, wholeNumber } from '../../wording.ts';
import type { Drawn } from '../drawn.ts';
import { columnHeader } from '../headers.ts';

type TableWords = ReportWords['tables'];
type NoteWords = TableWords['notes'];

/** `Encounters by civil-enforcement priority, June 2020: Executive Order 13768`. */
export function titleOf(measure: Measure, by: Breakdown, { regime }: Table, period: Period, words: TableWords): string {
  const slots = { measure: measure.label, breakdown: inSentence(by.label), period: period.label };
  return regime === null ? fill(words.title, slots) : fill(words.titleOfRegime, { ...slots, regime: regime.label });
}

/** Titles of tables in one sentence, without the period that all of them share. */
export const titlesOf = (tables: readonly ReportTable[], { label }: Period): string =>
  tables.map(({ title }) => title.replace(`, ${label}`, '')).join('; ');

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
    case 'record':
      return measure.unit;
    case 'event':
      return fill(words.events, { measure: measure.label.toLowerCase() });
  }
}

/** Where the rows are no parts of the total, or of some events nothing is known that could be counted. */
export function countingNotes(table: Table, measure: Measure, drawn: Drawn): readonly string[] {
  const { extract, scope, words } = drawn;
  const { notes, units } = words.tables;
  if (!addsUp(measure)) return [fill(notes.doNotAddUp, { unit: unitOf(measure, units) })];
  const { period } = extract;
  const windows = { measure, days: windowsOn(measure, drawn.extract) };
  const gaps = table.windows.flatMap((id) => {
    const { complete, incomplete, unlisted } = historiesIn(measure, scope, id, extract.tallies);
    const listed = complete + incomplete;
    // Where no list is on record there is no figure, and another note says why.
    if (listed === 0 || listed + unlisted === complete) return [];
    return [
      fill(notes.listedIn, {
        window: columnHeader(id, windows, period, words.periods),
        events: wholeNumber(listed + unlisted),
        complete: wholeNumber(complete),
        incomplete: wholeNumber(incomplete),
        unlisted: wholeNumber(unlisted),
      }),
    ];
  });
  return gaps.length === 0 ? [] : [fill(notes.listed, { gaps: gaps.join('; ') })];
}

/** The windows in which a table has no figure, and those of them for which that is because no list of offenses is on record. */
export function missingIn(table: Table, measure: Measure, { scope, extract }: Pick<Drawn, 'scope' | 'extract'>) {
  const total = table.rows.find((row) => row.code === 'total');
  const missing = table.windows.filter((id) => total?.cells[id]?.kind === 'unavailable');
  const unlisted = missing.filter((id) => {
    const histories = historiesIn(measure, scope, id, extract.tallies);
    return histories.complete + histories.incomplete === 0 && histories.unlisted > 0;
  });
  return { missing, unlisted };
}

/** Where some windows have no figure. */
export function unavailableNote(table: Table, measure: Measure, drawn: Drawn): readonly string[] {
  const { noWindow, someLookBack, someWindows, noList } = drawn.words.tables.notes;
  const { missing, unlisted } = missingIn(table, measure, drawn);
  const uncovered = missing.length - unlisted.length;
  const some = measure.entity === 'record' && measure.looksBack !== undefined ? someLookBack : someWindows;
  return [
    ...(uncovered === 0 ? [] : [uncovered === table.windows.length ? noWindow : some]),
    ...(unlisted.length === 0 ? [] : [noList]),
  ];
}

/** Where some of several measures have no figure. */
export function unavailableAmong(
  margins: readonly { readonly measure: Measure; readonly margin: Table }[],
  drawn: Drawn,
): readonly string[] {
  const isMissing = margins.some(({ measure, margin }) => missingIn(margin, measure, drawn).missing.length > 0);
  return isMissing ? [drawn.words.tables.notes.someMeasures] : [];
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
