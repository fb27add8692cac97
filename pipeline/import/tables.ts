import { basename } from 'node:path';
import { PipelineError } from '../errors.ts';
import type { Source } from '../sources/source.ts';
import { openContent } from './content.ts';
import { type Layout, unknownFile } from './recognize.ts';
import { type RowBatch, surveySheets } from './sheets.ts';
import { type SurveyedFile, survey } from './survey.ts';
import { textRows } from './text-rows.ts';
import { workbookLimits } from './workbook/limits.ts';
import { looksLikeWorkbook, readWorkbook } from './workbook.ts';

/** A file that was read to its end once and is what it claims to be; nothing is stored of it yet. */
export interface TableFile {
  /** Without its folders, which may name people. */
  readonly name: string;
  readonly sha256: string;
  readonly contentSha256: string;
  /** What is stored as its format: that of its one table, or of the workbook as a whole. */
  readonly format: { readonly id: string; readonly title: string };
  readonly tables: readonly Table[];
  /** Rows of all tables. */
  readonly rows: number;
  /** Columns and sheets that are not read, in words, each once. */
  readonly leftOut: readonly string[];
}

/** Rows under one header: a file of text, or a sheet of a workbook. */
export interface Table {
  readonly layout: Layout;
  readonly rows: number;
  /** The file, where it is one of text, which a thread of its own can read; null: a sheet. */
  readonly text: SurveyedFile | null;
  readonly read: () => AsyncIterable<RowBatch> | Iterable<RowBatch>;
}

/**
 * Reads a whole file, of text or a workbook, without storing anything, so that every reason to refuse it is known before
 * the database is touched.
 * @throws PipelineError `source` where it cannot be read, `contract` where its content is not what it claims.
 */
export async function openTables(path: string, sources: readonly Source[]): Promise<TableFile> {
  return (await isWorkbook(path)) ? workbookTables(path, sources) : textTables(await survey(path, sources));
}

/** The format under which a source's files are stored. */
export const formatOf = ({ workbook, id, title }: Source) => workbook ?? { id, title };

function textTables(file: SurveyedFile): TableFile {
  const { name, sha256, contentSha256, layout, rows } = file;
  return {
    name,
    sha256,
    contentSha256,
    rows,
    format: formatOf(layout.source),
    tables: [{ layout, rows, text: file, read: () => textRows(file) }],
    leftOut: columnsLeftOut([layout]),
  };
}

async function workbookTables(path: string, sources: readonly Source[]): Promise<TableFile> {
  const name = basename(path);
  const { bytes, ...hashes } = await wholeContent(path);
  const { tables, leftOut } = surveySheets(readWorkbook(bytes, name), name, sources);
  const layouts = tables.map((table) => table.layout);
  const [format, another] = new Map(layouts.map(({ source }) => [formatOf(source).id, formatOf(source)])).values();
  if (format === undefined) throw unknownFile(name, sources);
  if (another !== undefined) {
    const message = `${name} has sheets of different formats, ${format.id} and ${another.id}`;
    throw new PipelineError('contract', message, 'give the file as it was published');
  }
  return {
    name,
    ...hashes,
    format,
    tables: tables.map((table) => ({ ...table, text: null })),
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    leftOut: [...leftOut, ...columnsLeftOut(layouts)],
  };
}

const columnsLeftOut = (layouts: readonly Layout[]) =>
  [...new Set(layouts.flatMap((layout) => layout.leftOut))].map((header) => `the column "${header}": not known`);

async function isWorkbook(path: string): Promise<boolean> {
  const content = await openContent(path);
  for await (const piece of content.pieces) return looksLikeWorkbook(piece);
  return false;
}

/** A workbook is read as a whole: its list of parts stands at its end. */
async function wholeContent(path: string) {
  const content = await openContent(path);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of content.pieces) {
    pieces.push(piece);
    length += piece.length;
    // One byte too many is enough for the reader to refuse it.
    if (length > workbookLimits.fileBytes) break;
  }
  return { bytes: Buffer.concat(pieces), ...content.hashes() };
}
