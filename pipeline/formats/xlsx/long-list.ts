import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PipelineError } from '../../errors.ts';
import { drawList } from './long-list/draw.ts';
import { writePackage } from './long-list/package.ts';
import { planSheets } from './long-list/plan.ts';

/** One column of a long list: of one type from the first row to the last. */
export interface ListColumn {
  readonly header: string;
  /** A date is a civil date `YYYY-MM-DD`. */
  readonly kind: 'text' | 'number' | 'date';
  /** Characters. Never 9: ExcelJS takes that for its default and leaves the width out. */
  readonly width: number;
}

/** What stands in one cell: of its column's kind; null: a blank cell, whose meaning the notes of the list state. */
export type ListValue = string | number | null;

/** A list that may be too long to be held in memory, or by one sheet, and what its workbook says about it. */
export interface LongList {
  /** For the table objects: `register-of-agreements`. */
  readonly id: string;
  /** The sheets of rows, of at most 16 characters: `Agreements`. */
  readonly name: string;
  readonly title: string;
  readonly subject: string;
  /** BCP 47: `en-US`. */
  readonly language: string;
  /** One paragraph each: what a row is, what blank cells mean. */
  readonly notes: readonly string[];
  /** Where the rows come from and of which instant they speak, in words. */
  readonly source: string;
  /** ISO 8601. Stands as the time of creation and of the last change. */
  readonly asOf: string;
  /** A mark that must stand on every sheet; null: none. */
  readonly mark: { readonly word: string; readonly sentence: string } | null;
  readonly columns: readonly ListColumn[];
  /** How many rows there are: the workbook says so before the first of them, and it is held against those that come. */
  readonly rowCount: number;
  /** Each as long as `columns`, and never blank in the first. */
  readonly rows: AsyncIterable<readonly ListValue[]>;
}

/** The rows that one sheet of Excel holds, with what stands above the table. */
const rowsOfSheet = 1_048_576;

/** What was written. */
export interface WrittenList {
  readonly path: string;
  readonly rows: number;
  /** The sheets of rows; more than one where Excel's rows do not suffice for all. */
  readonly sheets: number;
}

/**
 * Writes a list as a workbook: a cover, then its rows, on as many sheets as they need, in memory that does not grow with
 * them. The same rows give the same bytes. What is unfinished stands in a folder beside the place of the file, named for
 * it, and is removed where anything fails; what a process that was killed left there, by the next one a day later.
 * @throws PipelineError `usage` where the file is there already or cannot be, `render` where a cell or the file cannot
 * hold what it would have to, `internal` where the rows are not as many, or not of the kinds, that the list declares
 */
export async function writeLongList(list: LongList, path: string, sheetRows = rowsOfSheet): Promise<WrittenList> {
  const folder = await folderBeside(path);
  try {
    const sheets = planSheets(list, sheetRows);
    const finished = join(folder, 'finished.xlsx');
    await writePackage(await drawList(list, sheets, folder), finished);
    await rename(finished, path);
    return { path, rows: list.rowCount, sheets: sheets.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A folder on the same disk as the file is to be on, so that it can be renamed into place whole. */
async function folderBeside(path: string): Promise<string> {
  const remedy = 'name a new file in a folder that is there';
  if (existsSync(path)) throw new PipelineError('usage', `${path} is there already`, remedy);
  const beginning = `.${basename(path)}.unfinished-`;
  try {
    await sweep(dirname(path), beginning);
    return await mkdtemp(join(dirname(path), beginning));
  } catch (cause) {
    throw new PipelineError('usage', `${path} cannot be written`, remedy, { cause });
  }
}

/** Milliseconds after which nobody can still be writing. */
const day = 86_400_000;

/** Removes what processes that were killed left behind. */
async function sweep(folder: string, beginning: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(beginning));
  for (const path of left.map((name) => join(folder, name))) {
    // Another process may remove it at the same moment.
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > day) await rm(path, { recursive: true, force: true });
  }
}
