import { expect, test } from 'vitest';
import { parsePeriod } from '../../pipeline/period.ts';
import type { Database } from '../../queries/database.ts';
import { type ListedAgreements, type ListingId, readListing } from '../../queries/listings.ts';
import { describeOnEachEngine } from '../engines.ts';
import { putRecords, standingOn } from './records/small-register.ts';

/** Agreement, what is overdue, since when, and when it was done last. */
async function overdueIn(database: Database, id: ListingId, period: string, agreements: ListedAgreements = 'all') {
  const read = database.transaction('snapshot', ({ source }) =>
    readListing(source, id, parsePeriod(period), agreements),
  );
  return (await read).map(({ agreement_id, facts: { what, overdue_on, done_on } }) =>
    [agreement_id, what, overdue_on, done_on ?? '~'].join(' '),
  );
}

describeOnEachEngine('the listings of what is overdue', ({ open }) => {
  test('name each agreement that the count has, since when, whatever its template was, and what was done last', async () => {
    await using database = await open();
    await putRecords(
      database,
      [
        // Overdue since 2018: the new holder and template of 2019 do not begin it anew.
        {
          agreement_id: 'B',
          spans: [
            ['2017-02-01', '2019-02-01', { template: '2019' }],
            ['2019-02-01', null, { template: '2025' }],
          ],
        },
        { agreement_id: 'A', spans: [['2017-03-01', null]] },
        { agreement_id: 'ended', spans: [['2017-03-01', '2019-01-01']] },
      ],
      {
        milestone: [
          { agreement_id: 'A', kind: 'annual-meeting', occurred_on: '2018-01-15' },
          // After the period: nothing of it is told in it.
          { agreement_id: 'A', kind: 'annual-meeting', occurred_on: '2019-04-02' },
        ],
        inspection: [
          {
            inspection_id: '1',
            agreement_id: 'A',
            inspected_on: '2017-03-31',
            rating: 'compliant',
            deficiencies: 0,
            corrective_actions_open: 0,
            corrective_actions_closed: 0,
          },
        ],
      },
    );
    expect(await overdueIn(database, 'overdue-meetings', '2019-03')).toEqual([
      'B annual-meeting 2018-02-01 ~',
      'A annual-meeting 2019-01-15 2018-01-15',
    ]);
    expect(await standingOn(database, 'meetings-overdue', ['2019-03-31', '2019-04-30'])).toEqual({
      'annual-meeting': [2, 1],
    });
    expect(await overdueIn(database, 'overdue-meetings', '2019-03', ['A'])).toHaveLength(1);
    expect(await overdueIn(database, 'overdue-inspections', '2019-03')).toEqual([
      'B overdue 2019-02-01 ~',
      'A overdue 2019-03-31 2017-03-31',
    ]);
    expect(await overdueIn(database, 'overdue-inspections', '2019-02')).toEqual(['B overdue 2019-02-01 ~']);
  });
});
