import { PDFDocument, PDFName, PDFRef, PDFString } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { writeFile } from '../../../pipeline/formats/pdf/file-writer.ts';

/** Two pages, some streams, and more small objects than one object stream holds, with gaps in their numbers. */
async function sampleDocument(): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false });
  for (const text of ['first', 'second']) document.addPage().node.set(PDFName.of('Said'), PDFString.of(text));
  for (let value = 0; value < 137; value += 1) {
    const ref = document.context.register(document.context.obj({ Value: value, Next: PDFRef.of(value + 5) }));
    if (value % 7 === 0) document.context.delete(ref);
  }
  document.context.register(document.context.stream('q Q', { Kind: 'plain' }));
  return document;
}

/** Every object by its number, as written. */
async function objectsOf(bytes: Uint8Array): Promise<ReadonlyMap<number, string>> {
  const { context } = await PDFDocument.load(bytes, { updateMetadata: false });
  const all = context.enumerateIndirectObjects().map(([ref, object]) => [ref.objectNumber, object.toString()] as const);
  return new Map(all.filter(([, text]) => !/\/Type \/(?:ObjStm|XRef)\b/.test(text)));
}

describe('a document written as a file', () => {
  test('holds the same objects under the same numbers as the library writes', async () => {
    const own = await objectsOf(writeFile((await sampleDocument()).context));
    const library = await objectsOf(
      await (await sampleDocument()).save({ useObjectStreams: true, addDefaultPage: false }),
    );
    expect(own.size).toBeGreaterThan(100);
    expect(own).toEqual(library);
  });

  test('says where each object stands', async () => {
    const bytes = Buffer.from(writeFile((await sampleDocument()).context));
    const start = Number(/startxref\n(\d+)\n%%EOF/.exec(bytes.toString('latin1'))?.[1]);
    expect(bytes.subarray(start).toString('latin1')).toMatch(/^\d+ 0 obj\n<<[^>]*\/Type \/XRef\b/);
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
  });

  test('is the same bytes each time', async () => {
    const twice = [await sampleDocument(), await sampleDocument()].map(({ context }) =>
      Buffer.from(writeFile(context)).toString('hex'),
    );
    expect(twice[0]).toBe(twice[1]);
  });
});
