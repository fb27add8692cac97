import { SaxesParser } from 'saxes';
import { type Refusal, refusal } from './refusal.ts';

/** What a part tells its reader; names come without a namespace prefix. */
export interface PartHandler {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** The attributes of an element, by name without prefix. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** No part of a spreadsheet nests deeper than about 20. */
const deepest = 64;
const chunkBytes = 1 << 16;
const remedy = 'save it again as a workbook (XLSX) with a spreadsheet program';

/**
 * Reads one XML part from beginning to end without building a tree. Document type declarations are refused, so that no
 * entity can be defined; anything but UTF-8 is refused, as is what XML does not allow, such as zero bytes.
 * @throws PipelineError `contract`.
 */
export function readPart(name: string, bytes: Uint8Array, handler: PartHandler, refuse: Refusal): void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const damaged = (what: string) => refuse(refusal(`${name} ${what}`, remedy));
  let depth = 0;
  parser.on('doctype', () => {
    throw damaged('declares a document type, which no spreadsheet program writes');
  });
  // The parser's own message may quote the part.
  parser.on('error', () => {
    throw damaged('is not well-formed XML');
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > deepest) throw damaged(`nests more than ${deepest} elements`);
    handler.open?.(localName(tag.name), localAttributes(tag.attributes));
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    handler.close?.(localName(tag.name));
  });
  const { text } = handler;
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  feed(parser, bytes, () => damaged('is not text in UTF-8'));
}

function feed(parser: SaxesParser, bytes: Uint8Array, wrongEncoding: () => Error): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    parser.write(decoded(() => decoder.decode(chunk, { stream: true }), wrongEncoding));
  }
  parser.write(decoded(() => decoder.decode(), wrongEncoding));
  parser.close();
}

function decoded(decode: () => string, wrongEncoding: () => Error): string {
  try {
    return decode();
  } catch {
    throw wrongEncoding();
  }
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function localAttributes(attributes: Readonly<Record<string, string>>): Attributes {
  const local: Record<string, string> = Object.create(null);
  // `r:id` and `xr:uid` lose their prefix; a plain name is never displaced by a prefixed one.
  for (const [name, value] of Object.entries(attributes)) {
    const short = localName(name);
    if (short === name || local[short] === undefined) local[short] = value;
  }
  return local;
}
