import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../pipeline/import.ts';
import { unmappedPrefix } from '../../queries/codelists.ts';
import { embeddedEngine } from '../engines.ts';
import { quietly } from './releases.ts';

const data = resolve(import.meta.dirname, '../../../shared/data');
const there = existsSync(resolve(data, 'enforcement'));
if (!there) console.log(`Real releases: skipped, because ${data} is not on this machine.`);

describe.skipIf(!there)('the releases as they were published', () => {
  const { open } = embeddedEngine();
  const release = (name: string) => resolve(data, 'enforcement', name);

  test('287(g) arrests of fiscal year 2017 by month and area of responsibility are those computed independently', async () => {
    await using database = await open();
    const summary = await importFile(release('EROArrests_FY2017.csv.gz'), {}, quietly(database));
    expect(summary).toMatchObject({ rowsRead: 143_470, loaded: 143_470, unchanged: 0, rejected: 0, outsideSpan: 0 });
    expect(summary.coverage).toEqual({ from: '2016-10-01', until: '2017-10-01' });
    const counted = await database.transaction('snapshot', ({ source }) =>
      source
        .selectFrom('enforcement_event')
        .leftJoin('field_office', 'field_office.office_code', 'enforcement_event.office_code')
        .select([
          sql<string>`to_char(occurred_on, 'YYYY-MM')`.as('month'),
          sql<string>`case enforcement_event.office_code when 'HQ' then 'HQ' when 'not-recorded' then '(blank)' else name end`.as(
            'office',
          ),
          sql<number>`count(*)`.as('count'),
        ])
        .where('kind', '=', 'administrative-arrest')
        .where('method', '=', '287(g) Program')
        .groupBy(['month', 'office'])
        .execute(),
    );
    const expected: Record<string, string>[] = parse(readFileSync(resolve(data, 'EXPECTED_sample_fy2017.csv')), {
      columns: true,
    });
    const cells = (rows: readonly (readonly [string | undefined, string | undefined, number])[]) =>
      rows.map(([month, office, count]) => `${month} ${office} ${count}`).toSorted();
    expect(cells(counted.map(({ month, office, count }) => [month, office, count]))).toEqual(
      cells(expected.map((row) => [row.month, row.aor_name, Number(row.n)])),
    );
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(7164);
    console.log(`EXPECTED_sample_fy2017.csv: ${expected.length} cells compared, all equal.`);
  });

  test.each([
    ['EROEncounters_FY2017_OctDec2016.csv.gz', 96_211],
    ['ICERemovals_FY2017_OctDec2016.csv.gz', 68_374],
  ])('%s claims a year and covers the quarter that it holds; every value is in our lists', async (name, rows) => {
    await using database = await open();
    expect(await importFile(release(name), {}, quietly(database))).toMatchObject({
      loaded: rows,
      rejected: 0,
      coverage: { from: '2016-10-01', until: '2017-01-01' },
    });
    const unmapped = await database.transaction('snapshot', ({ source }) =>
      source
        .selectFrom('enforcement_event')
        .select(['citizenship', 'disposition'])
        .distinct()
        .where((eb) =>
          eb.or([eb('citizenship', 'like', `${unmappedPrefix}%`), eb('disposition', 'like', `${unmappedPrefix}%`)]),
        )
        .execute(),
    );
    expect(unmapped).toEqual([]);
  });

  test.each([
    ['encounters', 77],
    ['arrests', 47],
    ['detainers', 47],
    ['detentions', 103],
  ])('the rows of %s in the layout of 2025 are all read, and every value is in our lists', async (name, rows) => {
    await using database = await open();
    const summary = await importFile(resolve(data, 'newer-schema', `${name}.csv`), {}, quietly(database));
    expect(summary).toMatchObject({ source: `ero-${name}-2025`, rowsRead: rows, loaded: rows });
    expect(summary.leftOut.filter((line) => !line.endsWith('left unknown'))).toEqual([]);
    const { rows: strange } = await database.transaction('snapshot', ({ own }) =>
      sql`select kind from report287.stored_event
        where citizenship like 'unmapped:%' or disposition like 'unmapped:%' or most_serious_conviction like 'unmapped:%'
          or person_key is null`.execute(own),
    );
    expect(strange).toEqual([]);
  });

  test('the workbook of the Seattle area: its arrests are read, and every other row is refused for the one reason of its sheet', async () => {
    await using database = await open();
    const path = resolve(data, 'xlsx', 'seattle_2018-ICFO-36170.xlsx');
    expect(await importFile(path, {}, quietly(database))).toMatchObject({
      source: 'seattle-2018',
      rowsRead: 26_791,
      loaded: 4_066,
      rejected: 22_725,
      outsideSpan: 0,
      coverage: { from: '2016-10-03', until: '2018-04-28' },
      leftOut: [],
    });
    const reasons = await database.transaction('snapshot', ({ own }) =>
      own
        .selectFrom('import_reject')
        .select(['reasons', (row) => row.fn.countAll<number>().as('count')])
        .groupBy('reasons')
        .orderBy('reasons')
        .execute(),
    );
    expect(reasons.map((row) => [row.reasons, Number(row.count)])).toEqual([
      ['the sheet does not say on which day the encounter took place', 19_541],
      ['the sheet gives the day of the arrest, and not the day of the removal', 3_184],
    ]);
  });
});
