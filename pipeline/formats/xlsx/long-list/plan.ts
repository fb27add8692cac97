import { PipelineError } from '../../../errors.ts';
import { instantInWords } from '../../../period.ts';
import { type Layout, layoutOf } from '../layout.ts';
import type { LongList } from '../long-list.ts';
import { tableObjectName, uniqueHeaders } from '../names.ts';
import { oneLine } from '../text.ts';

/** One sheet of rows, before any of them is read. */
export interface ListSheet {
  readonly name: string;
  /** The name of its table object. */
  readonly table: string;
  readonly headers: readonly string[];
  readonly layout: Layout;
  /** How many of the list's rows it holds. */
  readonly rows: number;
}

/** A share of the rows, counted from 1. */
interface Part {
  readonly number: number;
  readonly of: number;
  readonly first: number;
  readonly last: number;
}

const whole = new Intl.NumberFormat('en-US');

const markLine = ({ mark }: LongList): readonly string[] => (mark === null ? [] : [`${mark.word}. ${mark.sentence}`]);

const sourceLines = (list: LongList): readonly string[] => [
  `Source: ${list.source}`,
  `As of: ${instantInWords(list.asOf)}`,
];

function rowsLine({ rowCount }: LongList, { of, first, last }: Part): string {
  if (rowCount === 0) return 'There are no rows to show.';
  const these =
    of === 1 ? `its ${whole.format(rowCount)} rows` : `rows ${whole.format(first)} to ${whole.format(last)}`;
  const all = of === 1 ? '' : ` of ${whole.format(rowCount)}; a sheet of a workbook does not hold more`;
  return `This sheet holds one table: ${these}${all}.`;
}

const titleOf = (list: LongList, { number, of }: Part): string =>
  of === 1 ? list.title : `${list.title}, part ${number} of ${of}`;

function linesOf(list: LongList, part: Part): readonly string[] {
  const lines = [titleOf(list, part), ...markLine(list), rowsLine(list, part), ...list.notes, ...sourceLines(list)];
  return lines.map(oneLine);
}

/** Where things stand on a sheet: the width of a column is what the list declares, whatever its rows hold. */
function layoutOfPart(list: LongList, headers: readonly string[], part: Part): Layout {
  const columns = headers.map((header, at) => {
    const width = list.columns[at]?.width ?? 20;
    return { header, width: { least: width, most: width } };
  });
  const lines = linesOf(list, part);
  return layoutOf({ name: list.name, lines, grid: { name: list.id, columns, rows: [], total: null } });
}

/** The rows of a list shared out among sheets, each of at most so many rows with what stands above its table. */
export function planSheets(list: LongList, sheetRows: number): readonly ListSheet[] {
  const { rowCount } = list;
  const headers = uniqueHeaders(list.columns.map(({ header }) => header));
  // Numbers at their longest, so that what stands above the rows takes no more lines on any sheet than here.
  const longest = { number: rowCount, of: rowCount, first: rowCount, last: rowCount };
  const room =
    sheetRows -
    Math.max(...[longest, { ...longest, of: 1 }].map((part) => layoutOfPart(list, headers, part).headerRow));
  if (room < 1) throw new PipelineError('internal', `the notes of ${list.name} leave no room for rows`, 'shorten them');
  const of = Math.max(1, Math.ceil(rowCount / room));
  return Array.from({ length: of }, (_, at) => {
    const part = { number: at + 1, of, first: at * room + 1, last: Math.min(rowCount, (at + 1) * room) };
    return {
      name: of === 1 ? list.name : `${list.name}, part ${part.number}`,
      table: tableObjectName(of === 1 ? list.id : `${list.id}-part-${part.number}`),
      headers,
      layout: layoutOfPart(list, headers, part),
      rows: part.last - part.first + 1,
    };
  });
}

/** What the cover says, a row each. */
export function coverLines(list: LongList, sheets: readonly ListSheet[]): readonly string[] {
  const { rowCount } = list;
  const held = sheets.map(({ name, rows }) => `Sheet ${name}: ${whole.format(rows)} rows`);
  const lines = [
    list.title,
    ...markLine(list),
    list.subject,
    ...sourceLines(list),
    sheets.length === 1
      ? `The sheet ${list.name} holds all rows: ${whole.format(rowCount)}. None is left out.`
      : `The list has ${whole.format(rowCount)} rows, more than one sheet of a workbook holds. They stand on ${sheets.length} sheets, one after another. None is left out.`,
    ...(sheets.length === 1 ? [] : held),
    ...list.notes,
  ];
  return lines.map(oneLine);
}
