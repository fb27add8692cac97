import { basename } from 'node:path';
import { PipelineError } from '../errors.ts';
import type { Source } from '../sources/source.ts';
import { openContent } from './content.ts';
import { type Layout, recognize } from './recognize.ts';
import { cellsOf, cutOff, type RecordBlock, recordBlocks } from './records.ts';

/** A file that was read to its end once and is what it claims to be; nothing is stored of it yet. */
export interface SurveyedFile {
  readonly path: string;
  /** Without its folders, which may name people. */
  readonly name: string;
  readonly layout: Layout;
  /** Of the file as it lies on disk; lower-case hexadecimal. */
  readonly sha256: string;
  /** Of its unpacked bytes. */
  readonly contentSha256: string;
  /** Rows after the header. */
  readonly rows: number;
}

/** Title lines and header lie within these first bytes. */
const headSize = 65_536;

/**
 * Reads a whole file without storing anything, so that every reason to refuse it is known before the database is touched.
 * @throws PipelineError `source` where it cannot be read, `contract` where its content is not what it claims.
 */
export async function survey(path: string, sources: readonly Source[]): Promise<SurveyedFile> {
  const name = basename(path);
  const layout = recognize(await headOf(path), name, sources);
  const content = await openContent(path);
  let rows = 0;
  for await (const block of recordBlocks(content.pieces, name, layout.source.delimiter)) {
    rows += block.lines.length - rowsFrom(block, layout);
    if (block.unterminated) refuseCutRow(block, layout, name);
  }
  return { path, name, layout, rows, ...content.hashes() };
}

/** The blocks of a surveyed file again, from its beginning, and proof that they are the same bytes. */
export async function* readAgain(file: SurveyedFile): AsyncGenerator<RecordBlock> {
  const content = await openContent(file.path);
  yield* recordBlocks(content.pieces, file.name, file.layout.source.delimiter);
  if (content.hashes().contentSha256 === file.contentSha256) return;
  throw new PipelineError(
    'source',
    `${file.name} changed while it was being read`,
    'wait until it is complete, and import it again',
  );
}

/** Index of the first record of a block that is a row and not a title line or the header. */
export function rowsFrom(block: RecordBlock, layout: Layout): number {
  if ((block.lines[0] ?? 0) > layout.headerLine) return 0;
  const first = block.lines.findIndex((line) => line > layout.headerLine);
  return first < 0 ? block.lines.length : first;
}

/** A last row without a line break is whole if it has all its cells; otherwise the file was cut off in it. */
function refuseCutRow(block: RecordBlock, layout: Layout, name: string): void {
  const cells = cellsOf(block, layout.source.delimiter).at(-1);
  const line = block.lines.at(-1) ?? 0;
  if (line > layout.headerLine && cells?.length !== layout.columns.length) throw cutOff(name, line);
}

/** The first bytes of the unpacked content. */
async function headOf(path: string): Promise<Buffer> {
  const content = await openContent(path);
  const taken: Buffer[] = [];
  let length = 0;
  for await (const piece of content.pieces) {
    taken.push(piece);
    length += piece.length;
    if (length >= headSize) break;
  }
  return Buffer.concat(taken).subarray(0, headSize);
}
