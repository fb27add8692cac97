import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { importDelivered } from '../../pipeline/cli/import/delivered.ts';
import { readEmptyDays } from '../../pipeline/cli/import/empty-days.ts';
import { isOnRecord } from '../../pipeline/cli/import/released.ts';
import { describeFile } from '../../pipeline/cli/imports.ts';
import { missingRecords } from '../../pipeline/import/empty-days.ts';
import { importExtract } from '../../pipeline/import/program-extract.ts';
import { importFile } from '../../pipeline/import.ts';
import { type DateWindow, shiftDate } from '../../pipeline/period.ts';
import { emptyInbox } from '../../pipeline/schedule/inbox.ts';
import type { Database } from '../../queries/database.ts';
import { listImports } from '../../queries/imports.ts';
import { readFileCoverage } from '../../queries/provenance.ts';
import { describeOnEachEngine } from '../engines.ts';
import { csv, event, folderOf, whole } from '../program-extract/files.ts';
import { arrest, contentsOf, importText, quietly, release, writeRelease } from './releases.ts';

/** The days of a window, one after another. */
function daysOf({ from, until }: DateWindow): readonly string[] {
  const days: string[] = [];
  for (let day = from; day < until; day = shiftDate(day, 1, 'day')) days.push(day);
  return days;
}

const year = { from: '2016-10-01', until: '2017-10-01' };

/** So many records on each day of a year but those of some windows. */
function steady(records: number, ...without: readonly DateWindow[]): ReadonlyMap<string, number> {
  const empty = new Set(without.flatMap(daysOf));
  return new Map(daysOf(year).flatMap((day) => (empty.has(day) ? [] : [[day, records]])));
}

const lastDays = (days: number) => ({ from: shiftDate(year.until, -days, 'day'), until: year.until });
const midYear = (days: number) => ({ from: '2017-03-12', until: shiftDate('2017-03-12', days, 'day') });
const windows = (found: readonly DateWindow[]) => found.map(({ from, until }) => ({ from, until }));

describe('days without a record', () => {
  test.each([
    ['the last two of a nation', 393, lastDays(2)],
    ['a week in the middle of a nation', 393, midYear(7)],
    ['five in the middle of a small office', 3, midYear(5)],
    ['the last ten of a small program', 2, lastDays(10)],
    ['the first month of a small program', 1, { from: year.from, until: '2016-11-01' }],
  ])('seem to lack records: %s', (_, records, gap) => {
    expect(windows(missingRecords(steady(records, gap), year, 'sharp'))).toEqual([gap]);
  });

  test.each([
    ['a long weekend of an office of 90 records a day', 90, midYear(4)],
    ['a week of a source with a record a day', 1, midYear(7)],
    ['the last five of one with two', 2, lastDays(5)],
  ])('are believed: %s', (_, records, gap) => {
    expect(missingRecords(steady(records, gap), year, 'sharp')).toEqual([]);
  });

  test('are believed between records that are weeks apart, and after few records only where edges are soft', () => {
    const monthly = new Map(daysOf(year).flatMap((day) => (day.endsWith('-15') ? [[day, 2] as const] : [])));
    expect(missingRecords(monthly, year, 'sharp')).toEqual([]);
    const few = new Map([['2016-10-03', 3]]);
    expect(missingRecords(few, year, 'soft')).toEqual([]);
    expect(windows(missingRecords(few, year, 'sharp'))).toEqual([{ from: '2016-10-04', until: year.until }]);
    expect(missingRecords(new Map(), year, 'soft')).toEqual([{ ...year, expected: null }]);
  });

  test('are judged by the pace of their own months: a program that halves every month lacks nothing', () => {
    let due = 0;
    const halving = new Map<string, number>();
    for (const [at, day] of daysOf(year).entries()) {
      due += 40 * 0.5 ** (at / 30);
      if (due >= 1) halving.set(day, Math.floor(due));
      due %= 1;
    }
    expect(halving.size).toBeLessThan(250);
    expect(missingRecords(halving, year, 'sharp')).toEqual([]);
  });

  test('need one reason that fits on a line', () => {
    expect(readEmptyDays({})).toBeNull();
    expect(readEmptyDays({ quietDays: ' a\nhurricane ' })).toEqual({ are: 'quiet', why: 'a hurricane' });
    expect(readEmptyDays({ missingDays: 'never sent' })).toEqual({ are: 'missing', why: 'never sent' });
    for (const flags of [{ quietDays: ' ' }, { missingDays: 'x'.repeat(201) }, { quietDays: 'a', missingDays: 'b' }])
      expect(() => readEmptyDays(flags)).toThrow(/reason|different things/);
  });
});

/** Three arrests on each day of some windows of October 2016, as a release. */
const arrestsOn = (...spans: readonly DateWindow[]) =>
  release(
    'arrests',
    spans.flatMap(daysOf).flatMap((day) => {
      const cells = arrest({ day: `${Number(day.slice(5, 7))}/${Number(day.slice(8))}/2016` });
      return [cells, cells, cells];
    }),
  );

const october = { from: '2016-10-01', until: '2016-11-01' };
const until20th = { from: '2016-10-01', until: '2016-10-21' };
const from28th = { from: '2016-10-28', until: '2016-11-01' };

const coverageIn = (database: Database) =>
  database.transaction('snapshot', async (session) =>
    windows(await readFileCoverage(session, ['administrative-arrest', 'detainer'])),
  );
const titlesIn = (database: Database) =>
  database.transaction('snapshot', async (session) => (await listImports(session)).map(({ title }) => title));

describeOnEachEngine('a file without records on days that it would cover', ({ open }) => {
  test('is refused with the days and what to do, by a stated range as by a hole between its rows, and leaves nothing', async () => {
    await using database = await open();
    const before = await contentsOf(database);
    const mistyped = release('arrests', [...Array(40).fill(arrest()), arrest({ day: '9/1/2017' })]);
    for (const [text, options, says] of [
      [arrestsOn(until20th), { statedCoverage: october }, /none from 2016-10-21 through 2016-10-31 \(11 days/],
      [release('arrests', []), { statedCoverage: october }, /none from 2016-10-01 through 2016-10-31 \(31 days\)/],
      [arrestsOn(until20th, from28th), {}, /none from 2016-10-21 through 2016-10-27 \(7 days/],
      [mistyped, {}, /none from 2016-10-02 through 2017-08-31/],
    ] as const) {
      await expect(importText(database, text, options)).rejects.toMatchObject({
        kind: 'contract',
        message: expect.stringMatching(says),
        remedy: expect.stringMatching(/--from and --through.*--quiet-days.*--missing-days/),
      });
    }
    expect(await contentsOf(database)).toEqual(before);
    const { outsideSpan } = await importText(database, mistyped, {
      statedCoverage: { from: '2016-10-01', until: '2016-10-02' },
    });
    expect(outsideSpan).toBe(1);
    const [record] = await database.transaction('snapshot', listImports);
    expect(record && describeFile(record)).toEqual(
      expect.arrayContaining([
        '   covers 2016-10-01 through 2016-10-01',
        '   1 row lies outside the days that were stated: kept, and not taken for coverage',
      ]),
    );
  });

  test('covers them where a person says that nothing happened, which stands with its title; a later file is not asked again', async () => {
    await using database = await open();
    const emptyDays = { are: 'quiet', why: 'a hurricane' } as const;
    const holed = arrestsOn(until20th, from28th);
    expect(await importText(database, holed, { emptyDays })).toMatchObject({
      coverage: october,
      emptyDays: [{ from: '2016-10-21', until: '2016-10-28', are: 'quiet' }],
    });
    expect(await titlesIn(database)).toEqual([
      'ERO administrative arrests, release of 2019 (no records from 2016-10-21 through 2016-10-27: a hurricane)',
    ]);
    const november = { from: '2016-10-28', until: '2016-11-13' };
    await importText(database, arrestsOn(until20th, november));
    expect(await coverageIn(database)).toEqual([october, { from: '2016-10-01', until: '2016-11-13' }]);
  });

  test('does not cover them where a person says that it lacks them, until another file brings them', async () => {
    await using database = await open();
    const emptyDays = { are: 'missing', why: 'never released' } as const;
    await importText(database, arrestsOn(until20th, from28th), { emptyDays });
    expect(await coverageIn(database)).toEqual([until20th, from28th]);
    expect(await titlesIn(database)).toEqual([
      expect.stringContaining('(without the days from 2016-10-21 through 2016-10-27: never released)'),
    ]);
    expect(await importText(database, arrestsOn(october))).toMatchObject({ loaded: 21, unchanged: 72, emptyDays: [] });
  });

  test('is asked about as an extract, too, each kind over all offices; a kind of which nothing is on record is not', async () => {
    await using database = await open();
    const june = { from: '2020-06-01', until: '2020-06-21' };
    const events = daysOf(june).map((day, at) => ({
      ...event,
      source_key: `E${at}`,
      occurred_on: day,
      occurred_at: '',
    }));
    const covers = { office_code: '', covers_from: '2020-06-01', covers_until: '2020-08-01', identifies_287g: 'true' };
    const files = {
      'agencies.csv': whole['agencies.csv'],
      'agreements.csv': whole['agreements.csv'],
      'enforcement_events.csv': csv(events),
      'coverage.csv': csv([
        { kind: 'detainer', ...covers },
        { kind: 'return', ...covers },
      ]),
    };
    const folder = await folderOf(files);
    const before = await contentsOf(database);
    await expect(importExtract(folder, {}, quietly(database))).rejects.toMatchObject({
      kind: 'contract',
      message: expect.stringMatching(/coverage\.csv covers: no detainer from 2020-06-21 through 2020-07-31 \(41 days/),
      remedy: expect.stringContaining('import-extract" --quiet-days'),
    });
    expect(await contentsOf(database)).toEqual(before);
    await importExtract(folder, { quietDays: 'jails closed' }, quietly(database));
    expect((await titlesIn(database)).at(-1)).toBe(
      'Program extract, coverage (no records from 2020-06-21 through 2020-07-31: jails closed)',
    );
    const again = await folderOf({
      'coverage.csv': csv([{ kind: 'detainer', ...covers, covers_until: '2020-08-03' }]),
    });
    await expect(importExtract(again, {}, quietly(database))).rejects.toThrow(/no detainer/);
    const same = await folderOf({ 'coverage.csv': csv([{ kind: 'detainer', ...covers }]) });
    expect(await importExtract(same, {}, quietly(database))).toMatchObject([{ state: 'imported' }]);
  });

  test('lies in refused/ with the days and what to do, where it was delivered', async () => {
    await using database = await open();
    const folder = await mkdtemp(join(tmpdir(), 'report287-inbox-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await copyFile(await writeRelease(arrestsOn(until20th, from28th)), join(folder, 'arrests.csv'));
    const inbox = { folder, quiet: 10, importFile: (path: string) => importDelivered(path, quietly(database)) };
    const { refused } = await emptyInbox(inbox, new AbortController().signal, quietly(database));
    expect(refused).toMatchObject([{ file: 'arrests.csv' }]);
    expect(await readdir(join(folder, 'refused'))).toEqual(['arrests.csv', 'arrests.csv.reason.txt']);
    const reason = await readFile(join(folder, 'refused', 'arrests.csv.reason.txt'), 'utf8');
    expect(reason).toMatch(
      /^records seem to be missing in arrests\.csv: it has none from 2016-10-21 through 2016-10-27/,
    );
    expect(reason).toMatch(/What to do: fetch the file again; .* --quiet-days "<why>" if nothing happened/);
    const isImported = (path: string) => isOnRecord(path, { database });
    const again = async () =>
      (await emptyInbox({ ...inbox, isImported }, new AbortController().signal, quietly(database))).imported;
    expect(await again()).toEqual([]);
    const emptyDays = { are: 'quiet', why: 'offices closed' } as const;
    await importFile(join(folder, 'refused', 'arrests.csv'), { emptyDays }, quietly(database));
    expect(await again()).toEqual([{ file: 'arrests.csv', state: 'already-imported' }]);
    expect(await readdir(join(folder, 'refused'))).toEqual([]);
  });
});
