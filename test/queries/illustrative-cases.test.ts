import { expect, test } from 'vitest';
import type { Database } from '../../queries/database.ts';
import type { EnforcementEvent } from '../../queries/events.ts';
import { type CaseGroup, type CaseLimits, readIllustrativeCases } from '../../queries/illustrative-cases.ts';
import { describeOnEachEngine } from '../engines.ts';

const june = { from: '2020-06-01', until: '2020-07-01' };
const limits: CaseLimits = { threshold: 10, commonCountry: 20, perState: 5 };

/** So many encounters that are alike. */
interface Batch {
  readonly count: number;
  readonly state: 'FL' | 'TX' | 'ID';
  readonly citizenship?: string;
  readonly criminality?: EnforcementEvent['criminality'];
  readonly conviction?: string;
  /** Of unresolved charges. */
  readonly pending?: readonly string[];
  readonly on?: string;
  readonly kind?: EnforcementEvent['kind'];
}

const event: EnforcementEvent = {
  kind: 'encounter',
  occurred_on: '2020-06-15',
  occurred_at: null,
  source_key: null,
  encounter_key: null,
  agreement_id: null,
  office_code: 'MIA',
  program: '287G Program',
  method: 'not-recorded',
  landmark: null,
  disposition: 'not-recorded',
  form: null,
  citizenship: 'MEX',
  sex: 'male',
  birth_year: null,
  birth_year_absence: 'withheld',
  criminality: 'convicted',
  threat_level: 'not-recorded',
  most_serious_conviction: 'none',
};

/** FL and TX have two agencies that take turns; ID has one. */
const agencies = ['FL-1', 'FL-2', 'TX-1', 'TX-2', 'ID-1'];

async function fill({ transaction }: Database, batches: readonly Batch[]): Promise<void> {
  await transaction('read-write', async ({ own }) => {
    const id = { import_id: 1 };
    await own
      .insertInto('agency')
      .values(
        agencies.map((agency_id) => ({
          agency_id,
          name: agency_id,
          state: agency_id.split('-')[0] ?? '',
          county: null,
          agency_type: 'county',
        })),
      )
      .execute();
    await own
      .insertInto('agreement')
      .values(
        agencies.map((agency_id) => ({
          agreement_id: agency_id,
          agency_id,
          model: 'JEM',
          office_code: null,
          signed_on: null,
        })),
      )
      .execute();
    const charges: { readonly event_id: string; readonly charge_number: number; readonly ncic_code: string }[] = [];
    const events = batches.flatMap((batch, at) =>
      Array.from({ length: batch.count }, (_, index) => {
        const key = `K-${at}-${index}`;
        for (const [charge, ncic_code] of (batch.pending ?? []).entries())
          charges.push({ event_id: key, charge_number: charge + 1, ncic_code });
        return {
          ...event,
          ...id,
          row_number: at * 1000 + index + 1,
          source_key: key,
          kind: batch.kind ?? 'encounter',
          occurred_on: batch.on ?? event.occurred_on,
          agreement_id: `${batch.state}-${batch.state === 'ID' ? 1 : (index % 2) + 1}`,
          citizenship: batch.citizenship ?? 'MEX',
          criminality: batch.criminality ?? 'convicted',
          most_serious_conviction: batch.conviction ?? 'none',
        } as const;
      }),
    );
    await own.insertInto('stored_event').values(events).execute();
    if (charges.length === 0) return;
    const unknown = {
      sentenced_as: null,
      charged_on: null,
      convicted_on: null,
      sentence_days: null,
      sentence_suspended: null,
      incident: null,
      aggravated_felony: null,
      immigration_status_element: null,
      gang_element: null,
      domestic_violence: null,
      caused_death_or_serious_injury: null,
    } as const;
    const stands = { status: 'pending', offense_class: 'unknown' } as const;
    await own
      .insertInto('criminal_charge')
      .values(charges.map((charge) => ({ ...unknown, ...stands, ...charge, ...id })))
      .execute();
  });
}

const assault = '1313';
const homicide = '0999';
const robbery = '1201';
/** What stands beside a group, so that it is not everybody. */
const beside: Batch = { count: 10, state: 'FL', criminality: 'other-violator' };

describeOnEachEngine('illustrative cases', ({ open }) => {
  const told = async (batches: readonly Batch[], how: CaseLimits = limits): Promise<readonly CaseGroup[]> => {
    await using database = await open();
    await fill(database, batches);
    return await database.transaction('snapshot', ({ source }) => readIllustrativeCases(source, june, how));
  };
  const words = (groups: readonly CaseGroup[]) =>
    groups.map(({ state, month, offense, basis, country, count }) =>
      [state, month, offense, basis, country, count].join(' '),
    );

  test('tell of a group at the threshold and of none below it, however large its margins are', async () => {
    const groups = await told([
      { count: 10, state: 'FL', conviction: assault },
      { count: 9, state: 'FL', conviction: homicide },
      { ...beside, count: 500 },
    ]);
    expect(words(groups)).toEqual(['FL 2020-06 assault convicted MEX 10']);
  });

  test('tell of no group beside which fewer than the threshold stand in its state, month and country', async () => {
    const group: Batch = { count: 20, state: 'FL', conviction: assault };
    const elsewhere: readonly Batch[] = [
      { ...beside, state: 'TX', count: 40 },
      { ...beside, citizenship: 'GTM', count: 40 },
    ];
    expect(words(await told([group, ...elsewhere, { ...beside, count: 9 }]))).toEqual([]);
    expect(words(await told([group, ...elsewhere, beside]))).toEqual(['FL 2020-06 assault convicted MEX 20']);
  });

  test('name a country that is common in the nation and no other, and none that is not on record', async () => {
    const groups = (guatemalans: number) =>
      told([
        { count: 10, state: 'FL', citizenship: 'GTM', conviction: assault },
        { ...beside, citizenship: 'GTM', count: guatemalans - 10 },
        { count: 10, state: 'TX', citizenship: 'unmapped:<script>alert(1)</script>', conviction: assault },
        { ...beside, state: 'TX', citizenship: 'unmapped:<script>alert(1)</script>', count: 40 },
        { count: 10, state: 'TX', citizenship: 'unknown', conviction: assault },
        { ...beside, state: 'TX', citizenship: 'unknown', count: 40 },
        { ...beside, citizenship: 'HND' },
      ]);
    expect(words(await groups(20))).toEqual(['FL 2020-06 assault convicted GTM 10']);
    expect(words(await groups(19))).toEqual(['FL 2020-06 assault convicted other 10']);
  });

  test('tell of nothing that one agency of a state did alone', async () => {
    const group = (state: Batch['state']): readonly Batch[] => [
      { count: 20, state, conviction: assault },
      { ...beside, state, count: 20 },
    ];
    expect(words(await told([...group('ID'), ...group('TX')]))).toEqual(['TX 2020-06 assault convicted MEX 20']);
  });

  test('are of convictions, or of charges that are not resolved, by the lowest code among them', async () => {
    const groups = await told([
      { count: 12, state: 'FL', criminality: 'pending-charges', pending: [assault, '8101', homicide] },
      { count: 11, state: 'FL', criminality: 'pending-charges', pending: ['unmapped:=cmd', 'not-recorded'] },
      { count: 11, state: 'FL', criminality: 'pending-charges', conviction: robbery },
      { count: 11, state: 'FL', criminality: 'other-violator', conviction: robbery },
      { count: 11, state: 'FL', criminality: 'withheld', conviction: robbery },
      // The record of a child, what is no offense, and what is in no list.
      { count: 11, state: 'FL', conviction: '8101' },
      { count: 11, state: 'FL', conviction: '1701' },
      { count: 11, state: 'FL', conviction: 'unmapped:{{x}}' },
    ]);
    expect(words(groups)).toEqual(['FL 2020-06 homicide charged MEX 12']);
  });

  test('are of encounters of the period, by month', async () => {
    await using database = await open();
    await fill(database, [
      { count: 10, state: 'FL', conviction: assault },
      { count: 10, state: 'FL', conviction: assault, on: '2020-05-31' },
      { count: 30, state: 'FL', conviction: assault, on: '2020-07-01' },
      { count: 30, state: 'FL', conviction: robbery, kind: 'removal' },
      beside,
      { ...beside, on: '2020-05-01' },
    ]);
    const read = (from: string) =>
      database.transaction('snapshot', ({ source }) =>
        readIllustrativeCases(source, { from, until: '2020-07-01' }, limits),
      );
    expect(words(await read('2020-06-01'))).toEqual(['FL 2020-06 assault convicted MEX 10']);
    expect(words(await read('2020-05-01'))).toEqual([
      'FL 2020-05 assault convicted MEX 10',
      'FL 2020-06 assault convicted MEX 10',
    ]);
  });

  test('are at most so many of a state, its largest categories first, in one order whatever that of the rows', async () => {
    const batches: readonly Batch[] = [
      { count: 12, state: 'FL', conviction: robbery },
      { count: 12, state: 'FL', conviction: homicide },
      { count: 30, state: 'FL', conviction: assault },
      { count: 14, state: 'FL', criminality: 'pending-charges', pending: [assault] },
      { count: 11, state: 'FL', citizenship: 'GTM', conviction: '3512' },
      { ...beside, citizenship: 'GTM' },
      { count: 10, state: 'TX', conviction: assault },
      { ...beside, state: 'TX' },
    ];
    const expected = [
      'FL 2020-06 assault convicted MEX 30',
      'FL 2020-06 assault charged MEX 14',
      'FL 2020-06 homicide convicted MEX 12',
      'FL 2020-06 robbery convicted MEX 12',
    ];
    const rest = ['TX 2020-06 assault convicted MEX 10'];
    const last = 'FL 2020-06 dangerous-drugs convicted GTM 11';
    expect(words(await told(batches))).toEqual([...expected, last, ...rest]);
    expect(words(await told(batches.toReversed(), { ...limits, perState: 4 }))).toEqual([...expected, ...rest]);
  });
});
