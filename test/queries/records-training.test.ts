import { expect, test } from 'vitest';
import { courses } from '../../queries/personnel.ts';
import { describeOnEachEngine } from '../engines.ts';
import { listed, putRecords, standingOn } from './records/small-register.ts';

const officer = (officer_id: string, also: object = {}) => ({
  officer_id,
  agreement_id: 'A',
  nominated_on: '2015-01-10',
  certified_on: '2016-02-29',
  ...also,
});
const training = (officer_id: string, course: string, ...days: readonly string[]) =>
  days.map((completed_on) => ({ officer_id, course, completed_on }));

const annual = courses.map(({ code }) => code as string).filter((code) => code !== 'initial' && code !== 'refresher');

/** Completes all the annual courses often enough that none is overdue to the end of 2019. */
const allAnnual = (officer_id: string, ...but: readonly string[]) =>
  annual
    .filter((course) => !but.includes(course))
    .flatMap((course) =>
      training(officer_id, course, '2016-12-01', '2017-12-01', '2018-12-01', '2019-12-01', '2020-06-01'),
    );

describeOnEachEngine('records of training', ({ open }) => {
  test('a course that was never completed is overdue from a year after certification, the refresher from two', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      officer: [officer('1', { ended_on: '2018-03-15', ended_reason: 'training-not-kept' })],
    });
    expect(annual).toHaveLength(8);
    // A year after 29 February ends on 28 February.
    expect(await listed(database, 'trainings-overdue', 'standing')).toEqual(
      [...annual.map((course) => `1 ${course} 2017-02-28 2018-03-15`), '1 refresher 2018-02-28 2018-03-15'].toSorted(),
    );
    expect(await listed(database, 'revocations-due', 'made')).toEqual(['1 refresher 2018-02-28 ~']);
  });

  test('a course is overdue from a year after it was completed until it is completed next', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      officer: [officer('1', { ended_on: '2020-01-01', ended_reason: 'left-agency' })],
      officer_training: [
        ...allAnnual('1', 'ina-overview', 'privacy-awareness', 'language-access', 'operations-security'),
        ...training('1', 'refresher', '2017-12-01', '2019-11-30'),
        // In time to the day, and then a day late.
        ...training('1', 'ina-overview', '2017-02-28', '2018-02-28', '2019-03-01', '2019-12-31'),
        // Before certification, so that certification itself begins nothing.
        ...training('1', 'privacy-awareness', '2015-12-01', '2017-01-01', '2017-12-31', '2018-12-31', '2019-12-30'),
        // Long before certification: overdue from the first day of the authority.
        ...training('1', 'language-access', '2014-05-05', '2016-03-05', '2017-03-05', '2018-03-05', '2019-03-05'),
        // After the authority ended.
        ...training('1', 'operations-security', '2017-01-05', '2018-01-05', '2019-01-05', '2020-02-01'),
      ],
    });
    expect(await listed(database, 'trainings-overdue', 'standing')).toEqual([
      '1 ina-overview 2019-02-28 2019-03-01',
      '1 language-access 2016-02-29 2016-03-05',
      '1 privacy-awareness 2016-12-01 2017-01-01',
    ]);
    expect(await standingOn(database, 'trainings-overdue', ['2019-02-27', '2019-02-28', '2019-03-01'])).toEqual({
      'ina-overview': [0, 1, 0],
    });
    expect(await listed(database, 'revocations-due', 'made')).toEqual([]);
  });

  test('a refresher counts from the last one, else the initial training, and each lapse makes a revocation due', async () => {
    await using database = await open();
    const ofRefresher = (rows: readonly string[]) => rows.filter((row) => row.includes('refresher'));
    await putRecords(database, [{ agreement_id: 'A' }], {
      officer: [
        // The initial training is on record with the officer, as a course, and in both places.
        officer('1', { trained_on: '2016-01-15', ended_on: '2021-01-01', ended_reason: 'agreement-ended' }),
        officer('2'),
        officer('3', { trained_on: '2016-01-20' }),
        officer('not-certified', { certified_on: null, trained_on: '2010-01-01' }),
      ],
      officer_training: [
        ...training('1', 'refresher', '2018-02-01', '2020-03-01', '2020-12-31'),
        ...training('2', 'initial', '2015-06-01'),
        ...training('2', 'refresher', '2017-06-01', '2019-06-01'),
        ...training('3', 'initial', '2016-01-20'),
      ],
    });
    expect(ofRefresher(await listed(database, 'trainings-overdue', 'standing'))).toEqual([
      '1 refresher 2018-01-15 2018-02-01',
      '1 refresher 2020-02-01 2020-03-01',
      '2 refresher 2021-06-01 ~',
      '3 refresher 2018-01-20 ~',
    ]);
    expect(await listed(database, 'revocations-due', 'made')).toEqual([
      '1 refresher 2018-01-15 ~',
      '1 refresher 2020-02-01 ~',
      '2 refresher 2021-06-01 ~',
      '3 refresher 2018-01-20 ~',
    ]);
    expect(await listed(database, 'trainings-completed', 'made')).toEqual([
      '1 refresher 2018-02-01 ~',
      '1 refresher 2020-03-01 ~',
      '1 refresher 2020-12-31 ~',
      '2 initial 2015-06-01 ~',
      '2 refresher 2017-06-01 ~',
      '2 refresher 2019-06-01 ~',
      '3 initial 2016-01-20 ~',
    ]);
  });
});
