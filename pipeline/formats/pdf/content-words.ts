import { PipelineError } from '../../errors.ts';

/** Where the tokeniser stands. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** The bytes that the tokeniser looks for. */
export const sign = {
  lineFeed: 10,
  carriageReturn: 13,
  percent: 37,
  open: 40,
  close: 41,
  plus: 43,
  minus: 45,
  period: 46,
  slash: 47,
  zero: 48,
  seven: 55,
  nine: 57,
  less: 60,
  greater: 62,
  R: 82,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  f: 102,
  n: 110,
  t: 116,
} as const;
const classes = characterClasses();

/** 0 regular, 1 white space, 2 delimiter (ISO 32000-1, 7.2.2). */
function characterClasses(): Uint8Array {
  const table = new Uint8Array(256);
  for (const space of [0, 9, 10, 12, 13, 32]) table[space] = 1;
  for (const delimiter of '()<>[]{}/%') table[delimiter.charCodeAt(0)] = 2;
  return table;
}

/** Whether a byte is white space. */
export const isSpace = (byte: number | undefined): boolean => byte !== undefined && classes[byte] === 1;
/** Whether a byte ends a line. */
export const isLineEnd = (byte: number | undefined): boolean => byte === sign.lineFeed || byte === sign.carriageReturn;
/** Whether a byte is neither white space nor a delimiter; what is behind the end is not. */
export const isRegular = (byte: number | undefined): boolean => byte !== undefined && classes[byte] === 0;

/** Moves the cursor behind white space and comments. */
export function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor;
  for (;;) {
    while (isSpace(bytes[cursor.at])) cursor.at += 1;
    if (bytes[cursor.at] !== sign.percent) return;
    while (cursor.at < bytes.length && !isLineEnd(bytes[cursor.at])) cursor.at += 1;
  }
}

/** The error of a stream that is not well formed. */
export function broken(what: string, at: number): PipelineError {
  return new PipelineError(
    'render',
    `a content stream of the PDF ${what} at byte ${at}`,
    'report this as a defect: the browser wrote a page that cannot be read',
  );
}

/** Words of up to four bytes by these bytes as a number: most operators and names come again on every line. */
const knownWords = new Map<number, string>();

/** The word that begins at the cursor, which is moved behind it. */
export function readWord(cursor: Cursor): string {
  const { bytes, at: from } = cursor;
  let packed = 0;
  while (isRegular(bytes[cursor.at])) packed = ((packed << 8) | (bytes[cursor.at++] ?? 0)) >>> 0;
  if (cursor.at - from > 4) return latin1(bytes, from, cursor.at);
  // No regular byte is 0, so that the length of a word can be told from the number.
  const known = knownWords.get(packed);
  if (known !== undefined) return known;
  const word = latin1(bytes, from, cursor.at);
  if (knownWords.size < mostKnownWords) knownWords.set(packed, word);
  return word;
}

/** Enough for all operators and the names of fonts; a broken file cannot fill the memory with others. */
const mostKnownWords = 10_000;

const latin1 = (bytes: Uint8Array, from: number, until: number): string =>
  String.fromCharCode(...bytes.subarray(from, until));

/** Whether a number can begin with a byte. */
export const startsNumber = (byte: number): boolean =>
  (byte >= sign.zero && byte <= sign.nine) || byte === sign.plus || byte === sign.minus || byte === sign.period;

/** Up to so many digits a whole number is exact, and its quotient by a power of ten the nearest to the decimal. */
const exactDigits = 15;

/** Reads sign, digits and a point where nothing else follows them; null: it is written in another way. */
function readPlainNumber(cursor: Cursor): number | null {
  const { bytes, at: from } = cursor;
  const isSigned = bytes[from] === sign.minus || bytes[from] === sign.plus;
  let value = 0;
  let digits = 0;
  let divisor = 0;
  let at = isSigned ? from + 1 : from;
  for (; ; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= sign.zero && byte <= sign.nine) {
      value = value * 10 + byte - sign.zero;
      digits += 1;
      divisor *= 10;
    } else if (byte === sign.period && divisor === 0) divisor = 1;
    else break;
  }
  if (digits === 0 || digits > exactDigits || isRegular(bytes[at])) return null;
  cursor.at = at;
  const unsigned = divisor > 1 ? value / divisor : value;
  return bytes[from] === sign.minus ? -unsigned : unsigned;
}

/** The number that begins at the cursor, which is moved behind it. Throws PipelineError where it is none. */
export function readNumber(cursor: Cursor): number {
  const plain = readPlainNumber(cursor);
  if (plain !== null) return plain;
  const from = cursor.at;
  const value = Number(readWord(cursor));
  if (Number.isNaN(value)) throw broken('has a number that cannot be read', from);
  return value;
}
