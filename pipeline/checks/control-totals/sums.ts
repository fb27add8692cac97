import { type Cell, cellText, signs } from '../../cell.ts';
import type { Column, ReportModel, ReportRow, ReportTable } from '../../compose.ts';
import { breakdowns, measures } from '../../measures/index.ts';
import { addsUp, isByDeterminations } from '../../measures/measure.ts';
import type { WindowId } from '../../period.ts';
import { reports } from '../../reports/index.ts';
import { type ReportDefinition, tableId } from '../../reports/report.ts';
import type { ReportWords } from '../../reports/words.ts';
import { fill, inSentence } from '../../wording.ts';
import { allTables } from '../same-numbers/reading.ts';
import type { Report } from './equations.ts';
import { type Recorded, recordedTotal } from './recorded.ts';

/** A column of figures from open data; the others are worked out from these. */
interface Window {
  readonly at: number;
  readonly measure: string;
  readonly id: WindowId;
}

/** One column of one table. */
interface Sum {
  readonly table: ReportTable;
  readonly window: Window;
  readonly whole: Cell;
  readonly parts: readonly (readonly [code: string, cell: Cell | undefined])[];
  readonly words: ReportWords['tables'];
}

/** A document with what its tables are held against. */
interface Examined {
  readonly model: ReportModel;
  readonly definition: ReportDefinition;
  readonly recorded: Recorded;
}

/** Proves every table of a document in every window. */
export function examineTables(model: ReportModel, recorded: Recorded, report: Report): void {
  const definition = reports.find(({ id }) => id === model.report.id);
  if (definition === undefined) {
    report(`document ${model.scope.id}`, 'is of a report that is not defined, so that nothing is proved of its tables');
    return;
  }
  const examined = { model, definition, recorded };
  for (const table of allTables(model)) {
    const place = `document ${model.scope.id}, table ${table.id}`;
    const inTable: Report = (subject, problem) => report(`${place}, ${subject}`, problem);
    // Each month is whole by itself; facts, and figures worked out one by one, are parts of nothing.
    if (table.breakdown === 'month' || table.kind !== undefined) continue;
    const total = table.rows.find(({ isTotal }) => isTotal);
    if (total === undefined) examineSteps(table, examined, inTable);
    else examineParts(table, total, examined, inTable);
  }
}

function windowsOf({ columns }: ReportTable): readonly Window[] {
  return columns.flatMap(({ open, unit }: Column, at) =>
    open === null || unit !== 'count' ? [] : [{ at, measure: open.measure, id: open.window as WindowId }],
  );
}

/** Figures beneath one another that are no parts of anything: each is the total of its own measure. */
function examineSteps(table: ReportTable, { model, definition, recorded }: Examined, report: Report): void {
  const reasons = reasonsOf(table, definition);
  const section = model.sections.find(({ blocks }) =>
    blocks.some((block) => block.kind === 'table' && block.table.id === table.id),
  );
  const paragraphs = (section?.blocks ?? []).flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
  const said = new Set([...table.notes, ...paragraphs]);
  if (reasons === null) report('its rows', 'have no total, and are no measures beneath one another');
  else if (section !== undefined && (reasons.length === 0 || reasons.some((text) => !said.has(text))))
    report('its rows', 'have no total, and nothing says why');
  for (const { code, cells } of table.rows) {
    const measure = measures.find((each) => (each.entity === 'event' ? each.kind : each.id) === code);
    if (measure === undefined) continue;
    for (const { at, id } of windowsOf(table)) {
      const counted = recordedTotal(recorded, measure.id, model.scope.id, id);
      proveTotal(cells[at], counted, model, (problem) => report(`row ${code}, column ${id}`, problem));
    }
  }
}

/** What the report says of measures beneath one another, at the table or above it; null: the table is none of these. */
function reasonsOf({ id }: ReportTable, { sections }: ReportDefinition): readonly string[] | null {
  for (const { introduction, blocks } of sections) {
    for (const block of blocks) {
      if (block.kind === 'measures' && block.table.id === id)
        return [...(introduction === undefined ? [] : [introduction]), ...(block.table.notes ?? [])];
    }
  }
  return null;
}

function examineParts(
  table: ReportTable,
  total: ReportRow,
  { model, definition, recorded }: Examined,
  report: Report,
): void {
  const words = definition.words.tables;
  const rows = table.rows.filter((row) => row !== total);
  const prove = isOfSomeDays(table, total, words) ? proveNoMore : proveTotal;
  for (const window of windowsOf(table)) {
    const column = table.columns[window.at]?.id ?? '';
    const whole = total.cells[window.at] ?? { kind: 'unavailable' };
    const parts = rows.map(({ code, cells }) => [code, cells[window.at]] as const);
    examineSum({ table, window, whole, parts, words }, (row, problem) =>
      report(row === null ? `column ${column}` : `row ${row}, column ${column}`, problem),
    );
    const counted = recordedTotal(recorded, window.measure, model.scope.id, window.id);
    prove(whole, counted, model, (problem) => report(`row ${total.code}, column ${column}`, problem));
  }
}

/** Whether a table is of the days of one regime, so that its total is none that was counted apart. */
function isOfSomeDays(
  { id, measure, breakdown }: ReportTable,
  total: ReportRow,
  words: ReportWords['tables'],
): boolean {
  const by = breakdowns.find((each) => each.id === breakdown);
  if (by === undefined || !isByDeterminations(by.codes)) return false;
  return id !== tableId({ id: measure }, by) || total.label === words.rows.totalOfDays;
}

function proveTotal(
  cell: Cell | undefined,
  counted: number,
  { audience }: ReportModel,
  report: (problem: string) => void,
): void {
  // What the public is given may be rounded or withheld.
  if (audience !== 'internal' || cell?.kind !== 'count' || cell.value === counted) return;
  report(`is ${cell.value}, and the database’s own total is ${counted}`);
}

/** The total of some days. */
const proveNoMore: typeof proveTotal = (cell, counted, { audience }, report) => {
  if (audience === 'internal' && cell?.kind === 'count' && cell.value > counted)
    report(`is ${cell.value}, more than the database’s own total of ${counted}`);
};

/** Whether the cells of a column can be what they are together: figures add up, and each sign keeps its meaning. */
function examineSum(sum: Sum, report: (row: string | null, problem: string) => void): void {
  const { table, whole, parts, words } = sum;
  const has = (kind: Cell['kind']) => parts.some(([, cell]) => cell?.kind === kind);
  for (const [code, cell] of parts) {
    const isFigure = cell !== undefined && 'value' in cell;
    if (cell === undefined) report(code, 'is missing');
    else if (isFigure && cell.kind !== 'count') report(code, `is ${cellText(cell)}, which is no count`);
    else if (isFigure && (whole.kind === 'unavailable' || whole.kind === 'not-applicable'))
      report(code, `is ${cellText(cell)}, and the total is ${cellText(whole)}`);
    else if (isFigure && whole.kind === 'count' && cell.value > whole.value)
      report(code, `is ${cell.value}, more than the total of ${whole.value}`);
  }
  if (whole.kind === 'withheld' && parts.length > 0 && !has('withheld'))
    report(null, `has a total of ${cellText(whole)}, and every row is shown: it can be added up`);
  if (whole.kind !== 'count') return;
  if (has('unavailable') && !table.notes.some((note) => unrecordedNotes(table, words).includes(note)))
    report(null, `has rows of ${signs.unavailable.sign} under a total of ${whole.value}, and no note says why`);
  const problem = wrongSum(sum, whole.value, has('withheld'));
  if (problem !== null) report(null, problem);
}

/** Why the rows of a column do not come to its total; null: they do. */
function wrongSum({ table, window, parts, words }: Sum, total: number, isWithheld: boolean): string | null {
  const sum = parts.reduce((added, [, cell]) => added + (cell?.kind === 'count' ? cell.value : 0), 0);
  const reason = overlapNote(window.measure, words);
  const differs = `has rows that add up to ${sum}, and a total of ${total}`;
  if (reason === null) return (isWithheld ? sum <= total : sum === total) ? null : differs;
  // One agency or state may stand in several rows; each stands in one of them.
  if (sum < total) return isWithheld ? null : differs;
  return sum === total || table.notes.includes(reason) ? null : `${differs}, and no note says why`;
}

/** What a table must say where one of what it counts may stand in several rows; null: its rows are parts of the total. */
function overlapNote(id: string, { notes, units }: ReportWords['tables']): string | null {
  const measure = measures.find((each) => each.id === id);
  if (measure === undefined || addsUp(measure)) return null;
  if (measure.entity === 'record') return fill(notes.doNotAddUp, { unit: measure.unit });
  return measure.entity === 'agreement' ? fill(notes.doNotAddUp, { unit: units[measure.of] }) : null;
}

/** What a table must say, one or the other, where its total is known and a row is not. */
function unrecordedNotes({ rowHeader }: ReportTable, { notes }: ReportWords['tables']): readonly string[] {
  const breakdown = inSentence(rowHeader);
  return [notes.notRecorded, notes.notRecordedInSome].map((text) => fill(text, { breakdown }));
}
