import { eventKinds } from '../../../queries/codelists.ts';
import { exclusions } from '../../../queries/control-totals/exclusions.ts';
import { type Cell, cellText } from '../../cell.ts';
import type { Chart, FactTable, KeyFigure, ReportModel, ReportTable } from '../../compose.ts';
import type { Extract } from '../../extract.ts';
import { breakdowns, measures } from '../../measures/index.ts';
import { groundOf, windowsOf } from '../../measures/measure.ts';
import { reports } from '../../reports/index.ts';
import type { KeyFigureDefinition } from '../../reports/report.ts';
import type { ReportWords } from '../../reports/words.ts';
import { scopeFolder } from '../../scope-folder.ts';
import { fill } from '../../wording.ts';
import type { Candidate } from '../check.ts';
import { csvReading } from '../same-numbers/csv.ts';
import { htmlReading } from '../same-numbers/html.ts';
import { allTables, type PrintedTable, type Reading } from '../same-numbers/reading.ts';
import { xlsxReading } from '../same-numbers/xlsx.ts';
import { type Recorded, recordedCell, recordedRow, recordedTotal } from './recorded.ts';
import { examineRederived, type RederivedTables, rederivedCell } from './rederived.ts';
import type { Report } from './report.ts';

/** What is on record, and the tables that were composed from it once more. */
export interface Known {
  readonly recorded: Recorded;
  readonly rederived: RederivedTables;
}

/** What stands in a place by what is on record of a scope; null: nothing on record tells. */
function knownCell(table: ReportTable, code: string, at: number, scope: string, { recorded, rederived }: Known) {
  const column = table.columns[at];
  if (column === undefined) return null;
  if (table.kind !== undefined) return rederivedCell(rederived, table.id, code, at);
  return recordedCell({ table, code, column }, scope, recorded);
}

const readings: readonly Reading[] = [csvReading, htmlReading, xlsxReading];

/** Finds every figure of an office's document that the tallies of its scope do not give. */
export function examineModel(model: ReportModel, known: Known, report: Report): void {
  const { recorded } = known;
  for (const table of allTables(model)) examineTable(table, model, known, report);
  for (const { blocks } of model.sections) {
    for (const block of blocks) {
      if (block.kind === 'key-figures') {
        for (const figure of block.figures) examineKeyFigure(figure, model, recorded, report);
      }
      if (block.kind === 'chart') examineChart(block.chart, model, known, report);
      if (block.kind === 'facts' && block.facts.id === 'revised-totals')
        examineRevisedTotals(block.facts, model, recorded, report);
      if (block.kind === 'facts' && block.facts.id === 'controls')
        examineControls(block.facts, model.scope.id, recorded.extract, report);
    }
  }
}

function examineTable(table: ReportTable, model: ReportModel, { recorded, rederived }: Known, report: Report): void {
  const at = `table ${table.id}`;
  if (breakdowns.find(({ id }) => id === table.breakdown)?.codes === 'field-offices') report(at, 'lists field offices');
  if (table.kind !== undefined) {
    examineRederived(table, model.scope.id, rederived, report);
    return;
  }
  for (const { code, cells } of table.rows) {
    for (const [index, column] of table.columns.entries()) {
      const cell = cells[index];
      if (cell === undefined || !('value' in cell)) continue;
      const expected = recordedCell({ table, code, column }, model.scope.id, recorded);
      const place = `${at}, row ${code}, column ${column.id}`;
      if (expected === null) report(place, 'is a figure of which no tally tells whose it is');
      else if (!isSame(cell, expected)) {
        const whose = { place: { table, code, column }, recorded, is: (other: Cell) => isSame(cell, other) };
        report(place, differs(cellText(cell), cellText(expected), model.scope.id, whose));
      }
    }
  }
}

const isSame = (a: Cell, b: Cell) => a.kind === b.kind && 'value' in a && 'value' in b && a.value === b.value;

interface Whose {
  readonly place: Parameters<typeof recordedCell>[0];
  readonly recorded: Recorded;
  readonly is: (cell: Cell) => boolean;
}

/** Names the scope that the figure is of, where there is only one. */
function differs(found: string, expected: string, scope: string, { place, recorded, is }: Whose): string {
  const owners = recorded.scopes.filter((other) => {
    const cell = recordedCell(place, other, recorded);
    return cell !== null && is(cell);
  });
  const [owner] = owners;
  const whose = owner === undefined || owners.length > 1 ? '' : `; it is the figure of ${owner}`;
  return `is ${found}, and by the tallies of ${scope} it is ${expected}${whose}`;
}

function examineKeyFigure(figure: KeyFigure, model: ReportModel, recorded: Recorded, report: Report): void {
  const place = `key figure “${figure.label}”`;
  const definition = reports.find(({ id }) => id === model.report.id);
  const asked = definition?.sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'key-figures' ? block.figures : []))
    .find(({ label }) => label === figure.label);
  if (definition === undefined || asked === undefined) {
    if ('value' in figure.cell) report(place, 'is a figure of which no tally tells whose it is');
    return;
  }
  const own = (window: 'period' | 'previous') => keyFigureOf(asked, model.scope.id, window, recorded);
  const text = cellText({ kind: 'count', value: own('period') });
  if ('value' in figure.cell && cellText(figure.cell) !== text)
    report(place, `is ${cellText(figure.cell)}, and by the tallies of ${model.scope.id} it is ${text}`);
  const { comparison } = figure;
  if (!isComparedWith(own('previous'), comparison, definition.words.document.keyFigure))
    report(
      place,
      `is compared with “${comparison}”, and by the tallies of ${model.scope.id} with ${cellText({ kind: 'count', value: own('previous') })}`,
    );
}

function keyFigureOf(
  { measure, row }: KeyFigureDefinition,
  scope: string,
  window: 'period' | 'previous',
  recorded: Recorded,
): number {
  return row === undefined
    ? recordedTotal(measure.id, scope, window, recorded)
    : recordedRow(measure.id, row, scope, window, recorded);
}

/** Whether the words under a key figure are those of the earlier one, or that there is none, whatever its days. */
function isComparedWith(
  previous: number,
  comparison: string,
  { unavailable, none, compared, uncompared }: ReportWords['document']['keyFigure'],
): boolean {
  if (comparison === uncompared) return true;
  const when = '\u0000';
  const figure = cellText({ kind: 'count', value: previous });
  return [fill(unavailable, { when }), previous === 0 ? fill(none, { when }) : fill(compared, { figure, when })].some(
    (words) => {
      const [before = '', after = ''] = words.split(when);
      return comparison.startsWith(before) && comparison.endsWith(after);
    },
  );
}

function examineChart(chart: Chart, model: ReportModel, known: Known, report: Report): void {
  const place = `chart ${chart.id}`;
  if (chart.form === 'map') report(place, 'draws the areas of other offices');
  const table = allTables(model).find(({ id }) => id === chart.tableId);
  if (table === undefined) {
    report(place, `is of the table ${chart.tableId}, which the document does not have`);
    return;
  }
  for (const { code, values } of chart.rows) {
    for (const [at, value] of values.entries()) {
      const column = table.columns.findIndex(({ id }) => id === chart.series[at]?.id);
      if (value === null) continue;
      const expected = knownCell(table, code, column, model.scope.id, known);
      if (expected === null || !('value' in expected) || expected.value !== value)
        report(`${place}, row ${code}, series ${at + 1}`, `is ${value}, which the tallies of its scope do not give`);
    }
  }
}

/** What a correction changed is a figure of the document like any other. */
function examineRevisedTotals(facts: FactTable, model: ReportModel, recorded: Recorded, report: Report): void {
  for (const row of facts.rows) {
    const measure = measures.find(({ label }) => label === row[0]);
    const text = row.at(-1) ?? '';
    if (!/\d/.test(text)) continue;
    const own =
      measure === undefined
        ? []
        : windowsOf(measure, groundOf(recorded.extract)).map((id) =>
            recordedTotal(measure.id, model.scope.id, id, recorded),
          );
    if (!own.some((value) => value.toLocaleString('en-US') === text))
      report(
        `facts ${facts.id}, row ${row.slice(0, 2).join(', ')}`,
        `is ${text}, which the tallies of its scope do not give`,
      );
  }
}

/** What became of the rows on record is of the document's own scope. */
function examineControls(facts: FactTable, scope: string, { controls }: Extract, report: Report): void {
  for (const [label = '', ...figures] of facts.rows) {
    const kind = eventKinds.find((each) => each.label === label)?.code;
    const own = controls.find((each) => each.kind === kind && each.office === scope);
    const expected = [own?.onRecord, own?.counted, ...exclusions.map(({ code }) => own?.excluded[code])];
    for (const [at, figure] of figures.entries()) {
      const text = (expected[at] ?? 0).toLocaleString('en-US');
      const place = `facts ${facts.id}, row ${label}, column ${facts.columns[at + 1] ?? at + 1}`;
      if (kind === undefined) report(place, 'is a figure of which no record tells whose it is');
      else if (figure !== text) report(place, `is ${figure}, and on record of ${scope} it is ${text}`);
    }
  }
}

/** Reads the tables of an office's document back out of its files, and finds every figure that is not of its scope. */
export async function examineFiles(
  model: ReportModel,
  candidate: Candidate,
  known: Known,
  report: Report,
): Promise<void> {
  for (const reading of readings) {
    if (!candidate.artifacts.some(({ format }) => format === reading.format)) continue;
    for (const file of reading.files(model)) {
      const path = `${scopeFolder(model.scope.id)}/${file.path}`;
      if (!candidate.artifacts.some((artifact) => artifact.path === path)) {
        report(path, 'is not among the files of the edition, so that nothing is proved of it');
        continue;
      }
      const printed = await reading.read(candidate, path, file.tables);
      for (const each of printed) {
        const table = file.tables.find(({ id }) => id === each.id);
        if (table === undefined) report(`${path}, table ${each.id}`, 'is no table of the document');
        else examinePrinted({ reading, path, table, printed: each, scope: model.scope.id }, known, report);
      }
      for (const { id } of file.tables)
        if (!printed.some((each) => each.id === id))
          report(`${path}, table ${id}`, 'cannot be read, so that nothing is proved of it');
    }
  }
}

interface Printed {
  readonly reading: Reading;
  readonly path: string;
  readonly table: ReportTable;
  readonly printed: PrintedTable;
  readonly scope: string;
}

const numberless: readonly Cell[] = [{ kind: 'withheld' }, { kind: 'unavailable' }, { kind: 'not-applicable' }];

/** A figure of the tallies with the mark of the document's own: of the edition before, tallies tell nothing. */
function asRevised(cell: Cell, own: Cell | undefined): Cell {
  if (cell.kind !== 'count') return cell;
  const { kind, value } = cell;
  return own?.kind === 'count' && own.revised === true ? { kind, value, revised: true } : { kind, value };
}

function examinePrinted({ reading, path, table, printed, scope }: Printed, known: Known, report: Report): void {
  const { recorded } = known;
  const rows = new Map(table.rows.map((row) => [row.code, row.cells]));
  const signs = new Set(numberless.map(reading.prints));
  for (const code of printed.repeated) report(`${path}, table ${table.id}, row ${code}`, 'stands twice');
  for (const [code, cells] of printed.rows) {
    const at = `${path}, table ${table.id}, row ${code}`;
    if (!rows.has(code)) report(at, 'is no row of the document');
    if (cells.length > table.columns.length) report(at, 'has more cells than the table has columns');
    for (const [index, column] of table.columns.entries()) {
      const found = cells[index];
      if (found === undefined || signs.has(found) || !reading.holds(column, table)) continue;
      const expected = knownCell(table, code, index, scope, known);
      const place = `${at}, column ${column.id}`;
      const prints = (cell: Cell) => reading.prints(asRevised(cell, rows.get(code)?.[index]));
      if (expected === null) report(place, 'is a figure of which no tally tells whose it is');
      else if (found !== prints(expected)) {
        const is = (other: Cell) => found === prints(other);
        report(place, differs(found, prints(expected), scope, { place: { table, code, column }, recorded, is }));
      }
    }
  }
}
