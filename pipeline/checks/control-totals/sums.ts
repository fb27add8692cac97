import { type Cell, cellText, signs } from '../../cell.ts';
import type { Column, ReportModel, ReportRow, ReportTable } from '../../compose.ts';
import { measures } from '../../measures/index.ts';
import type { WindowId } from '../../period.ts';
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
}

/** Proves every table of a document in every window. */
export function examineTables(model: ReportModel, recorded: Recorded, report: Report): void {
  for (const table of allTables(model)) {
    const place = `document ${model.scope.id}, table ${table.id}`;
    const inTable: Report = (subject, problem) => report(`${place}, ${subject}`, problem);
    // Each month is whole by itself.
    if (table.breakdown === 'month') continue;
    const total = table.rows.find(({ isTotal }) => isTotal);
    if (total === undefined) examineSteps(table, model, recorded, inTable);
    else examineParts(table, total, model, recorded, inTable);
  }
}

function windowsOf({ columns }: ReportTable): readonly Window[] {
  return columns.flatMap(({ open, unit }: Column, at) =>
    open === null || unit !== 'count' ? [] : [{ at, measure: open.measure, id: open.window as WindowId }],
  );
}

const reasonNotTo = /\b(?:do|does|may|need) not add up\b/i;

/** Figures beneath one another that are no parts of anything: each is the total of its own measure. */
function examineSteps(table: ReportTable, model: ReportModel, recorded: Recorded, report: Report): void {
  const section = model.sections.find(({ blocks }) =>
    blocks.some((block) => block.kind === 'table' && block.table.id === table.id),
  );
  const paragraphs = (section?.blocks ?? []).flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
  if (section !== undefined && ![...table.notes, ...paragraphs].some((text) => reasonNotTo.test(text)))
    report('its rows', 'have no total, and nothing says why');
  for (const { code, cells } of table.rows) {
    const measure = measures.find((each) => each.entity === 'event' && each.kind === code);
    if (measure === undefined) continue;
    for (const { at, id } of windowsOf(table)) {
      const counted = recordedTotal(recorded, measure.id, model.scope.id, id);
      proveTotal(cells[at], counted, model, (problem) => report(`row ${code}, column ${id}`, problem));
    }
  }
}

function examineParts(
  table: ReportTable,
  total: ReportRow,
  model: ReportModel,
  recorded: Recorded,
  report: Report,
): void {
  const rows = table.rows.filter((row) => row !== total);
  for (const window of windowsOf(table)) {
    const column = table.columns[window.at]?.id ?? '';
    const whole = total.cells[window.at] ?? { kind: 'unavailable' };
    const parts = rows.map(({ code, cells }) => [code, cells[window.at]] as const);
    examineSum({ table, window, whole, parts }, (row, problem) =>
      report(row === null ? `column ${column}` : `row ${row}, column ${column}`, problem),
    );
    // The total of one regime's days is none that was counted apart.
    if (total.label !== 'Total') continue;
    const counted = recordedTotal(recorded, window.measure, model.scope.id, window.id);
    proveTotal(whole, counted, model, (problem) => report(`row ${total.code}, column ${column}`, problem));
  }
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

/** Whether the cells of a column can be what they are together: figures add up, and each sign keeps its meaning. */
function examineSum({ table, whole, parts }: Sum, report: (row: string | null, problem: string) => void): void {
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
  if (has('unavailable') && !table.notes.some(saysWhatIsMissing))
    report(null, `has rows of ${signs.unavailable.sign} under a total of ${whole.value}, and no note says why`);
  const sum = parts.reduce((added, [, cell]) => added + (cell?.kind === 'count' ? cell.value : 0), 0);
  const explained = table.notes.some((note) => reasonNotTo.test(note));
  const isSum = has('withheld') ? sum <= whole.value : sum === whole.value;
  if (isSum || explained) return;
  report(null, `has rows that add up to ${sum}, and a total of ${whole.value}`);
}

const saysWhatIsMissing = (note: string) =>
  /\bdo not (?:wholly )?(?:record|cover)\b|\bnot (?:available|known)\b/i.test(note);
