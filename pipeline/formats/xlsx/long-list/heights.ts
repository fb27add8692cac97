import type { ListColumn, ListValue } from '../long-list.ts';

/** Points: a line of text, and the tallest row that Excel draws. */
const lineHeight = 15;
const tallestRow = 409;

const lineFeed = 10;
const blank = 32;

/** The width of a letter in digits, rather too wide than too narrow: of capitals, which many sources write, above all. */
function widthOf(code: number): number {
  if (code < 0x30) return code === 0x22 || code === 0x26 || code === 0x25 ? 1 : 0.6;
  if (code >= 0x41 && code <= 0x5a) return 1.25;
  if (code < 0x3a) return 1;
  return code < 0x1100 ? 0.9 : 2;
}

/** The lines that a text takes in a column of so many digits; a word longer than the column is broken inside. */
export function linesOf(text: string, width: number): number {
  let lines = 1;
  let line = 0;
  let word = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) {
      lines += 1;
      line = 0;
      word = 0;
      continue;
    }
    const letter = widthOf(code);
    line += letter;
    word = code === blank ? 0 : word + letter;
    // A blank at the end of a line takes no room.
    if (line <= width || word === 0) continue;
    lines += 1;
    if (word > width) word = letter;
    line = word;
  }
  return lines;
}

/**
 * Points that a row needs so that its text shows whole; undefined: one line, which needs no height of its own. An
 * estimate, for programs that do not measure wrapped text when they open a file. In one pass over each text, without
 * taking it apart: rows are many.
 */
export function heightOfRow(values: readonly ListValue[], columns: readonly ListColumn[]): number | undefined {
  let most = 1;
  for (const [at, { width }] of columns.entries()) {
    const value = values[at];
    // A text of half as many letters is one line, unless a line feed is in it.
    if (typeof value === 'string' && (value.length > (width - 1) / 2 || value.includes('\n'))) {
      most = Math.max(most, linesOf(value, width - 1));
    }
  }
  return most > 1 ? Math.min(tallestRow, most * lineHeight) : undefined;
}
