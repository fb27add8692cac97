import type { Database } from '../../queries/database.ts';
import type { EnforcementEvent } from '../../queries/events.ts';
import { settleCriminalRecords } from '../../queries/evidence/criminal-record.ts';
import type { CriminalCharge, Evidence } from '../../queries/evidence.ts';

/** An event of a test: its id, and only the fields that matter. */
export interface SmallEvent {
  readonly id: string;
  readonly event?: Partial<EnforcementEvent>;
  readonly evidence?: Partial<Evidence>;
  readonly charges?: readonly Partial<CriminalCharge>[];
}

const plainEvent: EnforcementEvent = {
  kind: 'encounter',
  occurred_on: '2020-06-15',
  occurred_at: null,
  source_key: null,
  encounter_key: null,
  agreement_id: null,
  office_code: 'ATL',
  program: '287G Program',
  method: 'not-recorded',
  landmark: 'A place that must not be shown',
  disposition: 'not-recorded',
  form: null,
  citizenship: 'MEX',
  sex: 'male',
  birth_year: 1980,
  birth_year_absence: null,
  criminality: 'not-recorded',
  threat_level: 'not-recorded',
  most_serious_conviction: 'not-recorded',
};

const plainCharge = {
  status: 'convicted',
  ncic_code: 'not-recorded',
  offense_class: 'unknown',
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
} as const satisfies Omit<CriminalCharge, 'event_id' | 'charge_number'>;

/** Puts events, their evidence and their charges on record. */
export async function putOnRecord(database: Database, events: readonly SmallEvent[]): Promise<void> {
  await database.transaction('read-write', async (session) => {
    const { own } = session;
    for (const [at, { id, event, evidence, charges = [] }] of events.entries()) {
      const stored = { ...plainEvent, ...event, source_key: id, import_id: 1, row_number: at + 1 };
      await own.insertInto('stored_event').values(stored).execute();
      if (evidence !== undefined)
        await own
          .insertInto('evidence')
          // A column that is left out is NULL: cannot be known.
          .values({ event_id: id, import_id: 1, ...evidence } as Evidence & { readonly import_id: number })
          .execute();
      for (const [number, charge] of charges.entries())
        await own
          .insertInto('criminal_charge')
          .values({ ...plainCharge, ...charge, event_id: id, charge_number: number + 1, import_id: 1 })
          .execute();
    }
    await settleCriminalRecords(session);
  });
}
