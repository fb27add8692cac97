import { type Cell, changeOf, percentChangeOf } from '../cell.ts';
import type { Column, ReportRow, ReportTable } from '../compose.ts';
import { PipelineError } from '../errors.ts';
import type { Extract } from '../extract.ts';
import { type Breakdown, type Measure, windowsOn } from '../measures/measure.ts';
import { isWithin, type Period, type WindowId } from '../period.ts';
import type {
  BlockDefinition,
  MeasuresDefinition,
  ReportDefinition,
  TableDefinition,
  TrendDefinition,
} from '../reports/report.ts';
import type { Table, TableRow, Trend } from '../tabulate.ts';
import { columnDescription, columnHeader, type MeasuredWindows, windowHeader } from './headers.ts';
import { regimeNote } from './regimes.ts';

/** What one document is composed from. */
export interface Drawn {
  readonly extract: Extract;
  readonly scope: string;
  /** Of the document's scope. */
  readonly tables: readonly Table[];
  readonly trends: readonly Trend[];
  /** Of the nation, beside which an office's figures stand; null in the national document. */
  readonly national: readonly Table[] | null;
}

/** The tables of a document, by the block of the definition that asks for them. */
export type ComposedTables = ReadonlyMap<BlockDefinition, readonly ReportTable[]>;

const unavailable: Cell = { kind: 'unavailable' };
const notApplicable: Cell = { kind: 'not-applicable' };

/** Composes every table of a document, numbered in order; those without a figure are not printed and have the last numbers. */
export function composeTables(definition: ReportDefinition, drawn: Drawn): ComposedTables {
  const blocks = definition.sections.flatMap((section) => section.blocks);
  const composed = blocks.map((block) => [block, composeBlockTables(block, drawn)] as const);
  const all = composed.flatMap(([, tables]) => tables);
  const ordered = [...all.filter((table) => !lacksFigures([table])), ...all.filter((table) => lacksFigures([table]))];
  const numbers = new Map(ordered.map((table, at) => [table, at + 1]));
  return new Map(
    composed.map(([block, tables]) => [block, tables.map((table) => ({ ...table, number: numbers.get(table) ?? 0 }))]),
  );
}

/** Whether there are tables and none of them has a figure. */
export function lacksFigures(tables: readonly ReportTable[]): boolean {
  const hasFigure = ({ columns, rows }: ReportTable) =>
    rows.some(({ cells }) => columns.some(({ id }, at) => id !== 'national' && cells[at]?.kind === 'count'));
  return tables.length > 0 && !tables.some(hasFigure);
}

function composeBlockTables(block: BlockDefinition, drawn: Drawn): readonly ReportTable[] {
  switch (block.kind) {
    case 'table':
      return drawn.tables
        .filter((table) => table.measure === block.table.measure.id && table.breakdown === block.table.by.id)
        .map((table) => composeTable(block.table, table, drawn));
    case 'measures':
      return [composeMeasures(block.table, drawn)];
    case 'trend':
      return [composeTrend(block.table, drawn)];
    case 'key-figures':
    case 'highlights':
    case 'chart':
      return [];
  }
}

/** The total of a measure, and a table of it by a breakdown. */
export function tableNamed(id: string, tables: readonly Table[]): Table {
  const table = tables.find((each) => each.id === id);
  if (table === undefined) throw new PipelineError('internal', `there is no table ${id}`, 'report this defect');
  return table;
}

function composeTable({ measure, by, notes = [] }: TableDefinition, table: Table, drawn: Drawn): ReportTable {
  const { period, coverage } = drawn.extract;
  const windows = { measure, days: windowsOn(measure, period, coverage) };
  return {
    id: table.id,
    number: 0,
    title: titleOf(measure, by, table, period),
    measure: measure.id,
    breakdown: by.id,
    rowHeader: by.label,
    columns: [
      ...windowColumns(measure.id, table.windows, windows, period),
      ...changeColumns(windows, period),
      {
        id: 'share',
        header: `Share of ${windowHeader('period', period, period)} (%)`,
        description: table.regime?.only === false ? 'part of the total of these days' : 'part of the period’s total',
        unit: 'percent',
        open: null,
      },
      ...nationalColumn(drawn, period),
    ],
    rows: table.rows.map((row) =>
      rowOf(row, [...cellsOf(row, table, windows.days), row.share, ...nationalCell(row, table, drawn)]),
    ),
    notes: [
      `Unit: ${unitOf(measure)}.`,
      ...unavailableNote(table),
      ...regimeNote(table, windows, period),
      ...unrecordedNote(table, by.label),
      ...notes,
    ],
  };
}

const rowOf = ({ code, label }: TableRow, cells: readonly Cell[]): ReportRow => ({
  code,
  label,
  isTotal: code === 'total',
  cells,
});

function windowColumns(
  measure: string,
  ids: readonly WindowId[],
  windows: MeasuredWindows,
  period: Period,
): readonly Column[] {
  return ids.map((id) => ({
    id,
    header: columnHeader(id, windows, period),
    description: columnDescription(id, windows),
    unit: 'count',
    open: { measure, window: id },
  }));
}

/** From the same period a year earlier, which the season does not tint. */
function changeColumns(windows: MeasuredWindows, period: Period): readonly Column[] {
  const before = columnHeader('year-earlier', windows, period);
  const description = 'from the same period a year earlier';
  return [
    { id: 'change', header: `Change from ${before}`, description, unit: 'change', open: null },
    { id: 'percent-change', header: `Change from ${before} (%)`, description, unit: 'percent-change', open: null },
  ];
}

/** The cells of the windows, then the changes. */
function cellsOf({ cells }: TableRow, { windows, regime }: Table, days: MeasuredWindows['days']): readonly Cell[] {
  const [before, after] = [cells['year-earlier'] ?? unavailable, cells.period ?? unavailable];
  const held = regime?.inForce ?? null;
  // Some days of a month are not compared with all days of another.
  const isComparable = held === null || (isWithin(days.period, held) && isWithin(days['year-earlier'], held));
  return [
    ...windows.map((id) => cells[id] ?? unavailable),
    ...(isComparable ? [changeOf(before, after), percentChangeOf(before, after)] : [notApplicable, notApplicable]),
  ];
}

function nationalColumn({ national }: Drawn, period: Period): readonly Column[] {
  if (national === null) return [];
  const header = `National, ${windowHeader('period', period, period)}`;
  return [{ id: 'national', header, description: 'the whole nation in the period', unit: 'count', open: null }];
}

/** The nation's figure of the same row; what one table lists as others is not what another does. */
function nationalCell({ code }: TableRow, table: Table, { national, extract }: Drawn): readonly Cell[] {
  if (national === null) return [];
  if (code === 'others') return [notApplicable];
  const whole = national.find(({ id }) => id === table.id);
  const row = whole?.rows.find((each) => each.code === code);
  if (row !== undefined) return [row.cells.period ?? unavailable];
  // Determinations list every category; what no row of the nation has cannot be told.
  if (table.regime !== null) return [unavailable];
  const total = whole?.rows.at(-1)?.cells.period;
  if (total?.kind !== 'count') return [total ?? unavailable];
  const tally = extract.tallies.find(
    (each) =>
      each.scope === 'national' &&
      each.measure === table.measure &&
      each.breakdown === table.breakdown &&
      each.code === code,
  );
  return [{ kind: 'count', value: tally?.counts.period ?? 0 }];
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
  return [`The sources do not record ${inSentence(label)}${isBlank ? '' : ' in every period'}.`];
}

/** Measures of events beneath one another: no total and no share, because they are steps and not parts. */
function composeMeasures(
  { id, title, rowHeader, measures, notes = [] }: MeasuresDefinition,
  drawn: Drawn,
): ReportTable {
  const { period, coverage } = drawn.extract;
  const [first] = measures;
  if (first === undefined) throw new PipelineError('internal', `table ${id} has no measure`, 'report this defect');
  const windows = { measure: first, days: windowsOn(first, period, coverage) };
  const margins = measures.map((measure) => ({ measure, margin: tableNamed(measure.id, drawn.tables) }));
  return {
    id,
    number: 0,
    title: `${title}, ${period.label}`,
    measure: 'enforcement-events',
    breakdown: 'kind',
    rowHeader,
    columns: [
      ...windowColumns('enforcement-events', margins[0]?.margin.windows ?? [], windows, period),
      ...changeColumns(windows, period),
      ...nationalColumn(drawn, period),
    ],
    rows: margins.flatMap(({ measure, margin }) =>
      margin.rows.map((row) => ({
        code: measure.kind,
        label: measure.label,
        isTotal: false,
        cells: [...cellsOf(row, margin, windows.days), ...nationalCell(row, margin, drawn)],
      })),
    ),
    notes: ['Unit: events, not persons.', ...unavailableAmong(margins.map(({ margin }) => margin)), ...notes],
  };
}

function unavailableAmong(margins: readonly Table[]): readonly string[] {
  return [...new Set(margins.flatMap(unavailableNote))]
    .slice(0, 1)
    .map(() => 'NA: the sources do not wholly cover it.');
}

/** One row a month. */
function composeTrend({ id, title, columns, notes = [] }: TrendDefinition, drawn: Drawn): ReportTable {
  const trend = drawn.trends.find((each) => each.id === id);
  if (trend === undefined) throw new PipelineError('internal', `there is no trend ${id}`, 'report this defect');
  const isMissing = trend.rows.some(({ cells }) => cells.some((cell) => cell.kind === 'unavailable'));
  return {
    id,
    number: 0,
    title: `${title}, ${trend.rows.length} months to ${trend.rows.at(-1)?.label ?? ''}`,
    measure: columns[0]?.measure.id ?? id,
    breakdown: 'month',
    rowHeader: 'Month',
    columns: columns.map(({ header, measure, row }) => ({
      id: row === undefined ? measure.id : `${measure.id}-${row.code.toLowerCase()}`,
      header,
      description: measure.entity === 'event' ? 'in the month' : 'at the end of the month',
      unit: 'count',
      open: {
        measure: row === undefined ? measure.id : `${measure.id}-${row.code.toLowerCase()}`,
        window: 'month',
      },
    })),
    rows: trend.rows.map(({ code, label, cells }) => ({ code, label, isTotal: false, cells })),
    notes: [
      `Unit: ${[...new Set(columns.map(({ measure }) => unitOf(measure)))].join('; ')}.`,
      ...(isMissing ? ['NA: the sources do not wholly cover the month.'] : []),
      ...(drawn.extract.period.until.endsWith('-01') ? [] : ['The last month is whole, beyond the period’s last day.']),
      ...notes,
    ],
  };
}
