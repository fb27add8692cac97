import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../pipeline/checks/xlsx-structure/workbook.ts';
import type { Block, ReportModel, ReportTable } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import type { DrawingTools } from '../../pipeline/formats/format.ts';
import { plainSheetName, tableObjectName, tableSheetName, uniqueHeaders } from '../../pipeline/formats/xlsx/names.ts';
import { cellText, readable } from '../../pipeline/formats/xlsx/text.ts';
import { xlsx } from '../../pipeline/formats/xlsx.ts';
import { reports } from '../../pipeline/reports/index.ts';
import { tableId, tablesOf } from '../../pipeline/reports/report.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';

/** A workbook takes none of the tools that formats share. */
const noTools: DrawingTools = {
  html: () => {
    throw new Error('a workbook needs no page');
  },
  print: () => Promise.reject(new Error('a workbook needs no browser')),
};

async function draw(model: ReportModel): Promise<Uint8Array> {
  const [drawing] = await xlsx.draw(model, noTools);
  if (drawing === undefined) throw new Error('nothing was drawn');
  return drawing.bytes;
}

async function open(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
  return workbook;
}

const tableBlock: Block | undefined = sampleModel.sections
  .flatMap(({ blocks }) => blocks)
  .find((of) => of.kind === 'table');
if (tableBlock?.kind !== 'table') throw new Error('the sample has no table');
const sampleTable: ReportTable = tableBlock.table;

const [sampleColumn] = sampleTable.columns;
if (sampleColumn === undefined) throw new Error('the table of the sample has no column');

/** The sample with these blocks alone. */
const modelOf = (...blocks: readonly Block[]): ReportModel => ({
  ...sampleModel,
  sections: [{ id: 'only', title: 'Only section', blocks }],
});
const withTable = (change: Partial<ReportTable>): ReportModel =>
  modelOf({ kind: 'table', table: { ...sampleTable, ...change } });

const textOf = (workbook: ExcelJS.Workbook, sheet: string | number, address: string) =>
  workbook.getWorksheet(sheet)?.getCell(address).value;

describe('the workbook', () => {
  it('is one file named for the document', async () => {
    const drawings = await xlsx.draw(sampleModel, noTools);
    expect(drawings.map(({ path }) => path)).toEqual([`${sampleModel.fileStem}.xlsx`]);
  });

  it('has cover, contents, notes, key figures, one sheet for each table, and one for each table of facts', async () => {
    const workbook = await open(await draw(sampleModel));
    const names = workbook.worksheets.map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual(['Cover', 'Contents', 'Notes', 'Key figures', '1 Encounters by field office']);
    const blocks = sampleModel.sections.flatMap((section) => section.blocks);
    const own = blocks.filter(({ kind }) => kind === 'table' || kind === 'facts');
    expect(names).toHaveLength(4 + own.length);
  });

  it('holds every figure of a table as the number that it is, a zero too, and a sign where there is none', async () => {
    const sheet = (await open(await draw(sampleModel))).getWorksheet('7 Arrests by field office');
    const rows = sheet?.getSheetValues().map((row) => (Array.isArray(row) ? row.slice(1) : [])) ?? [];
    const cells = (code: string) => rows.find((row) => row?.[0] === code);
    expect(cells('ATL')?.slice(0, 6)).toEqual(['ATL', 'Atlanta', 208, 225, 271, expect.any(Number)]);
    expect(cells('BUF')?.slice(2)).toEqual([0, 0, 0, 0, 'NA', 0]);
    expect(cells('total')?.slice(0, 3)).toEqual(['total', 'Total', 1102]);
  });

  it('shows whole days as whole days, and a median between two of them with its half', async () => {
    const cells = [258, 97.5, 1061].map((value) => ({ kind: 'duration', value }) as const);
    const columns = cells.map((_, at) => ({ ...sampleColumn, id: `d${at}`, header: `D${at}`, unit: 'days' as const }));
    const rows = [{ code: 'a', label: 'A', isTotal: false, cells }];
    const sheet = (await open(await draw(withTable({ columns, rows })))).worksheets.at(-1);
    const last = sheet?.lastRow;
    expect([3, 4, 5].map((at) => [last?.getCell(at).value, last?.getCell(at).numFmt])).toEqual([
      [258, '#,##0;-#,##0'],
      [97.5, '#,##0.0'],
      [1061, '#,##0;-#,##0'],
    ]);
  });

  it('leaves the total out of the range that bears the table name, so that a pivot table counts nothing twice', async () => {
    const parts = unzipSync(await draw(withTable({})));
    const table = strFromU8(parts['xl/tables/table3.xml'] ?? new Uint8Array());
    const sheet = (await open(await draw(withTable({})))).worksheets.at(-1);
    const [, last] = /displayName="encounters_by_field_office" ref="A\d+:H(\d+)"/.exec(table) ?? [];
    expect(sheet?.getCell(`A${last}`).value).toBe('not-recorded');
    expect(sheet?.getCell(`A${Number(last) + 1}`).value).toBe('total');
    expect(sheet?.rowCount).toBe(Number(last) + 1);
  });

  it('writes no filter, no formula and no outside link in any part', async () => {
    const parts = unzipSync(await draw(sampleModel));
    const all = Object.values(parts)
      .map((part) => strFromU8(part))
      .join('\n');
    expect(all).not.toMatch(/autoFilter|<f>|TargetMode="External"|mergeCell/);
    expect(all).toContain('<dc:language>en-US</dc:language>');
  });

  it('says of a table without rows that there are none, and writes no table object', async () => {
    const workbook = await open(await draw(withTable({ rows: [] })));
    const sheet = workbook.worksheets.at(-1);
    expect(sheet?.getTables()).toEqual([]);
    expect(sheet?.getColumn(1).values).toContain('There are no rows to show.');
  });

  it('takes a total that stands alone for the only row of its table', async () => {
    const total = sampleTable.rows.filter(({ isTotal }) => isTotal);
    const workbook = await open(await draw(withTable({ rows: total })));
    expect(workbook.worksheets.at(-1)?.getTables()).toHaveLength(1);
  });

  it('reads the printed counts of a table of facts as numbers, and its days as dates', async () => {
    const facts = {
      id: 'files',
      title: 'Files',
      columns: ['File', 'Rows', 'Day', 'Mixed'],
      rows: [
        ['1.csv', '1,234', '2020-06-30', '12'],
        ['2.csv', '-', '2020-07-01', 'none'],
      ],
    };
    const sheet = (await open(await draw(modelOf({ kind: 'facts', facts })))).getWorksheet('Files');
    const last = sheet?.lastRow?.values;
    expect(Array.isArray(last) ? last.slice(1) : last).toEqual(['2.csv', 0, new Date('2020-07-01T00:00:00Z'), 'none']);
  });
});

describe('each table of a workbook, read back from the range that bears its name', () => {
  const signs = new Set(sampleModel.legend.map(({ sign }) => sign));
  const readBack = async (model: ReportModel) => {
    const sheets = readWorkbook(await draw(model))?.sheets ?? [];
    return sheets.flatMap(({ cells, tables }) =>
      tables.map((table) => ({
        table,
        cells: cells.filter(({ row }) => row >= table.headerRow && row <= table.lastRow),
      })),
    );
  };

  it.each([sampleModel, hostileModel])('has one row of headings and no blank cell: $fileStem', async (model) => {
    const tables = await readBack(model);
    expect(tables.length).toBeGreaterThan(3);
    for (const { table, cells } of tables) {
      const headings = cells.filter(({ row }) => row === table.headerRow);
      expect(
        headings.map(({ text }) => text),
        table.name,
      ).toEqual(table.columns);
      expect(new Set(headings.map(({ text }) => text.toLowerCase())).size).toBe(table.columns.length);
      expect(headings.every(({ kind, text }) => kind === 'text' && text.trim() !== '')).toBe(true);
      const size = (table.lastRow - table.headerRow + 1) * table.columns.length;
      expect(cells.filter(({ text }) => text !== '').length, table.name).toBe(size);
    }
  });

  it.each([sampleModel, hostileModel])('is of one type a column apart from the signs: $fileStem', async (model) => {
    const tables = await readBack(model);
    const types = tables.flatMap(({ table, cells }) =>
      table.columns.map((_heading, at) => {
        const column = cells.filter(({ row, column }) => row > table.headerRow && column === at + 1);
        const kinds = new Set(column.map(({ kind }) => kind));
        const said = at === 0 ? column : column.filter(({ kind, text }) => kind === 'number' || !signs.has(text));
        return {
          table: table.name,
          at,
          kinds: [...(kinds.size === 1 ? kinds : new Set(said.map(({ kind }) => kind)))],
        };
      }),
    );
    expect(types.filter(({ kinds }) => kinds.length !== 1)).toEqual([]);
    expect(types.filter(({ at, kinds }) => at === 0 && kinds[0] !== 'text')).toEqual([]);
    expect(types.filter(({ kinds }) => kinds[0] === 'number').length).toBeGreaterThan(3);
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
  ];

  it('stays as it is, whatever it begins with', async () => {
    const rows = hostile.map((label, at) => ({
      code: `c${at}`,
      label,
      isTotal: false,
      cells: sampleTable.rows[0]?.cells ?? [],
    }));
    const sheet = (await open(await draw(withTable({ rows })))).worksheets.at(-1);
    const labels = sheet?.getColumn(2).values.slice(-hostile.length);
    expect(labels).toEqual(hostile);
  });

  it('has a quote prefix in every cell where it begins like a formula', async () => {
    const rows = hostile
      .slice(0, 7)
      .map((label, at) => ({ code: `c${at}`, label, isTotal: false, cells: sampleTable.rows[0]?.cells ?? [] }));
    const parts = unzipSync(await draw(withTable({ rows })));
    const styles = strFromU8(parts['xl/styles.xml'] ?? new Uint8Array()).match(/<cellXfs.*<\/cellXfs>/s)?.[0] ?? '';
    const xfs = styles.match(/<xf [^>]*>/g) ?? [];
    const sheet = strFromU8(parts['xl/worksheets/sheet4.xml'] ?? new Uint8Array());
    const used = [...sheet.matchAll(/<c r="B\d+" s="(\d+)"/g)].slice(-7).map(([, style]) => xfs[Number(style)]);
    expect(used).toHaveLength(7);
    for (const style of used) expect(style).toContain('quotePrefix="1"');
  });

  it('shows control characters as pictures of them, and halves of characters as U+FFFD', () => {
    expect(readable('a\u0000b\u001bc\u007fd\u0085e\ud800')).toBe('a\u2400b\u241bc\u2421d\ufffde\ufffd');
    expect(readable('tab\tline\nreturn\r 😀')).toBe('tab\tline\nreturn\r 😀');
  });

  it('is refused before anything is written where it is longer than a cell', async () => {
    const long = 'x'.repeat(32_768);
    const error = await draw(modelOf({ kind: 'paragraph', text: long })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({ kind: 'render', message: expect.stringContaining('32768 characters') });
    await expect(draw(withTable({ notes: [`a ${long}`] }))).rejects.toMatchObject({
      kind: 'render',
      message: expect.stringMatching(/^cell A\d+ of sheet 1 Encounters by field office holds 32770 characters/),
    });
    const rows = sampleTable.rows.map((row) => ({ ...row, label: long }));
    await expect(draw(withTable({ rows }))).rejects.toMatchObject({
      message: expect.stringMatching(/^cell B\d+ of sheet 1 Encounters by field office holds 32768 characters/),
    });
    expect(cellText('x'.repeat(32_767), 'a cell')).toHaveLength(32_767);
  });

  it('is refused as a heading where a table object could not bear it', async () => {
    await expect(draw(withTable({ rowHeader: 'x'.repeat(256) }))).rejects.toMatchObject({
      kind: 'render',
      message: expect.stringMatching(/^the heading in cell B\d+ of sheet 1 Encounters by field office has 256/),
    });
  });

  it('does not break the printed header, nor the name of a sheet', async () => {
    const bytes = await draw({ ...withTable({ title: "R&D: [a]/b*c?'d\\e!, June" }), title: '&L &"Arial" 10 & <x>' });
    const workbook = await open(bytes);
    expect(workbook.worksheets.at(-1)?.name).toBe('1 R&D a b c d e');
    expect(workbook.worksheets[0]?.headerFooter.oddHeader).toBe('&L&&L &&"Arial" 10 && <x>&RSYNTHETIC');
  });
});

describe('names', () => {
  it('of sheets tell what is counted and by what', () => {
    const name = (number: number, title: string) => tableSheetName({ number, title });
    expect(name(4, 'Encounters by priority category, June 2020')).toBe('4 Encounters, priority category');
    expect(name(10, 'Administrative arrests by priority category, June 2020')).toBe('10 Arrests by priority category');
    expect(name(7, 'Encounters by civil-enforcement priority, June 2020')).toBe('7 Encounters by priority');
    expect(name(8, 'Administrative arrests by civil-enforcement priority, June 2020')).toBe('8 Arrests by priority');
    expect(name(12, 'Administrative arrests by processing disposition, June 2020')).toBe('12 Arrests by disposition');
    expect(name(13, 'Encounters by level under the agreement of 2009, FY2010')).toBe('13 Encounters by level');
    expect(name(5, 'Encounters and administrative arrests by month, 24 months to June 2020')).toBe(
      '5 Encounters and arrests, month',
    );
    expect(name(32, 'Encounters by amenability to removal, March 2018')).toBe('32 Encounters by amenability');
    expect(name(3, 'x'.repeat(90))).toHaveLength(31);
    expect(name(3, '')).toBe('3');
  });

  it('of sheets have the short title of a table, where it has one and its title does not fit', () => {
    const title = 'Program managers and what they supervise, March 2018';
    const name = (number: number, title: string, shortTitle: string) => tableSheetName({ number, title, shortTitle });
    expect(name(24, title, 'Supervision, nation')).toBe('24 Supervision, nation');
    expect(name(24, 'Officers by step, March 2018', 'Steps')).toBe('24 Officers by step');
    expect(name(124, title, 'x'.repeat(28))).not.toContain('x');
  });

  it('of sheets keep the short titles of the reports, each of its own, and each of a table that there is', () => {
    for (const report of reports) {
      const short = Object.entries(report.shortTitles ?? {});
      const tables = new Set([
        ...tablesOf(report).map(({ measure, by }) => tableId(measure, by)),
        ...report.sections.flatMap(({ blocks }) =>
          blocks.flatMap((block) =>
            'table' in block && typeof block.table === 'object' && 'id' in block.table ? [block.table.id] : [],
          ),
        ),
      ]);
      expect(short.filter(([id]) => !tables.has(id))).toEqual([]);
      expect(new Set(short.map(([, title]) => title.toLowerCase())).size).toBe(short.length);
      expect(short.filter(([, title]) => title.length > 28 || /[[\]:*?/\\'!]/.test(title))).toEqual([]);
    }
  });

  it('of sheets without a number are never taken twice', () => {
    expect(plainSheetName('Files', ['Cover', 'FILES'])).toBe('Files 2');
    expect(plainSheetName('', [])).toBe('Facts');
    expect(plainSheetName('History', ['History'])).toBe('History 2');
  });

  it('of table objects cannot be taken for the address of a cell', () => {
    expect(tableObjectName('encounters-by-field-office')).toBe('encounters_by_field_office');
    expect(['AB12', 'r1c1', 'c', '1st'].map(tableObjectName)).toEqual([
      'table_AB12',
      'table_r1c1',
      'table_c',
      'table_1st',
    ]);
  });

  it('of columns are unique without regard to case', () => {
    expect(uniqueHeaders(['Code', 'code', '', 'June\n2020', 'June 2020'])).toEqual([
      'Code',
      'code (2)',
      'Column 3',
      'June 2020',
      'June 2020 (2)',
    ]);
  });
});

describe('the same model', () => {
  it('gives the same bytes, also after other workbooks were drawn', async () => {
    const first = await draw(sampleModel);
    await draw(withTable({ rows: [] }));
    await draw({ ...sampleModel, title: 'Another', mark: null });
    const second = await draw(structuredClone(sampleModel));
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  it('is packed with one fixed time, the list of parts first', async () => {
    const bytes = await draw(sampleModel);
    expect(Object.keys(unzipSync(bytes))[0]).toBe('[Content_Types].xml');
    const fixed = zipSync({ a: strToU8('a') }, { mtime: new Date(1980, 0, 1) });
    expect(Buffer.from(bytes.slice(10, 14))).toEqual(Buffer.from(fixed.slice(10, 14)));
  });

  it('without a mark bears none', async () => {
    const workbook = await open(await draw({ ...sampleModel, mark: null }));
    expect(textOf(workbook, 'Cover', 'A2')).toBe(sampleModel.report.purpose);
    expect(workbook.worksheets[0]?.headerFooter.oddHeader).not.toContain('SYNTHETIC');
  });
});
