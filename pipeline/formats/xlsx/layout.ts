import { type Grid, type SheetPlan, shownText, type Value } from './plan.ts';
import { cellLimit } from './text.ts';

/** Characters to which the text of a sheet without a table is set: one column is never scaled to the page by LibreOffice. */
const textWidth = 90;

/** A unit of width is a digit; the letters of a text are narrower on the average. */
const lettersPerUnit = 1.1;

/** And narrowest in LibreOffice, which so sets more of them on a line. */
const mostLettersPerUnit = 1.2;

/** Characters below which a line over a narrow table is not broken. */
const narrowestLine = 60;

/** Characters beside the text of a cell: the margins, the indent of numbers, and the greater width of bold letters. */
const padding = 3;

/** Lines that a heading takes at most where its column may be wide enough. */
const headingLines = 3;

/** Points: a line of text, the title, and the tallest row that Excel draws. */
const lineHeight = 15;
const titleHeight = 24;
const tallestRow = 409;

/** Wider than this, in characters, a sheet is printed in landscape. */
const portraitWidth = 95;

/** Unless it is longer than a page in landscape, in points, and not too wide to be read when set smaller in portrait. */
const landscapePage = 500;
const widestPortrait = 125;

/** Where things stand on a sheet. Widths in characters, rows counted from 1. */
export interface Layout {
  readonly widths: readonly number[];
  readonly landscape: boolean;
  /** The lines above the table, none wider than the table. */
  readonly lines: readonly string[];
  /** The row of headings; 0: no table. */
  readonly headerRow: number;
  /** Points, for each row from the first. Estimates, for programs that do not measure wrapped text when they open a file. */
  readonly heights: readonly number[];
}

/** Rows below the headings: those of the table, then its margin. */
const rowsOf = (grid: Grid): readonly (readonly Value[])[] =>
  grid.total === null ? grid.rows : [...grid.rows, grid.total];

function gridWidths(grid: Grid): readonly number[] {
  const rows = rowsOf(grid).map((row) => row.map(shownText));
  return grid.columns.map(({ header, width }, at) => {
    const longest = rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), 0);
    const word = Math.max(...header.split(' ').map((part) => part.length));
    const heading = Math.max(word, Math.ceil(header.length / headingLines));
    return withLooseHeading(header, Math.max(width.least, longest + padding, heading + padding), width.most);
  });
}

/** Wide enough that no line of the heading fills the column, and touches the heading beside it. */
function withLooseHeading(header: string, least: number, most: number): number {
  let width = least;
  const isTight = () => {
    const lines = brokenTo(Math.floor(width * mostLettersPerUnit), header);
    return Math.max(...lines.map((line) => line.length)) / mostLettersPerUnit > width - 2;
  };
  while (width < most && isTight()) width += 1;
  return Math.min(width, most);
}

/**
 * A line over a table cannot wrap in its cell, because column A is as narrow as the table's codes, and cells are never
 * merged: it runs on over the empty cells beside it, and into the next row where it would be wider than the table.
 */
function brokenTo(width: number, line: string): readonly string[] {
  // Whole, so that it is refused as the text of a cell, and not let pass in pieces.
  if (line.length > cellLimit) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** The height of a row whose cells wrap in columns of these widths. */
function heightOf(texts: readonly string[], widths: readonly number[]): number {
  const lines = texts.map((text, at) =>
    text
      .split('\n')
      .reduce((sum, part) => sum + linesOf(part, Math.floor((widths[at] ?? textWidth) * lettersPerUnit)), 0),
  );
  return Math.min(tallestRow, lineHeight * Math.max(1, ...lines));
}

/** Lines that one paragraph takes; a word longer than the column is broken inside. */
const linesOf = (text: string, width: number): number =>
  brokenTo(width, text).reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);

function layoutOfText(lines: readonly string[]): Layout {
  const [title = '', ...rest] = lines;
  // The title's letters are half as wide and half as tall again.
  const heights = [heightOf([title], [textWidth / 1.5]) * 1.5, ...rest.map((line) => heightOf([line], [textWidth]))];
  return { widths: [textWidth], landscape: false, lines, headerRow: 0, heights };
}

/** Where the lines and the table of a sheet stand. The title stays whole, in A1. */
export function layoutOf(sheet: SheetPlan): Layout {
  if (sheet.grid === null) return layoutOfText(sheet.lines);
  const [title = '', ...rest] = sheet.lines;
  const widths = gridWidths(sheet.grid);
  const width = widths.reduce((sum, of) => sum + of, 0);
  const lines = [
    title,
    ...rest.flatMap((line) => brokenTo(Math.floor(Math.max(width, narrowestLine) * lettersPerUnit), line)),
  ];
  const headings = sheet.grid.columns.map(({ header }) => header);
  const heights = [
    titleHeight,
    ...lines.slice(1).map(() => lineHeight),
    heightOf(
      headings,
      widths.map((of) => of - padding + 1),
    ),
    ...rowsOf(sheet.grid).map((row) => heightOf(row.map(shownText), widths)),
  ];
  const isLong = heights.reduce((sum, of) => sum + of, 0) > landscapePage;
  return {
    widths,
    landscape: width > (isLong ? widestPortrait : portraitWidth),
    lines,
    headerRow: lines.length + 1,
    heights,
  };
}
