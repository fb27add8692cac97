import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { DateWindow, Month, WindowId } from '../pipeline/period.ts';
import type { AgencyTable, AgreementTable } from './agreements.ts';
import type { SourceSchema } from './database.ts';
import { holders } from './records/holders.ts';
import { type RecordTable, recordColumns } from './records/record.ts';
import { type RecordRelationId, relations } from './records/relations.ts';
import { type CountedCode, type CountRow, toCounted, type Windows, windowEntries, within } from './tallies.ts';

export type { RecordTable } from './records/record.ts';
export { coverageOfRelation, type RecordRelationId, recordRelationIds } from './records/relations.ts';

/** The row that a record's breakdowns read: agreement and agency are all NULL where it is of no agreement. */
export interface RecordRow {
  readonly record: RecordTable;
  readonly agreement: AgreementTable;
  readonly agency: AgencyTable;
}

/** A breakdown of records as SQL. */
export interface RecordCode {
  readonly id: string;
  readonly code: (row: ExpressionBuilder<RecordRow, 'record' | 'agreement' | 'agency'>) => Expression<string>;
}

/**
 * What is counted: records that are `standing` at the end of a window’s last day (over all time: on any day of it), or
 * those `made` in it; and of them the records, the distinct subjects, agreements or agencies, or the sum of the amounts.
 */
export interface CountedRecords {
  readonly relation: RecordRelationId;
  readonly counted: 'standing' | 'made';
  readonly of: 'records' | 'subjects' | 'agreements' | 'agencies' | 'amount';
}

/** For what the counts are: the nation, each office that is recorded, or some agreements. */
export type Grouping =
  | { readonly by: 'nation' }
  | { readonly by: 'office' }
  | { readonly by: 'agreement'; readonly ids: readonly string[] };

/**
 * Counts the records of a relation by one breakdown, or in all where there is none (the code `total`), for the nation, each
 * office or each of some agreements: `office` of a row is null, the office’s code (`not-recorded` where there is none) or
 * the agreement’s id. The agency is the one that held the agreement on the day of the record, or, of standing records, on the
 * last day of the window. Rows in order of code and office by code point; none for what no record in any window bears.
 */
export async function countRecords(
  source: Kysely<SourceSchema>,
  what: CountedRecords,
  breakdown: RecordCode | null,
  windows: Windows,
  grouping: Grouping,
): Promise<readonly CountedCode[]> {
  const held = windowEntries(windows).map(([id, window]) => holdsIn(what.counted, id, window));
  if (held.length === 0 || (grouping.by === 'agreement' && grouping.ids.length === 0)) return [];
  const row = expressionBuilder<RecordRow, 'record' | 'agreement' | 'agency'>();
  const code = breakdown === null ? sql<string>`'total'` : sql<string>`${breakdown.code(row)}`;
  const rows = await recordsWithAgreements(source, what)
    .where(sql<SqlBool>`(${sql.join(held, sql` or `)})`)
    .$if(grouping.by === 'agreement', (query) => query.where('record.agreement_id', 'in', idsOf(grouping)))
    .select([
      sql<string>`${sql.lit(what.relation)}::text`.as('counted'),
      sql<string | null>`${sql.lit(breakdown?.id ?? null)}::text`.as('breakdown'),
      sql<string>`(${code})::text`.as('code'),
      sql<string | null>`(${groupOf(grouping)})::text`.as('office'),
    ])
    .select(held.map((holds, at) => countOf(what.of, holds).as(`w${at}`)))
    .groupBy([sql`3`, sql`4`])
    .execute();
  return inOrder(toCounted(windows, rows as unknown as readonly CountRow[]));
}

const idsOf = (grouping: Grouping) => (grouping.by === 'agreement' ? grouping.ids : []);

/** Records with their office, agreement and agency; one that stands, once for each agency that ever held the agreement. */
function recordsWithAgreements(source: Kysely<SourceSchema>, { relation, counted }: CountedRecords) {
  const records = source
    .selectFrom(relations[relation].records(source).as('record'))
    .leftJoin('agreement as moa', 'moa.agreement_id', 'record.agreement_id')
    .select(recordColumns.filter((column) => column !== 'record.office_code'))
    .select(sql<string | null>`coalesce(record.office_code, moa.office_code)`.as('office_code'));
  const isHolder =
    counted === 'made'
      ? sql<SqlBool>`holder.held_from <= record.from_on and holder.held_until > record.from_on`
      : sql<SqlBool>`true`;
  return source
    .selectFrom(records.as('record'))
    .leftJoin('agreement', 'agreement.agreement_id', 'record.agreement_id')
    .leftJoin(holders(source).as('holder'), (join) =>
      join.onRef('holder.agreement_id', '=', 'record.agreement_id').on(isHolder),
    )
    .leftJoin('agency', (join) =>
      join.on(sql<SqlBool>`agency.agency_id = coalesce(holder.agency_id, agreement.agency_id)`),
    );
}

function groupOf(grouping: Grouping): RawBuilder<string | null> {
  switch (grouping.by) {
    case 'nation':
      return sql`null`;
    case 'office':
      return sql`coalesce(record.office_code, 'not-recorded')`;
    case 'agreement':
      return sql`record.agreement_id`;
  }
}

function countOf(of: CountedRecords['of'], holds: RawBuilder<SqlBool>): RawBuilder<number> {
  switch (of) {
    case 'records':
      return sql`(count(*) filter (where ${holds}))::int`;
    case 'subjects':
      return sql`(count(distinct record.subject) filter (where ${holds}))::int`;
    case 'agreements':
      return sql`(count(distinct record.agreement_id) filter (where ${holds}))::int`;
    case 'agencies':
      return sql`(count(distinct agency.agency_id) filter (where ${holds}))::int`;
    case 'amount':
      return sql`coalesce(sum(record.amount) filter (where ${holds}), 0)::bigint`;
  }
}

/** That a record is of a window. */
function holdsIn(counted: CountedRecords['counted'], id: WindowId | Month, window: DateWindow): RawBuilder<SqlBool> {
  if (counted === 'made') return sql`(${within(sql.ref('record.from_on'), window)})`;
  const [from, until] = [sql`${window.from}::date`, sql`${window.until}::date`];
  const stands = id === 'all-time' ? sql`record.until_on > ${from}` : sql`record.until_on >= ${until}`;
  return sql`(record.from_on < ${until} and (record.until_on is null or ${stands})
    and (holder.agreement_id is null or (holder.held_from < ${until} and holder.held_until >= ${until})))`;
}

/** By code point, because the order of databases differs with their locale. */
function inOrder(rows: readonly CountedCode[]): readonly CountedCode[] {
  const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return rows.toSorted((a, b) => compare(a.code, b.code) || compare(a.office ?? '', b.office ?? ''));
}
