import type { ReportTable } from '../../compose.ts';
import type { ReportWords } from '../../reports/words.ts';
import { fill, listInWords } from '../../wording.ts';

/** The table without the columns that apply to none of its rows, which a note names, as long as another column stays. */
export function withoutEmptyColumns(table: ReportTable, words: ReportWords['tables']['notes']): ReportTable {
  const applies = table.columns.map((_, at) => table.rows.some(({ cells }) => cells[at]?.kind !== 'not-applicable'));
  const empty = table.columns.filter((_, at) => applies[at] === false).map(({ header }) => header);
  if (empty.length === 0 || empty.length === table.columns.length) return table;
  return {
    ...table,
    columns: table.columns.filter((_, at) => applies[at]),
    rows: table.rows.map((row) => ({ ...row, cells: row.cells.filter((_, at) => applies[at]) })),
    notes: [fill(words.emptyColumns, { columns: listInWords(empty) }), ...table.notes],
  };
}
