import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { dateOfSerial, showsDay } from '../../pipeline/import/workbook/dates.ts';
import { workbookLimits } from '../../pipeline/import/workbook/limits.ts';
import { unwrapLink } from '../../pipeline/import/workbook/links.ts';
import { looksLikeWorkbook, readWorkbook } from '../../pipeline/import/workbook.ts';
import { partText, sheetPart, withParts, withRows, workbookOf } from './workbook-fixture.ts';

const sheet = [
  ['NAME', 'ON', 'LINK'],
  [
    "Baker County Sheriff's Office ",
    new Date(Date.UTC(2025, 1, 26)),
    { text: 'link', hyperlink: 'https://www.ice.gov/a.pdf' },
  ],
  [null, 12.5, { error: '#N/A' }],
];

function refusal(read: () => unknown): PipelineError {
  try {
    read();
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('readWorkbook', () => {
  it('reads texts, civil dates, numbers, links and errors, and keeps the rows by their numbers', async () => {
    const [read] = readWorkbook(await workbookOf(sheet), 'a.xlsx');
    expect(read?.name).toBe('Sheet1');
    expect(read?.rows[1]).toEqual({
      number: 2,
      cells: [
        { kind: 'text', text: "Baker County Sheriff's Office " },
        { kind: 'date', date: '2025-02-26' },
        { kind: 'link', text: 'link', target: 'https://www.ice.gov/a.pdf' },
      ],
    });
    expect(read?.rows[2]?.cells).toEqual([undefined, { kind: 'number', value: 12.5 }, { kind: 'error', text: '#N/A' }]);
  });

  it('passes over a used range that runs far past the data, and over absurd dimensions', async () => {
    const bytes = withParts(await workbookOf(sheet), (parts) => ({
      [sheetPart]: partText(parts, sheetPart)
        .replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:XFD1048576"')
        .replace('</sheetData>', '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'),
    }));
    expect(readWorkbook(bytes, 'a.xlsx')[0]?.rows.map((row) => row.number)).toEqual([1, 2, 3]);
  });

  it('reads inline texts with several runs, without phonetic readings, and undoes escapes', async () => {
    const rows =
      '<row r="1"><c r="A1" t="inlineStr"><is><r><t>Ba</t></r><r><t>ker</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c><c t="inlineStr"><is><t>a_x0041_b</t></is></c></row>';
    const [read] = readWorkbook(withRows(await workbookOf(sheet), rows), 'a.xlsx');
    expect(read?.rows[0]?.cells).toEqual([
      { kind: 'text', text: 'Baker' },
      { kind: 'text', text: 'aAb' },
    ]);
  });

  it('never opens document properties', async () => {
    const bytes = withParts(await workbookOf(sheet), () => ({
      'docProps/core.xml': '<!DOCTYPE x><never>',
      'docProps/custom.xml': '\u0000',
    }));
    expect(JSON.stringify(readWorkbook(bytes, 'a.xlsx'))).not.toContain('example.invalid');
  });

  it('leaves hidden sheets out', async () => {
    const bytes = withParts(await workbookOf(sheet), (parts) => ({
      'xl/workbook.xml': partText(parts, 'xl/workbook.xml')
        .replace('<sheet ', '<sheet state="veryHidden" ')
        .replace(' state="visible"', ''),
    }));
    expect(readWorkbook(bytes, 'a.xlsx')).toEqual([]);
  });
});

describe('a workbook that is refused', () => {
  const cases: readonly (readonly [what: string, make: (bytes: Uint8Array) => Uint8Array, message: RegExp])[] = [
    ['is empty', () => new Uint8Array(), /it is empty/],
    ['is text', () => new TextEncoder().encode('STATE,LAW ENFORCEMENT AGENCY'), /it is no workbook/],
    [
      'is encrypted or of the old format',
      () => Uint8Array.from(Buffer.from('d0cf11e0a1b11ae1000000', 'hex')),
      /protected by a password, or an old/,
    ],
    ['is cut short', (bytes) => bytes.subarray(0, bytes.length - 30), /cut short or damaged/],
    [
      'lost its middle',
      (bytes) => Uint8Array.from([...bytes.subarray(0, 2000), ...bytes.subarray(2400)]),
      /cut short or damaged/,
    ],
    [
      'is an archive of something else',
      () => withParts(emptyZip, () => ({ 'a.txt': 'a' })),
      /archive of something else/,
    ],
    ['is a binary workbook', () => withParts(emptyZip, () => ({ 'xl/workbook.bin': 'a' })), /binary workbook \(XLSB\)/],
    [
      'lacks a sheet',
      (bytes) => withParts(bytes, () => ({ [sheetPart]: undefined })),
      /a sheet that it lists is not there/,
    ],
    [
      'declares a document type',
      (bytes) => withXml(bytes, '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'),
      /declares a document type/,
    ],
    ['uses an entity', (bytes) => withXml(bytes, '<worksheet>&lol;</worksheet>'), /not well-formed/],
    ['holds a zero byte', (bytes) => withXml(bytes, '<worksheet>\u0000</worksheet>'), /not well-formed/],
    [
      'is in UTF-16',
      (bytes) =>
        withParts(bytes, () => ({ [sheetPart]: Uint8Array.from(Buffer.from('\ufeff<worksheet/>', 'utf16le')) })),
      /not text in UTF-8/,
    ],
    ['nests without end', (bytes) => withXml(bytes, '<a>'.repeat(100_000)), /nests more than 64 elements/],
    [
      'has values in 10,000 columns',
      (bytes) => withRows(bytes, `<row r="1">${'<c><v>1</v></c>'.repeat(10_000)}</row>`),
      /has a value in column SG, the 501th/,
    ],
    [
      'has a cell longer than any of Excel',
      (bytes) => withRows(bytes, `<row><c t="str"><v>${'a'.repeat(900_000)}</v></c></row>`),
      /a cell holds 900000 characters/,
    ],
    [
      'refers to a text that is not there',
      (bytes) => withRows(bytes, '<row><c t="s"><v>999999</v></c></row>'),
      /cell A1 refers to a text/,
    ],
    ['has rows out of order', (bytes) => withRows(bytes, '<row r="2"/><row r="1"/>'), /after row 2 comes no row/],
    ['has a row beyond the last', (bytes) => withRows(bytes, '<row r="1048577"/>'), /after row 0 comes no row/],
    [
      'has a cell in another row',
      (bytes) => withRows(bytes, '<row r="1"><c r="B7"><v>1</v></c></row>'),
      /row 1 holds a cell that belongs elsewhere/,
    ],
    [
      'is a zip bomb',
      (bytes) => withXml(bytes, `<worksheet>${' '.repeat(20_000_000)}</worksheet>`),
      /unpacks to over 150 times its size/,
    ],
    ['says that it is enormous', (bytes) => claimed(bytes, 0xfffffff0), /says that it is 4294967280 bytes/],
    ['holds more than it declares', (bytes) => claimed(bytes, 10), /holds more than it declares/],
    ['is encrypted inside', (bytes) => flagged(bytes), /protected by a password/],
  ];

  const emptyZip = Uint8Array.from(Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'));
  const withXml = (bytes: Uint8Array, xml: string) => withParts(bytes, () => ({ [sheetPart]: xml }));
  /** Changes what the archive's directory says of the first sheet. */
  const directoryAt = (bytes: Buffer) => bytes.lastIndexOf(sheetPart) - 46;
  const claimed = (bytes: Uint8Array, size: number) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt32LE(size, directoryAt(changed) + 24);
    return changed;
  };
  const flagged = (bytes: Uint8Array) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt16LE(1, directoryAt(changed) + 8);
    return changed;
  };

  it.each(cases)('%s', async (_, make, message) => {
    const bytes = make(await workbookOf(sheet));
    const error = refusal(() => readWorkbook(bytes, 'a.xlsx'));
    expect(error.kind).toBe('contract');
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^a\.xlsx cannot be read as a workbook: /);
    expect(error.remedy).not.toBe('');
  });

  it('has more files, sheets, cells or links than the limits allow', async () => {
    const bytes = await workbookOf(sheet);
    for (const limit of ['fileBytes', 'entries', 'totalBytes', 'sheets', 'cells', 'sharedStrings', 'links'] as const) {
      expect(refusal(() => readWorkbook(bytes, 'a.xlsx', { ...workbookLimits, [limit]: 0 })).kind).toBe('contract');
    }
  });
});

describe('dates', () => {
  it('are counted in whole days from either epoch, over the 29 February 1900 that never was', () => {
    expect([1, 59, 61, 45714, 45714.99, 2_958_465].map((serial) => dateOfSerial(serial, false))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2025-02-26',
      '2025-02-26',
      '9999-12-31',
    ]);
    expect(dateOfSerial(44252, true)).toBe('2025-02-26');
    expect([0, -1, Number.NaN, 2_958_466].map((serial) => dateOfSerial(serial, false))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are what a number format shows as days, and not times, amounts or colors', () => {
    expect(['m/d/yyyy', '[$-409]d-mmm-yy;@', 'yyyy\\-mm\\-dd hh:mm', 'mmm'].map((code) => showsDay(164, code))).toEqual(
      [true, true, true, true],
    );
    expect(
      ['General', '0.00', '[Red]0', 'h:mm', '"day" 0', '[h]:mm:ss', '$#,##0_d'].map((code) => showsDay(164, code)),
    ).toEqual(Array(7).fill(false));
    expect([0, 14, 18, 22].map((id) => showsDay(id, undefined))).toEqual([false, true, false, true]);
  });
});

describe('unwrapLink', () => {
  const document = 'https://www.ice.gov/doclib/287gMOA/a.pdf';
  const wrapped = encodeURIComponent(document);

  it.each([
    [
      'a mail gateway',
      `https://gcc02.safelinks.protection.outlook.com/?url=${wrapped}&data=05%7Csomeone%40example.invalid%7C&reserved=0`,
    ],
    [
      'a gateway inside a gateway',
      `https://gcc02.safelinks.protection.outlook.com/?url=${encodeURIComponent(`https://gcc02.safelinks.protection.outlook.com/?url=${wrapped}&data=a%40b.invalid`)}`,
    ],
    ['another gateway', `https://urldefense.com/v3/__${document}__;!!abc`],
    ['an archive', `https://web.archive.org/web/20210131051047/${document}`],
    [
      'a browser extension with one slash',
      `chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/${document.replace('//', '/')}`,
    ],
    ['a user name', document.replace('https://', 'https://someone:secret@')],
    ['a query with a mail address', `${document}?from=someone@example.invalid`],
  ])('takes the document out of %s', (_, link) => {
    expect(unwrapLink(link)).toBe(document);
  });

  it.each([
    'mailto:someone@example.invalid',
    'javascript:alert(1)',
    'file:///c:/a.pdf',
    'https://example.invalid/someone@example.invalid',
    'https://gcc02.safelinks.protection.outlook.com/?data=a',
    'link pending',
    '',
  ])('finds no web page in %j', (link) => {
    expect(unwrapLink(link)).toBeNull();
  });
});

it('looksLikeWorkbook tells workbooks of every generation from text', () => {
  const begins = (hex: string) => looksLikeWorkbook(Buffer.from(hex, 'hex'));
  expect([begins('504b030414000600'), begins('d0cf11e0a1b11ae1'), begins('53544154457c4147'), begins('')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
