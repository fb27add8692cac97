import { createHash } from 'node:crypto';
import type { ProgressEffect } from '../pipeline/effects.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { eventKinds } from './codelists.ts';
import { registerKinds } from './coverage.ts';
import { copyLine, type Database, once, ownSchema, type Session } from './database.ts';
import { type Counts, counting } from './demo/agency-figures.ts';
import { agenciesOf, agreementRegister, registerBegins, type SyntheticAgreement } from './demo/agreements.ts';
import { dateOf } from './demo/calendar.ts';
import type { SyntheticEvent } from './demo/case.ts';
import { eventsBegin, eventsEnd } from './demo/caseload.ts';
import { administrativeRecords, recordTables, storeRecords } from './demo/records.ts';
import { eventSeries } from './demo/series.ts';
import { settleCriminalRecords } from './evidence/criminal-record.ts';
import { criminalChargeContract, evidenceFacts } from './evidence.ts';
import { fieldOffices } from './field-offices.ts';
import { copyEvents, eventLine, finishImport, holdsSyntheticData, lockImports, recordCoverage } from './imports.ts';
import { recordFieldOffices } from './offices.ts';

/** Which synthetic data: those of one seed and volume are the same rows everywhere. */
export interface SyntheticOptions {
  /** A whole number; 287 unless told. */
  readonly seed?: number;
  /** Multiplies the encounters of every year; at 1, which is meant unless told, there are about 226,000 events. */
  readonly volume?: number;
}

/** What filling came to. */
export interface SyntheticSummary {
  /** `unchanged`: the database held the same data already. */
  readonly state: 'filled' | 'unchanged';
  readonly events: number;
}

/** Raised with every change of the rows that are generated: it makes data of an older generator other data. */
const generator = 7;

/**
 * Midnight in New York at the end of the last day of the data: nothing later is on record. A constant, and not the clock,
 * because it is printed as the reports' as-of instant, and two fresh machines must print the same bytes.
 */
const lastRecorded = '2025-10-01T04:00:00Z';

const sourceId = 'synthetic';
/** Begins the id of every synthetic agency, and so of every agreement. */
const syntheticIds = 'SYN-%';
/** Best for both engines (`Session.copy`), and little to hold. */
const eventsInChunk = 3_000;

/**
 * Fills an empty database with synthetic data: agencies, agreements, events, evidence and the records of the
 * administration of agreements, marked as such. All or nothing; where the same data stand already, nothing changes.
 * @throws PipelineError `source` where the database holds imported data, or synthetic data of another seed or volume.
 */
export async function fillWithSyntheticData(
  database: Database,
  options: SyntheticOptions,
  effects: ProgressEffect,
): Promise<SyntheticSummary> {
  const { seed = 287, volume = 1 } = options;
  if (database.sourceSchema !== ownSchema) throw foreignSources(database.sourceSchema);
  const name = volume === 1 ? `synthetic data, seed ${seed}` : `synthetic data, seed ${seed}, volume ${volume}`;
  const sha256 = createHash('sha256').update(`report287, generator ${generator}, ${name}`).digest('hex');
  return database.transaction('read-write', async (session) => {
    await lockImports(session);
    const standing = await standingData(session);
    if (standing?.sha256 === sha256) {
      effects.progress({ kind: 'note', text: `The database holds the ${name}: nothing changed.` });
      return { state: 'unchanged', events: standing.rows_loaded };
    }
    if (standing !== undefined) throw notEmpty(standing);
    const register = agreementRegister(seed);
    await recordFieldOffices(session, fieldOffices);
    await storeRegister(session, register);
    const importId = await beginSynthetic(session, name, sha256);
    const counts: Counts = new Map();
    const series = counting(eventSeries(register, seed, volume), counts);
    const events = await storeEvents(session, importId, series, effects);
    await settleCriminalRecords(session);
    await storeRecords(session, importId, administrativeRecords(register, seed, counts));
    await finish(session, importId, events);
    return { state: 'filled', events };
  });
}

/** Takes the synthetic data out again; the register of field offices, which is not synthetic, stays. Says whether there were any. */
export async function removeSyntheticData(database: Database): Promise<boolean> {
  return database.transaction('read-write', async (session) => {
    await lockImports(session);
    if (!(await holdsSyntheticData(session))) return false;
    const { own } = session;
    const imports = own.selectFrom('import_file').select('import_id').where('synthetic', '=', true);
    for (const table of [...recordTables, 'event_status', 'evidence', 'criminal_charge', 'stored_event'] as const) {
      await own.deleteFrom(table).where('import_id', 'in', imports).execute();
    }
    await settleCriminalRecords(session);
    await own.deleteFrom('import_file').where('synthetic', '=', true).execute();
    await own.deleteFrom('agreement_status').where('agreement_id', 'like', syntheticIds).execute();
    await own.deleteFrom('agreement').where('agreement_id', 'like', syntheticIds).execute();
    await own.deleteFrom('agency').where('agency_id', 'like', syntheticIds).execute();
    return true;
  });
}

type StandingData = NonNullable<Awaited<ReturnType<typeof standingData>>>;

/** Some file that the database holds, a synthetic one first. */
async function standingData({ own }: Session) {
  return own
    .selectFrom('import_file')
    .select(['file_name', 'sha256', 'rows_loaded', 'synthetic'])
    .orderBy('synthetic', 'desc')
    .orderBy('import_id')
    .limit(1)
    .executeTakeFirst();
}

async function storeRegister({ copy }: Session, register: readonly SyntheticAgreement[]): Promise<void> {
  const tables = [
    ['agency', agenciesOf(register)],
    ['agreement', register.map(({ agreement }) => agreement)],
    ['agreement_status', register.flatMap(({ history }) => history)],
  ] as const;
  for (const [table, rows] of tables) {
    const columns = Object.keys(rows[0] ?? {});
    await copy(
      table,
      columns,
      once(rows.map((row) => copyLine(Object.values(row).map((value) => value ?? null))).join('')),
    );
  }
}

async function beginSynthetic({ own }: Session, name: string, sha256: string): Promise<number> {
  const { import_id } = await own
    .insertInto('import_file')
    .values({
      file_name: name,
      sha256,
      content_sha256: sha256,
      source_id: sourceId,
      title: 'Synthetic data, generated for demonstration',
      rows_read: 0,
      rows_loaded: 0,
      rows_unchanged: 0,
      rows_rejected: 0,
      rows_outside_span: 0,
      as_of: lastRecorded,
      recorded_at: lastRecorded,
      synthetic: true,
    })
    .returning('import_id')
    .executeTakeFirstOrThrow();
  return import_id;
}

/** Stores the series as it comes, some thousand events at a time, and returns how many there were. */
async function storeEvents(
  session: Session,
  importId: number,
  series: Iterable<SyntheticEvent>,
  effects: ProgressEffect,
): Promise<number> {
  let stored = 0;
  let chunk: SyntheticEvent[] = [];
  const store = async () => {
    await storeChunk(session, importId, stored, chunk);
    stored += chunk.length;
    chunk = [];
    effects.progress({ kind: 'count', stage: 'synthetic data', done: stored, unit: 'events' });
  };
  for (const entry of series) {
    chunk.push(entry);
    if (chunk.length === eventsInChunk) await store();
  }
  if (chunk.length > 0) await store();
  return stored;
}

const chargeColumns = Object.keys(criminalChargeContract.shape).filter(
  (column) => column !== 'event_id' && column !== 'charge_number',
) as readonly Exclude<keyof typeof criminalChargeContract.shape, 'event_id' | 'charge_number'>[];

async function storeChunk(session: Session, importId: number, before: number, chunk: readonly SyntheticEvent[]) {
  let events = '';
  let statuses = '';
  let evidence = '';
  let charges = '';
  for (const [at, entry] of chunk.entries()) {
    const rowNumber = before + at + 1;
    const eventId = entry.event.source_key ?? `${importId}-${rowNumber}`;
    events += eventLine(importId, rowNumber, entry.event);
    for (const { status, occurred_on } of entry.statuses) {
      statuses += copyLine([eventId, status, occurred_on, importId]);
    }
    const facts = entry.evidence;
    if (facts !== null) evidence += copyLine([eventId, ...evidenceFacts.map((column) => facts[column]), importId]);
    for (const [place, charge] of entry.charges.entries()) {
      charges += copyLine([eventId, place + 1, ...chargeColumns.map((column) => charge[column]), importId]);
    }
  }
  await copyEvents(session, events);
  await session.copy('event_status', ['event_id', 'status', 'occurred_on', 'import_id'], once(statuses));
  await session.copy('evidence', ['event_id', ...evidenceFacts, 'import_id'], once(evidence));
  await session.copy('criminal_charge', ['event_id', 'charge_number', ...chargeColumns, 'import_id'], once(charges));
}

/** Records what the data cover and their control total. */
async function finish(session: Session, importId: number, events: number): Promise<void> {
  const until = dateOf(eventsEnd);
  for (const { code } of eventKinds) {
    const covered = { kind: code, office: null, identifies287g: true, from: dateOf(eventsBegin), until };
    await recordCoverage(session, importId, covered);
  }
  for (const kind of registerKinds) {
    const covered = { kind, office: null, identifies287g: true, from: dateOf(registerBegins), until };
    await recordCoverage(session, importId, covered);
  }
  await finishImport(session, importId, {
    rowsRead: events,
    rowsLoaded: events,
    rowsUnchanged: 0,
    rowsRejected: 0,
    rowsOutsideSpan: 0,
  });
}

function foreignSources(schema: string): PipelineError {
  return new PipelineError(
    'source',
    `events are read from the views in the schema "${schema}", and not from tables that synthetic data could fill`,
    'unset the schema to report from synthetic data',
  );
}

function notEmpty({ file_name, synthetic }: StandingData): PipelineError {
  return synthetic
    ? new PipelineError(
        'source',
        `the database holds other synthetic data: ${file_name}`,
        'run "report287 demo --remove" first, or set REPORT287_DATA to another folder',
      )
    : new PipelineError(
        'source',
        `the database holds imported data (${file_name}), with which synthetic data must not be mixed`,
        'set REPORT287_DATA to another folder for the synthetic data',
      );
}
