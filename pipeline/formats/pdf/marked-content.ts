import { PDFArray, PDFDict, PDFNumber, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';
import type { Operand, Operation } from './content-stream.ts';
import type { ReadFile } from './file-reader.ts';
import { type Box, identity, include, type Matrix, move, multiply, union } from './geometry.ts';
import { type FontText, glyphText, readFonts } from './glyph-text.ts';
import { type PageContent, streamAt } from './page-content.ts';
import { key } from './pdf-name.ts';

/** What one marked-content sequence shows. */
export interface MarkedSequence {
  readonly mcid: number;
  /** As a reader copies it; spaces that the page makes by position alone are missing. */
  readonly text: string;
  /** Whether it shows glyphs, or a form whose content is not known. */
  readonly hasText: boolean;
  /** Whether it paints an image, a shading or a path. */
  readonly hasDrawing: boolean;
  /** Where it paints, roughly; null: nowhere. */
  readonly box: Box | null;
}

/** The sequences of one page or form by marked-content id. */
export type MarkedContent = ReadonlyMap<number, MarkedSequence>;

/** Operators that paint. `n` ends a path without painting it. */
export const paintingOperators: ReadonlySet<string> = new Set('S s f F f* B B* b b* sh Do BI Tj TJ \' "'.split(' '));

/** Operators that build a path: nothing else may stand between the first of them and the one that paints it. */
export const pathOperators: ReadonlySet<string> = new Set('m l c v y h re W W*'.split(' '));

/** The marked-content id of a `BDC`, or null where it has none. */
export function mcidOf({ name, operands }: Operation, resources: PDFDict | null): number | null {
  const properties = operands[1];
  if (name !== 'BDC' || typeof properties !== 'object' || properties === null) return null;
  if (properties.kind === 'dictionary') return asNumber(properties.entries.get('MCID'));
  if (properties.kind !== 'name') return null;
  const shared = resources?.lookupMaybe(key('Properties'), PDFDict)?.lookup(key(properties.name));
  return shared instanceof PDFDict ? (shared.lookupMaybe(key('MCID'), PDFNumber)?.asNumber() ?? null) : null;
}

/** Whether a `BMC` or `BDC` marks its content as an artifact. */
export function isArtifact({ operands }: Operation): boolean {
  const tag = operands[0];
  return typeof tag === 'object' && tag?.kind === 'name' && tag.name === 'Artifact';
}

/** Reads what each marked sequence shows, by page or form. */
export function readMarkedContent(
  document: ReadFile,
  contents: readonly PageContent[],
): ReadonlyMap<PDFRef, MarkedContent> {
  const fonts = new Map<PDFDict, FontText>();
  const placements = new Map<PDFRef, Matrix>();
  const read = new Map<PDFRef, MarkedContent>();
  for (const content of contents) {
    const reading = startReading(document, content, readFonts(content.resources, fonts), placements);
    for (const operation of content.operations) follow(reading, operation);
    read.set(content.owner, reading.sequences);
  }
  return read;
}

interface GraphicsState {
  readonly matrix: Matrix;
  readonly font: FontText | null;
  readonly size: number;
}

/** Where glyphs reach above and below the base line, and how wide the last one is, in parts of the font's size. */
const ascent = 0.8;
const descent = 0.25;
const advance = 0.6;

/** A sequence that is being read: it grows by each glyph. */
type Growing = { -readonly [Part in keyof MarkedSequence]: MarkedSequence[Part] };

/** How far one content stream has been followed: the graphics state, as far as text and rough boxes need it. */
interface Reading {
  readonly document: ReadFile;
  readonly content: PageContent;
  readonly fonts: ReadonlyMap<string, FontText>;
  /** Where the forms are painted, for when they are read in their turn. */
  readonly placements: Map<PDFRef, Matrix>;
  readonly sequences: Map<number, Growing>;
  readonly marks: (number | null)[];
  readonly saved: GraphicsState[];
  state: GraphicsState;
  textMatrix: Matrix;
  baseLine: number;
  path: Box | null;
}

function startReading(
  document: ReadFile,
  content: PageContent,
  fonts: ReadonlyMap<string, FontText>,
  placements: Map<PDFRef, Matrix>,
): Reading {
  const state = { matrix: placements.get(content.owner) ?? identity, font: null, size: 0 };
  const start = { state, textMatrix: identity, baseLine: 0, path: null };
  return { document, content, fonts, placements, sequences: new Map(), marks: [], saved: [], ...start };
}

function follow(reading: Reading, operation: Operation): void {
  const { name, operands } = operation;
  if (pathOperators.has(name)) extendPath(reading, name, operands.map(Number));
  else if (name === 'n') reading.path = null;
  else if (paintingOperators.has(name)) paint(reading, operation);
  else setState(reading, operation);
}

function setState(reading: Reading, operation: Operation): void {
  const { name, operands } = operation;
  switch (name) {
    case 'q':
      reading.saved.push(reading.state);
      break;
    case 'Q':
      reading.state = reading.saved.pop() ?? reading.state;
      break;
    case 'cm':
      reading.state = { ...reading.state, matrix: multiply(matrixOf(operands), reading.state.matrix) };
      break;
    case 'Tf':
      reading.state = {
        ...reading.state,
        font: reading.fonts.get(nameOf(operands[0])) ?? null,
        size: Number(operands[1]),
      };
      break;
    case 'BT':
      reading.textMatrix = identity;
      break;
    case 'Tm':
      reading.textMatrix = matrixOf(operands);
      break;
    case 'Td':
    case 'TD':
      reading.textMatrix = move(Number(operands[0]), Number(operands[1]), reading.textMatrix);
      break;
    case 'BMC':
    case 'BDC':
      reading.marks.push(mcidOf(operation, reading.content.resources));
      break;
    case 'EMC':
      reading.marks.pop();
      break;
  }
}

function extendPath(reading: Reading, name: string, numbers: readonly number[]): void {
  const { matrix } = reading.state;
  if (name === 're') {
    const [x = 0, y = 0, width = 0, height = 0] = numbers;
    reading.path = include(include(reading.path, x, y, matrix), x + width, y + height, matrix);
    return;
  }
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    reading.path = include(reading.path, numbers[at] ?? 0, numbers[at + 1] ?? 0, matrix);
  }
}

function paint(reading: Reading, { name, operands }: Operation): void {
  switch (name) {
    case 'Tj':
    case 'TJ':
    case "'":
    case '"':
      show(reading, operands.at(-1));
      return;
    case 'Do':
      paintObject(reading, nameOf(operands[0]));
      return;
    case 'BI':
    case 'sh':
      add(reading, { hasDrawing: true, box: unitSquare(reading) });
      return;
    default:
      add(reading, { hasDrawing: true, box: reading.path });
      reading.path = null;
  }
}

function show(reading: Reading, operand: Operand | undefined): void {
  const { font, size, matrix } = reading.state;
  const text = font === null ? '' : textOf(operand, font);
  const place = multiply(reading.textMatrix, matrix);
  const lines = Math.abs(place[5] - reading.baseLine);
  reading.baseLine = place[5];
  const width = size * advance * Math.max(text.length, 1);
  const box = include(include(null, 0, -descent * size, place), width, ascent * size, place);
  // A space at which a line was broken is not shown.
  const height = box[3] - box[1];
  add(reading, { text, hasText: true, box }, lines > height / 2);
}

function paintObject(reading: Reading, name: string): void {
  const form = reading.content.forms.get(name);
  if (form !== undefined) {
    const inner = streamAt(reading.document, form).dict.lookupMaybe(key('Matrix'), PDFArray);
    const own = inner === undefined ? identity : matrixOf(inner.asArray().map((item) => Number(item.toString())));
    reading.placements.set(form, multiply(own, reading.state.matrix));
    return;
  }
  const object = reading.content.resources?.lookupMaybe(key('XObject'), PDFDict)?.lookup(key(name));
  const isImage = object instanceof PDFRawStream && object.dict.lookup(key('Subtype')) === key('Image');
  add(reading, { hasText: !isImage, hasDrawing: true, box: unitSquare(reading) });
}

/** An image fills the unit square. */
function unitSquare(reading: Reading): Box {
  return include(include(null, 0, 0, reading.state.matrix), 1, 1, reading.state.matrix);
}

function add(reading: Reading, shown: Partial<MarkedSequence>, newLine = false): void {
  const mcid = reading.marks.findLast((mark) => mark !== null) ?? null;
  if (mcid === null) return;
  const sequence = reading.sequences.get(mcid) ?? begun(reading, mcid);
  if (shown.text !== undefined) sequence.text = joinLines(sequence.text, shown.text, newLine);
  sequence.hasText ||= shown.hasText ?? false;
  sequence.hasDrawing ||= shown.hasDrawing ?? false;
  sequence.box = union(sequence.box, shown.box ?? null);
}

function begun(reading: Reading, mcid: number): Growing {
  const sequence = { mcid, text: '', hasText: false, hasDrawing: false, box: null };
  reading.sequences.set(mcid, sequence);
  return sequence;
}

function joinLines(before: string, after: string, newLine: boolean): string {
  return newLine && before !== '' && !/[\s-]$/.test(before) ? `${before} ${after}` : before + after;
}

function asNumber(operand: Operand | undefined): number | null {
  return typeof operand === 'number' ? operand : null;
}

function nameOf(operand: Operand | undefined): string {
  return typeof operand === 'object' && operand?.kind === 'name' ? operand.name : '';
}

function matrixOf(operands: readonly unknown[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = operands.map(Number);
  return [a, b, c, d, e, f];
}

function textOf(operand: Operand | undefined, font: FontText): string {
  if (typeof operand !== 'object' || operand === null) return '';
  if (operand.kind === 'string') return glyphText(operand.bytes, font);
  return operand.kind === 'array' ? operand.items.map((item) => textOf(item, font)).join('') : '';
}
