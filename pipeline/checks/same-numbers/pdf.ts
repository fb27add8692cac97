import { markedText } from '../../cell.ts';
import type { ReportTable } from '../../compose.ts';
import { readPdfs } from '../pdf-structure/read-once.ts';
import { type TaggedTable, withoutSpaces } from '../pdf-structure/tagged-tables.ts';
import { type PrintedTable, printedTable, type Reading, tablesOf } from './reading.ts';

/** How the template heads a table. */
const headingOf = ({ number, title }: ReportTable): string => withoutSpaces(`Table ${number}. ${title}`);

/** Whether a text comes back as it was written: other scripts are shaped and set from right to left, and taken on trust. */
const isReadBack = (text: string): boolean => /^[\p{Script=Latin}\p{Script=Common}]*$/u.test(text);

/**
 * Finds the code of each printed row by its label. Labels that are the same follow the order of the table, and one that
 * is not read back as it was written is taken from its place.
 */
function codesOf(printed: TaggedTable, { rows }: ReportTable): readonly string[] {
  const left = rows.map(({ code, label }) => ({ code, label: withoutSpaces(label) }));
  const codes = printed.rows.map(([label = '']) => {
    const at = left.findIndex((row) => row.label === label);
    return at < 0 ? null : (left.splice(at, 1)[0]?.code ?? null);
  });
  return printed.rows.map(([label = ''], at) => {
    const inPlace = left.find(({ code }) => code === rows[at]?.code);
    return codes[at] ?? (inPlace === undefined || isReadBack(inPlace.label) ? label : inPlace.code);
  });
}

function tableOf(printed: TaggedTable, tables: readonly ReportTable[]): readonly PrintedTable[] {
  // Files that were imported and the like are listed under other headings.
  if (!/^Table\d+\./.test(printed.heading)) return [];
  const table = tables.find((each) => headingOf(each) === printed.heading);
  if (table === undefined) return [printedTable(printed.heading, [])];
  // Figures under other headings, or in another order, are other figures.
  const headers = [table.rowHeader, ...table.columns.map(({ header }) => header)].map(withoutSpaces);
  if (printed.columns.join('\n') !== headers.join('\n')) return [];
  const codes = codesOf(printed, table);
  const words = new Map(table.rows.map(({ code, cells }) => [code, cells]));
  const readBack = (code: string, text: string, at: number) => {
    const cell = words.get(code)?.[at];
    return cell?.kind === 'text' && text !== '' && !isReadBack(cell.text) ? withoutSpaces(cell.text) : text;
  };
  return [
    printedTable(
      table.id,
      printed.rows.map(([, ...cells], at) => {
        const code = codes[at] ?? '';
        return [code, cells.map((text, column) => readBack(code, text, column))];
      }),
    ),
  ];
}

/** The PDF: its tagged tables, each found by its heading, with its rows by their labels. */
export const pdfReading: Reading = {
  format: 'pdf',
  files: (model) => [{ path: `${model.fileStem}.pdf`, tables: tablesOf(model) }],
  holds: () => true,
  prints: (cell) => withoutSpaces(markedText(cell)),
  read: async (candidate, path, tables) =>
    ((await readPdfs(candidate)).get(path)?.tables ?? []).flatMap((table) => tableOf(table, tables)),
};
