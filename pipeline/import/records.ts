import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { PipelineError } from '../errors.ts';
import { recordScanner } from './scan.ts';

/** Whole records of a file, in order. */
export interface RecordBlock {
  readonly bytes: Buffer;
  /** Offset in `bytes` of each record. */
  readonly starts: readonly number[];
  /** The line of the file on which each record begins; 1 is the first. */
  readonly lines: readonly number[];
  /** The last record of the file, where no line break follows it. */
  readonly unterminated: boolean;
}

/** Longest record in bytes; a release's longest row has a few hundred. It bounds what one row can cost in memory. */
const longestRecord = 65_536;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Divides a file into blocks of whole records.
 * @throws PipelineError `contract` for what no row can be blamed for: binary content, another encoding than UTF-8, a
 * record without bounds, an end inside a quoted cell.
 */
export async function* recordBlocks(
  pieces: AsyncIterable<Buffer>,
  name: string,
  delimiter: string,
): AsyncGenerator<RecordBlock> {
  const scanner = recordScanner(delimiter);
  let offset = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const first = offset === 0 && rest.length === 0 && piece.indexOf(byteOrderMark) === 0;
    const fresh = first ? piece.subarray(byteOrderMark.length) : piece;
    if (first) offset = byteOrderMark.length;
    const bytes = rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
    const { starts, lines, end } = scanner.scan(bytes, rest.length);
    refuseBinary(bytes, rest.length, offset, name);
    refuseEncoding(bytes.subarray(0, end), offset, name);
    refuseLong([...starts, end], lines, bytes.length, { name, openLine: scanner.line() });
    if (starts.length > 0) yield { bytes: bytes.subarray(0, end), starts, lines, unterminated: false };
    offset += end;
    rest = bytes.subarray(end);
  }
  if (rest.length === 0) return;
  refuseEncoding(rest, offset, name);
  if (scanner.isInsideQuotes(rest)) throw cutOff(name, scanner.line());
  yield { bytes: rest, starts: [0], lines: [scanner.line()], unterminated: true };
}

/** The cells of one record; null where its quotation marks cannot be understood. */
export type Cells = readonly string[] | null;

/** Reads the cells of each record of a block. */
export function cellsOf(block: RecordBlock, delimiter: string): readonly Cells[] {
  const together = parseCells(block.bytes, delimiter);
  if (together?.length === block.starts.length) return together;
  // One record is malformed: read each by itself, so that only that one is refused.
  return block.starts.map((_, at) => {
    const alone = parseCells(recordBytes(block, at), delimiter);
    return alone?.length === 1 ? (alone[0] ?? null) : null;
  });
}

/** The cells of every record in some text; null where quotation marks cannot be understood. */
export function parseCells(bytes: Buffer, delimiter: string): readonly (readonly string[])[] | null {
  try {
    return parse(bytes, {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch {
    return null;
  }
}

/** The text of one record as it stands in the file, without its line break. */
export function originalText(block: RecordBlock, at: number): string {
  return recordBytes(block, at)
    .toString('utf8')
    .replace(/[\r\n]+$/, '');
}

function recordBytes(block: RecordBlock, at: number): Buffer {
  return block.bytes.subarray(block.starts[at], block.starts[at + 1] ?? block.bytes.length);
}

/** The refusal of a file that ends before its last record does. */
export function cutOff(name: string, line: number): PipelineError {
  const message = `${name} is cut off: it ends inside the row that begins on line ${line}`;
  return new PipelineError('contract', message, 'fetch the file again; if it is whole, correct that row');
}

function refuseBinary(bytes: Buffer, from: number, offset: number, name: string): void {
  const at = bytes.indexOf(0, from);
  if (at < 0) return;
  const message = `${name} is not text: byte ${offset + at} is a zero byte`;
  throw new PipelineError('contract', message, 'give the file as it was published, as text in UTF-8');
}

function refuseEncoding(bytes: Buffer, offset: number, name: string): void {
  if (isUtf8(bytes)) return;
  const message = `${name} is not text in UTF-8: byte ${offset + firstInvalid(bytes)} cannot be read`;
  const remedy =
    'find out its encoding and convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 <file> > <new file>';
  throw new PipelineError('contract', message, remedy);
}

/** Decoding puts U+FFFD in place of what is not UTF-8, so that the bytes first differ there. */
function firstInvalid(bytes: Buffer): number {
  const decoded = Buffer.from(bytes.toString('utf8'));
  let at = 0;
  while (at < bytes.length && decoded[at] === bytes[at]) at += 1;
  return at;
}

function refuseLong(
  bounds: readonly number[],
  lines: readonly number[],
  length: number,
  open: { readonly name: string; readonly openLine: number },
): void {
  const long = lines.findIndex((_, at) => (bounds[at + 1] ?? 0) - (bounds[at] ?? 0) > longestRecord);
  const openLength = length - (bounds.at(-1) ?? 0);
  if (long < 0 && openLength <= longestRecord) return;
  const line = long < 0 ? open.openLine : lines[long];
  throw new PipelineError(
    'contract',
    `${open.name} has a row of more than ${longestRecord.toLocaleString('en-US')} bytes, on line ${line}`,
    'look at that line: a cell far too long, a quotation mark that is never closed, or no line breaks at all',
  );
}
