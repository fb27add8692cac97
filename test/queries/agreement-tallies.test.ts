import { expect, test } from 'vitest';
import { parsePeriod } from '../../pipeline/period.ts';
import { countAgreements } from '../../queries/agreement-tallies.ts';
import type { Database } from '../../queries/database.ts';
import type { Windows } from '../../queries/tallies.ts';
import { describeOnEachEngine } from '../engines.ts';
import { putRecords } from './records/small-register.ts';

const on = (status: string) => ({ status });

/** How many ends fall into each of some months, or longer periods, in their order. */
async function endsIn(database: Database, ...periods: readonly string[]): Promise<readonly number[]> {
  const windows = Object.fromEntries(periods.map((period, at) => [`${at}-0`, parsePeriod(period)]));
  const counted = { counted: 'ended', of: 'agreements' } as const;
  const rows = await database.transaction('snapshot', ({ source }) =>
    countAgreements(source, counted, null, windows as Windows),
  );
  return periods.map((_, at) => rows[0]?.counts[`${at}-0`] ?? 0);
}

describeOnEachEngine('the agreements that ended', ({ open }) => {
  test('are counted with each end on its day, whether they began again or not', async () => {
    await using database = await open();
    const agreement = {
      agreement_id: 'twice',
      spans: [
        ['2017-10-02', '2017-12-01'],
        ['2017-12-01', '2018-02-01', on('terminated')],
        ['2018-02-01', '2018-05-01', { agency_id: 'another' }],
      ],
    } as const;
    await putRecords(database, [agreement], {});
    expect(await endsIn(database, '2017-12', '2018-02', '2018-05', 'FY2018')).toEqual([1, 0, 1, 2]);
  });

  test('are not those that were suspended: one that is then terminated ended on that day', async () => {
    await using database = await open();
    const spans = [
      ['2017-10-02', '2018-02-28'],
      ['2018-02-28', '2018-04-16', on('suspended')],
    ] as const;
    await putRecords(
      database,
      [
        { agreement_id: 'terminated', spans: [...spans, ['2018-04-16', null, on('terminated')]] },
        { agreement_id: 'resumed', spans: [...spans, ['2018-04-16', null]] },
        { agreement_id: 'no longer there', spans },
        { agreement_id: 'not on', spans: spans.slice(0, 1) },
        {
          agreement_id: 'still suspended',
          spans: [
            ['2017-10-02', '2018-02-28'],
            ['2018-02-28', null, on('suspended')],
          ],
        },
        { agreement_id: 'an application', spans: [['2018-01-02', '2018-04-16', on('pending')]] },
      ],
      {},
    );
    expect(await endsIn(database, '2018-02', '2018-04')).toEqual([1, 2]);
  });

  test('are neither those of which the holder or the template changed', async () => {
    await using database = await open();
    const spans = [
      ['2017-10-02', '2018-03-12', { template: '2013' }],
      ['2018-03-12', '2018-04-16', { agency_id: 'another' }],
      ['2018-04-16', null],
    ] as const;
    await putRecords(database, [{ agreement_id: 'renewed', spans }], {});
    expect(await endsIn(database, 'FY2018')).toEqual([0]);
  });
});
