import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { byCode, count, listed, putRecords, standingOn } from './records/small-register.ts';

const officer = (officer_id: string, also: object = {}) => ({
  officer_id,
  agreement_id: 'A',
  nominated_on: '2016-01-10',
  cleared_on: '2016-02-10',
  trained_on: '2016-03-10',
  exam_result: 'passed',
  certified_on: '2016-04-01',
  ...also,
});

describeOnEachEngine('records of officers', ({ open }) => {
  test('an officer is nominated, cleared, trained and certified on the day, and active until the authority ends', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      officer: [
        officer('1', { ended_on: '2018-05-01', ended_reason: 'training-not-kept' }),
        officer('2', { exam_result: null, ended_on: '2018-06-01', ended_reason: 'voluntary' }),
        officer('3', { exam_result: 'failed', certified_on: null }),
        officer('4', { cleared_on: null, trained_on: null, exam_result: null, certified_on: null }),
        officer('5', { agreement_id: 'unknown' }),
      ],
    });
    const made = async (relation: Parameters<typeof listed>[1]) => listed(database, relation, 'made');
    expect(await made('officers-nominated')).toEqual(
      ['1', '2', '3', '4', '5'].map((id) => `${id} nominated 2016-01-10 ~`),
    );
    expect(await made('officers-cleared')).toEqual(['1', '2', '3', '5'].map((id) => `${id} cleared 2016-02-10 ~`));
    expect(await made('officers-trained')).toEqual([
      '1 passed 2016-03-10 ~',
      '2 not-recorded 2016-03-10 ~',
      '3 failed 2016-03-10 ~',
      '5 passed 2016-03-10 ~',
    ]);
    expect(await made('officers-certified')).toEqual(['1', '2', '5'].map((id) => `${id} certified 2016-04-01 ~`));
    expect(await made('officers-revoked')).toEqual(['1 training-not-kept 2018-05-01 ~', '2 voluntary 2018-06-01 ~']);
    expect(await made('revocations-made-for-training')).toEqual(['1 training-not-kept 2018-05-01 ~']);
    expect(await listed(database, 'officers-active', 'standing')).toEqual([
      '1 active 2016-04-01 2018-05-01',
      '2 active 2016-04-01 2018-06-01',
      '5 active 2016-04-01 ~',
    ]);
    expect(
      await standingOn(database, 'officers-active', [
        '2016-03-31',
        '2016-04-01',
        '2018-04-30',
        '2018-05-01',
        '2018-06-01',
      ]),
    ).toEqual({ active: [0, 3, 3, 2, 1] });
  });

  test('a post of a program manager counts for its own office and for no agreement', async () => {
    await using database = await open();
    await putRecords(database, [], {
      program_manager: [
        { post_id: 'P', kind: 'field', office_code: 'HOU', held_from: '2016-01-01', held_until: '2017-01-01' },
        { post_id: 'P', kind: 'field', office_code: 'HOU', held_from: '2017-03-01' },
        { post_id: 'Q', kind: 'national', held_from: '2016-01-01' },
      ],
    });
    expect(await standingOn(database, 'program-managers', ['2016-12-31', '2017-01-01', '2017-03-01'])).toEqual({
      field: [1, 0, 1],
      national: [1, 1, 1],
    });
    expect(await standingOn(database, 'field-program-managers', ['2016-12-31', '2017-01-01', '2017-03-01'])).toEqual({
      field: [1, 0, 1],
    });
    const what = { relation: 'program-managers', counted: 'standing', of: 'subjects' } as const;
    const rows = await count(database, what, { period: { from: '2018-03-01', until: '2018-04-01' } }, byCode, {
      by: 'office',
    });
    expect(rows).toEqual([
      { counted: 'program-managers', breakdown: 'code', code: 'field', office: 'HOU', counts: { period: 1 } },
      {
        counted: 'program-managers',
        breakdown: 'code',
        code: 'national',
        office: 'not-recorded',
        counts: { period: 1 },
      },
    ]);
    // Held twice in all time, and one post.
    const ever = { 'all-time': { from: '2016-01-01', until: '2018-04-01' } };
    expect((await count(database, what, ever, byCode))[0]?.counts).toEqual({ 'all-time': 1 });
    expect((await count(database, { ...what, of: 'records' }, ever, byCode))[0]?.counts).toEqual({ 'all-time': 2 });
  });

  test('a credential is active through day 20 after the last log-in, at risk through day 30 and then deactivated', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      officer: [
        officer('1', { certified_on: '2018-01-01', ended_on: '2018-04-01', ended_reason: 'for-cause' }),
        officer('never-certified', { certified_on: null }),
      ],
      officer_login: [
        // Before certification, and after the end: of no moment.
        { officer_id: '1', logged_in_on: '2017-12-31' },
        { officer_id: '1', logged_in_on: '2018-02-10' },
        { officer_id: '1', logged_in_on: '2018-02-28' },
        { officer_id: '1', logged_in_on: '2018-04-01' },
        { officer_id: 'never-certified', logged_in_on: '2018-02-10' },
        { officer_id: 'not-on-record', logged_in_on: '2018-02-10' },
      ],
    });
    expect(await listed(database, 'credentials', 'standing')).toEqual([
      '1 active 2018-01-01 2018-01-22',
      '1 active 2018-02-10 2018-02-28',
      '1 active 2018-02-28 2018-03-21',
      '1 at-risk 2018-01-22 2018-02-01',
      '1 at-risk 2018-03-21 2018-03-31',
      '1 deactivated 2018-02-01 2018-02-10',
      '1 deactivated 2018-03-31 2018-04-01',
    ]);
    // Days 0, 20, 21, 30 and 31 after certification; the day of the next log-in; days 30 and 31 after it; the end.
    const days = ['01-01', '01-21', '01-22', '01-31', '02-01', '02-10', '03-30', '03-31', '04-01'];
    expect(
      await standingOn(
        database,
        'credentials',
        days.map((day) => `2018-${day}`),
      ),
    ).toEqual({
      active: [1, 1, 0, 0, 0, 1, 0, 0, 0],
      'at-risk': [0, 0, 1, 1, 0, 0, 1, 0, 0],
      deactivated: [0, 0, 0, 0, 1, 0, 0, 1, 0],
    });
  });
});
