import { expect, test } from 'vitest';
import { describeOnEachEngine } from '../engines.ts';
import { listed, putRecords, standingOn } from './records/small-register.ts';

const site = (installation_id: string, also: object = {}) => ({
  installation_id,
  agreement_id: 'A',
  site: 'jail',
  requested_on: '2017-01-10',
  ...also,
});

describeOnEachEngine('records of installations', ({ open }) => {
  test('an installation is within the goal through day 180 from signing, and beyond it from day 181', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A', signed_on: '2017-01-01' }, { agreement_id: 'B' }], {
      installation: [
        site('day 180', { installed_on: '2017-06-30' }),
        site('day 181', { installed_on: '2017-07-01' }),
        site('unsigned', { agreement_id: 'B', installed_on: '2017-06-30' }),
        site('unknown', { agreement_id: 'C', installed_on: '2017-06-30' }),
        site('too early', { requested_on: '2016-11-01', installed_on: '2016-12-31' }),
        site('outstanding'),
      ],
    });
    expect(await listed(database, 'installations-completed', 'made')).toEqual([
      'day 180 installed within 180 2017-06-30 ~',
      'day 181 installed beyond 181 2017-07-01 ~',
      'too early installed not-measurable 2016-12-31 ~',
      'unknown installed not-measurable 2017-06-30 ~',
      'unsigned installed not-measurable 2017-06-30 ~',
    ]);
    expect(await listed(database, 'installations-initiated', 'made')).toEqual([
      'day 180 requested 2017-01-10 ~',
      'day 181 requested 2017-01-10 ~',
      'outstanding requested 2017-01-10 ~',
      'too early requested 2016-11-01 ~',
      'unknown requested 2017-01-10 ~',
      'unsigned requested 2017-01-10 ~',
    ]);
  });

  test('an outstanding installation stands at the furthest step that it reached on the day', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      installation: [
        site('whole', {
          isa_signed_on: '2017-02-24',
          bids_closed_on: '2017-06-24',
          delivered_on: '2017-07-24',
          installed_on: '2017-07-24',
        }),
        site('a step not recorded', { bids_closed_on: '2017-03-01' }),
        site('out of order', { isa_signed_on: '2017-05-01', bids_closed_on: '2017-04-01', installed_on: '2017-06-01' }),
      ],
    });
    expect(await listed(database, 'installations-outstanding', 'standing')).toEqual([
      'a step not recorded bids-closed 2017-03-01 ~',
      'a step not recorded requested 2017-01-10 2017-03-01',
      'out of order bids-closed 2017-04-01 2017-06-01',
      'out of order requested 2017-01-10 2017-04-01',
      'whole bids-closed 2017-06-24 2017-07-24',
      'whole isa-signed 2017-02-24 2017-06-24',
      'whole requested 2017-01-10 2017-02-24',
    ]);
    const days = ['2017-01-09', '2017-01-10', '2017-02-24', '2017-05-31', '2017-07-23', '2017-07-24'];
    expect(await standingOn(database, 'installations-outstanding', days)).toEqual({
      'bids-closed': [0, 0, 0, 2, 2, 1],
      'isa-signed': [0, 0, 1, 1, 0, 0],
      requested: [0, 3, 2, 0, 0, 0],
    });
  });

  test('each step has its days against the plan: 45, 120 and 30, and none for the last', async () => {
    await using database = await open();
    await putRecords(database, [{ agreement_id: 'A' }], {
      installation: [
        // 45, 120, 30 and 400 days.
        site('kept', {
          isa_signed_on: '2017-02-24',
          bids_closed_on: '2017-06-24',
          delivered_on: '2017-07-24',
          installed_on: '2018-08-28',
        }),
        // 46, 121 and 31 days.
        site('missed', { isa_signed_on: '2017-02-25', bids_closed_on: '2017-06-26', delivered_on: '2017-07-27' }),
        site('not recorded', { bids_closed_on: '2017-03-01', installed_on: '2017-05-01' }),
        site('out of order', { isa_signed_on: '2017-05-01', bids_closed_on: '2017-04-01' }),
      ],
    });
    expect(await listed(database, 'installation-steps', 'made')).toEqual([
      'kept bids-to-delivery within 30 2017-07-24 ~',
      'kept delivery-to-installation no-limit 400 2018-08-28 ~',
      'kept isa-to-bids within 120 2017-06-24 ~',
      'kept request-to-isa within 45 2017-02-24 ~',
      'missed bids-to-delivery beyond 31 2017-07-27 ~',
      'missed isa-to-bids beyond 121 2017-06-26 ~',
      'missed request-to-isa beyond 46 2017-02-25 ~',
      'not recorded delivery-to-installation not-measurable 2017-05-01 ~',
      'not recorded isa-to-bids not-measurable 2017-03-01 ~',
      'out of order isa-to-bids not-measurable 2017-04-01 ~',
      'out of order request-to-isa beyond 111 2017-05-01 ~',
    ]);
  });
});
