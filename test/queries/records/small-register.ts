import { sql } from 'kysely';
import { shiftDate } from '../../../pipeline/period.ts';
import type { AgreementTable } from '../../../queries/agreements.ts';
import type { Database, OwnSchema } from '../../../queries/database.ts';
import { fieldOffices } from '../../../queries/field-offices.ts';
import { recordFieldOffices } from '../../../queries/offices.ts';
import {
  type CountedRecords,
  countRecords,
  type Grouping,
  type RecordCode,
  type RecordRelationId,
} from '../../../queries/records.ts';
import type { CountedCode, Windows } from '../../../queries/tallies.ts';

/** Days of an agreement: from, until (null: on), and where they differ status, template and agency. */
type Span = readonly [from: string, until: string | null, also?: SpanAlso];

interface SpanAlso {
  readonly status?: string;
  readonly template?: string;
  readonly agency_id?: string;
}

/** An agreement of a test with its days. */
export interface SmallAgreement extends Partial<AgreementTable> {
  readonly agreement_id: string;
  readonly spans?: readonly Span[];
}

const recordTables = [
  'officer',
  'officer_training',
  'officer_login',
  'program_manager',
  'milestone',
  'installation',
  'duty_performance',
  'document_review',
  'complaint',
  'inspection',
  'agency_figure',
] as const satisfies readonly (keyof OwnSchema)[];

/** Rows of a test by table; a column that is left out is NULL. */
export type SmallRecords = {
  readonly [T in (typeof recordTables)[number]]?: readonly Partial<OwnSchema[T]>[];
};

const always: readonly Span[] = [['2010-01-01', null]];

/** Puts agreements, each of an agency of its own unless it says otherwise, and records on record. */
export async function putRecords(
  database: Database,
  agreements: readonly SmallAgreement[],
  records: SmallRecords,
): Promise<void> {
  await database.transaction('read-write', async (session) => {
    const { own } = session;
    await recordFieldOffices(session, fieldOffices);
    for (const { spans = always, ...given } of agreements) {
      const moa = {
        agency_id: `of ${given.agreement_id}`,
        model: 'JEM',
        office_code: 'ATL',
        signed_on: null,
        ...given,
      };
      for (const agency_id of new Set([moa.agency_id, ...spans.flatMap(([, , also]) => also?.agency_id ?? [])])) {
        const agency = { agency_id, name: agency_id, state: 'GA', county: null, agency_type: 'county' };
        await own
          .insertInto('agency')
          .values(agency)
          .onConflict((on) => on.doNothing())
          .execute();
      }
      await own
        .insertInto('agreement')
        .values(moa as never)
        .execute();
      for (const [valid_from, valid_until, also] of spans) {
        const span = { status: 'active', template: null, agency_id: null, ...also, valid_from, valid_until };
        await own
          .insertInto('agreement_status')
          .values({ ...span, agreement_id: moa.agreement_id, basis: null })
          .execute();
      }
    }
    for (const table of recordTables) {
      const rows = (records[table] ?? []).map((row) => ({ ...row, import_id: 1 }));
      if (rows.length > 0)
        await own
          .insertInto(table)
          .values(rows as never)
          .execute();
    }
  });
}

/** Counts in a snapshot, for the nation where nothing else is said. */
export function count(
  database: Database,
  what: CountedRecords,
  windows: Windows,
  breakdown: RecordCode | null = null,
  grouping: Grouping = { by: 'nation' },
): Promise<readonly CountedCode[]> {
  return database.transaction('snapshot', ({ source }) => countRecords(source, what, breakdown, windows, grouping));
}

/** By the code of a record. */
export const byCode: RecordCode = { id: 'code', code: (row) => row.ref('record.code') };

/** All that a record says, `subject code outcome elapsed from until amount`, where `~` stands for none. */
const whole: RecordCode = {
  id: 'whole',
  code: () =>
    sql<string>`concat_ws(' ', record.subject, record.code, nullif(record.outcome, ''), record.elapsed,
      record.from_on, coalesce(record.until_on::text, '~'), nullif(record.amount, 1))`,
};

const forever: Windows = { 'all-time': { from: '1990-01-01', until: '2100-01-01' } };

/** Every record of a relation in words, in order. */
export async function listed(
  database: Database,
  relation: RecordRelationId,
  counted: CountedRecords['counted'],
): Promise<readonly string[]> {
  const rows = await count(database, { relation, counted, of: 'records' }, forever, whole);
  return rows.flatMap(({ code, counts }) => Array.from({ length: counts['all-time'] ?? 0 }, () => code));
}

/** How many subjects stand at the end of each of some days, by code. */
export async function standingOn(
  database: Database,
  relation: RecordRelationId,
  days: readonly string[],
): Promise<Readonly<Record<string, readonly number[]>>> {
  const windows = Object.fromEntries(days.map((from, at) => [`${at}-0`, { from, until: shiftDate(from, 1, 'day') }]));
  const rows = await count(database, { relation, counted: 'standing', of: 'subjects' }, windows as Windows, byCode);
  return Object.fromEntries(
    rows.map(({ code, counts }) => [code, Object.values(counts).filter((count) => count !== undefined)]),
  );
}
