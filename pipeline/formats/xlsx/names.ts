import type { Column, ReportTable } from '../../compose.ts';
import { oneLine, readable } from './text.ts';

/** The characters that the name of a sheet holds. */
const sheetNameLimit = 31;

/** What stands before the first comma of a title, in words that a sheet's name and a link to it may hold. */
function wordsOf(title: string): readonly string[] {
  const [head = ''] = readable(title).split(',');
  return oneLine(head.replace(/[[\]:*?/\\'!]/g, ' ')).split(' ');
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * A title in so many characters. Its end, `by field office`, tells more than its beginning: a comma takes the place of
 * `by` first, then words are dropped from the front.
 */
function fitted(words: readonly string[], room: number): string {
  const title = words.join(' ');
  const shorter = words.map((_word, at) => capitalized(words.slice(at).join(' ')));
  const candidates = [title, title.replace(' by ', ', '), ...shorter];
  return candidates.find((candidate) => candidate.length <= room) ?? title.slice(0, room).toWellFormed().trim();
}

/** Begins what tells more of the word before it. */
const leadsOn = /^(about|for|in|of|since|to|under|whose|with)$/;

/**
 * The ways to say less of one half of a title: without what is `of`, `in` or `under` another, and without the first words
 * of each thing that it names. Of two things joined by `and` none is left out: the name would tell of the other alone.
 */
function shortened(words: readonly string[]): readonly (readonly string[])[] {
  const and = words.indexOf('and');
  if (and > 0) {
    const [before, after] = [shortened(words.slice(0, and)), shortened(words.slice(and + 1))];
    return before.flatMap((one) => after.map((other) => [...one, 'and', ...other]));
  }
  const at = words.findIndex((word, place) => place > 0 && leadsOn.test(word));
  const core = at < 0 ? words : words.slice(0, at);
  return [words, ...core.map((_word, from) => core.slice(from))];
}

/** The longest way to name both what is counted and by what in so many characters; undefined: there is none. */
function bothHalves(words: readonly string[], room: number): string | undefined {
  const by = words.indexOf('by');
  if (by < 1) return undefined;
  const heads = shortened(words.slice(0, by)).map((half) => capitalized(half.join(' ')));
  const tails = shortened(words.slice(by + 1)).map((half) => half.join(' '));
  return heads
    .flatMap((head) => tails.flatMap((tail) => [`${head} by ${tail}`, `${head}, ${tail}`]))
    .filter((name) => name.length <= room)
    .toSorted((a, b) => b.length - a.length)[0];
}

/** `1 Encounters by field office`: the number of the table makes it unique, and Excel allows 31 characters. */
export function tableSheetName(table: Pick<ReportTable, 'number' | 'title' | 'shortTitle'>): string {
  const number = String(table.number);
  const words = wordsOf(table.title);
  const room = sheetNameLimit - number.length - 1;
  const isWhole = words.join(' ').length <= room;
  if (table.shortTitle !== undefined && !isWhole && table.shortTitle.length <= room)
    return `${number} ${table.shortTitle}`;
  return `${number} ${bothHalves(words, room) ?? fitted(words, room)}`.trim();
}

/** The name of a sheet without a number, such as that of a table of facts, unlike those that are taken. */
export function plainSheetName(title: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const name = fitted(wordsOf(title), sheetNameLimit) || 'Facts';
  if (!used.has(name.toLowerCase())) return name;
  for (let at = 2; ; at += 1) {
    const numbered = `${fitted(wordsOf(title), sheetNameLimit - String(at).length - 1)} ${at}`;
    if (!used.has(numbered.toLowerCase())) return numbered;
  }
}

/** The name of a table's object, for formulas and pivot tables: `encounters_by_field_office`. Letters, digits and `_`. */
export function tableObjectName(id: string): string {
  const name = id.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 200);
  // A name that could be a cell's address, such as `AB12` or `R1C1`, would be refused by Excel.
  return /^[A-Za-z_]/.test(name) && !/^[A-Za-z]{1,3}\d+$|^[RrCc](\d|$)/.test(name) ? name : `table_${name}`;
}

/** Headings as a table object needs them: on one line, none empty, none twice (Excel ignores case). */
export function uniqueHeaders(headers: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return headers.map((header, at) => {
    const base = oneLine(readable(header)) || `Column ${at + 1}`;
    let name = base;
    for (let copy = 2; used.has(name.toLowerCase()); copy += 1) name = `${base} (${copy})`;
    used.add(name.toLowerCase());
    return name;
  });
}

/** The headings of a table's sheet: code, label, then the columns of the model. */
export function tableHeaders(table: {
  readonly rowHeader: string;
  readonly columns: readonly Pick<Column, 'header'>[];
}): readonly string[] {
  return uniqueHeaders(['Code', table.rowHeader, ...table.columns.map((column) => column.header)]);
}
