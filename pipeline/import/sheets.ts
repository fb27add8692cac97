import { stringify } from 'csv-stringify/sync';
import { unreachable } from '../errors.ts';
import type { Source } from '../sources/source.ts';
import { type Layout, recognizeSheet, searchedLines } from './recognize.ts';
import type { Cells } from './records.ts';
import type { WorkbookCell, WorkbookSheet } from './workbook/cell.ts';

/** Rows of a table that are read together. */
export interface RowBatch {
  readonly cells: readonly Cells[];
  /** The number of each row in its file. */
  readonly numbers: readonly number[];
  /** The text of one row as it stands in the file. */
  readonly original: (at: number) => string;
}

/** A sheet that holds rows of a format of ours. */
export interface TableSheet {
  readonly layout: Layout;
  readonly rows: number;
  readonly read: () => Generator<RowBatch>;
}

/** What the sheets of a workbook hold. */
export interface SurveyedSheets {
  readonly tables: readonly TableSheet[];
  /** Sheets that hold no rows of any format, in words. */
  readonly leftOut: readonly string[];
}

/**
 * Finds the tables in the sheets of a workbook. Blank sheets are passed over.
 * @throws PipelineError `contract` where a sheet is nearly of a format of ours.
 */
export function surveySheets(
  sheets: readonly WorkbookSheet[],
  name: string,
  sources: readonly Source[],
): SurveyedSheets {
  const tables: TableSheet[] = [];
  const leftOut: string[] = [];
  sheets.forEach((sheet, position) => {
    if (sheet.rows.length === 0) return;
    const head = sheet.rows
      .filter((row) => row.number <= searchedLines)
      .map(({ number, cells }) => ({ number, cells: Array.from(cells, textOf) }));
    const layout = recognizeSheet({ rows: head }, `the sheet "${sheet.name}" of ${name}`, sources);
    if (layout === null)
      leftOut.push(`the sheet "${sheet.name}": ${sheet.rows.length} rows, no header of a known format`);
    else tables.push(tableOf(sheet, layout, position));
  });
  return { tables, leftOut };
}

/** Rows that are given on together. */
const batchRows = 4_000;

/** Row 7 of the first sheet is 7, of the second 10,000,007: sheets are no longer, and numbers stay readable. */
const sheetStep = 10_000_000;

function tableOf(sheet: WorkbookSheet, layout: Layout, position: number): TableSheet {
  const rows = sheet.rows.filter((row) => row.number > layout.headerLine);
  const width = layout.columns.length;
  return {
    layout,
    rows: rows.length,
    read: function* () {
      for (let from = 0; from < rows.length; from += batchRows) {
        const batch = rows.slice(from, from + batchRows);
        const cells = batch.map((row) => padded(Array.from(row.cells, textOf), width));
        yield {
          cells,
          numbers: batch.map((row) => position * sheetStep + row.number),
          original: (at) => stringify([cells[at] ?? []], { record_delimiter: '' }),
        };
      }
    },
  };
}

/** Blank cells at the end of a row are not in the file; those beyond the header, if blank, are no cells of the table. */
function padded(cells: readonly string[], width: number): readonly string[] {
  let length = cells.length;
  while (length > width && cells[length - 1] === '') length -= 1;
  return Array.from({ length: Math.max(length, width) }, (_, at) => cells[at] ?? '');
}

function textOf(cell: WorkbookCell | undefined): string {
  if (cell === undefined) return '';
  switch (cell.kind) {
    case 'text':
    case 'link':
    case 'error':
      return cell.text;
    case 'number':
      return String(cell.value);
    case 'date':
      return cell.date;
    default:
      return unreachable(cell);
  }
}
