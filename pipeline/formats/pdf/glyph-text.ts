import { PDFDict, PDFRawStream } from '@cantoo/pdf-lib';
import { type Operand, readOperations } from './content-stream.ts';
import { key } from './pdf-name.ts';
import { streamBytes } from './stream-bytes.ts';

/** How the codes of a font's strings read as text. */
export interface FontText {
  /** Bytes of one code: 2 in a composite font, otherwise 1. */
  readonly codeLength: 1 | 2;
  /** Text by code, from the font's ToUnicode map; a code that it lacks has no text. */
  readonly text: ReadonlyMap<number, string>;
}

/** The fonts of a resource dictionary, by the name under which `Tf` sets them. */
export function readFonts(resources: PDFDict | null, known: Map<PDFDict, FontText>): ReadonlyMap<string, FontText> {
  const fonts = new Map<string, FontText>();
  const dict = resources?.lookupMaybe(key('Font'), PDFDict);
  for (const [name] of dict?.entries() ?? []) {
    const font = dict?.lookup(name, PDFDict);
    if (font === undefined) continue;
    const text = known.get(font) ?? readFont(font);
    known.set(font, text);
    fonts.set(name.decodeText(), text);
  }
  return fonts;
}

function readFont(font: PDFDict): FontText {
  const composite = font.lookup(key('Subtype')) === key('Type0');
  const map = font.lookup(key('ToUnicode'));
  return {
    codeLength: composite ? 2 : 1,
    text: map instanceof PDFRawStream ? readToUnicode(streamBytes(map)) : new Map(),
  };
}

/** The text of a string that is shown in a font. */
export function glyphText(bytes: Uint8Array, font: FontText): string {
  let text = '';
  for (let at = 0; at + font.codeLength <= bytes.length; at += font.codeLength) {
    const first = bytes[at] ?? 0;
    text += font.text.get(font.codeLength === 2 ? (first << 8) | (bytes[at + 1] ?? 0) : first) ?? '';
  }
  return text;
}

/** A CMap is PostScript, and reads like a content stream: what stands between `begin…` and `end…` are operands. */
function readToUnicode(bytes: Uint8Array): ReadonlyMap<number, string> {
  const text = new Map<number, string>();
  for (const { name, operands } of readOperations(bytes)) {
    if (name === 'endbfchar') {
      for (let at = 0; at + 1 < operands.length; at += 2) text.set(codeOf(operands[at]), utf16(operands[at + 1]));
    }
    if (name === 'endbfrange') {
      for (let at = 0; at + 2 < operands.length; at += 3) addRange(text, operands.slice(at, at + 3));
    }
  }
  return text;
}

function addRange(text: Map<number, string>, [first, last, target]: readonly Operand[]): void {
  const from = codeOf(first);
  const items = typeof target === 'object' && target?.kind === 'array' ? target.items : null;
  const start = utf16(target);
  for (let code = from; code <= codeOf(last); code += 1) {
    const step = code - from;
    const unit = start.charCodeAt(start.length - 1) + step;
    text.set(code, items === null ? start.slice(0, -1) + String.fromCharCode(unit) : utf16(items[step]));
  }
}

function codeOf(operand: Operand | undefined): number {
  return bytesOf(operand).reduce((value, byte) => value * 256 + byte, 0);
}

function utf16(operand: Operand | undefined): string {
  const bytes = bytesOf(operand);
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}

function bytesOf(operand: Operand | undefined): Uint8Array {
  return typeof operand === 'object' && operand?.kind === 'string' ? operand.bytes : new Uint8Array();
}
