import type { ReportModel } from '../../compose.ts';
import type { ReadSheet, ReadWorkbook } from './workbook.ts';

/** A rule that a workbook breaks, and where. */
export interface Breach {
  readonly sheet?: string;
  readonly cell?: string;
  readonly problem: string;
}

/** A rule about the whole workbook. */
export type WorkbookRule = (workbook: ReadWorkbook, model: ReportModel) => readonly Breach[];

/** A rule about one sheet. */
export type SheetRule = (sheet: ReadSheet, workbook: ReadWorkbook, model: ReportModel) => readonly Breach[];
