import { describe, expect, test } from 'vitest';
import { classify } from '../pipeline/classify.ts';
import { type Extract, extract } from '../pipeline/extract.ts';
import { coverageOf } from '../pipeline/import/agreement-list.ts';
import { parsePeriod } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import { bearingLists } from '../pipeline/register/bearing.ts';
import { enforcementActions } from '../pipeline/reports/enforcement-actions.ts';
import { tabulate } from '../pipeline/tabulate.ts';
import type { Database } from '../queries/database.ts';
import { fieldOffices } from '../queries/field-offices.ts';
import { recordFieldOffices } from '../queries/offices.ts';
import { describeOnEachEngine } from './engines.ts';
import { arrest, importText, release } from './import/releases.ts';
import { listOf, type WrittenRow } from './register/list-fixture.ts';

const classification = classify(regimes, gaps);

async function read(database: Database, period: string): Promise<Extract> {
  return extract(enforcementActions, parsePeriod(period), classification, { cases: false }, { database });
}

const arrestsOn = (days: readonly string[], years: string) =>
  release(
    'arrests',
    days.map((day) => arrest({ day })),
    years,
  );

describeOnEachEngine('the sources of a report', ({ open }) => {
  test('are those that bear on its days: others leave its as-of instant and its list of files alone', async () => {
    await using database = await open();
    await database.transaction('read-write', (session) => recordFieldOffices(session, fieldOffices));
    const take = (text: string, asOf: string, name: string) => importText(database, text, { asOf }, name);
    await take(arrestsOn(['10/1/2016', '11/30/2016'], 'FY2017'), '2019-01-01T00:00:00Z', 'a.csv');
    const before = await read(database, '2016-11');
    expect(before).toMatchObject({ asOf: '2019-01-01T00:00:00.000Z', files: [{ fileName: 'a.csv' }] });

    await take(arrestsOn(['3/1/2018', '4/1/2018'], 'FY2018'), '2019-02-02T00:00:00Z', 'b.csv');
    expect(await read(database, '2016-11')).toEqual(before);
    expect((await read(database, '2018-03')).files.map((file) => file.fileName)).toEqual(['a.csv', 'b.csv']);

    await take(arrestsOn(['11/3/2015', '11/4/2015'], 'FY2016'), '2019-03-03T00:00:00Z', 'c.csv');
    const after = await read(database, '2016-11');
    expect(after).toMatchObject({ asOf: '2019-03-03T00:00:00.000Z', files: [{ fileName: 'a.csv' }, {}] });
    expect(after.coverage).toHaveLength(2);
  });

  test('are also those of the months of its trends, which begin before its windows', async () => {
    await using database = await open();
    await database.transaction('read-write', (session) => recordFieldOffices(session, fieldOffices));
    await importText(database, arrestsOn(['10/1/2018', '9/30/2019'], 'FY2019'), {}, 'before.csv');
    await importText(database, arrestsOn(['10/1/2019', '9/30/2020'], 'FY2020'), {}, 'windows.csv');
    // The windows of October 2020 begin on October 1, 2019, and its trend in November 2018.
    const extracted = await read(database, '2020-10');
    expect(extracted.files.map((file) => file.fileName)).toEqual(['before.csv', 'windows.csv']);
    const { trends } = tabulate(extracted, enforcementActions, classification);
    const months = trends.find(({ id, scope }) => id === 'encounters-by-month' && scope === 'national')?.rows ?? [];
    const counted = months.flatMap(({ code, cells: [, arrests] }) =>
      arrests?.kind === 'count' ? [[code, arrests.value]] : [],
    );
    expect(counted).toHaveLength(23);
    expect(counted.filter(([, count]) => count !== 0)).toEqual([
      ['2019-09', 1],
      ['2019-10', 1],
      ['2020-09', 1],
    ]);
  });

  test('are also those with rows on its days that they do not claim to cover', async () => {
    await using database = await open();
    await database.transaction('read-write', (session) => recordFieldOffices(session, fieldOffices));
    await importText(database, arrestsOn(['11/3/2016', '11/4/2016'], 'FY2017'), {}, 'a.csv');
    await importText(database, arrestsOn(['11/9/2016', '3/1/2018'], 'FY2018'), {}, 'stray.csv');
    await importText(database, arrestsOn(['11/9/2010', '3/1/2019'], 'FY2019'), {}, 'other.csv');
    expect((await read(database, '2016-11')).files.map((file) => file.fileName)).toEqual(['a.csv', 'stray.csv']);
  });
});

describe('the lists that bear on the days before', () => {
  const baker = "FL | Baker County Sheriff's Office | WSO";
  const clay = "FL | Clay County Sheriff's Office | WSO";
  const cobb = "GA | Cobb County Sheriff's Office | JEM";
  type Written = readonly [day: string, rows: readonly (string | WrittenRow)[]];

  /** The days of the lists that bear on what is said of the days before June 2025. */
  function bearingDays(written: readonly Written[]): readonly string[] {
    const lists = written.map(([day, rows], importId) => ({ ...listOf(day, rows), importId, fileName: day }));
    const found = bearingLists(lists.toReversed(), [], coverageOf(lists), '2025-06-01');
    return lists.filter((list) => found.has(list)).map((list) => list.as_of);
  }
  const known: readonly Written[] = [
    ['2025-04-15', [baker]],
    ['2025-05-15', [{ of: baker, signed: '2020-01-15' }, clay]],
    ['2025-06-15', [baker, clay]],
  ];
  const knownDays = known.map(([day]) => day);

  test('are the earlier ones, and the first after, whose coverage reaches back', () => {
    expect(bearingDays(known)).toEqual(knownDays);
  });

  test('are not later ones that add, end and repeat', () => {
    expect(
      bearingDays([
        ...known,
        ['2025-07-15', [baker, clay, { of: cobb, signed: '2025-07-01' }]],
        ['2025-08-15', [clay, cobb]],
      ]),
    ).toEqual(knownDays);
  });

  test('are later ones that move the beginning of an agreement, and no other', () => {
    const days = bearingDays([
      ...known,
      ['2025-07-15', [baker, { of: clay, signed: '2025-05-02' }]],
      ['2025-08-15', [baker, { of: clay, signed: '2025-05-02' }]],
    ]);
    expect(days).toEqual([...knownDays, '2025-07-15']);
  });

  test('are none where no list covers an earlier day', () => {
    expect(bearingDays([['2025-06-15', [{ of: baker, signed: '2020-01-15' }]]])).toEqual([]);
  });
});
