import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { listRejects } from '../../queries/imports.ts';
import { describeOnEachEngine, type embeddedEngine } from '../engines.ts';
import { type LaterRow, laterCsv, laterRows, laterSheet, sheetsOf } from './later-releases.ts';
import { eventsOf, importText } from './releases.ts';

type Stored = Readonly<Record<string, unknown>>;
type Opened = Awaited<ReturnType<ReturnType<typeof embeddedEngine>['open']>>;

const storedIn = (database: Opened): Promise<readonly Stored[]> =>
  database.transaction('snapshot', async ({ own }) => {
    const { rows } = await sql<Stored>`select * from report287.stored_event order by import_id, row_number`.execute(
      own,
    );
    return rows;
  });
const rejectsIn = (database: Opened) => database.transaction('snapshot', (session) => listRejects(session, 1));

describeOnEachEngine('a release of 2025', ({ open }) => {
  test.each([
    [
      'encounters',
      {
        kind: 'encounter',
        occurred_on: '2024-01-17',
        office_code: 'SEA',
        program: '287G Program',
        criminality: 'convicted',
      },
    ],
    [
      'arrests',
      { kind: 'administrative-arrest', office_code: 'SEA', method: '287(g) Program', criminality: 'pending-charges' },
    ],
    [
      'detainers',
      {
        kind: 'detainer',
        office_code: 'ATL',
        criminality: 'other-violator',
        threat_level: '2',
        most_serious_conviction: '13AB',
        landmark: 'COUNTY JAIL',
        disposition: 'dtnr',
      },
    ],
    [
      'detentions',
      {
        kind: 'detention-book-in',
        occurred_on: '2024-01-20',
        office_code: 'not-recorded',
        threat_level: 'not-recorded',
      },
    ],
  ] as const)('of %s is recognized and read, as text and as a workbook', async (layout, expected) => {
    await using database = await open();
    const rows = [laterRows[layout]];
    const text = await importText(database, laterCsv(rows));
    expect(text).toMatchObject({ source: `ero-${layout}-2025`, loaded: 1, rejected: 0, leftOut: [] });
    const workbook = await importText(database, await sheetsOf({ Data: laterSheet(rows) }), {}, 'release.xlsx');
    expect(workbook, 'the same event again').toMatchObject({ source: text.source, loaded: 0, unchanged: 1 });
    const [event, ...others] = await storedIn(database);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      ...expected,
      sex: 'male',
      birth_year: null,
      birth_year_absence: 'withheld',
      row_number: 2,
      person_key: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('holds its rows in several sheets below six title rows, among sheets of notes, and every row keeps its place', async () => {
    await using database = await open();
    const sheet = (day: string) => laterSheet([{ ...laterRows.encounters, 'Event Date': day }]);
    const bytes = await sheetsOf({
      Notes: [['These are notes'], ['about the data']],
      'FY24 Q1': sheet('2023-11-15'),
      Blank: [],
      'FY24 Q2': sheet('2024-01-17'),
    });
    expect(await importText(database, bytes, {}, 'release.xlsx')).toMatchObject({
      rowsRead: 2,
      loaded: 2,
      coverage: { from: '2023-11-15', until: '2024-01-18' },
      leftOut: ['the sheet "Notes": 2 rows, no header of a known format'],
    });
    expect((await storedIn(database)).map((event) => event.row_number)).toEqual([10_000_008, 30_000_008]);
  });

  test('may gain columns, which are left out and named, and lose those that hold nothing; it may not lose one that we read', async () => {
    await using database = await open();
    const { 'Final Order Yes No': _, 'EID Case ID': __, ...fewer } = laterRows.encounters;
    const more = { 'Body Camera': 'YES', ...fewer };
    expect(await importText(database, laterCsv([more]))).toMatchObject({
      loaded: 1,
      leftOut: ['the column "BODY CAMERA": not known'],
    });
    const { 'Final Program': ___, ...less } = laterRows.encounters;
    await expect(importText(database, laterCsv([less]))).rejects.toMatchObject({
      kind: 'contract',
      message: expect.stringContaining('the nearest, on line 1, is "ERO encounters, release of 2025"'),
      details: expect.arrayContaining(['missing: Final Program']),
    });
    await expect(
      importText(database, await sheetsOf({ Good: laterSheet([more]), Bad: laterSheet([less]) }), {}, 'release.xlsx'),
    ).rejects.toMatchObject({ kind: 'contract', message: expect.stringContaining('the sheet "Bad" of release.xlsx') });
  });

  test("keeps people's keys as hashes with the salt of its database, and nowhere as they are", async () => {
    await using database = await open();
    const rows: readonly LaterRow[] = [
      { ...laterRows.arrests, 'Unique Identifier': 'KEY-ONE' },
      { ...laterRows.arrests, 'Unique Identifier': 'KEY-ONE', Gender: 'Robot', 'Alien File Number': 'A123' },
      { ...laterRows.arrests, 'Unique Identifier': '', 'Apprehension Method': 'Located' },
    ];
    const shifted = `${laterCsv(rows)}KEY-ONE,KEY-ONE\nKEY-ONE,"KEY" ONE,x\n`;
    expect(await importText(database, shifted)).toMatchObject({ rowsRead: 5, loaded: 2, rejected: 3 });
    const [first, second] = await storedIn(database);
    expect(second?.person_key).toBeNull();
    const rejects = await rejectsIn(database);
    expect(rejects[0]?.original).toContain(`hash:${first?.person_key}`);
    expect(rejects[0]?.original).toContain('Robot');
    expect(rejects[1]?.original).toMatch(/^\(not kept: /);
    expect(JSON.stringify(await storedIn(database)) + JSON.stringify(rejects)).not.toMatch(/KEY|A123/);

    const [header] = laterCsv(rows).split('\n');
    await importText(database, `${header}\n${rejects[0]?.original.replace('Robot', 'Female')}\n`);
    expect((await storedIn(database)).at(-1)?.person_key, 'mended').toBe(first?.person_key);

    await using other = await open();
    await importText(other, laterCsv(rows.slice(0, 1)));
    const [elsewhere] = await storedIn(other);
    expect(elsewhere?.person_key).toMatch(/^[0-9a-f]{32}$/);
    expect(elsewhere?.person_key).not.toBe(first?.person_key);
  });

  test('of 2026 prints other headers, adds threat levels and is another format, which counts in place of the earlier', async () => {
    await using database = await open();
    const { 'Citizenship Country': citizenship, 'Unique Identifier': key, ...rest } = laterRows.encounters;
    const later = {
      ...rest,
      'Event Landmark': 'COUNTY JAIL',
      'Encounter Threat Level': '1',
      'Citizenship County': citizenship,
      'Anonymized Identifier': key,
    };
    await importText(database, laterCsv([laterRows.encounters, laterRows.encounters]));
    expect(await importText(database, laterCsv([later]))).toMatchObject({ source: 'ero-encounters-2026', loaded: 1 });
    const counted = await database.transaction('snapshot', ({ source }) =>
      source.selectFrom('enforcement_event').select(['threat_level', 'citizenship']).execute(),
    );
    expect(counted).toEqual([{ threat_level: '1', citizenship: 'MEX' }]);
    expect(await eventsOf(database)).toHaveLength(3);
  });
});

describeOnEachEngine('a cell of the later releases', ({ open }) => {
  const quirks: readonly (readonly [what: string, cells: LaterRow, outcome: string | Stored])[] = [
    ['a date unpadded, as in 2019', { 'Detainer Prepare Date': '1/9/2024' }, { occurred_on: '2024-01-09' }],
    ['a time just before midnight', { 'Detainer Prepare Date': '2024-01-09 23:59:59' }, { occurred_on: '2024-01-09' }],
    ['a time after a date of 2019', { 'Detainer Prepare Date': '1/9/2024 11:59 PM' }, { occurred_on: '2024-01-09' }],
    [
      'a time with a zone, whose day is not certain',
      { 'Detainer Prepare Date': '2024-01-09T03:00:00Z' },
      'Detainer Prepare Date "2024-01-09T03:00:00Z" is not a date of the form M/D/YYYY or YYYY-MM-DD',
    ],
    [
      'an impossible year',
      { 'Detainer Prepare Date': '0999-07-02' },
      'Detainer Prepare Date "0999-07-02" is before 1996-09-30, the day of the statute',
    ],
    [
      'a day that is none',
      { 'Detainer Prepare Date': '2024-02-30' },
      'Detainer Prepare Date "2024-02-30" is not a day of the calendar',
    ],
    ['a redacted date', { 'Detainer Prepare Date': '(b)(7)(E)' }, expect.stringContaining('is not a date of the form')],
    ['a blank area', { 'Facility AOR': '' }, { office_code: 'not-recorded' }],
    ['headquarters', { 'Facility AOR': 'HQ Area of Responsibility' }, { office_code: 'HQ' }],
    [
      'an area of nobody',
      { 'Facility AOR': 'Springfield' },
      'Facility AOR "Springfield" is not in the register of field offices',
    ],
    ['a redaction with commas', { Gender: '(b)(6), (b)(7)(c) (b)(7)(e)' }, { sex: 'withheld' }],
    ['a redaction with blanks', { 'Citizenship Country': ' (b)(6),(b)(7)(c ) ' }, { citizenship: 'withheld' }],
    ['a pair of dashes', { 'Final Program': '--' }, { program: 'withheld' }],
    ['unknown, which is not withheld', { 'Citizenship Country': 'UNKNOWN' }, { citizenship: 'unknown' }],
    ['a birth year', { 'Birth Year': '1980' }, { birth_year: 1980, birth_year_absence: null }],
    ['a disposition as a code', { 'Processing Disposition': 'WA/NTA' }, { disposition: 'wa-nta' }],
    ['a disposition in words', { 'Processing Disposition': 'Not in  Custody' }, { disposition: 'nic' }],
    ['a value that no list has', { 'Citizenship Country': 'Nowhere' }, { citizenship: 'unmapped:Nowhere' }],
    ['an offense without its zero', { 'MSC Charge Code': '301' }, { most_serious_conviction: '0301' }],
    ['an offense in words', { 'MSC Charge Code': 'Assault' }, { most_serious_conviction: 'unmapped:Assault' }],
    ['no offense', { 'MSC Charge Code': '' }, { most_serious_conviction: 'not-recorded' }],
    [
      'criminality without its number',
      { 'Detainer Prepared Criminality': 'Convicted Criminal' },
      { criminality: 'convicted' },
    ],
    [
      'a criminality of its own',
      { 'Detainer Prepared Criminality': '4 Something' },
      'Detainer Prepared Criminality "4 Something" is none of Convicted criminal, Pending criminal charges, Other immigration violator',
    ],
    [
      'a level that is none',
      { 'Detainer Prep Threat Level': '7' },
      'Detainer Prep Threat Level "7" is none of Level 1, Level 2, Level 3, No level',
    ],
  ];

  test(`each of ${quirks.length} quirks is read for what it says, or refused with the reason`, async () => {
    await using database = await open();
    const rows = quirks.map(([, cells]) => ({ ...laterRows.detainers, ...cells }));
    await importText(database, laterCsv(rows), { emptyDays: { are: 'quiet', why: 'a few rows' } });
    const events = new Map((await storedIn(database)).map((event) => [event.row_number, event]));
    const rejects = new Map((await rejectsIn(database)).map((reject) => [reject.rowNumber, reject.reasons]));
    quirks.forEach(([what, , outcome], at) => {
      const event = events.get(at + 2);
      if (event !== undefined && typeof outcome === 'object' && !('asymmetricMatch' in outcome))
        expect(event, what).toMatchObject(outcome);
      else expect(rejects.get(at + 2), what).toEqual([outcome]);
    });
  });
});
