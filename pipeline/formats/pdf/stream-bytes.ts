import { inflateSync } from 'node:zlib';
import { decodePDFRawStream, type PDFRawStream } from '@cantoo/pdf-lib';
import { key } from './pdf-name.ts';

/** The bytes of a stream, unpacked. */
export function streamBytes(stream: PDFRawStream): Uint8Array {
  if (!stream.dict.has(key('Filter'))) return stream.contents;
  const isPlainFlate = stream.dict.get(key('Filter')) === key('FlateDecode') && !stream.dict.has(key('DecodeParms'));
  return isPlainFlate ? inflateSync(stream.contents) : decodePDFRawStream(stream).decode();
}
