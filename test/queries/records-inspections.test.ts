import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { byCode, count, listed, putRecords, standingOn } from './records/small-register.ts';

const inspection = (inspection_id: string, agreement_id: string, inspected_on: string, also: object = {}) => ({
  inspection_id,
  agreement_id,
  inspected_on,
  rating: 'compliant',
  deficiencies: 0,
  corrective_actions_open: 0,
  corrective_actions_closed: 0,
  ...also,
});

describeOnEachEngine('records of inspections', ({ open }) => {
  test('an inspection counts by rating, and its deficiencies and corrective actions are summed', async () => {
    await using database = await open();
    const found = {
      rating: 'not-compliant',
      deficiencies: 5,
      corrective_actions_open: 3,
      corrective_actions_closed: 2,
    };
    await putRecords(database, [{ agreement_id: 'A' }], {
      inspection: [
        inspection('1', 'A', '2018-03-01', found),
        inspection('2', 'A', '2018-03-31', { ...found, deficiencies: 7 }),
        inspection('3', 'A', '2018-04-01', found),
        inspection('4', 'A', '2018-03-15'),
      ],
    });
    const march = { period: { from: '2018-03-01', until: '2018-04-01' } };
    const of = async (relation: Parameters<typeof listed>[1], unit: 'records' | 'amount') =>
      (await count(database, { relation, counted: 'made', of: unit }, march, byCode)).map(
        ({ code, counts }) => `${code} ${counts.period}`,
      );
    expect(await of('inspections-made', 'records')).toEqual(['compliant 1', 'not-compliant 2']);
    expect(await of('inspection-deficiencies', 'amount')).toEqual(['compliant 0', 'not-compliant 12']);
    expect(await of('corrective-actions-open', 'amount')).toEqual(['compliant 0', 'not-compliant 6']);
    expect(await of('corrective-actions-closed', 'amount')).toEqual(['compliant 0', 'not-compliant 4']);
  });

  test('an inspection is overdue two years after the last or the first active day, while the agreement is active', async () => {
    await using database = await open();
    await putRecords(
      database,
      [
        { agreement_id: 'A', spans: [['2016-02-29', null]] },
        {
          agreement_id: 'B',
          spans: [
            ['2010-01-01', '2016-06-01', { status: 'pending' }],
            ['2016-06-01', '2018-07-01'],
          ],
        },
        {
          agreement_id: 'C',
          spans: [
            ['2015-01-01', '2017-06-01'],
            ['2017-06-01', '2017-09-01', { status: 'suspended' }],
            ['2017-09-01', null],
          ],
        },
        {
          agreement_id: 'W',
          model: 'WSO',
          spans: [
            ['2015-01-01', '2018-01-01'],
            ['2018-02-01', null],
          ],
        },
        { agreement_id: 'in time', model: 'TFM', spans: [['2015-01-01', '2019-01-01']] },
        { agreement_id: 'pending', spans: [['2010-01-01', null, { status: 'pending' }]] },
      ],
      {
        inspection: [
          inspection('1', 'A', '2018-03-05'),
          inspection('2', 'C', '2015-03-01'),
          inspection('3', 'C', '2017-10-01'),
          inspection('4', 'in time', '2017-01-01'),
        ],
      },
    );
    expect(await listed(database, 'inspections-overdue', 'standing')).toEqual([
      'A overdue 2018-02-28 2018-03-05',
      'A overdue 2020-03-05 ~',
      'B overdue 2018-06-01 2018-07-01',
      'C overdue 2017-03-01 2017-06-01',
      'C overdue 2017-09-01 2017-10-01',
      'C overdue 2019-10-01 ~',
    ]);
    expect(
      await standingOn(database, 'inspections-overdue', ['2017-05-31', '2017-06-01', '2017-09-01', '2018-06-01']),
    ).toEqual({ overdue: [1, 0, 1, 1] });
    expect(await listed(database, 'inspections-not-applicable', 'standing')).toEqual([
      'W not-applicable 2015-01-01 2018-01-01',
      'W not-applicable 2018-02-01 ~',
    ]);
  });
});
