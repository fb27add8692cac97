import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { importFile } from '../pipeline/import.ts';
import { listImports, listRejects } from '../queries/imports.ts';
import { describeOnEachEngine } from './engines.ts';
import { arrest, contentsOf, eventsOf, importText, quietly, release, writeRelease } from './import/releases.ts';

describeOnEachEngine('importing a release', ({ open }) => {
  test('an administrative arrest is stored with every fact as its contract wants it', async () => {
    await using database = await open();
    const summary = await importText(database, release('arrests', [arrest()]));
    expect(summary).toMatchObject({
      file: 'release.csv',
      source: 'ero-arrests-2019',
      state: 'imported',
      rowsRead: 1,
      loaded: 1,
      unchanged: 0,
      rejected: 0,
      outsideSpan: 0,
      coverage: { from: '2016-10-01', until: '2016-10-02' },
    });
    const [event] = await database.transaction('snapshot', ({ own }) =>
      own.selectFrom('stored_event').selectAll().execute(),
    );
    expect(event).toEqual({
      import_id: 1,
      row_number: 7,
      kind: 'administrative-arrest',
      occurred_on: '2016-10-01',
      occurred_at: null,
      source_key: null,
      encounter_key: null,
      agreement_id: null,
      office_code: 'ATL',
      program: 'not-recorded',
      method: '287(g) Program',
      landmark: 'COUNTY JAIL',
      disposition: 'wa-nta',
      form: null,
      citizenship: 'MEX',
      sex: 'male',
      birth_year: null,
      birth_year_absence: 'withheld',
      criminality: 'not-recorded',
      threat_level: 'not-recorded',
      most_serious_conviction: 'not-recorded',
      person_key: null,
      superseded: false,
    });
  });

  test('encounters and removals are recognized by their headers, and say that they cannot identify 287(g) events', async () => {
    await using database = await open();
    const encounter = '"HQ Area of Responsibility"|12/31/2016|||"Detainer"|"(B)(6);(B)(7)(C) "|"UNKNOWN"|"Female"';
    const removal =
      '"Boston Area of Responsibility"|4/5/2016|"REINST"|"(B)(6);(B)(7)(C) "|"HAITI"|"Male"|"NA"|"212a9Aii"|9/30/2016|10/1/2016';
    const withheldLevel = removal.replace('"NA"', '"(B)(7)(E) "');
    expect((await importText(database, release('encounters', [encounter]))).source).toBe('ero-encounters-2019');
    expect((await importText(database, release('removals', [removal, withheldLevel]))).source).toBe(
      'ice-removals-2019',
    );
    const stored = await database.transaction('snapshot', async ({ own }) => ({
      events: await own
        .selectFrom('stored_event')
        .select(['kind', 'occurred_on', 'office_code', 'citizenship', 'disposition', 'threat_level'])
        .orderBy('import_id')
        .orderBy('row_number')
        .execute(),
      coverage: await own
        .selectFrom('import_coverage')
        .select(['kind', 'identifies_287g', 'office_code'])
        .orderBy('import_id')
        .execute(),
    }));
    const removed = {
      kind: 'removal',
      occurred_on: '2016-10-01',
      office_code: 'BOS',
      citizenship: 'HTI',
      disposition: 'reinst',
    };
    expect(stored.events).toEqual([
      {
        kind: 'encounter',
        occurred_on: '2016-12-31',
        office_code: 'HQ',
        citizenship: 'unknown',
        disposition: 'dtnr',
        threat_level: 'not-recorded',
      },
      { ...removed, threat_level: 'none' },
      { ...removed, threat_level: 'withheld' },
    ]);
    expect(stored.coverage).toEqual([
      { kind: 'encounter', identifies_287g: false, office_code: null },
      { kind: 'removal', identifies_287g: false, office_code: null },
    ]);
  });

  test('rows that look identical are separate events and all count', async () => {
    await using database = await open();
    expect((await importText(database, release('arrests', [arrest(), arrest(), arrest()]))).loaded).toBe(3);
    expect(await eventsOf(database)).toHaveLength(3);
  });

  test('the same bytes again change nothing, whatever the name, packed or not', async () => {
    await using database = await open();
    const text = release('arrests', [arrest(), arrest({ day: '13/45/2016' })]);
    const first = await importText(database, text);
    const before = await contentsOf(database);
    const again = await importText(database, text);
    const packed = await importFile(await writeRelease(gzipSync(text), 'other.dat'), {}, quietly(database));
    expect(again).toEqual({ ...first, state: 'already-imported' });
    expect(packed).toMatchObject({ state: 'already-imported', rowsRead: 2, loaded: 1, rejected: 1, file: 'other.dat' });
    expect(await contentsOf(database)).toEqual(before);
  });

  test('a bad row is kept as it was, with its line and every reason, and the control total holds', async () => {
    await using database = await open();
    const rows = [
      arrest(),
      arrest({ day: '07/02/0999' }),
      arrest({ day: '2/29/2017', office: '"Springfield Area of Responsibility"' }),
      '"Atlanta Area of Responsibility"|10/1/2016|"Located"',
      arrest({ landmark: `"${'X'.repeat(1001)}"` }),
      arrest({ landmark: '5" PIPE' }),
      arrest({ sex: '"Robot"' }),
      arrest({ day: '' }),
      arrest({ day: '"(B)(7)(E) "' }),
      arrest({ birth: '3/4/1899' }),
      arrest({ birth: '3/4/1799' }),
    ];
    const summary = await importText(database, release('arrests', rows));
    expect(summary).toMatchObject({ rowsRead: 11, loaded: 2, unchanged: 0, rejected: 9 });
    const { imports, rejects } = await database.transaction('snapshot', async (session) => ({
      imports: await listImports(session),
      rejects: await listRejects(session, 1),
    }));
    expect(imports).toMatchObject([
      { rowsRead: 11, rowsLoaded: 2, rowsUnchanged: 0, rowsRejected: 9, synthetic: false },
    ]);
    expect(rejects.map(({ rowNumber, original }) => [rowNumber, original])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 10].map((at) => [at + 7, rows[at]]),
    );
    expect(rejects.map(({ reasons }) => reasons)).toEqual([
      ['Apprehension Date "07/02/0999" is before 1996-09-30, the day of the statute'],
      [
        'Area of Responsibility "Springfield Area of Responsibility" is not in the register of field offices',
        'Apprehension Date "2/29/2017" is not a day of the calendar',
      ],
      ['it has 3 cells and the header 9'],
      [expect.stringContaining('landmark')],
      ['its quotation marks cannot be understood'],
      ['Gender "Robot" is none of Female, Male'],
      ['Apprehension Date is blank'],
      [expect.stringContaining('is not a date of the form M/D/YYYY')],
      [expect.stringContaining('birth_year')],
    ]);
  });

  test('line ends of Windows, a byte order mark, blank lines, quotes, line breaks in cells and another order of columns are read', async () => {
    await using database = await open();
    const rows = [
      arrest({ landmark: '"THE ""OLD"" JAIL"' }),
      '',
      arrest({ landmark: '"JAIL\nSECOND | LINE"' }),
      arrest({ landmark: '\\N' }),
    ];
    const windows = `\uFEFF${release('arrests', rows).replaceAll(/(?<!JAIL)\n/g, '\r\n')}`;
    expect(await importText(database, windows)).toMatchObject({ rowsRead: 3, loaded: 3 });
    const stored = await database.transaction('snapshot', ({ own }) =>
      own.selectFrom('stored_event').select(['row_number', 'landmark', 'sex']).orderBy('row_number').execute(),
    );
    expect(stored).toEqual([
      { row_number: 7, landmark: 'THE "OLD" JAIL', sex: 'male' },
      { row_number: 9, landmark: 'JAIL SECOND | LINE', sex: 'male' },
      { row_number: 11, landmark: '\\N', sex: 'male' },
    ]);

    const reversed = release('arrests', [arrest({ day: '10/2/2016' })])
      .split('\n')
      .map((line) => line.split('|').toReversed().join('|'))
      .join('\n');
    expect(await importText(database, reversed)).toMatchObject({ source: 'ero-arrests-2019', loaded: 1 });
  });

  test('withheld, unknown and not recorded stay three different things, and unlisted values keep their text', async () => {
    await using database = await open();
    const rows = [
      arrest({ office: '', citizenship: '""', sex: '"Unknown"', method: '', disposition: '' }),
      arrest({
        office: '"--"',
        citizenship: '"(b)(7)(E)"',
        sex: '"( B )(6); (B)(7)(c)"',
        disposition: '"NA"',
        birth: '12/31/1980',
      }),
      arrest({
        citizenship: '"Republic  of Nowhere"',
        disposition: '"NEW THING"',
        method: ' "287(g)  Program "'.trim(),
        birth: '',
      }),
    ];
    await importText(database, release('arrests', rows));
    const stored = await database.transaction('snapshot', ({ own }) =>
      own
        .selectFrom('stored_event')
        .select(['office_code', 'citizenship', 'sex', 'method', 'disposition', 'birth_year', 'birth_year_absence'])
        .orderBy('row_number')
        .execute(),
    );
    expect(stored.map((row) => Object.values(row))).toEqual([
      ['not-recorded', 'not-recorded', 'unknown', 'not-recorded', 'not-recorded', null, 'withheld'],
      ['withheld', 'withheld', 'withheld', '287(g) Program', 'not-recorded', 1980, null],
      ['ATL', 'unmapped:Republic of Nowhere', 'male', '287(g) Program', 'unmapped:NEW THING', null, 'not-recorded'],
    ]);
  });

  test('releases that overlap give the same figures in whatever order they are imported', async () => {
    const twice = [arrest(), arrest()];
    const early = release('arrests', [
      ...twice,
      arrest({ day: '10/2/2016' }),
      arrest({ day: '10/3/2016' }),
      arrest({ day: 'x' }),
    ]);
    const late = release(
      'arrests',
      [...twice, arrest(), arrest({ day: '10/3/2016' }), arrest({ day: '10/4/2016' })],
      'FY2017 (revised)',
    );
    const apart = release('arrests', [arrest({ day: '10/1/2017' })], 'FY2018');
    const figures = [];
    for (const order of [
      [early, late, apart],
      [late, early, apart],
      [apart, late, early],
    ]) {
      await using database = await open();
      const summaries = [];
      for (const text of order) summaries.push(await importText(database, text));
      expect(summaries.every((one) => one.rowsRead === one.loaded + one.unchanged + one.rejected)).toBe(true);
      figures.push(await eventsOf(database));
      if (order[0] === early) expect(summaries[1]).toMatchObject({ rowsRead: 5, loaded: 2, unchanged: 3 });
    }
    expect(figures[0]).toHaveLength(7);
    expect(figures[1]).toEqual(figures[0]);
    expect(figures[2]).toEqual(figures[0]);
  });

  test('coverage is what the rows show of what the title states, and rows beyond it are counted and do not widen it', async () => {
    await using database = await open();
    const rows = ['9/30/2016', '10/5/2016', '12/30/2016', '10/1/2017', '1/1/2107'].map((day) => arrest({ day }));
    expect(await importText(database, release('arrests', rows))).toMatchObject({
      loaded: 5,
      outsideSpan: 3,
      coverage: { from: '2016-10-05', until: '2016-12-31' },
    });
    const stated = { from: '2016-10-01', until: '2017-01-01' };
    const emptyDays = { are: 'quiet', why: 'a small program' } as const;
    expect(
      await importText(database, release('arrests', [arrest({ day: '11/1/2016' })]), {
        statedCoverage: stated,
        emptyDays,
      }),
    ).toMatchObject({ coverage: stated });
    expect(
      await importText(database, release('arrests', [], 'FY2020'), {
        statedCoverage: { from: '2019-10-01', until: '2020-10-01' },
        emptyDays,
      }),
    ).toMatchObject({ rowsRead: 0, coverage: { from: '2019-10-01', until: '2020-10-01' } });
    expect(await importText(database, release('arrests', [arrest()], 'FY2031'))).toMatchObject({
      outsideSpan: 1,
      coverage: null,
    });
  });

  test('an import that fails half way leaves the database as it was', async () => {
    await using database = await open();
    await importText(database, release('arrests', [arrest()]));
    const before = await contentsOf(database);
    const many = Array.from({ length: 25_000 }, (_, at) => arrest({ day: `11/${(at % 30) + 1}/2016` }));
    const path = await writeRelease(release('arrests', many));
    const failing = {
      ...quietly(database),
      progress: () => {
        throw new Error('the display is gone');
      },
    };
    await expect(importFile(path, {}, failing)).rejects.toThrow('the display is gone');
    expect(await contentsOf(database)).toEqual(before);
  });

  test('progress is told in rows read, with the number of rows of the file', async () => {
    await using database = await open();
    const many = Array.from({ length: 45_000 }, (_, at) => arrest({ day: `11/${(at % 30) + 1}/2016` }));
    const told: unknown[] = [];
    await importFile(
      await writeRelease(release('arrests', many)),
      {},
      { ...quietly(database), progress: (event) => told.push(event) },
    );
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ kind: 'count', stage: 'import', of: 45_000, unit: 'rows' });
  });

  test('files are not mixed with synthetic data, and not imported beside the views of another schema', async () => {
    await using database = await open();
    await database.transaction('read-write', ({ own }) =>
      own
        .insertInto('import_file')
        .values({
          file_name: 'demo',
          sha256: 'a'.repeat(64),
          content_sha256: 'a'.repeat(64),
          source_id: 'demo',
          title: 'Synthetic data',
          rows_read: 0,
          rows_loaded: 0,
          rows_unchanged: 0,
          rows_rejected: 0,
          rows_outside_span: 0,
          as_of: '2020-07-08T12:00:00Z',
          recorded_at: '2020-07-08T12:00:00Z',
          synthetic: true,
        })
        .execute(),
    );
    const before = await contentsOf(database);
    await expect(importText(database, release('arrests', [arrest()]))).rejects.toMatchObject({
      kind: 'source',
      message: expect.stringContaining('synthetic'),
      remedy: expect.stringContaining('demo --remove'),
    });
    expect(await contentsOf(database)).toEqual(before);

    await using foreign = await open({ sourceSchema: 'public' });
    await expect(importText(foreign, release('arrests', [arrest()]))).rejects.toMatchObject({
      kind: 'source',
      message: expect.stringContaining('public'),
    });
  });
});
