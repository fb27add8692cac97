import { sql } from 'kysely';
import type { Classification } from '../../pipeline/classify.ts';
import { type Determination, readDetermination } from '../../pipeline/determination.ts';
import type { Axis } from '../../pipeline/priorities/regime.ts';
import type { Database, Session } from '../../queries/database.ts';
import { eventContract } from '../../queries/events.ts';
import { settleCriminalRecords } from '../../queries/evidence/criminal-record.ts';
import { eventsWithEvidence } from '../../queries/evidence/on-record.ts';
import type { PriorityCase } from './case-files.ts';

/** What the database makes of a case, and the row of evidence that it read. */
export interface DecidedCase {
  readonly determination: Determination;
  readonly onRecord: Readonly<Record<string, unknown>>;
}

/** Stores every case and asks for the determinations of each axis in one query. */
export async function decide(
  cases: readonly PriorityCase[],
  classification: Classification,
  database: Database,
): Promise<ReadonlyMap<string, DecidedCase>> {
  await database.transaction('read-write', (session) => store(cases, session));
  const axes = [...new Set(cases.map(({ regime }) => regime.axis))];
  const decided = await database.transaction('snapshot', async ({ source }) => {
    const found: (readonly [string, DecidedCase])[] = [];
    for (const axis of axes) found.push(...(await determinationsOn(axis, cases, classification, source)));
    return found;
  });
  return new Map(decided);
}

async function determinationsOn(
  axis: Axis,
  cases: readonly PriorityCase[],
  classification: Classification,
  source: Session['source'],
): Promise<readonly (readonly [string, DecidedCase])[]> {
  const ids = cases.filter(({ regime }) => regime.axis === axis).map(({ id }) => id);
  const rows = await eventsWithEvidence(source)
    .select('event.event_id as case_id')
    .select(sql<string>`${classification.determination(axis)}`.as('determination'))
    .select(sql<Readonly<Record<string, unknown>>>`to_jsonb(evidence)`.as('on_record'))
    .where('event.event_id', 'in', ids)
    .execute();
  return rows.map(({ case_id, determination, on_record }) => [
    case_id,
    { determination: readDetermination(determination), onRecord: on_record },
  ]);
}

const inBatches = async <T>(rows: readonly T[], insert: (batch: readonly T[]) => Promise<unknown>) => {
  // A statement takes no more than 65,535 parameters.
  for (let from = 0; from < rows.length; from += 500) await insert(rows.slice(from, from + 500));
};

async function store(cases: readonly PriorityCase[], session: Session): Promise<void> {
  const { own } = session;
  const import_id = await storeFile(cases.length, session);
  await storeAgreements(cases, session);
  const events = cases.map((each, at) => eventRow(each, import_id, at + 1));
  await inBatches(events, (batch) => own.insertInto('stored_event').values(batch).execute());
  const evidence = cases.map((each) => ({ ...each.evidence, import_id }));
  await inBatches(evidence, (batch) => own.insertInto('evidence').values(batch).execute());
  const charges = cases.flatMap((each) => each.charges.map((charge) => ({ ...charge, import_id })));
  await inBatches(charges, (batch) => own.insertInto('criminal_charge').values(batch).execute());
  await settleCriminalRecords(session);
}

async function storeFile(rows: number, { own }: Session): Promise<number> {
  const { import_id } = await own
    .insertInto('import_file')
    .values({
      file_name: 'the cases',
      sha256: 'a'.repeat(64),
      content_sha256: 'a'.repeat(64),
      source_id: 'cases',
      title: 'The cases of every regime',
      rows_read: rows,
      rows_loaded: rows,
      rows_unchanged: 0,
      rows_rejected: 0,
      rows_outside_span: 0,
      as_of: '2026-01-01T00:00:00Z',
      recorded_at: '2026-01-01T00:00:00Z',
      synthetic: true,
    })
    .returning('import_id')
    .executeTakeFirstOrThrow();
  return import_id;
}

/** Each case that names a template has an agreement of its own, active from before the calendar unless it says when. */
async function storeAgreements(cases: readonly PriorityCase[], { own }: Session): Promise<void> {
  const held = cases.filter(({ event }) => event.has('template'));
  if (held.length === 0) return;
  await own
    .insertInto('agency')
    .values({ agency_id: 'A', name: 'An agency', state: 'TX', county: null, agency_type: 'county' })
    .execute();
  await own
    .insertInto('agreement')
    .values(
      held.map(({ id }) => ({ agreement_id: id, agency_id: 'A', model: 'JEM', office_code: null, signed_on: null })),
    )
    .execute();
  await own
    .insertInto('agreement_status')
    .values(
      held.map(({ id, event }) => ({
        agreement_id: id,
        status: 'active',
        valid_from: event.get('template_from') ?? '1996-09-30',
        valid_until: event.get('template_until') ?? null,
        template: event.get('template') === 'unknown' ? null : event.get('template'),
      })),
    )
    .execute();
}

function eventRow(each: PriorityCase, import_id: number, row_number: number) {
  const event = eventContract.parse({
    kind: each.regime.axis === 'detainer' ? 'detainer' : 'encounter',
    occurred_on: each.day,
    occurred_at: null,
    source_key: each.id,
    encounter_key: null,
    agreement_id: each.event.has('template') ? each.id : null,
    office_code: 'ATL',
    program: '287G Program',
    method: '287(g) Program',
    landmark: null,
    disposition: 'NTA',
    form: null,
    citizenship: 'MEX',
    sex: 'not-recorded',
    birth_year: null,
    birth_year_absence: 'not-recorded',
    criminality: each.event.get('criminality') ?? 'not-recorded',
    threat_level: each.event.get('threat_level') ?? 'not-recorded',
    most_serious_conviction: 'not-recorded',
  });
  return { ...event, import_id, row_number };
}
