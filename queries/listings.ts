import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type DateWindow, fiscalYearOf, fiscalYearStart, lastDay } from '../pipeline/period.ts';
import type { SourceSchema } from './database.ts';
import { inspectionsOverdue } from './records/inspections.ts';
import type { Relation } from './records/record.ts';
import { meetingsOverdue } from './records/reviews.ts';

/** What is listed one by one, with facts about each. */
export const listingIds = [
  'agreements',
  'agreement-changes',
  'overdue-meetings',
  'installations',
  'inspections',
  'overdue-inspections',
] as const;
export type ListingId = (typeof listingIds)[number];

/** One thing of a listing. */
export interface ListedRow {
  /** Names it for ever within its listing. */
  readonly code: string;
  /** In the words of the row: the agency, in its own spelling. */
  readonly label: string;
  readonly agreement_id: string;
  /** The office that supervises the agreement; null: not recorded. */
  readonly office: string | null;
  /** By name; dates as `2020-06-30`; null: there is none, or none is recorded. */
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/** What is listed of all agreements, or of some. */
export type ListedAgreements = 'all' | readonly string[];

/** Which agreements are listed. */
const among = (agreements: ListedAgreements, column: RawBuilder<unknown>) =>
  agreements === 'all' ? sql`true` : sql`${column} = any(${agreements}::text[])`;

type Row = Record<string, string | number | null> & Omit<ListedRow, 'facts'>;

/**
 * What is on record of a listing at the end of a period, in order of the agency's state and name: `agreements` that were
 * applied for, in force or ended in it; their changes in it; the reviews and meetings, and the inspections, that are overdue
 * under them; installations requested since the start of the prior fiscal year, and inspections since the start of its fiscal
 * year. Nothing after the period is told.
 */
export async function readListing(
  source: Kysely<SourceSchema>,
  id: ListingId,
  period: DateWindow,
  agreements: ListedAgreements,
): Promise<readonly ListedRow[]> {
  const { tables, select } = queries[id];
  // A raw query names tables without their schema: each is handed in under its own name.
  const named = tables.map((table) => sql`${sql.id(table)} as (${source.selectFrom(table).selectAll()})`);
  const { rows } = await sql<Row>`with ${sql.join(named)}, ${select(period, agreements, source)}`.execute(source);
  return rows.map(({ code, label, agreement_id, office, ...facts }) => ({ code, label, agreement_id, office, facts }));
}

interface Listing {
  readonly tables: readonly (keyof SourceSchema)[];
  /** What follows the tables in the `with` clause. */
  readonly select: (
    period: DateWindow,
    agreements: ListedAgreements,
    source: Kysely<SourceSchema>,
  ) => RawBuilder<unknown>;
}

const agreementsAt: Listing['select'] = ({ from, until }, agreements) => sql`
  followed as (
    select *,
      lead(valid_from) over (partition by agreement_id order by valid_from) as next_from,
      -- A change of holder or template does not begin a status anew.
      case when lag(status) over (partition by agreement_id order by valid_from) = status
        and lag(valid_until) over (partition by agreement_id order by valid_from) = valid_from then 0 else 1 end as begins
    from agreement_status where valid_from < ${until}::date
  ),
  counted as (
    select *, sum(begins) over (partition by agreement_id order by valid_from) as stretch from followed
  ),
  span as (
    select *, min(valid_from) over (partition by agreement_id, stretch) as began from counted
  ),
  standing as (
    -- An application that is no longer on record never was an agreement.
    select *, case when valid_until < ${until}::date and status = 'pending' then 'lapsed'
        when valid_until < ${until}::date then 'ended' else status end as standing,
      case when valid_until < ${until}::date then valid_until else began end as since
    from span
    where next_from is null
      and (valid_until is null or valid_until >= ${from}::date)
      and (status in ('pending', 'active', 'suspended') or valid_from >= ${from}::date)
  ),
  dated as (
    select agreement_id,
      min(occurred_on) filter (where kind = 'effective') as effective_on,
      min(occurred_on) filter (where kind = 'operational') as operational_on,
      max(occurred_on) filter (where kind in ('initial-review', 'three-year-review')) as reviewed_on,
      max(occurred_on) filter (where kind = 'annual-meeting') as met_on,
      count(*) filter (where kind = 'addendum')::int as addenda
    from milestone where occurred_on < ${until}::date group by agreement_id
  ),
  expiry as (
    select agreement_id, max(occurred_on) as expires_on from milestone
    where kind = 'expires' and occurred_on >= ${until}::date group by agreement_id
  )
  select agreement.agreement_id as code, agency.name as label, agreement.agreement_id, agreement.office_code as office,
    agency.state, agency.county, agency.agency_type, agreement.model, standing.standing, standing.template,
    standing.since::text as since,
    case when agreement.signed_on < ${until}::date then agreement.signed_on::text end as signed_on,
    dated.effective_on::text as effective_on, dated.operational_on::text as operational_on,
    dated.reviewed_on::text as reviewed_on, dated.met_on::text as met_on, expiry.expires_on::text as expires_on,
    coalesce(dated.addenda, 0) as addenda
  from standing join agreement using (agreement_id)
  join agency on agency.agency_id = coalesce(standing.agency_id, agreement.agency_id)
  left join dated on dated.agreement_id = agreement.agreement_id
  left join expiry on expiry.agreement_id = agreement.agreement_id
  where ${among(agreements, sql`agreement.agreement_id`)}
  order by agency.state collate "C", agency.name collate "C", agreement.model collate "C",
    agreement.agreement_id collate "C"`;

const changesIn: Listing['select'] = ({ from, until }, agreements) => sql`
  span as (
    select agreement_id, status, valid_from, valid_until, agency_id,
      lag(status) over (partition by agreement_id order by valid_from) as before,
      lag(valid_until) over (partition by agreement_id order by valid_from) as before_until,
      lead(valid_from) over (partition by agreement_id order by valid_from) as next_from,
      min(valid_from) filter (where status = 'active') over (partition by agreement_id) as first_active
    from agreement_status
  ),
  change as (
    select agreement_id, agency_id, valid_from as changed_on, case
        -- A change of holder or template is none of standing.
        when status = before and before_until = valid_from then null
        when status = 'active' and valid_from > first_active then 'resumed'
        when status = 'active' then 'began'
        when status = 'pending' then 'applied'
        -- An application that came to nothing was no agreement; one that was no longer there has ended already.
        when status = 'terminated' and (before = 'pending' or before_until < valid_from) then null
        when status = 'terminated' then 'ended'
        else status end as change
    from span
    union all
    -- A register that is kept from lists knows only that an agreement is no longer there.
    select agreement_id, agency_id, valid_until, 'ended' from span
    where status in ('active', 'suspended') and valid_until is not null and (next_from is null or next_from > valid_until)
  )
  select change.agreement_id || ' ' || changed_on::text || ' ' || change as code, agency.name as label,
    agreement.agreement_id, agreement.office_code as office, agency.state, agreement.model, change, changed_on::text as changed_on
  from change join agreement using (agreement_id)
  join agency on agency.agency_id = coalesce(change.agency_id, agreement.agency_id)
  where change is not null and changed_on >= ${from}::date and changed_on < ${until}::date
    and ${among(agreements, sql`agreement.agreement_id`)}
  order by changed_on, agency.state collate "C", agency.name collate "C", change.agreement_id collate "C", change`;

const installationsTo: Listing['select'] = (period, agreements) => {
  const since = fiscalYearStart(fiscalYearOf(lastDay(period)) - 1);
  const until = sql`${period.until}::date`;
  const by = (column: string) => sql`case when ${sql.ref(column)} < ${until} then ${sql.ref(column)}::text end`;
  const isInstalled = sql`coalesce(installed_on < ${until}, false)`;
  const end = sql`case when ${isInstalled} then installed_on else ${until} - 1 end`;
  // A time that runs backward is a wrong day, and no time.
  const days = sql`case when ${end} >= signed_on then ${end} - signed_on end`;
  return sql`
    listed as (select * from installation
      where requested_on >= ${since}::date and requested_on < ${until})
    select installation_id as code, agency.name as label, agreement.agreement_id, agreement.office_code as office,
      agency.state, site, ${by('signed_on')} as signed_on, requested_on::text as requested_on,
      ${by('isa_signed_on')} as isa_signed_on, ${by('bids_closed_on')} as bids_closed_on,
      ${by('delivered_on')} as delivered_on, ${by('installed_on')} as installed_on, (${days})::int as days,
      case when ${days} is null and ${isInstalled} then 'not-measurable-installed'
        when ${days} is null then 'not-measurable'
        when ${isInstalled} and ${days} <= 180 then 'within'
        when ${isInstalled} then 'beyond'
        when ${days} <= 180 then 'outstanding'
        else 'outstanding-beyond' end as state_of_goal
    from listed join agreement using (agreement_id) join agency using (agency_id)
    where ${among(agreements, sql`agreement.agreement_id`)}
    order by agency.state collate "C", agency.name collate "C", installation_id collate "C"`;
};

const inspectionsTo: Listing['select'] = (period, agreements) => sql`
  listed as (select * from inspection
    where inspected_on >= ${fiscalYearStart(fiscalYearOf(lastDay(period)))}::date and inspected_on < ${period.until}::date)
  select inspection_id as code, agency.name as label, agreement.agreement_id, agreement.office_code as office,
    agency.state, agreement.model, inspected_on::text as inspected_on, rating, deficiencies,
    corrective_actions_open, corrective_actions_closed
  from listed join agreement using (agreement_id) join agency using (agency_id)
  where ${among(agreements, sql`agreement.agreement_id`)}
  order by inspected_on, agency.state collate "C", agency.name collate "C", inspection_id collate "C"`;

/** What stands overdue at the end of a period, with the day since when, and the last of its kind that was done before. */
const overdueAt =
  (relation: Relation, done: RawBuilder<unknown>): Listing['select'] =>
  ({ until }, agreements, source) =>
    sql`
  span as (
    select *, lag(until_on) over (partition by subject, code order by from_on) as before
    from (${source.selectFrom(relation(source).as('record')).selectAll()}) as record
  ),
  lasting as (
    -- Another template or holder does not begin it anew.
    select *, max(case when before is distinct from from_on then from_on end)
      over (partition by subject, code order by from_on) as since
    from span
  ),
  overdue as (
    select * from lasting where from_on < ${until}::date and (until_on is null or until_on >= ${until}::date)
  ),
  done as (${done}),
  last as (select overdue.agreement_id, overdue.code, max(done.day) as day from overdue
    join done on done.agreement_id = overdue.agreement_id and done.code = overdue.code and done.day < ${until}::date
    group by overdue.agreement_id, overdue.code)
  select overdue.agreement_id || ' ' || overdue.code as code, agency.name as label, agreement.agreement_id,
    agreement.office_code as office, agency.state, agreement.model, overdue.code as what,
    overdue.since::text as overdue_on, last.day::text as done_on
  from overdue join agreement using (agreement_id) join agency using (agency_id)
  left join last on last.agreement_id = overdue.agreement_id and last.code = overdue.code
  where ${among(agreements, sql`agreement.agreement_id`)}
  order by overdue.since, agency.state collate "C", agency.name collate "C", overdue.agreement_id collate "C",
    overdue.code collate "C"`;

const queries: Readonly<Record<ListingId, Listing>> = {
  agreements: { tables: ['agreement_status', 'milestone', 'agreement', 'agency'], select: agreementsAt },
  'agreement-changes': { tables: ['agreement_status', 'agreement', 'agency'], select: changesIn },
  'overdue-meetings': {
    tables: ['agreement', 'agency', 'milestone'],
    select: overdueAt(meetingsOverdue, sql`select agreement_id, kind as code, occurred_on as day from milestone`),
  },
  'overdue-inspections': {
    tables: ['agreement', 'agency', 'inspection'],
    select: overdueAt(
      inspectionsOverdue,
      sql`select agreement_id, 'overdue' as code, inspected_on as day from inspection`,
    ),
  },
  installations: { tables: ['installation', 'agreement', 'agency'], select: installationsTo },
  inspections: { tables: ['inspection', 'agreement', 'agency'], select: inspectionsTo },
};
