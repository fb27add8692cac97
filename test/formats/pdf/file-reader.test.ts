import { PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../../pipeline/formats/pdf/file-reader.ts';
import { refTo } from '../../../pipeline/formats/pdf/object-reader.ts';

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** A file of one page whose content has its length in an object of its own, with a plain table of objects. */
function smallFile({ length = '5' } = {}): string {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    String.raw`<</Type/Page/Parent 2 0 R/Contents 4 0 R/Odd#20name (a \(b\) c)/Numbers[1 -2.5 .5 true null<0A>]>>`,
    '<</Length 5 0 R>> stream\nq Q n\nendstream',
    length,
  ];
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  return `${file}xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
}

describe('a PDF file', () => {
  it('is read by its plain table of objects', () => {
    const { context, pages } = readFile(latin1(smallFile()));
    expect(pages.map(({ ref, node }) => [ref.toString(), node.toString().replaceAll(/\s+/g, ' ')])).toEqual([
      [
        '3 0 R',
        String.raw`<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Odd#20name (a \(b\) c) /Numbers [ 1 -2.5 0.5 true null <0A> ] >>`,
      ],
    ]);
    const content = context.lookup(refTo(4));
    expect(content instanceof PDFRawStream && Buffer.from(content.contents).toString('latin1')).toBe('q Q n');
  });

  it('is read by a table in a stream as the library reads it', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    document.setTitle('Titre é');
    const bytes = await document.save({ useObjectStreams: true });
    const theirs = (await PDFDocument.load(bytes, { updateMetadata: false })).context;
    const { context, pages } = readFile(bytes);
    expect(pages).toHaveLength(1);
    const ours = context.enumerateIndirectObjects().map(([ref, object]) => `${ref} ${object}`);
    const containers = /\/(ObjStm|XRef)\b/;
    const expected = theirs.enumerateIndirectObjects().map(([ref, object]) => `${ref} ${object}`);
    expect(ours.filter((object) => !containers.test(object))).toEqual(
      expected.filter((object) => !containers.test(object)),
    );
  });

  it.each([
    ['whose stream is not as long as it says', smallFile({ length: '3' }), /length is not as it says/],
    ['whose table leads elsewhere', smallFile().replace('\n3 0 obj', '\n8 0 obj'), /does not have object 3/],
    ['without a table', smallFile().replace('startxref', 'startxxxx'), /does not say where/],
    ['that was added to', smallFile().replace('/Root', '/Prev 9/Root'), /several parts/],
  ])('%s is refused', (_case, file, problem) => {
    expect(() => readFile(latin1(file))).toThrow(problem);
  });
});
