import { expect, test } from 'vitest';
import type { Cell } from '../../pipeline/cell.ts';
import { withoutEmptyColumns } from '../../pipeline/compose/tables/empty-columns.ts';
import type { ReportTable } from '../../pipeline/compose.ts';
import { sharedWords } from '../../pipeline/reports/words.ts';

const none: Cell = { kind: 'not-applicable' };
const unavailable: Cell = { kind: 'unavailable' };
const one: Cell = { kind: 'count', value: 1 };

/** A table with a row of each of these, and columns that are called A, B, C … */
function tableOf(...rows: readonly (readonly Cell[])[]): ReportTable {
  return {
    id: 'a-table',
    number: 1,
    title: 'A table',
    measure: 'a-table',
    breakdown: 'measure',
    kind: 'figures',
    rowHeader: 'Row',
    columns: (rows[0] ?? []).map((_, at) => {
      const header = 'ABC'.charAt(at);
      return { id: header, header, description: '', unit: 'count', open: null };
    }),
    rows: rows.map((cells, at) => ({ code: `${at}`, label: `${at}`, isTotal: false, cells })),
    notes: ['A note.'],
  };
}
const drawn = (...rows: readonly (readonly Cell[])[]) =>
  withoutEmptyColumns(tableOf(...rows), sharedWords.tables.notes);

test('columns that apply to no row of a table stand in a note', () => {
  const table = drawn([none, one, none], [none, none, none]);
  expect(table.columns.map(({ id }) => id)).toEqual(['B']);
  expect(table.rows.map(({ cells }) => cells)).toEqual([[one], [none]]);
  expect(table.notes).toEqual(['Not applicable in any row: A and C.', 'A note.']);
});

test('a column of which something is not available stays, and a table of nothing else is as it was', () => {
  const told = tableOf([unavailable, one], [none, one]);
  expect(withoutEmptyColumns(told, sharedWords.tables.notes)).toBe(told);
  const nothing = tableOf([none, none]);
  expect(withoutEmptyColumns(nothing, sharedWords.tables.notes)).toBe(nothing);
});
