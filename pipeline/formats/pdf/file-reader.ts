import {
  PDFArray,
  PDFCatalog,
  PDFContext,
  PDFDict,
  PDFNumber,
  type PDFObject,
  PDFPageLeaf,
  PDFRawStream,
  type PDFRef,
} from '@cantoo/pdf-lib';
import type { Cursor } from './content-words.ts';
import { readNumber, sign, skipSpace } from './content-words.ts';
import { readObject, refTo, takeWord, unreadable } from './object-reader.ts';
import { key } from './pdf-name.ts';
import { streamBytes } from './stream-bytes.ts';

/** A PDF file in memory. */
export interface ReadFile {
  readonly context: PDFContext;
  readonly catalog: PDFCatalog;
  /** In order. */
  readonly pages: readonly { readonly ref: PDFRef; readonly node: PDFPageLeaf }[];
}

/** Where an object stands: at a byte of the file, or in an object stream. */
type Place = { readonly kind: 'byte'; readonly at: number } | { readonly kind: 'stream'; readonly stream: number };

interface Reading {
  readonly bytes: Uint8Array;
  readonly context: PDFContext;
  /** By object number; none for those that are not used. */
  readonly places: Map<number, Place>;
}

/**
 * Reads a file that was written in one go, as Chromium and `writeFile` write it, by its own table of objects: an object
 * that the table does not name is not there. Throws PipelineError `render` where the table or an object is broken.
 *
 * The library's own parser passes over the table and searches the file for objects, which takes several times as long.
 */
export function readFile(bytes: Uint8Array): ReadFile {
  const reading: Reading = { bytes, context: PDFContext.create(), places: new Map() };
  readTable(reading);
  const streams = new Set<number>();
  for (const [number, place] of reading.places) {
    if (place.kind === 'stream') streams.add(place.stream);
    else reading.context.assign(refTo(number), objectAt(reading, number, place.at));
  }
  for (const stream of streams) readPacked(reading, stream);
  const { context } = reading;
  const catalog = context.lookup(context.trailerInfo.Root);
  if (!(catalog instanceof PDFCatalog)) throw unreadable('has no catalog', bytes.length);
  return { context, catalog, pages: pagesOf(catalog) };
}

function pagesOf(catalog: PDFCatalog): ReadFile['pages'] {
  const pages: { ref: PDFRef; node: PDFPageLeaf }[] = [];
  catalog.Pages().traverse((node, ref) => {
    if (node instanceof PDFPageLeaf) pages.push({ ref, node });
  });
  return pages;
}

function readTable(reading: Reading): void {
  const { bytes, context } = reading;
  const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf('startxref');
  if (from < 0) throw unreadable('does not say where its table of objects is', bytes.length);
  const at = wholeNumber({ bytes, at: from + 'startxref'.length });
  const cursor: Cursor = { bytes, at };
  skipSpace(cursor);
  const trailer = takeWord(cursor, 'xref') ? readPlainTable(reading, cursor) : readTableStream(reading, cursor);
  if (trailer.has(key('Prev')) || trailer.has(key('XRefStm')))
    throw unreadable('was written in several parts; its last table of objects is', at);
  for (const name of ['Root', 'Info', 'ID', 'Encrypt'] as const) {
    const entry = trailer.get(key(name));
    if (entry !== undefined) context.trailerInfo[name] = entry;
  }
}

/** ISO 32000-1, 7.5.4 */
function readPlainTable({ bytes, context, places }: Reading, cursor: Cursor): PDFDict {
  for (skipSpace(cursor); !takeWord(cursor, 'trailer'); skipSpace(cursor)) {
    const first = wholeNumber(cursor);
    const count = wholeNumber(cursor);
    for (let number = first; number < first + count; number += 1) {
      const at = wholeNumber(cursor);
      wholeNumber(cursor);
      skipSpace(cursor);
      if (bytes[cursor.at] === sign.n) places.set(number, { kind: 'byte', at });
      cursor.at += 1;
    }
  }
  const trailer = readObject(cursor, context);
  if (trailer instanceof PDFDict) return trailer;
  throw unreadable('has no trailer', cursor.at);
}

/** ISO 32000-1, 7.5.8 */
function readTableStream(reading: Reading, cursor: Cursor): PDFDict {
  wholeNumber(cursor);
  const stream = indirectObject(reading, cursor);
  if (!(stream instanceof PDFRawStream)) throw unreadable('has no table of objects', cursor.at);
  const { dict } = stream;
  const widths = numbersIn(dict.lookup(key('W'), PDFArray));
  const [size] = numbersIn([dict.lookup(key('Size'))]);
  const sections = numbersIn(dict.lookupMaybe(key('Index'), PDFArray) ?? [PDFNumber.of(0), PDFNumber.of(size ?? 0)]);
  const table = streamBytes(stream);
  let at = 0;
  const next = (width: number | undefined) => {
    let value = 0;
    for (const until = at + (width ?? 0); at < until; at += 1) value = value * 256 + (table[at] ?? Number.NaN);
    return value;
  };
  for (let section = 0; section + 1 < sections.length; section += 2) {
    const [first = 0, count = 0] = sections.slice(section);
    for (let number = first; number < first + count; number += 1) {
      const type = widths[0] === 0 ? 1 : next(widths[0]);
      const second = next(widths[1]);
      next(widths[2]);
      if (type === 1) reading.places.set(number, { kind: 'byte', at: second });
      if (type === 2) reading.places.set(number, { kind: 'stream', stream: second });
    }
  }
  return dict;
}

const numbersIn = (objects: PDFArray | readonly (PDFObject | undefined)[]): readonly number[] =>
  (objects instanceof PDFArray ? objects.asArray() : objects).map((object) =>
    object instanceof PDFNumber ? object.asNumber() : Number.NaN,
  );

function wholeNumber(cursor: Cursor): number {
  skipSpace(cursor);
  const from = cursor.at;
  const value = readNumber(cursor);
  if (!Number.isSafeInteger(value) || value < 0) throw unreadable('has no whole number', from);
  return value;
}

function objectAt(reading: Reading, number: number, at: number): PDFObject {
  const cursor: Cursor = { bytes: reading.bytes, at };
  if (wholeNumber(cursor) !== number) throw unreadable(`does not have object ${number}, as its table says,`, at);
  return indirectObject(reading, cursor);
}

/** What stands behind the number of an object. */
function indirectObject(reading: Reading, cursor: Cursor): PDFObject {
  wholeNumber(cursor);
  skipSpace(cursor);
  if (!takeWord(cursor, 'obj')) throw unreadable('has no object', cursor.at);
  const object = readObject(cursor, reading.context);
  skipSpace(cursor);
  if (!(object instanceof PDFDict) || !takeWord(cursor, 'stream')) return object;
  if (cursor.bytes[cursor.at] === sign.carriageReturn) cursor.at += 1;
  cursor.at += 1;
  const from = cursor.at;
  cursor.at += lengthOf(reading, object, from);
  const contents = cursor.bytes.subarray(from, cursor.at);
  skipSpace(cursor);
  if (!takeWord(cursor, 'endstream')) throw unreadable('has a stream whose length is not as it says', from);
  return PDFRawStream.of(object, contents);
}

/** The length may stand in an object of its own, which need not have been read yet. */
function lengthOf(reading: Reading, dict: PDFDict, at: number): number {
  const given = dict.get(key('Length'));
  if (given instanceof PDFNumber) return given.asNumber();
  const place = reading.places.get(Number(given?.toString().split(' ')[0]));
  const length =
    place?.kind === 'byte' ? indirectObject(reading, behindNumber({ bytes: reading.bytes, at: place.at })) : undefined;
  if (length instanceof PDFNumber) return length.asNumber();
  throw unreadable('has a stream without length', at);
}

function behindNumber(cursor: Cursor): Cursor {
  wholeNumber(cursor);
  return cursor;
}

/** Reads the objects of an object stream (ISO 32000-1, 7.5.7) that the table says are in it. */
function readPacked({ context, places }: Reading, stream: number): void {
  const packed = context.lookup(refTo(stream));
  if (!(packed instanceof PDFRawStream)) throw unreadable(`lacks the object stream ${stream}; the file ends`, 0);
  const bytes = streamBytes(packed);
  const [count = 0, first = 0] = numbersIn([packed.dict.lookup(key('N')), packed.dict.lookup(key('First'))]);
  const head: Cursor = { bytes, at: 0 };
  const cursor: Cursor = { bytes, at: 0 };
  for (let index = 0; index < count; index += 1) {
    const number = wholeNumber(head);
    cursor.at = first + wholeNumber(head);
    const place = places.get(number);
    if (place?.kind === 'stream' && place.stream === stream) context.assign(refTo(number), readObject(cursor, context));
  }
}
