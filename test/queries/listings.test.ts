import { expect, test } from 'vitest';
import { parsePeriod } from '../../pipeline/period.ts';
import type { Database } from '../../queries/database.ts';
import { type ListedAgreements, type ListedRow, type ListingId, readListing } from '../../queries/listings.ts';
import { describeOnEachEngine } from '../engines.ts';
import { putRecords, type SmallAgreement } from './records/small-register.ts';

const listed = (
  database: Database,
  listing: ListingId,
  period: string,
  agreements: ListedAgreements = 'all',
): Promise<readonly ListedRow[]> =>
  database.transaction('snapshot', ({ source }) => readListing(source, listing, parsePeriod(period), agreements));

/** Some facts of each row behind the id of its agreement, where `~` stands for none. */
const told = (rows: readonly ListedRow[], ...facts: readonly string[]) =>
  rows.map((row) => [row.agreement_id, ...facts.map((fact) => row.facts[fact] ?? '~')].join(' '));

const standingIn = async (database: Database, period: string, agreements: ListedAgreements = 'all') =>
  told(await listed(database, 'agreements', period, agreements), 'standing', 'since');
const changesIn = async (database: Database, period: string, agreements: ListedAgreements = 'all') =>
  told(await listed(database, 'agreement-changes', period, agreements), 'change', 'changed_on');

const on = (status: string) => ({ status });

/** As the register of a program keeps them: each change is a span of its own. */
const programRegister: readonly SmallAgreement[] = [
  {
    agreement_id: 'ended',
    spans: [
      ['2016-05-02', '2017-01-09', on('pending')],
      ['2017-01-09', '2018-04-16'],
      ['2018-04-16', null, on('terminated')],
    ],
  },
  {
    agreement_id: 'halted',
    spans: [
      ['2017-01-09', '2018-02-28'],
      ['2018-02-28', '2018-03-31', on('suspended')],
      ['2018-03-31', null],
    ],
  },
  {
    agreement_id: 'renewed',
    spans: [
      ['2017-01-09', '2018-03-12', { template: '2013' }],
      ['2018-03-12', null, { template: '2020' }],
    ],
  },
  {
    agreement_id: 'replaced',
    spans: [
      ['2017-01-09', '2018-03-01'],
      ['2018-03-01', null, on('superseded')],
    ],
  },
  {
    agreement_id: 'wanted',
    signed_on: '2018-05-07',
    spans: [
      ['2018-03-31', '2018-05-07', on('pending')],
      ['2018-05-07', null],
    ],
  },
];

const twiceEnded: SmallAgreement = {
  agreement_id: 'twice',
  spans: [
    ['2017-10-02', '2017-12-01'],
    ['2017-12-01', '2018-02-01', on('terminated')],
    ['2018-02-01', '2018-05-01'],
  ],
};
const suspendedThenTerminated: SmallAgreement = {
  agreement_id: 'halted for good',
  spans: [
    ['2017-10-02', '2018-02-28'],
    ['2018-02-28', '2018-04-16', on('suspended')],
    ['2018-04-16', null, on('terminated')],
  ],
};

/** As a register is kept from lists: it knows from when to when an agreement was listed, and no more. */
const listedRegister: readonly SmallAgreement[] = [
  { agreement_id: 'to the 31st', spans: [['2017-01-09', '2018-04-01']] },
  { agreement_id: 'to the 30th', spans: [['2017-01-09', '2018-03-31']] },
  { agreement_id: 'to February', spans: [['2017-01-09', '2018-03-01']] },
  { agreement_id: 'from the 31st', spans: [['2018-03-31', null]] },
  { agreement_id: 'from April', spans: [['2018-04-01', null]] },
];

const installation = (id: string, agreement_id: string, requested_on: string, installed_on: string | null = null) => ({
  installation_id: id,
  agreement_id,
  site: `Site ${id}`,
  requested_on,
  installed_on,
});

describeOnEachEngine('the listing of agreements', ({ open }) => {
  test('tells how each stands at the end of the period, and nothing that comes after', async () => {
    await using database = await open();
    await putRecords(database, programRegister, {});
    expect(await standingIn(database, '2018-02')).toEqual([
      'ended active 2017-01-09',
      'halted suspended 2018-02-28',
      'renewed active 2017-01-09',
      'replaced active 2017-01-09',
    ]);
    expect(await standingIn(database, '2018-03')).toEqual([
      'ended active 2017-01-09',
      'halted active 2018-03-31',
      'renewed active 2017-01-09',
      'replaced superseded 2018-03-01',
      'wanted pending 2018-03-31',
    ]);
    expect(await standingIn(database, '2018-04')).toEqual([
      'ended terminated 2018-04-16',
      'halted active 2018-03-31',
      'renewed active 2017-01-09',
      'wanted pending 2018-03-31',
    ]);
    const templates = async (period: string) =>
      told(await listed(database, 'agreements', period, ['renewed']), 'template');
    expect([await templates('2018-02'), await templates('2018-03')]).toEqual([['renewed 2013'], ['renewed 2020']]);
  });

  test('tells no day of signing that lies after the period', async () => {
    await using database = await open();
    await putRecords(database, programRegister, {});
    const signed = async (period: string) =>
      told(await listed(database, 'agreements', period, ['wanted']), 'signed_on');
    expect(await signed('2018-05')).toEqual(['wanted 2018-05-07']);
    expect(await signed('2018-03')).toEqual(['wanted ~']);
  });

  test('of a register from lists, has an agreement to its last day, and in the period in which it ended', async () => {
    await using database = await open();
    await putRecords(database, listedRegister, {});
    expect(await standingIn(database, '2018-02')).toEqual([
      'to February active 2017-01-09',
      'to the 30th active 2017-01-09',
      'to the 31st active 2017-01-09',
    ]);
    expect(await standingIn(database, '2018-03')).toEqual([
      'from the 31st active 2018-03-31',
      'to February ended 2018-03-01',
      'to the 30th ended 2018-03-31',
      'to the 31st active 2017-01-09',
    ]);
    expect(await standingIn(database, '2018-04')).toEqual([
      'from April active 2018-04-01',
      'from the 31st active 2018-03-31',
      'to the 31st ended 2018-04-01',
    ]);
  });

  test('does not call an application that is no longer listed an agreement that ended', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A', spans: [['2018-01-02', '2018-03-15', on('pending')]] }], {});
    expect(await standingIn(database, '2018-02')).toEqual(['A pending 2018-01-02']);
    expect(await standingIn(database, '2018-03')).not.toContain('A ended 2018-03-15');
    expect(await changesIn(database, '2018-03')).not.toContain('A ended 2018-03-15');
  });

  test('names the agency that held it at the end of the period, in the order of code points', async () => {
    await using database = await open();
    await putRecords(
      database,
      [
        { agreement_id: '1', agency_id: 'alpha' },
        { agreement_id: '2', agency_id: 'Ömega' },
        {
          agreement_id: '3',
          agency_id: 'Zeta',
          spans: [
            ['2017-01-09', '2018-03-31', { agency_id: 'Beta' }],
            ['2018-03-31', null],
          ],
        },
        { agreement_id: '10', agency_id: 'alpha', model: 'WSO' },
        { agreement_id: '9', agency_id: 'alpha' },
      ],
      {},
    );
    const names = async (period: string) =>
      (await listed(database, 'agreements', period)).map(({ code, label }) => `${label} ${code}`);
    expect(await names('2018-02')).toEqual(['Beta 3', 'alpha 1', 'alpha 9', 'alpha 10', 'Ömega 2']);
    expect(await names('2018-03')).toEqual(['Zeta 3', 'alpha 1', 'alpha 9', 'alpha 10', 'Ömega 2']);
  });

  test('has the last of its reviews and meetings until then, and the end of a term only while it lies ahead', async () => {
    await using database = await open();
    const milestone = (kind: string, occurred_on: string) => ({ agreement_id: 'A', kind, occurred_on });
    await putRecords(database, [{ agreement_id: 'A' }], {
      milestone: [
        milestone('effective', '2017-01-09'),
        milestone('operational', '2018-03-31'),
        milestone('initial-review', '2018-01-05'),
        milestone('three-year-review', '2018-04-01'),
        milestone('annual-meeting', '2017-12-04'),
        milestone('annual-meeting', '2018-12-04'),
        milestone('addendum', '2017-02-01'),
        milestone('addendum', '2018-03-31'),
        milestone('addendum', '2018-04-01'),
        milestone('expires', '2018-04-01'),
      ],
    });
    const facts = ['effective_on', 'operational_on', 'reviewed_on', 'met_on', 'addenda', 'expires_on'];
    const of = async (period: string) => told(await listed(database, 'agreements', period), ...facts);
    expect(await of('2018-03')).toEqual(['A 2017-01-09 2018-03-31 2018-01-05 2017-12-04 2 2018-04-01']);
    expect(await of('2018-04')).toEqual(['A 2017-01-09 2018-03-31 2018-04-01 2017-12-04 3 ~']);
    expect(await of('2016-12')).toEqual(['A ~ ~ ~ ~ 0 2018-04-01']);
  });
});

describeOnEachEngine('the listing of changes', ({ open }) => {
  test('has each change on its day and in no other period', async () => {
    await using database = await open();
    await putRecords(database, programRegister, {});
    expect(await changesIn(database, '2016-05')).toEqual(['ended applied 2016-05-02']);
    expect(await changesIn(database, '2017-01')).toEqual(
      ['ended', 'halted', 'renewed', 'replaced'].map((id) => `${id} began 2017-01-09`),
    );
    expect(await changesIn(database, '2018-02')).toEqual(['halted suspended 2018-02-28']);
    // A new template is no change of the agreement’s standing.
    expect(await changesIn(database, '2018-03')).toEqual([
      'replaced superseded 2018-03-01',
      'halted resumed 2018-03-31',
      'wanted applied 2018-03-31',
    ]);
    expect(await changesIn(database, '2018-04')).toEqual(['ended ended 2018-04-16']);
    expect(await changesIn(database, '2018-05')).toEqual(['wanted began 2018-05-07']);
    expect(await changesIn(database, 'FY2018', ['wanted', 'nothing of this'])).toEqual([
      'wanted applied 2018-03-31',
      'wanted began 2018-05-07',
    ]);
  });

  test('of a register from lists, has the end of what is no longer listed', async () => {
    await using database = await open();
    await putRecords(database, listedRegister, {});
    expect(await changesIn(database, '2018-02')).toEqual([]);
    expect(await changesIn(database, '2018-03')).toEqual([
      'to February ended 2018-03-01',
      'from the 31st began 2018-03-31',
      'to the 30th ended 2018-03-31',
    ]);
    expect(await changesIn(database, '2018-04')).toEqual([
      'from April began 2018-04-01',
      'to the 31st ended 2018-04-01',
    ]);
  });

  test('has a suspension as a suspension, each end on its day, and what follows an end as resumed', async () => {
    await using database = await open();
    await putRecords(database, [twiceEnded, suspendedThenTerminated], {});
    expect(await changesIn(database, 'FY2018', [twiceEnded.agreement_id])).toEqual([
      'twice began 2017-10-02',
      'twice ended 2017-12-01',
      'twice resumed 2018-02-01',
      'twice ended 2018-05-01',
    ]);
    expect(await changesIn(database, 'FY2018', [suspendedThenTerminated.agreement_id])).toEqual([
      'halted for good began 2017-10-02',
      'halted for good suspended 2018-02-28',
      'halted for good ended 2018-04-16',
    ]);
  });

  test('has one end of what was no longer there before it was terminated, and none of an application', async () => {
    await using database = await open();
    const gone: SmallAgreement = {
      agreement_id: 'gone',
      spans: [
        ['2017-01-09', '2018-02-01'],
        ['2018-03-05', null, on('terminated')],
      ],
    };
    const refused: SmallAgreement = {
      agreement_id: 'refused',
      spans: [
        ['2018-01-02', '2018-03-05', on('pending')],
        ['2018-03-05', null, on('terminated')],
      ],
    };
    await putRecords(database, [gone, refused], {});
    expect(await changesIn(database, 'FY2018')).toEqual(['refused applied 2018-01-02', 'gone ended 2018-02-01']);
  });

  test('tells that an agreement is there again after it was not', async () => {
    await using database = await open();
    await putRecords(
      database,
      [
        {
          agreement_id: 'A',
          spans: [
            ['2017-01-09', '2018-02-01'],
            ['2018-03-05', null],
          ],
        },
      ],
      {},
    );
    expect(await changesIn(database, '2018-02')).toEqual(['A ended 2018-02-01']);
    expect(await standingIn(database, '2018-02')).toEqual(['A ended 2018-02-01']);
    expect(await changesIn(database, '2018-03')).toEqual(['A resumed 2018-03-05']);
    expect(await standingIn(database, '2018-03')).toEqual(['A active 2018-03-05']);
  });
});

describeOnEachEngine('the listing of installations', ({ open }) => {
  const facts = ['installed_on', 'days', 'state_of_goal'] as const;

  test('has what was requested since the start of the prior fiscal year, as it stood then', async () => {
    await using database = await open();
    await putRecords(
      database,
      [
        { agreement_id: 'A', signed_on: '2017-10-02' },
        { agreement_id: 'B', signed_on: null },
        { agreement_id: 'C', signed_on: '2017-10-01' },
      ],
      {
        installation: [
          installation('1', 'A', '2016-09-30'),
          installation('2', 'A', '2016-10-01', '2018-03-31'),
          installation('3', 'A', '2017-10-05', '2018-04-01'),
          installation('4', 'A', '2018-04-01'),
          installation('5', 'B', '2017-10-05', '2018-01-01'),
          installation('6', 'B', '2017-10-05', '2018-04-01'),
          installation('7', 'C', '2017-10-05', '2018-03-31'),
          installation('8', 'C', '2017-10-05', null),
        ],
      },
    );
    const march = await listed(database, 'installations', '2018-03');
    expect(march.map(({ code }) => code)).toEqual(['2', '3', '5', '6', '7', '8']);
    expect(told(march, ...facts)).toEqual([
      'A 2018-03-31 180 within',
      'A ~ 180 outstanding',
      'B 2018-01-01 ~ not-measurable-installed',
      'B ~ ~ not-measurable',
      'C 2018-03-31 181 beyond',
      'C ~ 181 outstanding-beyond',
    ]);
    expect(told(await listed(database, 'installations', '2018-04', ['A']), ...facts)).toEqual([
      'A 2018-03-31 180 within',
      'A 2018-04-01 181 beyond',
      'A ~ 210 outstanding-beyond',
    ]);
  });

  test('measures no time that runs backward, as the counts of installations do not', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A', signed_on: '2018-04-02' }], {
      installation: [installation('1', 'A', '2018-01-05', '2018-03-05'), installation('2', 'A', '2018-01-05')],
    });
    expect(told(await listed(database, 'installations', '2018-03'), ...facts)).toEqual([
      'A 2018-03-05 ~ not-measurable-installed',
      'A ~ ~ not-measurable',
    ]);
  });

  test('tells no step that was reached after the period', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A', signed_on: '2017-10-02' }], {
      installation: [
        {
          ...installation('1', 'A', '2017-10-05', '2018-05-01'),
          isa_signed_on: '2018-02-28',
          bids_closed_on: '2018-03-31',
          delivered_on: '2018-04-01',
        },
      ],
    });
    const steps = async (period: string) =>
      told(await listed(database, 'installations', period), 'isa_signed_on', 'bids_closed_on', 'delivered_on');
    expect(await steps('2018-03')).toEqual(['A 2018-02-28 2018-03-31 ~']);
    expect(await steps('2018-02')).toEqual(['A 2018-02-28 ~ ~']);
  });
});

describeOnEachEngine('the listing of inspections', ({ open }) => {
  test('has those of the fiscal year to the last day, in the order of their days', async () => {
    await using database = await open();
    const inspection = (inspection_id: string, agreement_id: string, inspected_on: string) => ({
      inspection_id,
      agreement_id,
      inspected_on,
      rating: 'compliant',
      deficiencies: 2,
      corrective_actions_open: 1,
      corrective_actions_closed: 1,
    });
    await putRecords(database, [{ agreement_id: 'A' }, { agreement_id: 'B', office_code: null }], {
      inspection: [
        inspection('1', 'B', '2018-03-31'),
        inspection('2', 'A', '2017-10-01'),
        inspection('3', 'A', '2017-09-30'),
        inspection('4', 'A', '2018-04-01'),
        inspection('5', 'A', '2018-03-31'),
      ],
    });
    const rows = await listed(database, 'inspections', '2018-03');
    expect(rows.map(({ code, office }) => [code, office])).toEqual([
      ['2', 'ATL'],
      ['5', 'ATL'],
      ['1', null],
    ]);
    expect(rows[0]?.facts).toMatchObject({ inspected_on: '2017-10-01', rating: 'compliant', deficiencies: 2 });
    expect(await listed(database, 'inspections', '2018-03', [])).toEqual([]);
  });
});
