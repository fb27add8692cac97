import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ReadWorkbook, readWorkbook } from '../../pipeline/checks/xlsx-structure/workbook.ts';
import { linesOf as linesIn } from '../../pipeline/formats/xlsx/long-list/heights.ts';
import { splitPackage } from '../../pipeline/formats/xlsx/long-list/split-package.ts';
import { type ListValue, type LongList, writeLongList } from '../../pipeline/formats/xlsx/long-list.ts';

type Rows = readonly (readonly ListValue[])[];

/** A list of a text, a number and a day. */
function listOf(rows: Rows, change: Partial<LongList> = {}): LongList {
  return {
    id: 'sample-rows',
    name: 'Samples',
    title: 'Rows of a sample',
    subject: 'What a test writes',
    language: 'en-US',
    notes: ['One row for each sample.', 'A blank cell: not recorded.'],
    source: 'generated for a test.',
    asOf: '2020-07-08T12:00:00Z',
    mark: { word: 'SYNTHETIC', sentence: 'Synthetic data: no row describes a real event.' },
    columns: [
      { header: 'Name', kind: 'text', width: 20 },
      { header: 'Number & share', kind: 'number', width: 16 },
      { header: 'Day', kind: 'date', width: 12 },
    ],
    rowCount: rows.length,
    rows: (async function* () {
      yield* rows;
    })(),
    ...change,
  };
}

const numbered = (count: number): Rows =>
  Array.from({ length: count }, (_, at) => [`row ${at + 1}`, at + 1, '2020-02-29']);

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'report287-long-list-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** Writes a list and reads its bytes; nothing else is left where it was written. */
async function written(list: LongList, sheetRows?: number): Promise<Uint8Array> {
  const place = await folder();
  const path = join(place, 'list.xlsx');
  await writeLongList(list, path, ...(sheetRows === undefined ? [] : [sheetRows]));
  expect(await readdir(place)).toEqual(['list.xlsx']);
  return readFile(path);
}

async function failure(list: LongList, path?: string): Promise<{ readonly error: unknown; readonly left: string[] }> {
  const place = await folder();
  const error = await writeLongList(list, path ?? join(place, 'list.xlsx')).catch((thrown: unknown) => thrown);
  return { error, left: await readdir(place) };
}

function opened(bytes: Uint8Array): ReadWorkbook {
  const workbook = readWorkbook(bytes);
  if (workbook === null) throw new Error('it cannot be opened as a workbook');
  return workbook;
}

async function byExcelJs(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
  return workbook;
}

/** The values below the headings, as another program reads them. */
function rowsBelow(sheet: ExcelJS.Worksheet | undefined, headings: string): readonly unknown[] {
  const all = sheet?.getSheetValues().map((row) => (Array.isArray(row) ? row.slice(1) : [])) ?? [];
  return all.slice(all.findIndex((row) => row?.[0] === headings) + 1);
}

const linesOf = (bytes: Uint8Array, sheet: string): readonly string[] => {
  const found = opened(bytes).sheets.find(({ name }) => name === sheet);
  const headerRow = found?.tables[0]?.headerRow ?? Number.POSITIVE_INFINITY;
  return (found?.cells ?? []).filter(({ row }) => row < headerRow).map(({ text }) => text);
};

/** The links of the cover: their cells, and where they lead, as the part has them. */
const linksOf = (bytes: Uint8Array): readonly string[] =>
  [...xmlOf(bytes, 1).matchAll(/<hyperlink ref="(\w+)" location="([^"]*)"\/>/g)].map(
    ([, cell, place]) => `${cell} ${place}`,
  );

const xmlOf = (bytes: Uint8Array, sheet: number): string =>
  strFromU8(unzipSync(bytes)[`xl/worksheets/sheet${sheet}.xml`] ?? new Uint8Array());

describe('a list on one sheet', () => {
  it('has a cover and its rows: text as text, numbers as numbers, days as days, and blank where nothing is recorded', async () => {
    const rows: Rows = [
      ['first', 0, '2020-06-30'],
      ['second', 12.5, null],
      ['third', null, '1996-09-30'],
    ];
    const workbook = await byExcelJs(await written(listOf(rows)));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Cover', 'Samples']);
    expect(rowsBelow(workbook.getWorksheet('Samples'), 'Name')).toEqual([
      ['first', 0, new Date('2020-06-30T00:00:00Z')],
      ['second', 12.5],
      ['third', undefined, new Date('1996-09-30T00:00:00Z')],
    ]);
  });

  it('looks and prints as the workbooks of reports do, on every sheet', async () => {
    const bytes = await written(listOf(numbered(30)), 25);
    const workbook = opened(bytes);
    const parts = Object.entries(unzipSync(bytes)).filter(([path]) => /worksheets\/sheet\d+\.xml$/.test(path));
    expect(parts).toHaveLength(3);
    for (const [path, part] of parts) {
      const xml = strFromU8(part);
      expect(xml, path).not.toMatch(/<(autoFilter|mergeCell|pane|conditionalFormatting|f)\b|hidden="1"/);
      expect(xml, path).toContain('<selection activeCell="A1" sqref="A1"/>');
      expect(xml, path).toContain('<pageSetUpPr fitToPage="1"/>');
      expect(xml, path).toMatch(/<pageSetup [^>]*fitToWidth="1" fitToHeight="0"/);
      expect(xml, path).toContain('&amp;RSYNTHETIC</oddHeader>');
      expect(xml.includes('tabSelected'), path).toBe(path.endsWith('sheet1.xml'));
    }
    for (const { name, state, cells, tables } of workbook.sheets) {
      expect(state).toBe('visible');
      const inA = cells.filter(({ column }) => column === 1).map(({ row }) => row);
      expect(inA, name).toEqual(inA.map((_, at) => at + 1));
      expect(linesOf(bytes, name)[1]).toMatch(/^SYNTHETIC\. Synthetic data/);
      const headerRow = tables[0]?.headerRow ?? 0;
      const table = cells.filter(({ kind, row }) => kind === 'text' && headerRow > 0 && row >= headerRow);
      expect(table.every(({ style }) => workbook.styles[style]?.wraps === true)).toBe(true);
      expect(cells.every(({ style }) => workbook.styles[style]?.filled !== true)).toBe(true);
    }
  });

  it('tags its row of headings as a table, without filter, which ends with the last row', async () => {
    const [sheet] = opened(await written(listOf(numbered(7)))).sheets.slice(1);
    const [table] = sheet?.tables ?? [];
    expect(table).toMatchObject({
      name: 'sample_rows',
      hasHeader: true,
      hasFilter: false,
      hasTotalsRow: false,
      firstColumn: 1,
      lastColumn: 3,
      columns: ['Name', 'Number & share', 'Day'],
    });
    expect((table?.lastRow ?? 0) - (table?.headerRow ?? 0)).toBe(7);
    expect(sheet?.printTitleRow).toBe(table?.headerRow);
    expect(Math.max(...(sheet?.cells.map(({ row }) => row) ?? []))).toBe(table?.lastRow);
  });

  it('has title, subject and language, and names nobody', async () => {
    const { properties, activeTab } = opened(await written(listOf(numbered(1))));
    expect(properties).toMatchObject({
      title: 'Rows of a sample',
      subject: 'What a test writes',
      language: 'en-US',
      creator: 'report287',
      lastModifiedBy: 'report287',
      Application: 'report287',
      created: '2020-07-08T12:00:00Z',
    });
    expect(activeTab).toBe(0);
  });

  it('says in its template’s words what it is, and leads to its rows', async () => {
    const bytes = await written(listOf(numbered(1_234)));
    expect(linesOf(bytes, 'Cover')).toEqual([
      'Rows of a sample',
      'SYNTHETIC. Synthetic data: no row describes a real event.',
      'What a test writes',
      'Source: generated for a test.',
      'As of: July 8, 2020 at 8:00 AM (New York)',
      'The sheet Samples holds all rows: 1,234. None is left out.',
      'One row for each sample.',
      'A blank cell: not recorded.',
      'Sheet Samples: 1,234 rows',
    ]);
    expect(linksOf(bytes)).toEqual(["A9 'Samples'!A1"]);
    expect(linksOf(await written(listOf(numbered(1), { name: `Q&A "it's"` })))).toEqual([
      `A9 'Q&amp;A &quot;it''s&quot;'!A1`,
    ]);
  });

  it('without rows says so, and has no table', async () => {
    const bytes = await written(listOf([]));
    expect(linesOf(bytes, 'Samples')).toContain('There are no rows to show.');
    expect(opened(bytes).sheets.flatMap(({ tables }) => tables)).toEqual([]);
  });
});

describe('a list that is longer than a sheet', () => {
  it('goes on, in order and with none left out, on sheets that say which part they are', async () => {
    const bytes = await written(listOf(numbered(50)), 30);
    const workbook = await byExcelJs(bytes);
    const sheets = workbook.worksheets.slice(1);
    expect(sheets.map(({ name }) => name)).toEqual(['Samples, part 1', 'Samples, part 2', 'Samples, part 3']);
    const rows = sheets.flatMap((sheet) => rowsBelow(sheet, 'Name'));
    expect(rows).toEqual(numbered(50).map(([name, number]) => [name, number, new Date('2020-02-29T00:00:00Z')]));
    for (const sheet of sheets) expect(sheet.rowCount).toBeLessThanOrEqual(30);
    expect(sheets[0]?.rowCount).toBe(30);
    expect(linesOf(bytes, 'Samples, part 2')[0]).toBe('Rows of a sample, part 2 of 3');
    expect(linesOf(bytes, 'Samples, part 2').join(' ')).toMatch(/rows 22 to 42 of 50; a sheet of a workbook does not/);
    expect(linesOf(bytes, 'Cover').join('\n')).toMatch(/has 50 rows.*on 3 sheets.*None is left out/s);
    expect(linesOf(bytes, 'Cover').slice(-3)).toEqual([
      'Sheet Samples, part 1: 21 rows',
      'Sheet Samples, part 2: 21 rows',
      'Sheet Samples, part 3: 8 rows',
    ]);
    expect(linksOf(bytes)).toEqual([1, 2, 3].map((part) => `A${8 + part} 'Samples, part ${part}'!A1`));
  });

  it('has a table of its own name on each sheet, and one sheet where its last row just fits', async () => {
    const tables = opened(await written(listOf(numbered(42)), 30)).sheets.flatMap((sheet) => sheet.tables);
    expect(tables.map(({ name }) => name)).toEqual(['sample_rows_part_1', 'sample_rows_part_2']);
    expect(opened(await written(listOf(numbered(21)), 30)).sheets).toHaveLength(2);
  });
});

describe('a text of several lines', () => {
  it.each([
    ['', 10, 1],
    ['one line', 10, 1],
    ['several words that wrap', 10, 3],
    ['a\nb\n', 10, 3],
    ['ends with blanks      ', 15, 1],
    ['WIDE CAPITALS', 14, 2],
    ['x'.repeat(45), 10, 5],
    ['short, then oneverylongword', 10, 3],
    ['漢字漢字漢字', 10, 2],
  ])('%j takes, in a column of %i digits, %i lines', (text, width, lines) => {
    expect(linesIn(text, width)).toBe(lines);
  });

  it('has a row as high as its lines, which a program may better; a row of one line needs no height', async () => {
    const long = 'several words that wrap in their column';
    const rows: Rows = Array.from({ length: 3_000 }, (_, at) => [
      at % 2 ? `no ${at}` : `${1_000 + at}: ${long}`,
      at,
      null,
    ]);
    const bytes = await written(listOf([...rows, ['x'.repeat(2_000), 1, null], [' customHeight="1"', 1, null]]));
    const xml = xmlOf(bytes, 2);
    expect(xmlOf(bytes, 1) + xml).not.toContain('customHeight="1"');
    const from = (opened(bytes).sheets[1]?.tables[0]?.headerRow ?? 0) + 1;
    const heights = new Map([...xml.matchAll(/<row r="(\d+)" ht="([\d.]+)"/g)].map(([, row, ht]) => [Number(row), ht]));
    const high = rows.map((_, at) => (at % 2 ? undefined : '45'));
    expect([...high, '409', undefined].map((_, at) => heights.get(from + at))).toEqual([...high, '409', undefined]);
    expect(rowsBelow((await byExcelJs(bytes)).getWorksheet('Samples'), 'Name').at(-1)).toMatchObject([
      { richText: [{ text: ' customHeight="1"' }] },
      1,
    ]);
  });
});

describe('text of any kind', () => {
  const hostile = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '=HYPERLINK("http://x","y")',
    '_x0041_',
    '<b>&amp;"\'',
    ' a ',
    'a\nb',
    'PK\u0007\b and PK\u0003\u0004',
    '1/2',
    'x'.repeat(32_767),
  ];

  it('stays as it is, and is text for ever where it begins like a formula', async () => {
    const workbook = opened(await written(listOf(hostile.map((text) => [text, 1, null]))));
    const [table] = workbook.sheets[1]?.tables ?? [];
    const cells = workbook.sheets[1]?.cells.filter(({ row, column }) => row > (table?.headerRow ?? 0) && column === 1);
    expect(cells?.map(({ kind }) => kind)).toEqual(hostile.map(() => 'text'));
    expect(cells?.map(({ text }) => text)).toEqual(
      hostile.map((text) => text.replace('\u0007\b', '\u2407\u2408').replace('\u0003\u0004', '\u2403\u2404')),
    );
    const guarded = cells?.map(({ style }) => workbook.styles[style]?.quotePrefix === true);
    expect(guarded).toEqual(hostile.map((text) => /^[=+\-@\t\r\d]/.test(text)));
  });

  it('is refused where it is longer than a cell, naming row and column, and nothing is left behind', async () => {
    const rows: Rows = [...numbered(2_500), ['x'.repeat(32_768), 1, null]];
    const { error, left } = await failure(listOf(rows));
    expect(error).toMatchObject({
      kind: 'render',
      message: 'row 2501 of the list, column "Name", holds 32768 characters; a cell of a workbook holds 32767',
    });
    expect(left).toEqual([]);
  });
});

describe('a list that is not what it declares', () => {
  it.each<readonly [string, LongList]>([
    ['has fewer rows', listOf(numbered(3), { rowCount: 4 })],
    ['has more rows', listOf(numbered(3), { rowCount: 2 })],
    ['holds text among numbers', listOf([['a', 'b', null]])],
    ['holds no number', listOf([['a', Number.NaN, null]])],
    ['holds a number among text', listOf([[1, 1, null]])],
    ['holds a day that no calendar has', listOf([['a', 1, '2020-02-30']])],
    ['holds a day before those of Excel', listOf([['a', 1, '1900-02-28']])],
  ])('because it %s is refused, and nothing is left behind', async (_, list) => {
    const { error, left } = await failure(list);
    expect(error).toMatchObject({ kind: 'internal' });
    expect(left).toEqual([]);
  });

  it('because its rows cannot be read to the end leaves nothing behind', async () => {
    const rows = (async function* () {
      yield* numbered(1_500);
      throw new Error('the database is gone');
    })();
    const { error, left } = await failure(listOf([], { rowCount: 2_000, rows }));
    expect(error).toMatchObject({ message: 'the database is gone' });
    expect(left).toEqual([]);
  });
});

describe('the place of the file', () => {
  it('is refused where a file is, which stays as it is', async () => {
    const path = join(await folder(), 'list.xlsx');
    await writeFile(path, 'mine');
    const { error } = await failure(listOf(numbered(1)), path);
    expect(error).toMatchObject({ kind: 'usage', message: expect.stringContaining('is there already') });
    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('is refused where no folder is', async () => {
    const { error } = await failure(listOf(numbered(1)), join(await folder(), 'none', 'list.xlsx'));
    expect(error).toMatchObject({ kind: 'usage', message: expect.stringContaining('cannot be written') });
  });
});

describe('what a killed process left beside the file', () => {
  it('is named for the file, and removed by the next one a day later', async () => {
    const place = await folder();
    const [old, recent, other] = [
      '.list.xlsx.unfinished-old',
      '.list.xlsx.unfinished-new',
      '.more.xlsx.unfinished-old',
    ];
    const twoDaysAgo = Date.now() / 1_000 - 2 * 86_400;
    for (const name of [old, recent, other]) {
      await mkdir(join(place, name));
      await writeFile(join(place, name, 'part-1'), 'unfinished');
      if (name !== recent) await utimes(join(place, name), twoDaysAgo, twoDaysAgo);
    }
    await writeLongList(listOf(numbered(3)), join(place, 'list.xlsx'));
    expect(await readdir(place)).toEqual([recent, other, 'list.xlsx']);
  });

  it('is what stands there while rows come', async () => {
    const place = await folder();
    const seen: string[] = [];
    const rows = (async function* () {
      seen.push(...(await readdir(place)));
      yield* numbered(1);
    })();
    await writeLongList(listOf([], { rowCount: 1, rows }), join(place, 'list.xlsx'));
    expect(seen).toEqual([expect.stringMatching(/^\.list\.xlsx\.unfinished-/)]);
  });
});

describe('the same rows', () => {
  it('give the same bytes, however slowly they come', async () => {
    const first = await written(listOf(numbered(3_000)), 2_000);
    const slowly = (async function* () {
      for (const [at, row] of numbered(3_000).entries()) {
        if (at % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        yield row;
      }
    })();
    const second = await written(listOf([], { rowCount: 3_000, rows: slowly }), 2_000);
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  it('are packed in order, the list of parts first, all with one fixed time', async () => {
    const bytes = await written(listOf(numbered(50)), 30);
    const parts = unzipSync(bytes);
    const names = Object.keys(parts);
    expect(names[0]).toBe('[Content_Types].xml');
    expect(names.slice(1)).toEqual(names.slice(1).toSorted());
    expect(strFromU8(parts['[Content_Types].xml'] ?? new Uint8Array()).match(/\/xl\/tables\//g)).toHaveLength(3);
    // Midnight of January 1, 1980, as the format writes it.
    expect(Buffer.from(bytes).readUInt32LE(10)).toBe(0x0021_0000);
  });
});

describe('a package that is taken apart as it comes', () => {
  const header = (name: string, size: number | null) => {
    const bytes = Buffer.alloc(30 + name.length);
    bytes.writeUInt32LE(0x0403_4b50, 0);
    bytes.writeUInt16LE(size === null ? 8 : 0, 6);
    bytes.writeUInt32LE(size ?? 0, 22);
    bytes.writeUInt16LE(name.length, 26);
    bytes.write(name, 30);
    return bytes;
  };
  const descriptor = (size: number) => {
    const bytes = Buffer.from('PK\u0007\bcrc.sizesize');
    bytes.writeUInt32LE(size, 8);
    bytes.writeUInt32LE(size, 12);
    return bytes;
  };
  const long = Buffer.from('long PK PK\u0007\b PK\u0007\bcrc.wrongsize, end PK\u0007');

  it.each([1, 2, 3, 5, 16, 1_000])('gives the same parts, %i bytes at a time', (step) => {
    const whole = Buffer.concat([
      header('short', 5),
      Buffer.from('short'),
      header('long', null),
      long,
      descriptor(long.length),
      header('last', null),
      descriptor(0),
      Buffer.from('PK\u0001\u0002 and the directory'),
    ]);
    const parts = new Map<string, string>();
    const ended: string[] = [];
    const push = splitPackage((name) => (bytes, isLast) => {
      parts.set(name, (parts.get(name) ?? '') + bytes.toString());
      if (isLast) ended.push(name);
    });
    for (let at = 0; at < whole.length; at += step) push(whole.subarray(at, at + step));
    expect([...parts]).toEqual([
      ['short', 'short'],
      ['long', long.toString()],
      ['last', ''],
    ]);
    expect(ended).toEqual(['short', 'long', 'last']);
  });
});
