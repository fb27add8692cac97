import { shownSigns } from '../../cell.ts';
import type { ReportModel, ReportTable } from '../../compose.ts';
import { tableSheetName } from '../../formats/xlsx/names.ts';
import { oneLine, readable } from '../../formats/xlsx/text.ts';
import type { Breach, SheetRule, WorkbookRule } from './rules.ts';
import type { ReadSheet } from './workbook.ts';

/** A text as the lines of a sheet bear it, whatever its breaks. */
const asLine = (text: string): string => readable(oneLine(text));

/** The last row of the lines that a sheet begins with. */
const lastLine = ({ cells, tables }: ReadSheet): number =>
  (tables[0]?.headerRow ?? Math.max(1, ...cells.map(({ row }) => row)) + 1) - 1;

/** What stands above the table of a sheet, or on a sheet without one. A long line runs on in the next row. */
function wordsAbove(sheet: ReadSheet): string {
  const last = lastLine(sheet);
  const lines = sheet.cells.filter(({ row, column }) => row <= last && column === 1);
  return asLine(lines.map(({ text }) => text).join(' '));
}

function missing(sheet: ReadSheet, due: readonly string[]): readonly Breach[] {
  const words = wordsAbove(sheet);
  return due
    .filter((text) => !words.includes(asLine(text)))
    .map((text) => ({
      sheet: sheet.name,
      cell: `A1:A${lastLine(sheet)}`,
      problem: `do not say “${asLine(text).slice(0, 80)}”`,
    }));
}

const titled = (sheet: ReadSheet, title: string): readonly Breach[] =>
  sheet.cells.find(({ address }) => address === 'A1')?.text === asLine(title)
    ? []
    : [{ sheet: sheet.name, cell: 'A1', problem: `is not the title, ${asLine(title)}` }];

const tablesOf = (model: ReportModel): readonly ReportTable[] =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])));

/** Above each table of the document: its title, its place among the tables, notes and units, columns, signs, and source. */
export const captions: SheetRule = (sheet, _workbook, model) => {
  const tables = tablesOf(model);
  const table = tables.find((each) => tableSheetName(each) === sheet.name);
  if (table === undefined) return [];
  const shown = new Set(table.rows.flatMap(({ cells }) => cells.flatMap(shownSigns)));
  const signs = model.legend.filter(({ sign }) => shown.has(sign));
  return [
    ...titled(sheet, table.title),
    ...missing(sheet, [
      `Table ${table.number} of ${tables.length}.`,
      'This sheet holds one table',
      ...table.notes,
      ...table.columns.map(({ header, description }) => `${header}: ${description}`),
      ...signs.map(({ sign, meaning }) => `The sign ${sign} stands for: ${meaning}`),
      `Source: ${model.report.title}, ${model.scope.label}, edition ${model.edition}.`,
      model.asOf.words,
    ]),
  ];
};

/** The cover says what the document is, of which days and area, as of when, and for whom. */
export const cover: SheetRule = (sheet, { sheets }, model) => {
  if (sheet.name !== 'Cover') return [];
  const due = [
    model.report.purpose,
    `Period: ${model.period.words}`,
    `Scope: ${model.scope.label}`,
    `As of: ${model.asOf.words}`,
    `Edition: ${model.edition}`,
    `Audience: ${model.audience}`,
    `This workbook holds ${sheets.length} sheets.`,
  ];
  return [...titled(sheet, model.title), ...missing(sheet, due)];
};

/** The contents give every sheet after them by its name and its title. */
export const contentsAreTrue: WorkbookRule = ({ sheets }) => {
  const contents = sheets.find(({ name }) => name === 'Contents');
  const rows = Map.groupBy(contents?.cells ?? [], ({ row }) => row);
  const titles = new Map([...rows.values()].map((cells) => [cells[0]?.text, cells[1]]));
  return sheets.slice(2).flatMap(({ name, cells }): Breach[] => {
    const given = titles.get(name);
    if (given === undefined) return [{ sheet: 'Contents', problem: `do not list the sheet ${name}` }];
    const title = cells.find(({ address }) => address === 'A1')?.text ?? '';
    return given.text === title
      ? []
      : [{ sheet: 'Contents', cell: given.address, problem: `is not the title of the sheet ${name}` }];
  });
};

const textsOf = ({ sections }: ReportModel): readonly string[] =>
  sections.flatMap(({ blocks }) =>
    blocks.flatMap((block): readonly string[] => {
      switch (block.kind) {
        case 'paragraph':
          return [block.text];
        case 'list':
          return block.items;
        case 'definitions':
          return block.entries.map(({ meaning }) => meaning);
        default:
          return [];
      }
    }),
  );

/** Every sentence of the document stands on the sheet Notes. */
export const notesAreWhole: WorkbookRule = ({ sheets }, model) => {
  const notes = sheets.find(({ name }) => name === 'Notes');
  const said = new Set(notes?.cells.filter(({ column }) => column === 2).map(({ text }) => text));
  return textsOf(model)
    .filter((text) => text !== '' && !said.has(readable(text)))
    .map((text) => ({ sheet: 'Notes', cell: 'column B', problem: `does not say “${asLine(text).slice(0, 80)}”` }));
};
