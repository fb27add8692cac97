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
});
