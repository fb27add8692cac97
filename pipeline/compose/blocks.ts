import { type Cell, cellText } from '../cell.ts';
import type { Block, Chart, Column, KeyFigure, ReportTable } from '../compose.ts';
import { PipelineError } from '../errors.ts';
import type { Extract } from '../extract.ts';
import { type Breakdown, type Measure, windowsOn } from '../measures/measure.ts';
import { comparisonWindows, type Period, type WindowId } from '../period.ts';
import {
  type BlockDefinition,
  type ChartDefinition,
  type KeyFigureDefinition,
  type TableDefinition,
  tableId,
} from '../reports/report.ts';
import type { Table } from '../tabulate.ts';
import { columnDescription, columnHeader, endInWords, isStock, previousInWords, windowHeader } from './headers.ts';
import { regimeNote } from './regimes.ts';

/** What blocks are composed from. */
export interface Drawn {
  readonly extract: Extract;
  readonly tables: readonly Table[];
  /** The number of each table in the document. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** A block of the definition with its figures; none where a chart has nothing to show. */
export function composeBlock(block: BlockDefinition, drawn: Drawn): readonly Block[] {
  switch (block.kind) {
    case 'key-figures':
      return [{ kind: 'key-figures', figures: block.figures.map((figure) => composeKeyFigure(figure, drawn)) }];
    case 'table':
      return tablesOf(block.table, drawn).map((table) => ({
        kind: 'table',
        table: composeTable(block.table, table, drawn),
      }));
    case 'chart':
      return composeChart(block, drawn);
  }
}

function tableNamed(id: string, { tables }: Drawn): Table {
  const table = tables.find((each) => each.id === id);
  if (table === undefined) throw new PipelineError('internal', `there is no table ${id}`, 'report this defect');
  return table;
}

function composeKeyFigure({ label, measure, row }: KeyFigureDefinition, drawn: Drawn): KeyFigure {
  const table = tableNamed(row === undefined ? measure.id : tableId(measure, row.by), drawn);
  const total = table.rows.find((each) => each.code === 'total');
  const found = table.rows.find((each) => each.code === (row?.code ?? 'total'));
  const cellOf = (id: WindowId): Cell => {
    const whole = total?.cells[id] ?? { kind: 'unavailable' };
    return whole.kind === 'count' ? (found?.cells[id] ?? { kind: 'count', value: 0 }) : whole;
  };
  const { period } = drawn.extract;
  const windows = comparisonWindows(period);
  const before = isStock(measure) ? endInWords(windows.previous) : previousInWords(windows.previous, period);
  const previous = cellOf('previous');
  return {
    label,
    cell: cellOf('period'),
    comparison:
      previous.kind === 'count'
        ? `${previous.value === 0 ? '0' : cellText(previous)} ${before}`
        : `not available ${before}`,
  };
}

/** The tables of a definition: one, or one for each regime of the period. */
export function tablesOf({ measure, by }: TableDefinition, { tables }: Pick<Drawn, 'tables'>): readonly Table[] {
  return tables.filter((table) => table.measure === measure.id && table.breakdown === by.id);
}

function composeTable({ measure, by, notes = [] }: TableDefinition, table: Table, drawn: Drawn): ReportTable {
  const { period, coverage } = drawn.extract;
  const windows = { measure, days: windowsOn(measure, period, coverage) };
  const columns: readonly Column[] = [
    ...table.windows.map((id) => ({
      id,
      header: columnHeader(id, windows, period),
      description: columnDescription(id, windows),
      unit: 'count' as const,
    })),
    {
      id: 'share',
      header: `Share of ${windowHeader('period', period, period)} (%)`,
      description: table.regime?.only === false ? 'part of the total of these days' : 'part of the period’s total',
      unit: 'percent',
    },
  ];
  return {
    id: table.id,
    number: drawn.numbers.get(table.id) ?? 0,
    title: titleOf(measure, by, table, period),
    measure: measure.id,
    breakdown: by.id,
    rowHeader: by.label,
    columns,
    rows: table.rows.map((row) => ({
      code: row.code,
      label: row.label,
      isTotal: row.code === 'total',
      cells: [...table.windows.map((id) => row.cells[id] ?? { kind: 'unavailable' as const }), row.share],
    })),
    notes: [
      `Unit: ${unitOf(measure)}.`,
      ...unavailableNote(table),
      ...regimeNote(table, windows, period),
      ...unrecordedNote(table, by.label),
      ...notes,
    ],
  };
}

/** `Encounters by civil-enforcement priority, June 2020: Executive Order 13768`. */
function titleOf(measure: Measure, by: Breakdown, { regime }: Table, period: Period): string {
  const title = `${measure.label} by ${inSentence(by.label)}, ${period.label}`;
  return regime === null ? title : `${title}: ${regime.label}`;
}

/** In lower case, but for names that bear a capital further on. */
function inSentence(label: string): string {
  const [first = '', ...rest] = label;
  return first.toLowerCase() + rest.join('');
}

function unitOf(measure: Measure): string {
  if (measure.entity === 'agreement') return measure.of;
  return `${measure.label.toLowerCase()} (events, not persons)`;
}

function unavailableNote(table: Table): readonly string[] {
  const total = table.rows.find((row) => row.code === 'total');
  const missing = table.windows.filter((id) => total?.cells[id]?.kind === 'unavailable');
  if (missing.length === 0) return [];
  if (missing.length === table.windows.length)
    return ['Not available: the sources cover none of the periods compared.'];
  return ['NA: the sources do not wholly cover the period of that column.'];
}

/** Where a total is known and a row is not, the sources do not record what the table is by. */
function unrecordedNote(table: Table, label: string): readonly string[] {
  const total = table.rows.find((row) => row.code === 'total');
  const known = table.windows.filter((id) => total?.cells[id]?.kind === 'count');
  const rows = table.rows.filter((row) => row.code !== 'total');
  const isUnrecorded = rows.some((row) => known.some((id) => row.cells[id]?.kind === 'unavailable'));
  const isBlank = rows.length === 1 && rows[0]?.code === 'not-recorded';
  if (!isUnrecorded && !isBlank) return [];
  return [`The sources do not record ${label.toLowerCase()}${isBlank ? '' : ' in every period'}.`];
}

function composeChart(chart: ChartDefinition, drawn: Drawn): readonly Block[] {
  const table = tableNamed(tableId(chart.of.measure, chart.of.by), drawn);
  const { period, coverage } = drawn.extract;
  const { measure } = chart.of;
  const windows = { measure, days: windowsOn(measure, period, coverage) };
  const shown = chart.windows.filter((id) => table.rows.at(-1)?.cells[id]?.kind === 'count');
  if (!shown.includes('period')) return [];
  const rows = table.rows
    .filter((row) => row.code !== 'total')
    .map((row) => ({
      code: row.code,
      label: row.label,
      values: shown.map((id) => {
        const cell = row.cells[id];
        return cell?.kind === 'count' ? cell.value : null;
      }),
    }));
  const title = `${chart.title}, ${period.label}`;
  return [
    {
      kind: 'chart',
      chart: {
        id: chart.id,
        form: chart.form,
        title,
        alternative: chartInWords(title, rows, drawn.numbers.get(table.id) ?? 0),
        tableId: table.id,
        series: shown.map((id) => ({ id, label: columnHeader(id, windows, period) })),
        rows,
      },
    },
  ];
}

function chartInWords(title: string, rows: Chart['rows'], table: number): string {
  const ranked = rows.toSorted((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0));
  const [most] = ranked;
  const said =
    most === undefined ? '' : ` Largest: ${most.label}, ${cellText({ kind: 'count', value: most.values[0] ?? 0 })}.`;
  return `Bar chart: ${title}. ${rows.length} rows.${said} Table ${table} has every figure.`;
}
