import Handlebars from 'handlebars';
import { type Cell, cellText, type Sign, shownSigns } from '../../cell.ts';
import { chartForms } from '../../charts/index.ts';
import type { Block, Chart, Column, FactTable, ReportModel, ReportRow, ReportTable } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';

/** What the templates read: the model, and what they would otherwise have to look up in it. Holds no figure of its own. */
export interface PageView extends Omit<ReportModel, 'sections'> {
  readonly contents: readonly ContentsEntry[];
  readonly sections: readonly SectionView[];
}

/** A line of the contents: the anchor of a heading, and its words. */
export interface ContentsEntry {
  readonly id: string;
  readonly text: string;
  readonly entries: readonly Omit<ContentsEntry, 'entries'>[];
}

interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly BlockView[];
}

type BlockView =
  | Exclude<Block, { readonly kind: 'chart' | 'facts' | 'table' }>
  | { readonly kind: 'facts'; readonly facts: FactsView }
  | { readonly kind: 'chart'; readonly chart: ChartView }
  | { readonly kind: 'table'; readonly table: TableView };

interface FactsView extends Pick<FactTable, 'id' | 'title'> {
  readonly columns: readonly FactView[];
  readonly rows: readonly (readonly FactView[])[];
}

/** A text of a small table; figures stand under one another, and a column of short texts is as wide as they are. */
interface FactView {
  readonly text: string;
  readonly isFigure: boolean;
  readonly isShort: boolean;
}

interface ChartView extends Chart {
  /** Ours, and therefore raw. */
  readonly svg: Handlebars.SafeString;
  readonly table: Pick<ReportTable, 'id' | 'number'>;
}

interface TableView extends Omit<ReportTable, 'rows'> {
  readonly rows: readonly RowView[];
  /** The signs that stand in this table. */
  readonly key: readonly Sign[];
  /** Whether it may go on over to the next page: kept whole, it would leave too much of this one empty. */
  readonly isLong: boolean;
  /** Whether words or dates stand among its columns, which are as wide as these need. */
  readonly isWorded: boolean;
  /** Whether it has more columns of these than an upright page has room for. */
  readonly isWide: boolean;
}

interface RowView extends Omit<ReportRow, 'cells'> {
  readonly cells: readonly CellView[];
}

interface CellView {
  readonly cell: Cell;
  /** How it is set; empty: as figures are. */
  readonly setting: Setting;
}

/** Short texts and dates stay in one line, other texts break between words, and loose ones, whose words are very long, anywhere. */
type Setting = 'text' | 'text short' | 'text loose' | 'date' | '';

/**
 * Prepares a model for the templates.
 * @throws PipelineError `render` where a chart names a table that the document does not have.
 */
export function pageView(model: ReportModel): PageView {
  const tables = tablesOf(model);
  const view = (block: Block): BlockView => {
    switch (block.kind) {
      case 'chart':
        return { kind: 'chart', chart: chartView(block.chart, tables) };
      case 'facts':
        return { kind: 'facts', facts: factsView(block.facts) };
      case 'table':
        return { kind: 'table', table: tableView(block.table, model.legend) };
      default:
        return block;
    }
  };
  return {
    ...model,
    contents: contentsOf(model),
    sections: model.sections.map((section) => ({ ...section, blocks: section.blocks.map(view) })),
  };
}

function tablesOf(model: ReportModel): readonly ReportTable[] {
  return model.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
  );
}

/**
 * The contents of a document: its sections, and in each the headings of its tables, charts and notes, without the period
 * with which most of them end: it is that of the document.
 */
export function contentsOf({ sections, period }: Pick<ReportModel, 'sections' | 'period'>): readonly ContentsEntry[] {
  const ending = `, ${period.label}`;
  return sections.map(({ id, title, blocks }) => ({
    id: `${id}-title`,
    text: title,
    entries: blocks.flatMap(headingOf).map((entry) => ({
      ...entry,
      text: entry.text.endsWith(ending) ? entry.text.slice(0, -ending.length) : entry.text,
    })),
  }));
}

function headingOf(block: Block): ContentsEntry['entries'] {
  switch (block.kind) {
    case 'heading':
      return [{ id: block.id, text: block.text }];
    case 'chart':
      return [{ id: `${block.chart.id}-title`, text: `Chart. ${block.chart.title}` }];
    case 'table':
      return [{ id: `table-${block.table.id}-title`, text: `Table ${block.table.number}. ${block.table.title}` }];
    default:
      return [];
  }
}

function chartView(chart: Chart, tables: readonly ReportTable[]): ChartView {
  const table = tables.find(({ id }) => id === chart.tableId);
  const form = chartForms.find(({ id }) => id === chart.form);
  if (table === undefined || form === undefined) {
    throw new PipelineError(
      'render',
      `chart "${chart.id}" has no ${form === undefined ? `form "${chart.form}"` : `table "${chart.tableId}"`} in this document`,
      'correct the chart in the definition of the report',
    );
  }
  return { ...chart, svg: new Handlebars.SafeString(form.draw(chart)), table: { id: table.id, number: table.number } };
}

/** A column of counts alone is one of figures. */
function factsView(facts: FactTable): FactsView {
  const { columns, rows } = facts;
  const isFigure = columns.map((_, at) => rows.every((row) => /^\d[\d,]*$/.test(row[at] ?? '')));
  const isShort = columns.map((_, at) => rows.every((row) => (row[at] ?? '').length <= lettersOfWord));
  const asViews = (texts: readonly string[]) =>
    texts.map((text, at) => ({ text, isFigure: isFigure[at] ?? false, isShort: isShort[at] ?? false }));
  return { ...facts, columns: asViews(columns), rows: rows.map(asViews) };
}

/** Lines of rows that take about a third of a page, and rows enough to leave some on each side of a break. */
const longTable = { lines: 12, rows: 8 } as const;
/** A name of more letters takes a second line of its row. */
const lettersInLine = 34;

/** A text or a word of no more letters is not broken. */
const lettersOfWord = 16;

/** Letters that stand in a line of an upright page, and what columns need of them where words or dates are among them. */
const upright = { line: 115, label: 24, date: 12, figure: 7, between: 2 } as const;

function tableView(table: ReportTable, legend: readonly Sign[]): TableView {
  const columns = table.columns.map((column, at) => columnView(column, textsOf(table, at)));
  const isWorded = columns.some(({ setting }) => setting !== '');
  const texts = table.rows.map(({ label, cells }) => [
    label,
    ...cells.filter((_, at) => columns[at]?.setting.startsWith('text')).map(cellText),
  ]);
  const lines = texts.reduce((sum, row) => sum + Math.max(...row.map(linesOf)), 0);
  const label = Math.min(upright.label, longest(table.rows.map((row) => row.label)));
  return {
    ...table,
    rows: table.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, at) => ({ cell, setting: columns[at]?.setting ?? '' })),
    })),
    key: signsIn(table, legend),
    isLong: lines >= longTable.lines && table.rows.length >= longTable.rows,
    isWorded,
    isWide: isWorded && columns.reduce((sum, { letters }) => sum + letters + upright.between, label) > upright.line,
  };
}

const textsOf = ({ rows }: ReportTable, at: number): readonly string[] =>
  rows.flatMap(({ cells }) => cells.slice(at, at + 1).map(cellText));

/** How a column is set, and about how many letters it needs: words of two lines have half their letters in each. */
function columnView({ unit, header }: Column, texts: readonly string[]): { setting: Setting; letters: number } {
  const head = longest(header.split(/\s/));
  if (unit === 'date') return { setting: 'date', letters: Math.max(head, upright.date) };
  if (unit !== 'text') return { setting: '', letters: Math.max(head, upright.figure) };
  const word = longest(texts.flatMap((text) => text.split(/\s/)));
  const text = longest(texts);
  if (text <= lettersOfWord) return { setting: 'text short', letters: Math.max(head, text) };
  const setting = word <= lettersOfWord ? 'text' : 'text loose';
  return { setting, letters: Math.max(head, Math.min(word, lettersOfWord), Math.ceil(text / 2)) };
}

const longest = (texts: readonly string[]): number => texts.reduce((most, { length }) => Math.max(most, length), 0);

const linesOf = (text: string): number => Math.max(1, Math.ceil(text.length / lettersInLine));

function signsIn(table: ReportTable, legend: readonly Sign[]): readonly Sign[] {
  const shown = new Set(table.rows.flatMap(({ cells }) => cells.flatMap(shownSigns)));
  return legend.filter(({ sign }) => shown.has(sign));
}
