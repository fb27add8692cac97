import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { putOnRecord } from '../explain/small-events.ts';
import { byCode, count, listed, putRecords } from './records/small-register.ts';

const figure = (agreement_id: string, month: string, measure: string, reported: number) => ({
  agreement_id,
  month,
  measure,
  figure: reported,
});

const event = (id: string, occurred_on: string, also: object = {}) => ({
  id,
  event: { occurred_on, agreement_id: 'A', ...also },
});

describeOnEachEngine('records of what agencies report', ({ open }) => {
  test('a reported figure stands beside the events of the same agreement, month and kind', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }, { agreement_id: 'B', office_code: null }], {
      agency_figure: [
        figure('A', '2018-02-01', 'encounter', 5),
        figure('A', '2018-03-01', 'encounter', 3),
        figure('A', '2018-03-01', 'detainer', 0),
        figure('B', '2018-03-01', 'encounter', 1_000_000),
      ],
    });
    await putOnRecord(database, [
      event('1', '2018-02-28'),
      event('2', '2018-03-01'),
      event('3', '2018-03-31'),
      event('4', '2018-04-01'),
      event('5', '2018-03-15', { kind: 'detainer' }),
      // Nothing was reported of these.
      event('6', '2018-03-15', { kind: 'warrant-served' }),
      event('7', '2018-03-15', { agreement_id: null }),
    ]);
    expect(await listed(database, 'agency-figures', 'made')).toEqual([
      'A detainer 2018-03-01 ~ 0',
      'A encounter 2018-02-01 ~ 5',
      'A encounter 2018-03-01 ~ 3',
      'B encounter 2018-03-01 ~ 1000000',
    ]);
    // One is told by no number at the end.
    expect(await listed(database, 'agency-figures-compared', 'made')).toEqual([
      'A detainer 2018-03-01 ~',
      'A encounter 2018-02-01 ~',
      'A encounter 2018-03-01 ~ 2',
      'B encounter 2018-03-01 ~ 0',
    ]);
    expect(await listed(database, 'agency-reports', 'made')).toEqual([
      'A detainer 2018-03-01 ~',
      'A encounter 2018-02-01 ~',
      'A encounter 2018-03-01 ~',
      'B encounter 2018-03-01 ~',
    ]);
    const windows = {
      period: { from: '2018-03-01', until: '2018-04-01' },
      fytd: { from: '2017-10-01', until: '2018-04-01' },
    };
    const summed = { relation: 'agency-figures', counted: 'made', of: 'amount' } as const;
    const ofAgreements = { by: 'agreement', ids: ['A', 'B'] } as const;
    const told = (await count(database, summed, windows, byCode, ofAgreements)).map(
      ({ code, office, counts }) => `${code} ${office} ${counts.period} ${counts.fytd}`,
    );
    expect(told).toEqual(['detainer A 0 0', 'encounter A 3 8', 'encounter B 1000000 1000000']);
  });
});
