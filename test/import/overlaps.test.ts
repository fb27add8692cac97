import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { laterCsv, laterRows, laterSheet, sheetsOf } from './later-releases.ts';
import { arrest, importText, release } from './releases.ts';

const later = (day: string, office = 'Seattle') => ({
  ...laterRows.arrests,
  'Apprehension Date': day,
  'Apprehension AOR': `${office} Area of Responsibility`,
});
const seattleRow = {
  'Event Number': '(b)(7)(E )',
  'Area of Responsibility': 'Seattle Area of Responsibility',
  'Date of Birth': '(b)(6),(b)(7)(c )',
  'Country of Citizenship': 'MEXICO',
  Gender: 'Male',
};
const seattleArrest = (day: string) => ({
  ...seattleRow,
  'Apprehension Landmark': 'SEA CAP',
  Operation: '',
  'Processing Disposition': 'Other',
  'Arrest Method': 'Located',
  'Arrest Date': day,
});
const seattle = () =>
  sheetsOf({
    'FY2017 Arrests': laterSheet([seattleArrest('2016-10-01'), seattleArrest('2016-10-09')]),
    'FY2018 Arrests': laterSheet([seattleArrest('2017-10-02')]),
    'FY2017 Encounters': laterSheet(
      [
        {
          ...seattleRow,
          'Area of Responsibility': '',
          'Event Area of Responsibility': 'Seattle Area of Responsibility',
          Landmark: 'COUNTY JAIL',
          Operation: '',
          'Processing Disposition': 'Detainer',
        },
      ].map(({ 'Area of Responsibility': _, ...row }) => row),
    ),
    'FY2017 Removals': laterSheet(
      ['1', 'NA'].map((level) => ({
        ...seattleRow,
        'Removal Case COL': level,
        'Final Charge Section': '212a6Ai',
        'Arrest Date': '01/01/0001',
      })),
    ),
  });

describeOnEachEngine('releases of different formats that tell of the same events', ({ open }) => {
  test('count once, from the later release, in whatever order they are imported', async () => {
    const files: readonly (string | Uint8Array)[] = [
      // Covers 1 to 5 October 2016; a row astray on the 1st of October 2017.
      release(
        'arrests',
        ['10/1/2016', '10/1/2016', '10/5/2016', '10/1/2017'].map((day) => arrest({ day })),
      ),
      // The layout of 2025 covers from 4 October 2016 to 2 October 2017, for all offices.
      laterCsv([later('2016-10-04'), later('2016-10-05', 'Atlanta'), later('2017-10-02')]),
      await seattle(),
    ];
    const counted = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [2, 0, 1],
    ]) {
      await using database = await open();
      for (const at of order) await importText(database, files[at] ?? '', {}, 'release.dat');
      counted.push(
        await database.transaction('snapshot', async ({ own }) => {
          const { rows } = await sql<{ line: string }>`
            select occurred_on::text || ' ' || office_code || ' ' || count(*) as line from report287.enforcement_event
            group by occurred_on, office_code order by 1`.execute(own);
          return rows.map((row) => row.line);
        }),
      );
    }
    expect(counted[0]).toEqual(['2016-10-01 ATL 2', '2016-10-04 SEA 1', '2016-10-05 ATL 1', '2017-10-02 SEA 1']);
    for (const other of counted.slice(1)) expect(other).toEqual(counted[0]);
  });

  test('a workbook of several kinds has one control total, covers its own office, and says which rows have no day', async () => {
    await using database = await open();
    const workbook = await seattle();
    expect(await importText(database, workbook, {}, 'seattle.xlsx')).toMatchObject({
      source: 'seattle-2018',
      rowsRead: 6,
      loaded: 3,
      rejected: 3,
      superseded: 0,
      leftOut: [],
    });
    const found = await database.transaction('snapshot', async ({ own }) => ({
      coverage: await own
        .selectFrom('import_coverage')
        .select(['kind', 'office_code', 'covers_from', 'covers_until', 'identifies_287g'])
        .orderBy('covers_from')
        .execute(),
      reasons: await own.selectFrom('import_reject').select('reasons').orderBy('row_number').execute(),
    }));
    // Sheets without a title that names a year are looked at together.
    expect(found.coverage).toEqual([
      {
        kind: 'administrative-arrest',
        office_code: 'SEA',
        covers_from: '2016-10-01',
        covers_until: '2017-10-03',
        identifies_287g: false,
      },
    ]);
    expect(found.reasons.map((row) => row.reasons)).toEqual([
      'the sheet does not say on which day the encounter took place',
      'the sheet gives the day of the arrest, and not the day of the removal',
      'the sheet gives the day of the arrest, and not the day of the removal',
    ]);
    await importText(database, release('arrests', [arrest({ day: '10/1/2016' }), arrest({ day: '10/9/2016' })]));
    expect(await importText(database, workbook, {}, 'seattle.xlsx')).toMatchObject({
      state: 'already-imported',
      superseded: 2,
    });
  });

  test('sheets of different releases in one workbook are refused', async () => {
    await using database = await open();
    const mixed = await sheetsOf({
      A: laterSheet([laterRows.encounters]),
      B: laterSheet([laterRows.arrests]),
    });
    await expect(importText(database, mixed, {}, 'mixed.xlsx')).rejects.toMatchObject({
      kind: 'contract',
      message: expect.stringContaining('sheets of different formats, ero-encounters-2025 and ero-arrests-2025'),
    });
  });
});
