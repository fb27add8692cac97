import {
  PDFArray,
  PDFBool,
  PDFCatalog,
  type PDFContext,
  PDFDict,
  PDFHexString,
  type PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFPageLeaf,
  PDFPageTree,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import { PipelineError } from '../../errors.ts';
import { type Cursor, isRegular, isSpace, readNumber, sign, skipSpace, startsNumber } from './content-words.ts';
import { key } from './pdf-name.ts';

/** The error of a file that is not written as a PDF is. */
export function unreadable(what: string, at: number): PipelineError {
  return new PipelineError('render', `the PDF ${what} at byte ${at}`, 'report this as a defect: the file is broken');
}

/** Reads the object that begins at the cursor, which is moved behind it; a stream's bytes are left to who knows their length. */
export function readObject(cursor: Cursor, context: PDFContext): PDFObject {
  skipSpace(cursor);
  const { bytes, at } = cursor;
  const byte = bytes[at] ?? 0;
  if (startsNumber(byte)) return readNumberOrRef(cursor);
  switch (byte) {
    case sign.slash:
      return readName(cursor);
    case sign.less:
      return bytes[at + 1] === sign.less ? readDict(cursor, context) : readHexString(cursor);
    case sign.open:
      return readString(cursor);
    case sign.openBracket:
      return readArray(cursor, context);
    default:
      return readConstant(cursor);
  }
}

/** Whether a word stands at the cursor, which then is moved behind it. */
export function takeWord(cursor: Cursor, word: string): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (cursor.bytes[cursor.at + index] !== word.charCodeAt(index)) return false;
  if (isRegular(cursor.bytes[cursor.at + word.length])) return false;
  cursor.at += word.length;
  return true;
}

const constants = [
  ['true', PDFBool.True],
  ['false', PDFBool.False],
  ['null', PDFNull],
] as const;

function readConstant(cursor: Cursor): PDFObject {
  for (const [word, value] of constants) if (takeWord(cursor, word)) return value;
  throw unreadable('has something that is no object', cursor.at);
}

const refs: PDFRef[] = [];

/** Ten times what a long document has; a broken file cannot fill the memory. */
const mostKnownRefs = 200_000;

/** The reference to an object of generation 0. The library's own writes the number out each time to look it up. */
export function refTo(objectNumber: number): PDFRef {
  const ref = refs[objectNumber] ?? PDFRef.of(objectNumber, 0);
  if (objectNumber < mostKnownRefs) refs[objectNumber] = ref;
  return ref;
}

/** Whole numbers below this are one object each: ids of content, counts and the like come again and again. */
const mostShared = 10_000;
const shared: PDFNumber[] = [];

function numberOf(value: number): PDFNumber {
  if (!Number.isInteger(value) || value < 0 || value >= mostShared) return PDFNumber.of(value);
  const number = shared[value] ?? PDFNumber.of(value);
  shared[value] = number;
  return number;
}

function readNumberOrRef(cursor: Cursor): PDFObject {
  const first = readNumber(cursor);
  const after = cursor.at;
  const { bytes } = cursor;
  // Two numbers and `R` on one line, as every program writes them.
  if (isSpace(bytes[after]) && isDigit(bytes[after + 1])) {
    cursor.at = after + 1;
    const generation = readNumber(cursor);
    if (isSpace(bytes[cursor.at]) && bytes[cursor.at + 1] === sign.R && !isRegular(bytes[cursor.at + 2])) {
      cursor.at += 2;
      return generation === 0 ? refTo(first) : PDFRef.of(first, generation);
    }
    cursor.at = after;
  }
  return numberOf(first);
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= sign.zero && byte <= sign.nine;

/** Names by a number made from their bytes; another name may have the same number, so the text is compared. */
const knownNames = new Map<number, { readonly text: string; readonly name: PDFName }>();

/** Enough for every key and type of a PDF; a broken file cannot fill the memory with others. */
const mostKnownNames = 10_000;

function readName(cursor: Cursor): PDFName {
  const { bytes } = cursor;
  const from = cursor.at + 1;
  let hash = 0;
  let at = from;
  for (; isRegular(bytes[at]); at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  cursor.at = at;
  const known = knownNames.get(hash);
  if (known !== undefined && isTextAt(bytes, from, at, known.text)) return known.name;
  const text = latin1(bytes, from, at);
  const name = key(text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
  if (known === undefined && knownNames.size < mostKnownNames) knownNames.set(hash, { text, name });
  return name;
}

function isTextAt(bytes: Uint8Array, from: number, until: number, text: string): boolean {
  if (text.length !== until - from) return false;
  for (let index = 0; index < text.length; index += 1) if (bytes[from + index] !== text.charCodeAt(index)) return false;
  return true;
}

const latin1 = (bytes: Uint8Array, from: number, until: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, until - from).toString('latin1');

function readHexString(cursor: Cursor): PDFHexString {
  const from = cursor.at + 1;
  const until = cursor.bytes.indexOf(sign.greater, from);
  if (until < 0) throw unreadable('breaks off inside a string that begins', from);
  cursor.at = until + 1;
  return PDFHexString.of(latin1(cursor.bytes, from, until));
}

/** The string as it is written, escapes and all: the library resolves them when it is asked for the text. */
function readString(cursor: Cursor): PDFString {
  const { bytes } = cursor;
  const from = cursor.at + 1;
  let depth = 1;
  let at = from;
  for (; depth > 0; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) throw unreadable('breaks off inside a string that begins', from);
    if (byte === sign.backslash) at += 1;
    else if (byte === sign.open) depth += 1;
    else if (byte === sign.close) depth -= 1;
  }
  cursor.at = at;
  return PDFString.of(latin1(bytes, from, at - 1));
}

function readArray(cursor: Cursor, context: PDFContext): PDFArray {
  const array = PDFArray.withContext(context);
  cursor.at += 1;
  for (skipSpace(cursor); cursor.bytes[cursor.at] !== sign.closeBracket; skipSpace(cursor))
    array.push(readObject(cursor, context));
  cursor.at += 1;
  return array;
}

const typeKey = key('Type');
const [catalogType, pagesType, pageType] = [key('Catalog'), key('Pages'), key('Page')];

function readDict(cursor: Cursor, context: PDFContext): PDFDict {
  const entries = new Map<PDFName, PDFObject>();
  cursor.at += 2;
  for (skipSpace(cursor); cursor.bytes[cursor.at] !== sign.greater; skipSpace(cursor)) {
    if (cursor.bytes[cursor.at] !== sign.slash) throw unreadable('has a dictionary without names', cursor.at);
    const name = readName(cursor);
    entries.set(name, readObject(cursor, context));
  }
  cursor.at += 2;
  switch (entries.get(typeKey)) {
    case catalogType:
      return PDFCatalog.fromMapWithContext(entries, context);
    case pagesType:
      return PDFPageTree.fromMapWithContext(entries, context);
    case pageType:
      return PDFPageLeaf.fromMapWithContext(entries, context);
    default:
      return PDFDict.fromMapWithContext(entries, context);
  }
}
