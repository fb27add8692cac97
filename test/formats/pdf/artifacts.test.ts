import { PDFRef } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { markArtifacts, unmarkedStretches } from '../../../pipeline/formats/pdf/artifacts.ts';
import { readOperations } from '../../../pipeline/formats/pdf/content-stream.ts';
import type { PageContent } from '../../../pipeline/formats/pdf/page-content.ts';

const page = PDFRef.of(1);

function content(text: string, forms: PageContent['forms'] = new Map()): PageContent {
  const bytes = Buffer.from(text, 'latin1');
  const operations = readOperations(bytes);
  return { owner: page, page, pageNumber: 1, structParents: 0, resources: null, bytes, operations, forms };
}

/** The stream with artifacts marked, on one line; contents 0 to 9 are tagged. */
function marked(text: string, forms?: PageContent['forms']): string {
  const tagged = new Set(Array.from({ length: 10 }, (_, mcid) => mcid));
  const after = Buffer.from(markArtifacts(content(text, forms), tagged)).toString('latin1');
  expect(unmarkedStretches(content(after, forms))).toEqual([]);
  return after.replace(/\s+/g, ' ').trim();
}

describe('what nothing marks becomes an artifact', () => {
  test('a whole text object, so that marked content and text objects do not straddle', () => {
    expect(marked('BT /F1 9 Tf (Page 1) Tj ET')).toBe('/Artifact BMC BT /F1 9 Tf (Page 1) Tj ET EMC');
  });

  test('a path from the first operator that builds it to the one that paints it', () => {
    expect(marked('1 w 0 0 m 10 10 l S')).toBe('1 w /Artifact BMC 0 0 m 10 10 l S EMC');
    expect(marked('0 0 10 10 re f')).toBe('/Artifact BMC 0 0 10 10 re f EMC');
  });

  test('a path behind one that is tagged, and none within it', () => {
    expect(marked('/P <</MCID 1>> BDC 0 0 m 10 10 l 20 0 l S EMC 0 0 m 9 9 l S')).toBe(
      '/P <</MCID 1>> BDC 0 0 m 10 10 l 20 0 l S EMC /Artifact BMC 0 0 m 9 9 l S EMC',
    );
  });

  test('neighbors together, with what stands between them', () => {
    expect(marked('0 0 1 1 re f 1 0 0 rg 2 2 1 1 re f')).toBe('/Artifact BMC 0 0 1 1 re f 1 0 0 rg 2 2 1 1 re f EMC');
  });

  test('images, shadings and inline images', () => {
    expect(marked('/X1 Do')).toBe('/Artifact BMC /X1 Do EMC');
    expect(marked('/S1 sh')).toBe('/Artifact BMC /S1 sh EMC');
    expect(marked('BI /W 1 /H 1 ID x EI')).toBe('/Artifact BMC BI /W 1 /H 1 ID x EI EMC');
  });

  test('but not what paints nothing', () => {
    for (const text of ['q 0 0 5 5 re W n Q', 'q 1 0 0 1 0 0 cm Q', '1 0 0 RG', '']) expect(marked(text)).toBe(text);
  });

  test('but not what is tagged or an artifact already', () => {
    for (const text of [
      '/P <</MCID 0 >> BDC BT (a) Tj ET EMC',
      '/Artifact BMC 0 0 1 1 re f EMC',
      '/Artifact <</Type /Pagination>> BDC BT (a) Tj ET EMC',
      '/P <</MCID 0 >> BDC /Span <</ActualText (x)>> BDC BT (a) Tj ET EMC EMC',
    ]) {
      expect(marked(text)).toBe(text);
    }
  });

  test('around tagged content, and not across it', () => {
    expect(marked('0 0 1 1 re f /P <</MCID 0>> BDC BT (a) Tj ET EMC 1 1 2 2 re f')).toBe(
      '/Artifact BMC 0 0 1 1 re f EMC /P <</MCID 0>> BDC BT (a) Tj ET EMC /Artifact BMC 1 1 2 2 re f EMC',
    );
  });

  test('inside a group that holds tagged content, part by part', () => {
    expect(marked('q 0 0 1 1 re f /P <</MCID 0>> BDC BT (a) Tj ET EMC 2 2 1 1 re f Q')).toBe(
      'q /Artifact BMC 0 0 1 1 re f EMC /P <</MCID 0>> BDC BT (a) Tj ET EMC /Artifact BMC 2 2 1 1 re f EMC Q',
    );
    expect(marked('BT (a) Tj /P <</MCID 0>> BDC (b) Tj EMC (c) Tj ET')).toBe(
      'BT /Artifact BMC (a) Tj EMC /P <</MCID 0>> BDC (b) Tj EMC /Artifact BMC (c) Tj EMC ET',
    );
  });

  test('also where tagged content straddles the end of a group, as Chromium writes it', () => {
    expect(marked('q q /P <</MCID 0>> BDC BT (a) Tj ET Q Q 0 0 1 1 re f EMC 5 5 1 1 re f')).toBe(
      'q q /P <</MCID 0>> BDC BT (a) Tj ET Q Q 0 0 1 1 re f EMC /Artifact BMC 5 5 1 1 re f EMC',
    );
  });

  test('a sequence that has no id, as a whole', () => {
    expect(marked('/Span <</ActualText (fi)>> BDC BT (a) Tj ET EMC')).toBe(
      '/Artifact BMC /Span <</ActualText (fi)>> BDC BT (a) Tj ET EMC EMC',
    );
  });

  test('but not a form that has marked content of its own', () => {
    const forms = new Map([['X1', PDFRef.of(9)]]);
    expect(marked('q /X1 Do Q /X2 Do', forms)).toBe('q /X1 Do Q /Artifact BMC /X2 Do EMC');
  });

  test('tagged content that the structure tree does not hold', () => {
    expect(marked('/TH <</MCID 12 >> BDC 0 0 1 1 re f EMC')).toBe('/Artifact BMC 0 0 1 1 re f EMC');
  });
});
