import { PipelineError } from '../../../errors.ts';
import { instantInWords } from '../../../period.ts';
import { type Layout, layoutOf } from '../layout.ts';
import type { LongList } from '../long-list.ts';
import { tableObjectName, uniqueHeaders } from '../names.ts';
import { wording } from '../wording.ts';

/** The first sheet. */
export const coverName = 'Cover';

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

/** What the words of cover and sheets are made with. */
const wordsOf = ({ asOf, rowCount, columns: _columns, rows: _rows, ...list }: LongList, sheetCount: number) => ({
  ...list,
  asOf: instantInWords(asOf),
  rowCount: whole.format(rowCount),
  sheetCount: whole.format(sheetCount),
  isEmpty: rowCount === 0,
  isSplit: sheetCount > 1,
});

function linesOf(list: LongList, { number, of, first, last }: Part): readonly string[] {
  const part = {
    number: whole.format(number),
    of: whole.format(of),
    first: whole.format(first),
    last: whole.format(last),
  };
  return wording('list-sheet', { ...wordsOf(list, of), part });
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

/** The cover: a sheet of text. */
export interface ListCover {
  readonly layout: Layout;
  /** The names of the sheets to which its last lines lead, in order. */
  readonly links: readonly string[];
}

/** What stands on the cover, and where. */
export function planCover(list: LongList, sheets: readonly ListSheet[]): ListCover {
  const links = sheets.flatMap(({ name, rows }) => wording('list-link', { name, rows: whole.format(rows) }));
  const lines = [...wording('list-cover', wordsOf(list, sheets.length)), ...links];
  return { layout: layoutOf({ name: coverName, lines, grid: null }), links: sheets.map(({ name }) => name) };
}
