import { deflateSync } from 'node:zlib';
import {
  PDFCatalog,
  type PDFContext,
  PDFCrossRefStream,
  PDFHeader,
  PDFInvalidObject,
  type PDFObject,
  PDFObjectStream,
  PDFPageLeaf,
  PDFPageTree,
  type PDFRef,
  PDFStream,
  PDFTrailer,
} from '@cantoo/pdf-lib';

type IndirectObject = [PDFRef, PDFObject];
type CrossReference = Parameters<typeof PDFCrossRefStream.of>[1] extends (infer Entry)[] | undefined ? Entry : never;

/** As many as pdf-lib puts in one. */
const objectsPerStream = 50;
/** Of an entry of the cross-reference stream (ISO 32000-1, 7.5.8.3). */
const inFile = 1;
const inStream = 2;

/**
 * A document as a file of PDF 1.7 with object streams, laid out as pdf-lib lays it out. Its own writer looks through all
 * entries of the cross-reference stream for each new one, which takes longer than everything else once a file has ten
 * thousand tags, and packs with a slower deflate.
 */
export function writeFile(context: PDFContext): Uint8Array {
  context.header = PDFHeader.forVersion(1, 7);
  const objects = context.enumerateIndirectObjects();
  const packed = Map.groupBy(objects, standsAlone);
  const chunks = inChunks(packed.get(false) ?? []);
  const streams = chunks.map((chunk): IndirectObject => [context.nextRef(), packedStream(context, chunk)]);
  const entries = chunks.flatMap((chunk, at) => compressedEntries(chunk, streams[at]?.[0]));
  const parts = [bytesOf(context.header), newLines(2)];
  let size = sizeOf(parts);
  for (const object of [...(packed.get(true) ?? []), ...streams]) {
    entries.push({ type: inFile, ref: object[0], offset: size });
    const written = indirectBytes(object);
    parts.push(written);
    size += written.length;
  }
  const ref = context.nextRef();
  entries.push({ type: inFile, ref, offset: size });
  parts.push(indirectBytes([ref, crossReferences(context, entries)]));
  parts.push(bytesOf(PDFTrailer.forLastCrossRefSectionOffset(size)));
  return joined(parts);
}

/** Whether an object stands in the file by itself: streams must, and pdf-lib lets what leads to the pages. */
function standsAlone([ref, object]: IndirectObject): boolean {
  return (
    object instanceof PDFStream ||
    object instanceof PDFInvalidObject ||
    object instanceof PDFCatalog ||
    object instanceof PDFPageTree ||
    object instanceof PDFPageLeaf ||
    ref.generationNumber !== 0
  );
}

function inChunks(objects: readonly IndirectObject[]): readonly IndirectObject[][] {
  const chunks: IndirectObject[][] = [];
  for (let from = 0; from < objects.length; from += objectsPerStream)
    chunks.push(objects.slice(from, from + objectsPerStream));
  return chunks;
}

function packedStream(context: PDFContext, objects: IndirectObject[]): PDFObjectStream {
  const stream = PDFObjectStream.withContextAndObjects(context, objects);
  stream.updateContents(deflateSync(stream.getUnencodedContents()));
  return stream;
}

function compressedEntries(chunk: readonly IndirectObject[], stream: PDFRef | undefined): CrossReference[] {
  if (stream === undefined) return [];
  return chunk.map(([ref], index) => ({ type: inStream, ref, objectStreamRef: stream, index }));
}

function crossReferences(context: PDFContext, entries: CrossReference[]): PDFCrossRefStream {
  const { Root, Info, ID } = context.trailerInfo;
  const dict = context.obj({ Size: context.largestObjectNumber + 1, Root, Info, ID });
  entries.sort((one, other) => one.ref.objectNumber - other.ref.objectNumber);
  const stream = PDFCrossRefStream.of(dict, entries);
  stream.updateContents(deflateSync(stream.getUnencodedContents()));
  return stream;
}

function indirectBytes([ref, object]: IndirectObject): Uint8Array {
  const head = Buffer.from(`${ref.objectNumber} ${ref.generationNumber} obj\n`, 'latin1');
  return joined([head, bytesOf(object), Buffer.from('\nendobj\n\n', 'latin1')]);
}

/** Anything of pdf-lib that writes itself. */
interface Writable {
  readonly sizeInBytes: () => number;
  readonly copyBytesInto: (buffer: Uint8Array, offset: number) => number;
}

function bytesOf(object: Writable): Uint8Array {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return bytes;
}

const newLines = (count: number): Uint8Array => new Uint8Array(count).fill(10);
const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
const joined = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
