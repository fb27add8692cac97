import { foldBlanks } from '../../queries/spellings.ts';
import { PipelineError } from '../errors.ts';
import type { Source, SourceColumn } from '../sources/source.ts';
import { refuseOtherFormats } from './other-formats.ts';
import { parseCells } from './records.ts';

/** A recognised file: its format, and which column stands where. */
export interface Layout {
  readonly source: Source;
  /** In the order of the file. */
  readonly columns: readonly SourceColumn[];
  /** The lines above the header. */
  readonly titleLines: readonly string[];
  /** The line of the header; rows begin after it. */
  readonly headerLine: number;
}

/** The header is looked for in this many lines. */
const searchedLines = 40;

/** What people's spreadsheet programs put in place of the delimiter of a release. */
const delimiters = ['|', ',', ';', '\t'] as const;

/** A line that may be a header, held against one format. */
interface Comparison {
  readonly source: Source;
  readonly delimiter: string;
  readonly line: number;
  readonly cells: readonly string[];
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
  readonly twice: readonly string[];
}

/**
 * Recognises a file by the first bytes of its unpacked content.
 * @throws PipelineError `contract` where it is no file of ours, saying what it is or which format is nearest.
 */
export function recognize(head: Buffer, name: string, sources: readonly Source[]): Layout {
  refuseOtherFormats(head, name);
  const lines = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .slice(0, searchedLines);
  if (lines.every((line) => line.trim() === '')) {
    throw new PipelineError('contract', `${name} is empty`, 'fetch the file again');
  }
  const comparisons = lines.flatMap((line, at) =>
    delimiters
      .filter((delimiter) => line.includes(delimiter))
      .flatMap((delimiter) => {
        const cells = headerCells(line, delimiter);
        return sources.map((source) => compare(source, cells, delimiter, at + 1));
      }),
  );
  const found = comparisons.find((one) => isExact(one) && one.delimiter === one.source.delimiter);
  if (found === undefined) throw unknownLayout(comparisons, name, sources);
  return {
    source: found.source,
    columns: found.cells.flatMap((cell) => found.source.columns.filter((column) => spelled(column.header) === cell)),
    titleLines: lines.slice(0, found.line - 1),
    headerLine: found.line,
  };
}

function headerCells(line: string, delimiter: string): readonly string[] {
  // A header that was cut off can still be compared.
  const cells = parseCells(Buffer.from(line), delimiter)?.[0] ?? line.replaceAll('"', '').split(delimiter);
  return cells.map(spelled);
}

const spelled = (header: string) => foldBlanks(header).toUpperCase();

function compare(source: Source, cells: readonly string[], delimiter: string, line: number): Comparison {
  const expected = source.columns.map((column) => spelled(column.header));
  return {
    source,
    delimiter,
    line,
    cells,
    missing: source.columns.map((column) => column.header).filter((header) => !cells.includes(spelled(header))),
    unknown: cells.filter((cell) => !expected.includes(cell)),
    twice: expected.filter((header) => cells.indexOf(header) !== cells.lastIndexOf(header)),
  };
}

const isExact = (one: Comparison) => one.missing.length === 0 && one.unknown.length === 0 && one.twice.length === 0;

/** Columns in common, less those that differ. */
const likeness = (one: Comparison) =>
  one.source.columns.length - one.missing.length - (one.missing.length + one.unknown.length) / 4;

function unknownLayout(comparisons: readonly Comparison[], name: string, sources: readonly Source[]): PipelineError {
  const [nearest] = comparisons.toSorted((a, b) => likeness(b) - likeness(a));
  const known = sources.map((source) => `known format: ${source.title} (${source.id})`);
  if (nearest === undefined || nearest.missing.length * 2 > nearest.source.columns.length) {
    const message = `${name} has no header row of a known format in its first ${searchedLines} lines`;
    return new PipelineError('contract', message, 'give a file of one of the known formats, as it was published', {
      details: known,
    });
  }
  const { source, line, twice } = nearest;
  const message =
    twice.length > 0
      ? `${name} has a column twice in its header on line ${line}: ${twice.join(', ')}`
      : `${name} has no header row of a known format; the nearest, on line ${line}, is "${source.title}" (${source.id})`;
  return new PipelineError('contract', message, 'give the file as it was published, with its columns unchanged', {
    details: differences(nearest),
  });
}

function differences(nearest: Comparison): readonly string[] {
  const { source, delimiter, missing, unknown } = nearest;
  return [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`not known: ${unknown.map((cell) => cell || '(no name)').join(', ')}`] : []),
    ...(delimiter === source.delimiter
      ? []
      : [`columns are separated by ${JSON.stringify(delimiter)} and not by "${source.delimiter}"`]),
  ];
}
