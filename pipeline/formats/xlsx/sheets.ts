import { type Cell, cellMark, cellStatus, shownSigns } from '../../cell.ts';
import type { Block, Column, FactTable, KeyFigure, ReportModel, ReportRow, ReportTable } from '../../compose.ts';
import { dateValue, factValues } from './facts.ts';
import { plainSheetName, tableHeaders, tableObjectName, tableSheetName, uniqueHeaders } from './names.ts';
import type { GridColumn, NumberUnit, SheetPlan, Value, WorkbookPlan } from './plan.ts';
import { type SheetKind, wording } from './wording.ts';

const text = (of: string): Value => ({ kind: 'text', text: of });

/** A zero is the number 0, which the number format shows as its sign; what is not a number is the sign as text. */
function cellValue(cell: Cell): Value {
  if (cell.kind === 'text') return text(cell.text);
  if (cell.kind === 'date') return dateValue(cell.date);
  return 'value' in cell
    ? { kind: 'number', value: cell.value, unit: numberUnit(cell), isRevised: cellMark(cell) !== '' }
    : { kind: 'sign', sign: cellStatus(cell) };
}

/** Whole days and hours are shown as such; a median between two of them has a half. */
function numberUnit({ kind, value }: Extract<Cell, { readonly value: number }>): NumberUnit {
  return kind === 'duration' && !Number.isInteger(value) ? 'duration-tenths' : kind;
}

const signsIn = (model: ReportModel, cells: readonly Cell[]) => {
  const shown = new Set(cells.flatMap(shownSigns));
  return model.legend.filter(({ sign }) => shown.has(sign));
};

const blocksOf = (model: ReportModel): readonly Block[] => model.sections.flatMap((section) => section.blocks);
const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  blocksOf(model).flatMap((block) => (block.kind === 'table' ? [block.table] : []));
const factsOf = (model: ReportModel): readonly FactTable[] =>
  blocksOf(model).flatMap((block) => (block.kind === 'facts' ? [block.facts] : []));

const column = (header: string, least: number, most: number): GridColumn => ({ header, width: { least, most } });

function tableColumn({ unit }: Column, header: string): GridColumn {
  if (unit === 'text') return { ...column(header, 14, 46), isWords: true };
  return unit === 'date' ? { ...column(header, 13, 18), isWords: true } : column(header, 11, 18);
}

function tableSheet(model: ReportModel, table: ReportTable, tableCount: number): SheetPlan {
  const { rows: _rows, ...words } = { ...table, isEmpty: table.rows.length === 0 };
  const rowValues = (row: ReportRow) => [text(row.code), text(row.label), ...row.cells.map(cellValue)];
  const margin = table.rows.findLast((row) => row.isTotal);
  const body = table.rows.filter((row) => row !== margin);
  // A margin without rows is the table's only row: nothing could count it twice.
  const rows = body.length > 0 ? body : table.rows;
  const total = body.length > 0 && margin !== undefined ? rowValues(margin) : null;
  const [code = '', label = '', ...headers] = tableHeaders(table);
  const columns = [
    column(code, 10, 24),
    column(label, 26, 46),
    ...table.columns.map((of, at) => tableColumn(of, headers[at] ?? of.header)),
  ];
  const signs = signsIn(
    model,
    table.rows.flatMap((row) => row.cells),
  );
  return {
    name: tableSheetName(table),
    lines: wording('table', { ...documentWords(model), table: words, tableCount, hasTotal: total !== null, signs }),
    grid:
      rows.length === 0
        ? null
        : {
            name: tableObjectName(table.id),
            columns,
            rows: rows.map(rowValues),
            total,
            isList: table.kind === 'list',
          },
  };
}

function keyFiguresSheet(model: ReportModel, figures: readonly KeyFigure[]): SheetPlan {
  const rows = figures.map(({ label, cell, comparison }) => [text(label), cellValue(cell), text(comparison)]);
  const [label = '', value = '', comparison = ''] = ['Figure', model.period.label, 'Comparison'];
  const columns = [column(label, 30, 46), column(value, 12, 18), column(comparison, 40, 70)];
  const signs = signsIn(
    model,
    figures.map(({ cell }) => cell),
  );
  return {
    name: 'Key figures',
    lines: wording('key-figures', { ...documentWords(model), signs }),
    grid: { name: 'key_figures', columns: withUniqueHeaders(columns), rows, total: null },
  };
}

const withUniqueHeaders = (columns: readonly GridColumn[]): readonly GridColumn[] => {
  const headers = uniqueHeaders(columns.map(({ header }) => header));
  return columns.map((of, at) => ({ ...of, header: headers[at] ?? of.header }));
};

function factsSheet(model: ReportModel, facts: FactTable, name: string): SheetPlan {
  const columns = withUniqueHeaders(facts.columns.map((header) => column(header, 10, 50)));
  return {
    name,
    lines: wording('facts', { ...documentWords(model), facts }),
    grid: { name: tableObjectName(facts.id), columns, rows: factValues(facts), total: null },
  };
}

/** The text of a document as a table of topic and note, under the headings that it has in the document. */
function notesRows(model: ReportModel): readonly (readonly Value[])[] {
  const rows: (readonly [topic: string, note: string])[] = [];
  for (const section of model.sections) {
    let topic = section.title;
    for (const block of section.blocks) {
      if (block.kind === 'heading') topic = block.text;
      if (block.kind === 'paragraph') rows.push([topic, block.text]);
      if (block.kind === 'list') rows.push(...block.items.map((item) => [topic, item] as const));
      if (block.kind === 'definitions')
        rows.push(...block.entries.map(({ term, meaning }) => [term, meaning] as const));
    }
  }
  rows.push(...model.legend.map(({ sign, meaning }) => [`Sign ${sign}`, meaning] as const));
  return rows.map(([topic, note]) => [text(topic), text(note)]);
}

function notesSheet(model: ReportModel): SheetPlan {
  const rows = notesRows(model);
  const columns = [column('Topic', 24, 36), column('Note', 90, 90)];
  return {
    name: 'Notes',
    lines: wording('notes', documentWords(model)),
    grid: rows.length === 0 ? null : { name: 'notes', columns, rows, total: null },
  };
}

function contentsSheet(model: ReportModel, sheets: readonly SheetPlan[]): SheetPlan {
  const rows = sheets.map(({ name, lines }): readonly Value[] => [
    { kind: 'link', text: name, sheet: name },
    text(lines[0] ?? name),
  ]);
  const columns = [column('Sheet', 34, 34), column('Title', 60, 80)];
  return {
    name: 'Contents',
    lines: wording('contents', documentWords(model)),
    grid: { name: 'contents', columns, rows, total: null },
  };
}

/** The words of a document that every template may use: the model without its body and what explains it. */
function documentWords(model: ReportModel): object {
  const { title, report, period, scope, asOf, edition, audience, mark } = model;
  return { title, report, period, scope, asOf, edition, audience, mark };
}

/** The workbook of a document: cover, contents, notes, key figures, then one sheet a table, then the tables of facts. */
export function planWorkbook(model: ReportModel): WorkbookPlan {
  const tables = tablesOf(model);
  const figures = blocksOf(model).flatMap((block) => (block.kind === 'key-figures' ? block.figures : []));
  const named: SheetPlan[] = [notesSheet(model)];
  if (figures.length > 0) named.push(keyFiguresSheet(model, figures));
  named.push(...tables.map((table) => tableSheet(model, table, tables.length)));
  for (const facts of factsOf(model)) {
    const taken = ['Cover', 'Contents', 'History', ...named.map(({ name }) => name)];
    named.push(factsSheet(model, facts, plainSheetName(facts.title, taken)));
  }
  const cover: SheetPlan = {
    name: 'Cover',
    lines: wording('cover' satisfies SheetKind, { ...documentWords(model), sheetCount: named.length + 2 }),
    grid: null,
  };
  return {
    title: model.title,
    subject: `${model.report.title}, ${model.period.words}`,
    language: model.language,
    asOf: model.asOf.iso,
    mark: model.mark?.word ?? null,
    sheets: [cover, contentsSheet(model, named), ...named],
  };
}
