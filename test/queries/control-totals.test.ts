import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { countControlTotals } from '../../queries/control-totals.ts';
import { ownSchema } from '../../queries/database.ts';
import { countEventTotals } from '../../queries/tallies.ts';
import { describeOnEachEngine } from '../engines.ts';
import { putOnRecord } from '../explain/small-events.ts';

const june = { from: '2020-06-01', until: '2020-07-01' };
const kinds = ['encounter', 'detainer', 'removal'] as const;

const events = [
  { id: 'by-program' },
  { id: 'by-method', event: { program: 'unknown', method: '287(g) Program' } },
  { id: 'by-agreement', event: { program: 'not-recorded', agreement_id: 'A-1', office_code: 'HOU' } },
  { id: 'no-program', event: { program: 'not-recorded', method: 'withheld' } },
  { id: 'other-program', event: { program: 'ERO Criminal Alien Program' } },
  { id: 'other-method', event: { program: 'unknown', method: 'CAP Local Incarceration', office_code: 'HOU' } },
  { id: 'unmapped', event: { program: 'unmapped:287 G' } },
  { id: 'first-day', event: { occurred_on: '2020-06-01', office_code: 'not-recorded' } },
  { id: 'last-day', event: { occurred_on: '2020-06-30' } },
  { id: 'before', event: { occurred_on: '2020-05-31' } },
  { id: 'after', event: { occurred_on: '2020-07-01' } },
  { id: 'preferred-not', event: { office_code: 'HOU' } },
  { id: 'detainer', event: { kind: 'detainer' } },
  { id: 'arrest', event: { kind: 'administrative-arrest' } },
] as const;

describeOnEachEngine('control totals', ({ open }) => {
  test('each row on record on the days is counted, or excluded for one reason, of all offices and of each', async () => {
    await using database = await open();
    await putOnRecord(database, events);
    await database.transaction('read-write', ({ own }) =>
      sql`update report287.stored_event set superseded = true where source_key = 'preferred-not'`.execute(own),
    );
    const [controls, totals] = await database.transaction('snapshot', async (session) => [
      await countControlTotals(session, ownSchema, kinds, june, { by: 'office' }),
      await countEventTotals(session.source, kinds, { period: june }, { by: 'office' }),
    ]);
    const told = controls.map(({ kind, office, onRecord, counted, excluded }) =>
      [kind, office, onRecord, counted, excluded.superseded, excluded['no-program'], excluded['other-program']].join(
        ' ',
      ),
    );
    expect(told).toEqual([
      'detainer  1 1 0 0 0',
      'detainer ATL 1 1 0 0 0',
      'encounter  10 5 1 1 3',
      'encounter ATL 6 3 0 1 2',
      'encounter HOU 3 1 1 0 1',
      'encounter not-recorded 1 1 0 0 0',
      'removal  0 0 0 0 0',
    ]);
    // What is counted is what the report's own totals count.
    for (const { counted, office, counts } of totals) {
      const control = controls.find((each) => each.kind === counted && each.office === office);
      expect(control?.counted, `${counted} ${office}`).toBe(counts.period);
    }
  });

  test('no kind asks nothing', async () => {
    await using database = await open();
    expect(
      await database.transaction('snapshot', (session) =>
        countControlTotals(session, ownSchema, [], june, { by: 'office' }),
      ),
    ).toEqual([]);
  });
});
