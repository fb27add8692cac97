import { foldBlanks } from '../../queries/spellings.ts';
import { PipelineError } from '../errors.ts';
import type { Source, SourceColumn } from '../sources/source.ts';
import { refuseOtherFormats } from './other-formats.ts';
import { parseCells } from './records.ts';

/** A recognised table: its format, and which column stands where. */
export interface Layout {
  readonly source: Source;
  /** In the order of the file. */
  readonly columns: readonly SourceColumn[];
  /** The lines above the header. */
  readonly titleLines: readonly string[];
  /** The line of the header; rows begin after it. */
  readonly headerLine: number;
  /** Columns of the file that the format does not know, as headed. */
  readonly leftOut: readonly string[];
}

/** The header is looked for in this many lines. */
export const searchedLines = 40;

/** What people's spreadsheet programs put in place of the delimiter of a release. */
const delimiters = ['|', ',', ';', '\t'] as const;

/** A line that may be a header; in a workbook nothing delimits its cells. */
interface Candidate {
  readonly line: number;
  readonly cells: readonly string[];
  readonly delimiter: string | null;
}

/** A candidate held against one format. */
interface Comparison extends Candidate {
  readonly format: Expected;
  readonly source: Source;
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
  const candidates = lines.flatMap((line, at) =>
    delimiters
      .filter((delimiter) => line.includes(delimiter))
      .map((delimiter) => ({ line: at + 1, cells: headerCells(line, delimiter), delimiter })),
  );
  const comparisons = compareAll(candidates, sources);
  const found = bestFit(comparisons);
  if (found === undefined) throw unknownLayout(comparisons, name, sources);
  return layoutOf(found, lines.slice(0, found.line - 1));
}

/** The first rows of a sheet. */
export interface SheetHead {
  /** The cells of each row as text, by the number of the row. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
}

/**
 * Recognises one sheet of a workbook; null where nothing in it is like the header of any format, so that it holds notes.
 * @throws PipelineError `contract` where its header is nearly that of a format of ours.
 */
export function recognizeSheet(head: SheetHead, name: string, sources: readonly Source[]): Layout | null {
  const candidates = head.rows.map(({ number, cells }) => ({
    line: number,
    cells: cells.map(spelled),
    delimiter: null,
  }));
  const comparisons = compareAll(candidates, sources);
  const found = bestFit(comparisons);
  if (found === undefined) {
    if (nearestOf(comparisons) === undefined) return null;
    throw unknownLayout(comparisons, name, sources);
  }
  const titles = head.rows.filter(({ number }) => number < found.line).map(({ cells }) => cells.join(' '));
  return layoutOf(found, titles);
}

/** The refusal of a file in which nothing is like the header of any format. */
export function unknownFile(name: string, sources: readonly Source[]): PipelineError {
  return unknownLayout([], name, sources);
}

function headerCells(line: string, delimiter: string): readonly string[] {
  // A header that was cut off can still be compared.
  const cells = parseCells(Buffer.from(line), delimiter)?.[0] ?? line.replaceAll('"', '').split(delimiter);
  return cells.map(spelled);
}

const spelled = (header: string) => foldBlanks(header).toUpperCase();

/** A format with the spellings of its headers worked out once. */
interface Expected {
  readonly source: Source;
  readonly columns: readonly ExpectedColumn[];
  /** Every spelling of every header. */
  readonly bySpelling: ReadonlyMap<string, SourceColumn>;
}

interface ExpectedColumn {
  readonly column: SourceColumn;
  readonly spellings: readonly string[];
  /** Whether files of the format always have it. */
  readonly isRequired: boolean;
  /** Whether it may stand there once only. */
  readonly isSingle: boolean;
}

const isOpen = (source: Source) => source.otherColumns === 'left-out';

function expected(source: Source): Expected {
  const columns = source.columns.map((column): ExpectedColumn => {
    const isPassedOver = isOpen(source) && column.holds === 'nothing';
    return {
      column,
      spellings: [column.header, ...(column.alsoHeaded ?? [])].map(spelled),
      isRequired: column.optional !== true && !isPassedOver,
      isSingle: !isPassedOver,
    };
  });
  const bySpelling = new Map(
    columns.flatMap(({ column, spellings }) => spellings.map((text) => [text, column] as const)),
  );
  return { source, columns, bySpelling };
}

function compareAll(candidates: readonly Candidate[], sources: readonly Source[]): readonly Comparison[] {
  const formats = sources.map(expected);
  return candidates.flatMap((candidate) => {
    const times = new Map<string, number>();
    for (const cell of candidate.cells) times.set(cell, (times.get(cell) ?? 0) + 1);
    return formats.map((format) => compare(format, candidate, times));
  });
}

function compare(format: Expected, candidate: Candidate, times: ReadonlyMap<string, number>): Comparison {
  const missing: string[] = [];
  const twice: string[] = [];
  for (const { column, spellings, isRequired, isSingle } of format.columns) {
    const standing = spellings.reduce((sum, text) => sum + (times.get(text) ?? 0), 0);
    if (standing === 0 && isRequired) missing.push(column.header);
    if (standing > 1 && isSingle) twice.push(spelled(column.header));
  }
  const unknown = candidate.cells.filter((cell) => !format.bySpelling.has(cell));
  return { ...candidate, format, source: format.source, missing, unknown, twice };
}

function fits({ source, delimiter, missing, unknown, twice }: Comparison): boolean {
  if (delimiter !== null && delimiter !== source.delimiter) return false;
  return missing.length === 0 && twice.length === 0 && (isOpen(source) || unknown.length === 0);
}

/** The first line that is a header; where it fits several formats, the one that knows most of its columns. */
function bestFit(comparisons: readonly Comparison[]): Comparison | undefined {
  return comparisons.filter(fits).toSorted((a, b) => a.line - b.line || a.unknown.length - b.unknown.length)[0];
}

function layoutOf({ format, source, cells, unknown, line }: Comparison, titleLines: readonly string[]): Layout {
  const columns = cells.map(
    (cell): SourceColumn =>
      format.bySpelling.get(cell) ?? {
        header: cell,
        holds: 'nothing',
        why: 'the format does not know it',
        personal: true,
      },
  );
  return { source, columns, titleLines, headerLine: line, leftOut: unknown.filter((cell) => cell !== '') };
}

/** How many columns a file must have to be of a format. */
const requiredCount = ({ columns }: Expected) => columns.filter((column) => column.isRequired).length;

/** Columns in common, less those that differ. */
function likeness(one: Comparison): number {
  const foreign = isOpen(one.source) ? 0 : one.unknown.length;
  return requiredCount(one.format) - one.missing.length - (one.missing.length + foreign) / 4;
}

/** The comparison that comes nearest to a format, where any comes near; of several, the first. */
function nearestOf(comparisons: readonly Comparison[]): Comparison | undefined {
  const first: Comparison | undefined = comparisons[0];
  const nearest = comparisons.reduce((best, one) => (likeness(one) > likeness(best ?? one) ? one : best), first);
  if (nearest === undefined || nearest.missing.length * 2 > requiredCount(nearest.format)) return undefined;
  return nearest;
}

/** What is recognised elsewhere and not by the header of a release. */
const otherKnown = [
  'Participating agencies, workbook (participating-agencies)',
  'Pending agencies, workbook (pending-agencies)',
  'Program extract, CSV, one file an entity: taken by "report287 import-extract" (program-extract)',
];

function unknownLayout(comparisons: readonly Comparison[], name: string, sources: readonly Source[]): PipelineError {
  const nearest = nearestOf(comparisons);
  const known = [
    ...sources.map((source) => `known format: ${source.title} (${source.id})`),
    ...otherKnown.map((format) => `known format: ${format}`),
  ];
  if (nearest === undefined) {
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
    ...(delimiter === null || delimiter === source.delimiter
      ? []
      : [`columns are separated by ${JSON.stringify(delimiter)} and not by "${source.delimiter}"`]),
  ];
}
