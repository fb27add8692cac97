/** How much a workbook may hold before it is refused. The largest published release has 12 MB of XML and 300,000 cells. */
export interface WorkbookLimits {
  /** Bytes of the file itself. */
  readonly fileBytes: number;
  /** Files inside the archive. */
  readonly entries: number;
  /** Bytes of one part of the workbook, unpacked. */
  readonly partBytes: number;
  /** Bytes of all parts that are read, unpacked. */
  readonly totalBytes: number;
  /** Unpacked bytes for each packed one, in parts over a megabyte: spreadsheets reach 30, deflate 1,032. */
  readonly ratio: number;
  readonly sheets: number;
  /** The last column that may hold a value; blank cells beyond it are passed over. */
  readonly columns: number;
  /** Cells with a value. */
  readonly cells: number;
  /** Characters of one cell; Excel itself allows no more. */
  readonly cellCharacters: number;
  readonly sharedStrings: number;
  readonly links: number;
}

/** What we read: ten times the largest release that has been published. */
export const workbookLimits: WorkbookLimits = {
  fileBytes: 50_000_000,
  entries: 2_000,
  partBytes: 100_000_000,
  totalBytes: 250_000_000,
  ratio: 150,
  sheets: 100,
  columns: 500,
  cells: 5_000_000,
  cellCharacters: 32_767,
  sharedStrings: 1_000_000,
  links: 200_000,
};
