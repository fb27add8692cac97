import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { PipelineError } from '../../errors.ts';
import type { FilledCell, FilledTemplate, OpenedTemplate } from './table.ts';
import { isTemplateHeader } from './workbook.ts';

/** What spreadsheet programs put between cells. */
const delimiters = [',', ';', '\t'] as const;

/** The columns of a template are written with these; a longer first line is something else. */
const longestHeader = 1_000;

/**
 * Reads text as a template; null where its first line is not like that of one.
 * @throws PipelineError `contract` where it is one, and no CSV in UTF-8.
 */
export function openTemplateText(bytes: Buffer, name: string): OpenedTemplate | null {
  const [head = ''] = bytes
    .toString('utf8', 0, longestHeader)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const delimiter = delimiters.find((each) =>
    isTemplateHeader(head.split(each).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))),
  );
  if (delimiter === undefined) return null;
  if (!isUtf8(bytes))
    throw new PipelineError('contract', `${name} is not text in UTF-8`, 'save it as CSV in UTF-8, or as a workbook');
  return { kind: 'table', table: tableOf(recordsOf(bytes, delimiter, name)) };
}

interface TextRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A record as the parser gives it with its text; its types do not tell of this. */
interface RawRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

function recordsOf(bytes: Buffer, delimiter: string, name: string): readonly TextRecord[] {
  try {
    const parsed = parse(bytes, {
      bom: true,
      delimiter,
      raw: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n'],
    }) as unknown as readonly RawRecord[];
    let line = 1;
    return parsed.map(({ record, raw }) => {
      const at = line;
      // The parser leaves the line feed that ends a record out of `raw`, or begins the next with it.
      line += raw
        .replace(/^\n/, '')
        .replace(/[\r\n]+$/, '')
        .split('\n').length;
      return { line: at, cells: record };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new PipelineError(
      'contract',
      `${name} is not CSV near line ${Number(error.lines) || 1}: ${error.code}`,
      'look at that line: every quotation mark that is opened must be closed',
    );
  }
}

function tableOf([header, ...records]: readonly TextRecord[]): FilledTemplate {
  const filled = (cells: readonly string[]): readonly (FilledCell | undefined)[] =>
    cells.map((cell) => (cell.trim() === '' ? undefined : { kind: 'text', text: cell }));
  return {
    header: { number: 1, cells: filled(header?.cells ?? []) },
    rows: records
      .map(({ line, cells }) => ({ number: line, cells: filled(cells) }))
      .filter(({ cells }) => cells.some((cell) => cell !== undefined)),
    agreement: null,
    months: null,
    isText: true,
    address: (row, column, heading) => `line ${row}, column ${heading ?? column + 1}`,
  };
}
