import { PDFArray, PDFDict, type PDFDocument, PDFNumber, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';
import type { Operand, Operation } from './content-stream.ts';
import { type Box, identity, include, type Matrix, multiply, union } from './geometry.ts';
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
  document: PDFDocument,
  contents: readonly PageContent[],
): ReadonlyMap<PDFRef, MarkedContent> {
  const fonts = new Map<PDFDict, FontText>();
  const placements = new Map<PDFRef, Matrix>();
  const read = new Map<PDFRef, MarkedContent>();
  for (const content of contents) {
    const interpreter = new Interpreter(content, readFonts(content.resources, fonts), placements, document);
    read.set(content.owner, interpreter.run());
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

/** Follows the graphics state through one content stream, as far as text and rough boxes need. */
class Interpreter {
  private readonly sequences = new Map<number, MarkedSequence>();
  private readonly marks: (number | null)[] = [];
  private readonly saved: GraphicsState[] = [];
  private readonly content: PageContent;
  private readonly fonts: ReadonlyMap<string, FontText>;
  private readonly placements: Map<PDFRef, Matrix>;
  private readonly document: PDFDocument;
  private state: GraphicsState;
  private textMatrix: Matrix = identity;
  private baseLine = 0;
  private path: Box | null = null;

  constructor(
    content: PageContent,
    fonts: ReadonlyMap<string, FontText>,
    placements: Map<PDFRef, Matrix>,
    document: PDFDocument,
  ) {
    this.content = content;
    this.fonts = fonts;
    this.placements = placements;
    this.document = document;
    this.state = { matrix: placements.get(content.owner) ?? identity, font: null, size: 0 };
  }

  run(): MarkedContent {
    for (const operation of this.content.operations) this.follow(operation);
    return this.sequences;
  }

  private follow(operation: Operation): void {
    const { name, operands } = operation;
    if (pathOperators.has(name)) this.extendPath(name, operands.map(Number));
    else if (name === 'n') this.path = null;
    else if (paintingOperators.has(name)) this.paint(operation);
    else this.setState(operation);
  }

  private setState(operation: Operation): void {
    const { name, operands } = operation;
    switch (name) {
      case 'q':
        this.saved.push(this.state);
        break;
      case 'Q':
        this.state = this.saved.pop() ?? this.state;
        break;
      case 'cm':
        this.state = { ...this.state, matrix: multiply(matrixOf(operands), this.state.matrix) };
        break;
      case 'Tf':
        this.state = { ...this.state, font: this.fonts.get(nameOf(operands[0])) ?? null, size: Number(operands[1]) };
        break;
      case 'BT':
        this.textMatrix = identity;
        break;
      case 'Tm':
        this.textMatrix = matrixOf(operands);
        break;
      case 'Td':
      case 'TD':
        this.textMatrix = multiply([1, 0, 0, 1, Number(operands[0]), Number(operands[1])], this.textMatrix);
        break;
      case 'BMC':
      case 'BDC':
        this.marks.push(mcidOf(operation, this.content.resources));
        break;
      case 'EMC':
        this.marks.pop();
        break;
    }
  }

  private extendPath(name: string, numbers: readonly number[]): void {
    const { matrix } = this.state;
    if (name === 're') {
      const [x = 0, y = 0, width = 0, height = 0] = numbers;
      this.path = include(include(this.path, x, y, matrix), x + width, y + height, matrix);
      return;
    }
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      this.path = include(this.path, numbers[at] ?? 0, numbers[at + 1] ?? 0, matrix);
    }
  }

  private paint({ name, operands }: Operation): void {
    switch (name) {
      case 'Tj':
      case 'TJ':
      case "'":
      case '"':
        this.show(operands.at(-1));
        return;
      case 'Do':
        this.paintObject(nameOf(operands[0]));
        return;
      case 'BI':
      case 'sh':
        this.add({ hasDrawing: true, box: this.unitSquare() });
        return;
      default:
        this.add({ hasDrawing: true, box: this.path });
        this.path = null;
    }
  }

  private show(operand: Operand | undefined): void {
    const { font, size, matrix } = this.state;
    const text =
      font === null
        ? ''
        : stringsOf(operand)
            .map((bytes) => glyphText(bytes, font))
            .join('');
    const place = multiply(this.textMatrix, matrix);
    const lines = Math.abs(place[5] - this.baseLine);
    this.baseLine = place[5];
    const width = size * advance * Math.max(text.length, 1);
    const box = include(include(null, 0, -descent * size, place), width, ascent * size, place);
    // A space at which a line was broken is not shown.
    const height = box[3] - box[1];
    this.add({ text, hasText: true, box }, lines > height / 2);
  }

  private paintObject(name: string): void {
    const form = this.content.forms.get(name);
    if (form !== undefined) {
      const inner = streamAt(this.document, form).dict.lookupMaybe(key('Matrix'), PDFArray);
      const own = inner === undefined ? identity : matrixOf(inner.asArray().map((item) => Number(item.toString())));
      this.placements.set(form, multiply(own, this.state.matrix));
      return;
    }
    const object = this.content.resources?.lookupMaybe(key('XObject'), PDFDict)?.lookup(key(name));
    const isImage = object instanceof PDFRawStream && object.dict.lookup(key('Subtype')) === key('Image');
    this.add({ hasText: !isImage, hasDrawing: true, box: this.unitSquare() });
  }

  /** An image fills the unit square. */
  private unitSquare(): Box {
    return include(include(null, 0, 0, this.state.matrix), 1, 1, this.state.matrix);
  }

  private add(shown: Partial<MarkedSequence>, newLine = false): void {
    const mcid = this.marks.findLast((mark) => mark !== null) ?? null;
    if (mcid === null) return;
    const before = this.sequences.get(mcid);
    this.sequences.set(mcid, {
      mcid,
      text: joinLines(before?.text ?? '', shown.text ?? '', newLine),
      hasText: (before?.hasText ?? false) || (shown.hasText ?? false),
      hasDrawing: (before?.hasDrawing ?? false) || (shown.hasDrawing ?? false),
      box: union(before?.box ?? null, shown.box ?? null),
    });
  }
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

function stringsOf(operand: Operand | undefined): readonly Uint8Array[] {
  if (typeof operand !== 'object' || operand === null) return [];
  if (operand.kind === 'string') return [operand.bytes];
  return operand.kind === 'array' ? operand.items.flatMap(stringsOf) : [];
}
