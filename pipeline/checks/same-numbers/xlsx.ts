import { cellFact, cellNumber, cellStatus } from '../../cell.ts';
import type { ReportTable } from '../../compose.ts';
import { tableHeaders, tableObjectName } from '../../formats/xlsx/names.ts';
import { readable } from '../../formats/xlsx/text.ts';
import type { IsoDate } from '../../period.ts';
import { openedWorkbook } from '../xlsx-structure/opened.ts';
import type { ReadSheet } from '../xlsx-structure/workbook.ts';
import { type PrintedTable, printedTable, type Reading, tablesOf } from './reading.ts';

function readTable(sheets: readonly ReadSheet[], table: ReportTable): readonly PrintedTable[] {
  const name = tableObjectName(table.id);
  const sheet = sheets.find(({ tables }) => tables.some((of) => of.name === name));
  const object = sheet?.tables.find((of) => of.name === name);
  if (sheet === undefined || object === undefined) return [];
  // Figures under other headings, or in another order, are other figures.
  if (object.columns.join('\n') !== tableHeaders(table).join('\n')) return [];
  const byRow = Map.groupBy(
    sheet.cells.filter(({ row }) => row > object.headerRow),
    ({ row }) => row,
  );
  const codes = new Map(table.rows.map(({ code }) => [readable(code), code]));
  return [
    printedTable(
      table.id,
      [...byRow.values()].map((cells) => {
        const texts: (string | undefined)[] = [];
        // A number that was written as text is not the number.
        for (const { column, kind, text } of cells)
          texts[column - 1] = kind === 'number' ? String(Number(text)) : `"${text}"`;
        const [code = '', _label, ...figures] = texts;
        const plain = code.replace(/^"(.*)"$/s, '$1');
        return [codes.get(plain) ?? plain, figures] as const;
      }),
    ),
  ];
}

/** The number of a day as Excel counts them: 1 is January 1, 1900; null before that calendar is sound. */
const dayNumber = (date: IsoDate): number | null =>
  date < '1900-03-01' ? null : (Date.parse(date) - Date.parse('1899-12-30')) / 86_400_000;

/** The workbook: one sheet a table, found by the name of its table object. */
export const xlsxReading: Reading = {
  format: 'xlsx',
  // A table without rows is no table object.
  files: (model) => [{ path: `${model.fileStem}.xlsx`, tables: tablesOf(model).filter(({ rows }) => rows.length > 0) }],
  holds: () => true,
  prints: (cell) => {
    if (cell.kind === 'text') return `"${readable(cell.text)}"`;
    const number = cell.kind === 'date' ? dayNumber(cell.date) : cellNumber(cell);
    return number === null ? `"${cellFact(cell) ?? cellStatus(cell)}"` : String(number);
  },
  read: async (candidate, path, tables) => {
    const sheets = (await openedWorkbook(candidate, path))?.sheets ?? [];
    return tables.flatMap((table) => readTable(sheets, table));
  },
};
