import type { Cell } from '../../cell.ts';
import type { Column, ReportModel, ReportTable } from '../../compose.ts';
import type { Artifact } from '../../formats/format.ts';
import type { Candidate } from '../check.ts';

/** A table as one file of a document prints it: by code of its row, then by the position of the column in the model. */
export interface PrintedTable {
  readonly id: string;
  readonly rows: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** Codes that stand on more than one row. */
  readonly repeated: readonly string[];
}

/** How the tables of a document are read back out of one format. */
export interface Reading {
  readonly format: Artifact['format'];
  /** The files of a document that hold its tables, relative to the document's folder; one file may hold several tables. */
  readonly files: (model: ReportModel) => readonly { readonly path: string; readonly tables: readonly ReportTable[] }[];
  /** The columns of a table that this format holds. */
  readonly holds: (column: Column, table: ReportTable) => boolean;
  /** What this format must print for a cell. */
  readonly prints: (cell: Cell) => string;
  /** The tables of one file of the edition. A table that it does not hold, or that cannot be read, is missing. */
  readonly read: (
    candidate: Candidate,
    path: string,
    tables: readonly ReportTable[],
  ) => Promise<readonly PrintedTable[]>;
}

/** A printed table from its rows, in the order of the file. */
export function printedTable(
  id: string,
  rows: readonly (readonly [code: string, cells: readonly (string | undefined)[]])[],
): PrintedTable {
  const codes = rows.map(([code]) => code);
  return { id, rows: new Map(rows), repeated: codes.filter((code, at) => codes.indexOf(code) !== at) };
}

/** Every table of a document, printed or not. */
export const allTables = (model: ReportModel): readonly ReportTable[] => [
  ...tablesOf(model),
  ...(model.unavailable ?? []),
];

/** The tables of a document, in order. */
export function tablesOf(model: ReportModel): readonly ReportTable[] {
  return model.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
  );
}
