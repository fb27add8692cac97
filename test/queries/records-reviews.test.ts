import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { listed, putRecords, standingOn } from './records/small-register.ts';

const milestones = (agreement_id: string, kind: string, ...days: readonly string[]) =>
  days.map((occurred_on) => ({ agreement_id, kind, occurred_on }));
const only = (code: string, rows: readonly string[]) => rows.filter((row) => row.includes(` ${code} `));

describeOnEachEngine('records of meetings and reviews', ({ open }) => {
  test('meetings, addenda and notices count on the day, by kind', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      milestone: [
        'effective',
        'operational',
        'addendum',
        'expires',
        'initial-review',
        'annual-meeting',
        'three-year-review',
        'steering-committee',
        'suspension-notice',
        'termination-notice',
        'published',
      ].flatMap((kind) => milestones('A', kind, '2018-03-01')),
    });
    expect(await listed(database, 'meetings-held', 'made')).toEqual([
      'A annual-meeting 2018-03-01 ~',
      'A initial-review 2018-03-01 ~',
      'A steering-committee 2018-03-01 ~',
      'A three-year-review 2018-03-01 ~',
    ]);
    expect(await listed(database, 'addenda', 'made')).toEqual(['A addendum 2018-03-01 ~']);
    expect(await listed(database, 'notices', 'made')).toEqual([
      'A suspension-notice 2018-03-01 ~',
      'A termination-notice 2018-03-01 ~',
    ]);
  });

  test('the annual meeting is overdue a year after the last, else the operational, effective or first active day', async () => {
    await using database = await open();
    const from = '2016-01-01';
    await putRecords(
      database,
      [
        { agreement_id: 'active', spans: [[from, '2018-03-01']] },
        { agreement_id: 'effective', model: 'WSO', spans: [[from, '2018-03-01']] },
        { agreement_id: 'operational', spans: [[from, '2018-03-01']] },
        {
          agreement_id: 'suspended',
          spans: [
            [from, '2017-02-01'],
            ['2017-02-01', '2017-03-01', { status: 'suspended' }],
            ['2017-03-01', null],
          ],
        },
        { agreement_id: 'task force', model: 'TFM', spans: [[from, '2018-03-01']] },
      ],
      {
        milestone: [
          ...milestones('effective', 'effective', '2016-02-29'),
          ...milestones('operational', 'effective', '2016-02-29'),
          ...milestones('operational', 'operational', '2016-05-01'),
          // Held on the last day, and then two days late.
          ...milestones('operational', 'annual-meeting', '2017-05-01', '2018-02-20'),
          ...milestones('suspended', 'annual-meeting', '2017-04-01', '2018-04-03'),
        ],
      },
    );
    expect(only('annual-meeting', await listed(database, 'meetings-overdue', 'standing'))).toEqual([
      'active annual-meeting 2017-01-01 2018-03-01',
      'effective annual-meeting 2017-02-28 2018-03-01',
      'suspended annual-meeting 2017-01-01 2017-02-01',
      'suspended annual-meeting 2017-03-01 2017-04-01',
      'suspended annual-meeting 2018-04-01 2018-04-03',
      'suspended annual-meeting 2019-04-03 ~',
    ]);
    expect(
      await standingOn(database, 'meetings-overdue', ['2016-12-31', '2017-01-01', '2018-04-02', '2018-04-03']),
    ).toEqual({
      'annual-meeting': [0, 2, 1, 0],
    });
  });

  test('the initial review is overdue from a year after the operational day until it is held, and once', async () => {
    await using database = await open();
    await putRecords(
      database,
      ['early', 'in time', 'late', 'never', 'not operational'].map((agreement_id) => ({ agreement_id })),
      {
        milestone: [
          ...['early', 'in time', 'late', 'never'].flatMap((id) => milestones(id, 'operational', '2017-03-01')),
          ...milestones('early', 'initial-review', '2017-02-01'),
          ...milestones('in time', 'initial-review', '2018-03-01'),
          ...milestones('late', 'initial-review', '2018-03-02', '2020-01-01'),
        ],
      },
    );
    expect(only('initial-review', await listed(database, 'meetings-overdue', 'standing'))).toEqual([
      'late initial-review 2018-03-01 2018-03-02',
      'never initial-review 2018-03-01 ~',
    ]);
  });

  test('an agreement from before all templates owes no initial review, though it stands under a later one now', async () => {
    await using database = await open();
    const operational = (agreement_id: string) => milestones(agreement_id, 'operational', '2008-03-01');
    const spans = (...templates: readonly (string | null)[]) =>
      templates.map((template, at): [string, string | null, { template?: string }] => {
        const until = templates.length === at + 1 ? null : `${2008 + at}-01-01`;
        return [`${2007 + at}-01-01`, until, template === null ? {} : { template }];
      });
    await putRecords(
      database,
      [
        { agreement_id: 'before', spans: spans(null, '2009', '2020') },
        { agreement_id: 'unknown', spans: spans(null) },
      ],
      { milestone: [...operational('before'), ...operational('unknown')] },
    );
    expect(only('initial-review', await listed(database, 'meetings-overdue', 'standing'))).toEqual([
      'unknown initial-review 2009-03-01 ~',
    ]);
  });

  test('the three-year review is owed under jail enforcement agreements of the templates of 2020 and 2025 alone', async () => {
    await using database = await open();
    const signed_on = '2017-02-28';
    await putRecords(
      database,
      [
        { agreement_id: 'old', signed_on, spans: [[signed_on, null, { template: '2013' }]] },
        {
          agreement_id: 'new',
          signed_on,
          spans: [
            [signed_on, '2020-06-30', { template: '2013' }],
            ['2020-06-30', null, { template: '2020' }],
          ],
        },
        { agreement_id: 'reviewed', signed_on, spans: [[signed_on, null, { template: '2025' }]] },
        { agreement_id: 'unsigned', spans: [[signed_on, null, { template: '2020' }]] },
        { agreement_id: 'warrants', model: 'WSO', signed_on, spans: [[signed_on, null, { template: '2020' }]] },
      ],
      { milestone: milestones('reviewed', 'three-year-review', '2020-02-29') },
    );
    expect(only('three-year-review', await listed(database, 'meetings-overdue', 'standing'))).toEqual([
      // Its clause is of the new template: three years after that, though it was signed before.
      'new three-year-review 2023-06-30 ~',
      'reviewed three-year-review 2020-02-28 2020-02-29',
      'reviewed three-year-review 2023-02-28 ~',
    ]);
  });
});
