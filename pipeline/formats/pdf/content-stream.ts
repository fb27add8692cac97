import {
  broken,
  type Cursor,
  isLineEnd,
  isRegular,
  isSpace,
  readNumber,
  readWord,
  sign,
  skipSpace,
  startsNumber,
} from './content-words.ts';

/** A value before an operator of a content stream (ISO 32000-1, 7.8.2). */
export type Operand =
  | number
  | boolean
  | null
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'string'; readonly bytes: Uint8Array }
  | { readonly kind: 'array'; readonly items: readonly Operand[] }
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, Operand> };

/** One operator with its operands; it stands in bytes `from` (the first operand) up to and without `until`. */
export interface Operation {
  readonly name: string;
  readonly operands: readonly Operand[];
  readonly from: number;
  readonly until: number;
}

/** Every operation of a content stream, in order. Throws PipelineError where the stream is not well formed. */
export function readOperations(bytes: Uint8Array): Operation[] {
  const cursor: Cursor = { bytes, at: 0 };
  const operations: Operation[] = [];
  for (;;) {
    skipSpace(cursor);
    const from = cursor.at;
    const operands: Operand[] = [];
    while (cursor.at < bytes.length && !startsOperator(cursor)) {
      operands.push(readOperand(cursor));
      skipSpace(cursor);
    }
    if (cursor.at >= bytes.length) {
      if (operands.length > 0) throw broken('ends with operands that have no operator', from);
      return operations;
    }
    const name = readWord(cursor);
    if (name === 'BI') skipInlineImage(cursor);
    operations.push({ name, operands, from, until: cursor.at });
  }
}

function startsOperator({ bytes, at }: Cursor): boolean {
  const byte = bytes[at] ?? 0;
  if (!isRegular(byte)) return false;
  if (startsNumber(byte)) return false;
  // `true`, `false` and `null` are operands that look like operators.
  return !(
    (byte === sign.t && wordAt(bytes, at, 'true')) ||
    (byte === sign.f && wordAt(bytes, at, 'false')) ||
    (byte === sign.n && wordAt(bytes, at, 'null'))
  );
}

function wordAt(bytes: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) if (bytes[at + index] !== word.charCodeAt(index)) return false;
  return !isRegular(bytes[at + word.length]);
}

function readOperand(cursor: Cursor): Operand {
  const { bytes, at } = cursor;
  const byte = bytes[at] ?? 0;
  if (startsNumber(byte)) return readNumber(cursor);
  switch (String.fromCharCode(byte)) {
    case '/':
      return { kind: 'name', name: readName(cursor) };
    case '(':
      return { kind: 'string', bytes: readLiteralString(cursor) };
    case '[':
      cursor.at += 1;
      return { kind: 'array', items: readItems(cursor, sign.closeBracket) };
    case '<':
      if (bytes[at + 1] === sign.less) return readDictionary(cursor);
      return readGlyph(cursor) ?? { kind: 'string', bytes: readHexString(cursor) };
    case 't':
    case 'f':
    case 'n': {
      const word = readWord(cursor);
      return word === 'null' ? null : word === 'true';
    }
    default:
      throw broken(`has an unexpected sign "${String.fromCharCode(byte)}"`, at);
  }
}

function readName(cursor: Cursor): string {
  cursor.at += 1;
  const word = readWord(cursor);
  return word.includes('#')
    ? word.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : word;
}

function readItems(cursor: Cursor, close: number): Operand[] {
  const from = cursor.at;
  const items: Operand[] = [];
  for (;;) {
    skipSpace(cursor);
    if (cursor.at >= cursor.bytes.length) throw broken('breaks off inside an array or dictionary that begins', from);
    if (cursor.bytes[cursor.at] === close) {
      cursor.at += 1;
      return items;
    }
    items.push(readOperand(cursor));
  }
}

function readDictionary(cursor: Cursor): Operand {
  const from = cursor.at;
  cursor.at += 2;
  const items = readItems(cursor, sign.greater);
  if (cursor.bytes[cursor.at] !== sign.greater) throw broken('has a dictionary without end', from);
  cursor.at += 1;
  const entries = new Map<string, Operand>();
  for (let index = 0; index < items.length; index += 2) {
    const key = items[index];
    const value = items[index + 1];
    if (typeof key !== 'object' || key?.kind !== 'name' || value === undefined) {
      throw broken('has a dictionary that is not made of names and values', from);
    }
    entries.set(key.name, value);
  }
  return { kind: 'dictionary', entries };
}

const hexValue = (byte: number): number =>
  byte >= 48 && byte <= 57
    ? byte - 48
    : byte >= 65 && byte <= 70
      ? byte - 55
      : byte >= 97 && byte <= 102
        ? byte - 87
        : -1;

/** Strings of two bytes by their value: a page shows most of its text glyph by glyph, and each is one of a few hundred. */
const glyphs: Operand[] = [];

/** Reads a hexadecimal string of four digits without more; null: it is another, and the cursor stays. */
function readGlyph(cursor: Cursor): Operand | null {
  const { bytes, at } = cursor;
  if (bytes[at + 5] !== sign.greater) return null;
  let value = 0;
  for (let index = at + 1; index < at + 5; index += 1) {
    const digit = hexValue(bytes[index] ?? 0);
    if (digit < 0) return null;
    value = (value << 4) | digit;
  }
  cursor.at += 6;
  const glyph = glyphs[value] ?? { kind: 'string', bytes: Uint8Array.of(value >> 8, value & 255) };
  glyphs[value] = glyph;
  return glyph;
}

function readHexString(cursor: Cursor): Uint8Array {
  const { bytes } = cursor;
  const from = cursor.at;
  const digits: number[] = [];
  for (cursor.at += 1; bytes[cursor.at] !== sign.greater; cursor.at += 1) {
    const byte = bytes[cursor.at];
    if (byte === undefined) throw broken('breaks off inside a string that begins', from);
    const value = hexValue(byte);
    if (value >= 0) digits.push(value);
    else if (!isSpace(byte)) throw broken('has a hexadecimal string with other signs', from);
  }
  cursor.at += 1;
  const value = new Uint8Array(Math.ceil(digits.length / 2));
  for (let index = 0; index < value.length; index += 1) {
    value[index] = ((digits[index * 2] ?? 0) << 4) | (digits[index * 2 + 1] ?? 0);
  }
  return value;
}

function readLiteralString(cursor: Cursor): Uint8Array {
  const { bytes } = cursor;
  const from = cursor.at;
  const value: number[] = [];
  let depth = 1;
  for (cursor.at += 1; depth > 0; cursor.at += 1) {
    const byte = bytes[cursor.at];
    if (byte === undefined) throw broken('breaks off inside a string that begins', from);
    if (byte === sign.backslash) readEscape(cursor, value);
    else {
      if (byte === sign.open) depth += 1;
      if (byte === sign.close) depth -= 1;
      if (depth > 0) value.push(byte);
    }
  }
  return Uint8Array.from(value);
}

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** Reads what follows a backslash; leaves the cursor on its last byte. */
function readEscape(cursor: Cursor, value: number[]): void {
  const { bytes } = cursor;
  cursor.at += 1;
  const next = bytes[cursor.at] ?? 0;
  if (next >= sign.zero && next <= sign.seven) {
    let octal = 0;
    const end = cursor.at + 3;
    for (; cursor.at < end; cursor.at += 1) {
      const digit = bytes[cursor.at] ?? 0;
      if (digit < sign.zero || digit > sign.seven) break;
      octal = octal * 8 + digit - sign.zero;
    }
    cursor.at -= 1;
    value.push(octal & 255);
    return;
  }
  // A backslash before the end of a line continues the string on the next one.
  if (next === sign.carriageReturn && bytes[cursor.at + 1] === sign.lineFeed) cursor.at += 1;
  else if (!isLineEnd(next)) value.push(escapes[String.fromCharCode(next)] ?? next);
}

/** Moves from behind `BI` to behind the `EI` that ends the image (ISO 32000-1, 8.9.7). */
function skipInlineImage(cursor: Cursor): void {
  const { bytes } = cursor;
  const from = cursor.at;
  for (skipSpace(cursor); !wordAt(bytes, cursor.at, 'ID'); skipSpace(cursor)) {
    if (cursor.at >= bytes.length) throw broken('breaks off inside an inline image that begins', from);
    readOperand(cursor);
  }
  for (cursor.at += 3; cursor.at < bytes.length; cursor.at += 1) {
    if (isSpace(bytes[cursor.at - 1]) && wordAt(bytes, cursor.at, 'EI') && looksLikeText(bytes, cursor.at + 2)) {
      cursor.at += 2;
      return;
    }
  }
  throw broken('breaks off inside an inline image that begins', from);
}

/** Image data may hold the letters EI by chance; what follows a real one is plain text. */
function looksLikeText(bytes: Uint8Array, from: number): boolean {
  if (from < bytes.length && !isSpace(bytes[from])) return false;
  for (let at = from; at < Math.min(from + 12, bytes.length); at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > 126 || (byte < 32 && !isSpace(byte)) || byte === 0) return false;
  }
  return true;
}
