import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { ownSchema, type Session } from '../database.ts';
import { type ChargeTally, chargeTallies } from '../evidence.ts';
import { type OffenseGrouping, offenseGroupings } from '../offenses/groupings.ts';
import { isOffenseIn } from '../offenses.ts';

type Truth = Expression<SqlBool>;

/**
 * Of `charge` and its `event`: a conviction counts from its day on; one without a day was on record on the day of the
 * event, as the contract says.
 */
export const isConviction = sql<SqlBool>`(charge.status = 'convicted' and coalesce(charge.convicted_on <= event.occurred_on, true))`;
const isPending = sql<SqlBool>`(charge.status = 'pending')`;
/**
 * Of `charge` and its `event`: arrested for, charged with or convicted of it; what was resolved without a conviction is not counted. A conviction after
 * the event was an offense on its day if the charge was older, which may not be known.
 */
export const isOffense = sql<SqlBool>`(charge.status in ('arrested', 'pending', 'convicted') and case
  when charge.status = 'convicted' and charge.convicted_on > event.occurred_on then charge.charged_on <= event.occurred_on
  else true end)`;

const isOfClass = (offenseClass: 'felony' | 'misdemeanor'): Truth =>
  sql<SqlBool>`(nullif(charge.offense_class, 'unknown') = ${sql.lit(offenseClass)})`;
/** Every grouping, whichever a tally asks for. */
const groupings = Object.keys(offenseGroupings) as readonly OffenseGrouping[];
const isIn = (grouping: OffenseGrouping): Truth => sql<SqlBool>`${sql.ref(`offense.${grouping}`)}`;
const every = (...truths: readonly Truth[]): Truth => sql<SqlBool>`(${sql.join(truths, sql` and `)})`;
const some = (...truths: readonly Truth[]): Truth => sql<SqlBool>`(${sql.join(truths, sql` or `)})`;
const not = (truth: Truth): Truth => sql<SqlBool>`(not ${truth})`;

/** What the source states about an offense goes before what its code tells. */
const stated = (flag: Truth, byCode: Truth): Truth => sql<SqlBool>`coalesce(${flag}, ${byCode})`;
/**
 * The priorities of 2014 leave out state and local offenses of which status is an element: not those of federal law that
 * the agency's own codes of illegal entry and reentry name, 8 U.S.C. 1325 and 1326.
 */
const isLeftOutForStatus = sql<SqlBool>`(charge.ncic_code not in ('0301', '03AB') and ${stated(sql<SqlBool>`charge.immigration_status_element`, isIn('immigration-status'))})`;
const isDomesticViolence = stated(sql<SqlBool>`charge.domestic_violence`, isIn('domestic-violence'));
/** Sentenced to time in custody of 90 days or more, not suspended. */
const isLongCustody = sql<SqlBool>`(charge.sentence_days >= 90 and not charge.sentence_suspended)`;

/**
 * What each tally counts among the charges of an event: a condition with three values, `domain.md` §3.2. The groupings of
 * offenses are this program's own (`offenses.ts`).
 */
const conditions: Readonly<Record<ChargeTally, Truth>> = {
  convictions: isConviction,
  pending_charges: isPending,
  offenses: isOffense,
  felony_convictions: every(isConviction, isOfClass('felony')),
  misdemeanor_convictions: every(isConviction, isOfClass('misdemeanor')),
  aggravated_felony_convictions: every(isConviction, sql<SqlBool>`charge.aggravated_felony`),
  gang_element_convictions: every(isConviction, sql<SqlBool>`charge.gang_element`),
  non_status_felony_convictions: every(isConviction, isOfClass('felony'), not(isLeftOutForStatus)),
  significant_misdemeanor_convictions: every(
    isConviction,
    isOfClass('misdemeanor'),
    some(
      isDomesticViolence,
      isIn('sexual'),
      isIn('burglary'),
      isIn('firearm'),
      isIn('drug-distribution'),
      isIn('dui'),
      isLongCustody,
    ),
  ),
  // Misdemeanors other than minor traffic offenses and those of which status is an element, counted once an incident.
  other_misdemeanor_incidents: every(
    isConviction,
    isOfClass('misdemeanor'),
    not(isIn('traffic')),
    not(isLeftOutForStatus),
  ),
  violent_or_major_drug_offenses: every(isOffense, some(isIn('violent'), isIn('major-drug'))),
  minor_drug_or_property_offenses: every(isOffense, some(isIn('minor-drug'), isIn('property'))),
  illegal_entry_convictions: every(isConviction, isIn('illegal-entry')),
  illegal_reentry_convictions: every(isConviction, isIn('illegal-reentry')),
  mandatory_detention_offenses: every(
    isOffense,
    some(
      isIn('burglary'),
      isIn('theft'),
      isIn('assault-of-officer'),
      stated(sql<SqlBool>`charge.caused_death_or_serious_injury`, isIn('death-or-serious-injury')),
    ),
  ),
};

/**
 * A row of named truths about a charge, each worked out once and read by name. OFFSET keeps the planner from writing a
 * truth out again wherever it is read; and what depends on the code alone it remembers for the charges with the same code.
 */
const truths = (columns: readonly (readonly [name: string, truth: Truth])[]): RawBuilder<unknown> =>
  sql`lateral (select ${sql.join(columns.map(([name, truth]) => sql`${truth} as ${sql.ref(name)}`))} offset 0)`;

/** Whether the code of a charge is in each grouping. */
const groupingsOfCode = truths(
  groupings.map((grouping) => [grouping, isOffenseIn(grouping, sql.ref<string>('charge.ncic_code'))]),
);
/** Whether each tally counts a charge. */
const countedIn = truths(chargeTallies.map((tally) => [tally, conditions[tally]]));

/** Convictions without a recorded incident may all belong to one, or each to its own. */
const incidents = (counted: Truth, unrecorded: 'least' | 'most'): RawBuilder<number> => {
  const known = sql`count(distinct charge.incident) filter (where ${counted})`;
  const without = sql`count(*) filter (where ${counted} and charge.incident is null)`;
  return unrecorded === 'least' ? sql`greatest(${known}, least(${without}, 1))` : sql`(${known} + ${without})`;
};

function columnsOf(tally: ChargeTally): readonly RawBuilder<unknown>[] {
  const certainly = sql<SqlBool>`${sql.ref(`counted.${tally}`)}`;
  const possibly = sql<SqlBool>`(${certainly} is not false)`;
  const [certain, could] =
    tally === 'other_misdemeanor_incidents'
      ? [incidents(certainly, 'least'), incidents(possibly, 'most')]
      : [sql`count(*) filter (where ${certainly})`, sql`count(*) filter (where ${possibly})`];
  return [sql`${certain}::int as ${sql.ref(tally)}`, sql`${could}::int as ${sql.ref(`${tally}_possible`)}`];
}

/**
 * The rows of `criminal_record` as they follow from `criminal_charge` and `enforcement_event` of a schema: what our own
 * table is filled with, and what a program's own view must be.
 */
export function criminalRecordQuery(schema: string, only: RawBuilder<unknown> = sql``): RawBuilder<unknown> {
  return sql`
    select charge.event_id, ${sql.join(chargeTallies.flatMap(columnsOf), sql`,\n      `)}
    from ${sql.table(`${schema}.criminal_charge`)} as charge
    join ${sql.table(`${schema}.enforcement_event`)} as event on event.event_id = charge.event_id
    cross join ${groupingsOfCode} as offense
    cross join ${countedIn} as counted
    ${only}
    group by charge.event_id`;
}

/**
 * Brings the records of some events up to their charges, after these were stored or taken back.
 * @param events a query that gives their `event_id`; absent: all.
 */
export async function settleCriminalRecords({ own }: Session, events?: RawBuilder<unknown>): Promise<void> {
  const table = sql.table(`${ownSchema}.criminal_record`);
  const columns = sql.join(
    ['event_id', ...chargeTallies.flatMap((tally) => [tally, `${tally}_possible`])].map((name) => sql.ref(name)),
  );
  const stale = events === undefined ? sql`` : sql`where event_id in (${events})`;
  const only = events === undefined ? sql`` : sql`where charge.event_id in (${events})`;
  // Only with statistics does the planner see that few codes come again and again. Of these columns alone: the others
  // are in no condition of a join, and analyzing them costs as much as making the records.
  await sql`analyze ${sql.table(`${ownSchema}.criminal_charge`)} (event_id, ncic_code)`.execute(own);
  await sql`delete from ${table} ${stale}`.execute(own);
  await sql`insert into ${table} (${columns}) ${criminalRecordQuery(ownSchema, only)}`.execute(own);
  await sql`analyze ${table} (event_id)`.execute(own);
}
