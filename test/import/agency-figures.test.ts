import { join } from 'node:path';
import type ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { importAnyFile } from '../../pipeline/cli/import.ts';
import { openAgencyFigures } from '../../pipeline/import/agency-figures.ts';
import { agencyMeasures } from '../../queries/agency-figures.ts';
import type { Database } from '../../queries/database.ts';
import { takeBack } from '../../queries/imports/undo.ts';
import { findImport } from '../../queries/imports.ts';
import { describeOnEachEngine, embeddedEngine } from '../engines.ts';
import {
  figuresIn,
  filled,
  folder,
  refusalOf,
  sent,
  sheetOf,
  take,
  template,
  traces,
  withAgreements,
} from './agency-figures/filled.ts';
import { arrest, quietly, release } from './releases.ts';
import { workbookOf } from './workbook-fixture.ts';

/** What the template filled in with 10, 20, 30 … says. */
const asFilled = template.months
  .flatMap((month) => agencyMeasures.map(({ code }) => `M1 ${month}-01 ${code}`))
  .map((line, at) => `${line} ${(at + 1) * 10}`)
  .toSorted();

const heading = 'Agreement,Month,Measure,Figure';

describeOnEachEngine('a filled-in template', ({ open }) => {
  test('is imported: its figures, the months that it covers, and what it leaves blank', async () => {
    await using database = await open();
    await withAgreements(database);
    const path = await sent(
      await filled((_, sheet) => {
        sheet.getCell('D3').value = null;
        sheet.getCell('D11').value = 0;
      }),
    );
    expect(await take(database, path)).toMatchObject({
      file: 'figures.xlsx',
      source: 'agency-figures',
      state: 'imported',
      rowsRead: 9,
      loaded: 9,
      unchanged: 0,
      rejected: 0,
      blank: 1,
      replaced: 0,
      coverage: { from: '2020-05-01', until: '2020-07-01' },
    });
    const figures = await figuresIn(database);
    expect(figures).toHaveLength(9);
    expect(figures).toContain('M1 2020-06-01 custody-transfer 0');
    expect(figures).not.toContain(expect.stringContaining('2020-05-01 detainer'));
    const covered = await database.transaction('snapshot', ({ source }) =>
      source
        .selectFrom('coverage')
        .select(['kind', 'office_code', 'covers_from', 'covers_until', 'source_name'])
        .where('kind', '=', 'agency-figure')
        .execute(),
    );
    expect(covered).toEqual([
      {
        kind: 'agency-figure',
        office_code: null,
        covers_from: '2020-05-01',
        covers_until: '2020-07-01',
        source_name: 'Figures reported by the agency, agreement M1',
      },
    ]);
  });

  test('says the same as CSV, with commas or semicolons, and the same bytes again change nothing', async () => {
    const lines = asFilled.map((line) => {
      const [agreement, month = '', code, figure] = line.split(' ');
      return [agreement, month.slice(0, 7), agencyMeasures.find((one) => one.code === code)?.label, figure];
    });
    for (const delimiter of [',', ';']) {
      await using database = await open();
      await withAgreements(database);
      const rows = [heading.replaceAll(',', delimiter), ...lines.map((line) => line.join(delimiter)), ''];
      const path = await sent(`\uFEFF${rows.join('\r\n')}`, 'figures.csv');
      expect(await take(database, path)).toMatchObject({ rowsRead: 10, loaded: 10, blank: 0 });
      expect(await figuresIn(database)).toEqual(asFilled);
      const before = await traces(database);
      expect(await take(database, path, {}, '2020-09-01')).toMatchObject({ state: 'already-imported', loaded: 10 });
      expect(await traces(database)).toEqual(before);
    }
  });

  test('a corrected file stands in place of the older figures of its months; taken back, those stand again', async () => {
    await using database = await open();
    await withAgreements(database);
    await take(database, await sent(await filled()));
    const corrected = `${heading}\nM1,2020-06,Encounters,61\nM1,2020-06,Detainers issued,70\n`;
    const summary = await take(database, await sent(corrected, 'corrected.csv'), {}, '2020-08-10');
    expect(summary).toMatchObject({ rowsRead: 2, loaded: 1, unchanged: 1, replaced: 1 });
    const may = asFilled.filter((line) => line.includes('2020-05'));
    expect(await figuresIn(database)).toEqual([...may, 'M1 2020-06-01 detainer 70', 'M1 2020-06-01 encounter 61']);
    // What speaks of an earlier instant changes nothing, whenever it is imported.
    const older = await sent(`${heading}\nM1,2020-06,Encounters,1\n`, 'older.csv');
    expect(await take(database, older, { asOf: '2020-07-01T00:00:00Z' })).toMatchObject({ loaded: 0, outdated: 1 });
    await database.transaction('read-write', async (session) => {
      const { sha256 } = summary;
      const record = await findImport(session, { sha256, contentSha256: sha256 });
      if (record !== undefined) await takeBack(session, record);
    });
    expect(await figuresIn(database)).toEqual(asFilled);
  });

  test('months may be dates, and measures codes, in any order of columns', async () => {
    await using database = await open();
    await withAgreements(database);
    const path = await sent(
      await filled((_, sheet) => {
        sheet.getCell('B2').value = new Date('2020-05-01T00:00:00Z');
        sheet.getCell('B2').style = { numFmt: 'mmm-yy' };
        sheet.getCell('C3').value = ' DETAINER ';
      }),
    );
    await take(database, path);
    expect(await figuresIn(database)).toEqual(asFilled);
    const turned = 'Figure,Measure,Month,Agreement\n5,encounter,2020-07-01,M1\n';
    await take(database, await sent(turned, 'turned.csv'));
    expect(await figuresIn(database)).toContain('M1 2020-07-01 encounter 5');
  });
});

type Change = (workbook: ExcelJS.Workbook, sheet: ExcelJS.Worksheet) => void;
const set =
  (address: string, value: ExcelJS.CellValue): Change =>
  (_, sheet) => {
    sheet.getCell(address).value = value;
  };
const whole = 'a whole number from 0 to 1,000,000';

/** Each way to fill it in wrongly, with what comes back. */
const wrong: readonly (readonly [what: string, change: Change, details: readonly string[]])[] = [
  ['text for a number', set('D7', 'about 12'), [`Figures!D7: is text, and must be ${whole}`]],
  ['a number that is text', set('D7', '12'), [`Figures!D7: is text, and must be ${whole}`]],
  ['a negative', set('D7', -3), [`Figures!D7: is negative, and must be ${whole}`]],
  ['a fraction', set('D7', 3.5), [`Figures!D7: is a fraction, and must be ${whole}`]],
  ['too large a number', set('D7', 1_000_001), [`Figures!D7: is too large; it must be ${whole}`]],
  [
    'a date',
    (_, sheet) => {
      sheet.getCell('D7').value = new Date('2020-05-01T00:00:00Z');
      // A style of its own: cells that were read share theirs.
      sheet.getCell('D7').style = { numFmt: 'yyyy-mm-dd' };
    },
    [`Figures!D7: is a date, and must be ${whole}`],
  ],
  ['a formula', set('D7', { formula: 'D2+D3', result: 30 }), ['Figures!D7: is a formula: put the value in its place']],
  [
    'a formula without a value',
    set('D7', { formula: 'D2+D3', date1904: false } as ExcelJS.CellFormulaValue),
    ['Figures!D7: is a formula: put the value in its place'],
  ],
  [
    'an error',
    set('D7', { error: '#N/A' }),
    [`Figures!D7: is an error of the spreadsheet program, and must be ${whole}`],
  ],
  ['a month twice', set('B9', '2020-05'), ['Figures!B9: this month and measure stand on row 4 already']],
  ['no month', set('B9', 'June'), ['Figures!B9: is not a month, as 2020-06']],
  ['a month that is none', set('B9', '2020-13'), ['Figures!B9: is not a month, as 2020-06']],
  [
    'another month',
    set('B9', '2020-07'),
    ['Figures!B9: is outside the period of the template, 2020-05 through 2020-06'],
  ],
  ['a blank month', set('B9', null), ['Figures!B9: is blank, beside a figure']],
  ['an unknown measure', set('C9', 'Arrests'), ['Figures!C9: is not one of the measures that the template lists']],
  ['a renamed column', set('B1', 'Months'), ['Figures!B1: the heading must be "Month"']],
  [
    'a missing column',
    (_, sheet) => {
      for (let row = 1; row <= 11; row += 1) sheet.getCell(row, 3).value = null;
    },
    ['Figures!C1: the column "Measure" is missing; it belongs here'],
  ],
  ['a further column', set('E1', 'Remarks'), ['Figures!E1: the template has no such column: take it out']],
  [
    'something beside the table',
    set('F4', 'x'),
    ['Figures!F4: stands outside the columns of the template: take it out'],
  ],
  ['another agreement in a row', set('A6', 'M2'), ['Figures!A6: is another agreement than M1']],
  [
    'no sheet of figures',
    (workbook) => workbook.removeWorksheet(sheetOf(workbook, 'Figures').id),
    ['Figures: there is no such sheet'],
  ],
  [
    'a renamed sheet',
    (_, sheet) => {
      sheet.name = 'June';
    },
    ['Figures: there is no such sheet, and a sheet of another name has its headings: give it this name'],
  ],
];

describe('a template filled in wrongly', () => {
  const engine = embeddedEngine();
  let shared: Database | undefined;
  const database = async () => {
    if (shared === undefined) {
      shared = await engine.open();
      await withAgreements(shared);
    }
    return shared;
  };

  test.each(wrong)('comes back with the cell and the reason, and leaves nothing: %s', async (_, change, details) => {
    const base = await database();
    const before = await traces(base);
    const path = await sent(await filled(change));
    expect(await refusalOf(take(base, path))).toEqual(details);
    expect(await traces(base)).toEqual(before);
  });

  test('names every wrong cell of CSV by its line and column', async () => {
    const base = await database();
    const before = await traces(base);
    const text = [
      `${heading},Remarks`,
      'M1,2020-05,Encounters,-1',
      'M1,2020-05,Detainers issued,"1,234"',
      '',
      'M2,2020-05,encounter,1e3',
      'M1,2019-12,Encounters,1',
      'M1,2020-08,Encounters,1',
      'M1,2020-05,Encounters,2,,7',
    ].join('\n');
    expect(await refusalOf(take(base, await sent(text, 'figures.csv')))).toEqual([
      'line 1, column 5: the template has no such column: take it out',
      `line 2, column Figure: is negative, and must be ${whole}`,
      `line 3, column Figure: is text, and must be ${whole}`,
      'line 5, column Agreement: is another agreement than M1',
      `line 5, column Figure: is text, and must be ${whole}`,
      'line 6, column Month: is a month in which the agreement was not in force',
      'line 7, column Month: is a month that has not ended',
      'line 8, column Month: this month and measure stand on row 2 already',
      'line 8, column 6: stands outside the columns of the template: take it out',
    ]);
    expect(await traces(base)).toEqual(before);
  });

  test('is refused whole where it is of another agreement, of none on record, or holds no figure', async () => {
    const base = await database();
    const before = await traces(base);
    const path = await sent(await filled());
    const other = await refusalOf(take(base, path, { agreement: 'M2' }));
    expect(other.filter((line) => line.endsWith('is another agreement than M2'))).toHaveLength(10);
    expect(other[0]).toBe('Figures!A2: is another agreement than M2');
    await expect(take(base, path, { agreement: 'M9' })).rejects.toMatchObject({ kind: 'usage' });
    const unknown = await sent(await filled(undefined, { ...template, agreement: 'M9' }));
    const none = await refusalOf(take(base, unknown));
    expect([none.length, none[0]]).toEqual([10, 'Figures!A2: is no agreement on record']);
    const blank = await filled((_, sheet) => {
      for (let row = 2; row <= 11; row += 1) sheet.getCell(row, 4).value = null;
    });
    await expect(take(base, await sent(blank))).rejects.toMatchObject({ kind: 'contract', exitCode: 65 });
    const stated = { from: '2020-06-01', until: '2020-07-01' };
    expect(await refusalOf(take(base, path, { statedCoverage: stated }))).toContain(
      'Figures!B2: is outside the period that was stated, 2020-06-01 through 2020-06-30',
    );
    expect(await traces(base)).toEqual(before);
  });

  test('is told from every other file, and is not mixed with synthetic data', async () => {
    const home = await folder();
    const others = [
      await sent(release('arrests', [arrest()]), 'arrests.csv'),
      await sent(await workbookOf([['STATE', 'LAW ENFORCEMENT AGENCY', 'MOA']]), 'list.xlsx'),
      await sent(await workbookOf([['Year', 'Month', 'Figure']], 'Figures'), 'other.xlsx'),
      join(home, 'nowhere.csv'),
    ];
    for (const path of others) expect(await openAgencyFigures(path), path).toBeNull();
    const base = await database();
    const path = await sent(await filled());
    const options = { rows: {}, list: {}, figures: { agreement: 'M1' } };
    for (const other of others.slice(0, 3)) {
      await expect(importAnyFile(other, options, quietly(base))).rejects.toThrow(/is no template/);
    }
    await using synthetic = await engine.open();
    await withAgreements(synthetic);
    await synthetic.transaction('read-write', ({ own }) =>
      own.updateTable('import_file').set({ synthetic: true }).execute(),
    );
    await expect(take(synthetic, path)).rejects.toThrow(/synthetic data, with which figures.xlsx must not be mixed/);
  });
});
