import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { EventRow } from '../pipeline/measures/measure.ts';
import type { DateWindow, Month, WindowId } from '../pipeline/period.ts';
import type { EventKind } from './codelists.ts';
import type { SourceSchema } from './database.ts';
import { eventsWithEvidence } from './evidence/on-record.ts';
import { isProgramEvent } from './program.ts';

/** How many, in each window that was asked for. */
export type Counts = Readonly<Partial<Record<WindowId | Month, number>>>;

/** Whose counts: of all offices together and of each, or of each of some agreements. */
export type Parts = { readonly by: 'office' } | { readonly by: 'agreement'; readonly ids: readonly string[] };

/** The windows to count in. */
export type Windows = Readonly<Partial<Record<WindowId | Month, DateWindow>>>;

/** One row of counts: of a kind of event or a unit, for one code of one breakdown, or for all (`breakdown` null). */
export interface CountedCode {
  readonly counted: string;
  readonly breakdown: string | null;
  readonly code: string;
  /** What is recorded as the office, or the agreement, for one row of each; null: all offices together. */
  readonly office: string | null;
  readonly counts: Counts;
}

/** A breakdown of events as SQL. */
export interface EventCode {
  readonly id: string;
  readonly code: (row: ExpressionBuilder<EventRow, 'event' | 'evidence' | 'holder'>) => Expression<string>;
}

/** A row of counts as the database gives it, one column a window. */
export type CountRow = Omit<CountedCode, 'counts'> & Readonly<Record<`w${number}`, number>>;

/** Windows with their ids, in order. */
export const windowEntries = (windows: Windows) =>
  Object.entries(windows) as readonly (readonly [WindowId | Month, DateWindow])[];

/** Names of the window columns, `w0 …`, in the order of the windows. */
const countColumns = (windows: Windows) => windowEntries(windows).map((_, at) => `w${at}`);

/** That a date lies in a window. */
export function within(date: Expression<unknown>, window: DateWindow): RawBuilder<SqlBool> {
  return sql<SqlBool>`${date} >= ${window.from}::date and ${date} < ${window.until}::date`;
}

/** Rows of counts with the names of their windows. */
export function toCounted(windows: Windows, rows: readonly CountRow[]): readonly CountedCode[] {
  return rows.map((row) => ({
    counted: row.counted,
    breakdown: row.breakdown,
    code: row.code,
    office: row.office,
    counts: Object.fromEntries(windowEntries(windows).map(([id], at) => [id, row[`w${at}`] ?? 0])),
  }));
}

/** From the first day of any window to the last. */
export function spanOf(windows: Windows): DateWindow {
  const spans = windowEntries(windows).map(([, window]) => window);
  const from = spans.map((span) => span.from).toSorted()[0] ?? '';
  return {
    from,
    until:
      spans
        .map((span) => span.until)
        .toSorted()
        .at(-1) ?? from,
  };
}

/** Of an event: that it is of some kinds, in some days, a 287(g) event, and of one of the parts. */
export function isSelected(kinds: readonly EventKind[], { from, until }: DateWindow, parts: Parts = { by: 'office' }) {
  return (row: ExpressionBuilder<Pick<EventRow, 'event'>, 'event'>): Expression<SqlBool> =>
    row.and([
      row('event.kind', 'in', kinds),
      sql<SqlBool>`event.occurred_on >= ${from}::date and event.occurred_on < ${until}::date`,
      isProgramEvent(row),
      parts.by === 'office' ? sql<SqlBool>`true` : sql<SqlBool>`event.agreement_id = any(${parts.ids}::text[])`,
    ]);
}

/** The column of an event that tells of which part it is. */
export const partOf = ({ by }: Parts) => (by === 'office' ? 'event.office_code' : 'event.agreement_id');

/** Counts of each part; of offices also all of them together. */
export function withWhole(rows: readonly CountedCode[], { by }: Parts): readonly CountedCode[] {
  return by === 'office' ? addUpOffices(rows) : rows;
}

/** Rows in order of code and office by code points, whatever the collation of the database. */
export function inOrder<R extends Pick<CountedCode, 'code' | 'office'>>(rows: readonly R[]): readonly R[] {
  const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  return rows.toSorted((a, b) => compare(a.code, b.code) || compare(a.office ?? '', b.office ?? ''));
}

/**
 * Counts 287(g) events by each breakdown alone, in one scan: events are coded and counted by all breakdowns together
 * inside the database, and only the margins of single breakdowns leave it, for all offices together and for each. Plain
 * grouping throughout, so that sharded clusters can run it. Rows in order of kind, breakdown, code and office.
 */
export async function countEvents(
  source: Kysely<SourceSchema>,
  kinds: readonly EventKind[],
  breakdowns: readonly EventCode[],
  windows: Windows,
  parts: Parts,
): Promise<readonly CountedCode[]> {
  if (kinds.length === 0 || breakdowns.length === 0) return [];
  const row = expressionBuilder<EventRow, 'event' | 'evidence' | 'holder'>();
  const codes = breakdowns.map((_, at) => `b${at}`);
  const coded = eventsWithEvidence(source)
    .where(isSelected(kinds, spanOf(windows), parts))
    .select(['event.kind as counted', 'event.occurred_on as occurred_on', `${partOf(parts)} as office`])
    .select(breakdowns.map(({ code }, at) => sql<string>`${code(row)}`.as(`b${at}`)));
  const filtered = windowEntries(windows).map(
    ([, window], at) =>
      sql`(count(*) filter (where ${within(sql.ref('occurred_on'), window)}))::int as ${sql.ref(`w${at}`)}`,
  );
  const sums = countColumns(windows).map((column) => sql`sum(${sql.ref(column)})::int as ${sql.ref(column)}`);
  const margins = breakdowns.map(({ id }, at) => {
    const code = sql.ref(`b${at}`);
    return sql`select counted, ${sql.lit(id)}::text as breakdown, ${code} as code, office, ${sql.join(sums)}
      from cells group by counted, ${code}, office`;
  });
  const by = sql.join(['counted', 'office', ...codes].map((column) => sql.ref(column)));
  const { rows } = await sql<CountRow>`
    with coded as (${coded}),
    cells as materialized (select ${by}, ${sql.join(filtered)} from coded group by ${by})
    select * from (${sql.join(margins, sql` union all `)}) as margins
    order by counted collate "C", breakdown collate "C", code collate "C", office collate "C"`.execute(source);
  return withWhole(toCounted(windows, rows), parts);
}

/**
 * The same events counted once more without any breakdown or join, for all offices and for each: what the tables' totals
 * must equal.
 */
export async function countEventTotals(
  source: Kysely<SourceSchema>,
  kinds: readonly EventKind[],
  windows: Windows,
  parts: Parts,
): Promise<readonly CountedCode[]> {
  if (kinds.length === 0) return [];
  const part = partOf(parts);
  const filtered = windowEntries(windows).map(([, window], at) =>
    sql<number>`(count(*) filter (where ${within(sql.ref('event.occurred_on'), window)}))::int`.as(`w${at}`),
  );
  const rows = await source
    .selectFrom('enforcement_event as event')
    .where(isSelected(kinds, spanOf(windows), parts))
    .select('event.kind as counted')
    .select(sql<null>`null`.as('breakdown'))
    .select(sql<string>`'total'`.as('code'))
    .select(`${part} as office`)
    .select(filtered)
    .groupBy(['event.kind', part])
    .orderBy(sql`${sql.ref('event.kind')} collate "C"`)
    .orderBy(sql`${sql.ref(part)} collate "C"`)
    .execute();
  return withWhole(toCounted(windows, rows as unknown as readonly CountRow[]), parts);
}

/** Every code of all offices together, before the same of each: of what adds up over offices. */
export function addUpOffices(rows: readonly CountedCode[]): readonly CountedCode[] {
  const keyOf = ({ counted, breakdown, code }: CountedCode) => JSON.stringify([counted, breakdown, code]);
  return [...Map.groupBy(rows, keyOf).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const ids = Object.keys(first.counts) as readonly WindowId[];
    const sum = (id: WindowId) => same.reduce((total, { counts }) => total + (counts[id] ?? 0), 0);
    return [{ ...first, office: null, counts: Object.fromEntries(ids.map((id) => [id, sum(id)])) }, ...same];
  });
}

/** How many events of a kind one office had in one month. */
export interface CountedMonth {
  readonly counted: string;
  readonly office: string;
  readonly month: Month;
  readonly count: number;
}

/** Counts 287(g) events by month of a span of days. Rows in order of kind, office and month; months without any have none. */
export async function countEventMonths(
  source: Kysely<SourceSchema>,
  kinds: readonly EventKind[],
  days: DateWindow,
  parts: Parts,
): Promise<readonly CountedMonth[]> {
  if (kinds.length === 0) return [];
  const part = partOf(parts);
  return source
    .selectFrom('enforcement_event as event')
    .where(isSelected(kinds, days, parts))
    .select(['event.kind as counted', sql<string>`${sql.ref(part)}`.as('office')])
    .select(sql<Month>`to_char(event.occurred_on, 'YYYY-MM')`.as('month'))
    .select(sql<number>`count(*)::int`.as('count'))
    .groupBy(['event.kind', part, sql`3`])
    .orderBy(sql`${sql.ref('event.kind')} collate "C"`)
    .orderBy(sql`${sql.ref(part)} collate "C"`)
    .orderBy(sql`3`)
    .execute();
}
