import { expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { EventRow } from '../pipeline/measures/measure.ts';
import type { DateWindow, Month } from '../pipeline/period.ts';
import { states } from './codelists.ts';
import { countries } from './countries.ts';
import type { SourceSchema } from './database.ts';
import { eventsWithEvidence } from './evidence/on-record.ts';
import { categories } from './offenses/categories.ts';
import { offenseCategoryOf } from './offenses/category-of.ts';
import { isSelected } from './tallies.ts';

/** A group of encounters that are alike in all that is told of them; never fewer than the threshold, never one person. */
export interface CaseGroup {
  /** Postal code of the state of the agency that held the agreement. */
  readonly state: string;
  readonly month: Month;
  /** A code of the offense categories. */
  readonly offense: string;
  /** What the agency's criminality says of the encounter: a conviction, or charges that are not resolved. */
  readonly basis: 'convicted' | 'charged';
  /** A code of the countries; `other`: citizens of countries that are not common. */
  readonly country: string;
  readonly count: number;
}

/** How far cases are generalised. */
export interface CaseLimits {
  /** The fewest encounters that may be told of as a group, and the fewest beside it that are not of it. */
  readonly threshold: number;
  /** A country is named where the period has so many encounters of its citizens in the nation. */
  readonly commonCountry: number;
  /** So many groups of each state at most. */
  readonly perState: number;
}

/** A group of ten, the usual threshold of the public release; countries as common as the ten that the report lists. */
export const caseLimits: CaseLimits = { threshold: 10, commonCountry: 50, perState: 5 };

/** One agency alone would be named by its state. */
const fewestAgencies = 2;

/** Not told: what is no offense of the person, says nothing, or is the record of a child. */
const untold: ReadonlySet<string> = new Set(['material-witness', 'general-crimes', 'juvenile-status']);

/** The offense categories that cases tell of, in the order of the classification. */
export const toldOffenses: readonly string[] = categories.map(({ code }) => code).filter((code) => !untold.has(code));

const listed = (codes: readonly string[]) => sql.join(codes.map((code) => sql.lit(code)));
const countryCodes = listed(countries.map(({ code }) => code));

/**
 * The 287(g) encounters of a period with an agreement's state, each as its group. A conviction is the most serious one on
 * record; of unresolved charges it is the one with the lowest code, so that the same record always gives the same.
 */
function generalised(source: Kysely<SourceSchema>, days: DateWindow) {
  const row = expressionBuilder<
    EventRow & { readonly pending: { readonly code: string | null } },
    'event' | 'holder' | 'pending'
  >();
  const charges = source
    .selectFrom('criminal_charge')
    .where('status', '=', 'pending')
    .where(
      sql<SqlBool>`${offenseCategoryOf(sql.ref('ncic_code'), expressionBuilder<SourceSchema, 'criminal_charge'>())} in (${listed(toldOffenses)})`,
    )
    .select(['event_id', sql<string>`min(ncic_code collate "C")`.as('code')])
    .groupBy('event_id');
  const basis = sql<string | null>`case ${sql.ref('event.criminality')}
    when 'convicted' then 'convicted' when 'pending-charges' then 'charged' end`;
  const code = sql<string | null>`case ${sql.ref('event.criminality')}
    when 'convicted' then ${sql.ref('event.most_serious_conviction')} when 'pending-charges' then ${sql.ref('pending.code')} end`;
  return eventsWithEvidence(source)
    .leftJoin(charges.as('pending'), 'pending.event_id', 'event.event_id')
    .where(isSelected(['encounter'], days))
    .select([
      sql<string | null>`holder.state`.as('state'),
      sql<string | null>`holder.agency_id`.as('agency'),
      sql<Month>`to_char(event.occurred_on, 'YYYY-MM')`.as('month'),
      sql<string>`event.citizenship`.as('citizenship'),
      basis.as('basis'),
      sql<string>`${offenseCategoryOf(code, row)}`.as('offense'),
    ]);
}

/**
 * Reads the groups of encounters of which a report may tell. Everything is generalised and counted in the database: no row
 * of a person leaves it. A group is told where it has the threshold of encounters and as many others of the same state,
 * month and country stand beside it (else to know that somebody was encountered there would be to know the offense), and
 * where two agencies of the state had encounters in the month. At most so many of each state: the state's largest offense
 * categories first, then the largest groups, then in order of code. Rows in order of state and of that rank.
 */
export async function readIllustrativeCases(
  source: Kysely<SourceSchema>,
  days: DateWindow,
  { threshold, commonCountry, perState }: CaseLimits,
): Promise<readonly CaseGroup[]> {
  const { rows } = await sql<CaseGroup>`
    with encounter as materialized (${generalised(source, days)}),
    common as (select citizenship from encounter where citizenship in (${countryCodes})
      group by citizenship having count(*) >= ${threshold}::int and count(*) >= ${commonCountry}::int),
    alike as (select encounter.state, encounter.agency, encounter.month, encounter.basis, encounter.offense,
        case when common.citizenship is not null then common.citizenship
          when encounter.citizenship in (${countryCodes}) then 'other' end as country
      from encounter left join common on common.citizenship = encounter.citizenship
      where encounter.state in (${listed(states.map(({ code }) => code))})),
    cell as (select state, month, country, basis, offense, count(*)::int as count
      from alike group by state, month, country, basis, offense),
    visible as (select state, month, country, sum(count)::int as count from cell group by state, month, country),
    agencies as (select state, month, count(distinct agency)::int as count from alike group by state, month),
    told as (select cell.state, cell.month, cell.offense, cell.basis, cell.country, cell.count
      from cell
      join visible on visible.state = cell.state and visible.month = cell.month and visible.country = cell.country
      join agencies on agencies.state = cell.state and agencies.month = cell.month
      where cell.basis is not null and cell.offense in (${listed(toldOffenses)})
        and cell.count >= ${threshold}::int and visible.count - cell.count >= ${threshold}::int
        and agencies.count >= ${fewestAgencies}::int),
    weighed as (select told.*, (sum(count) over (partition by state, offense))::int as weight from told),
    ranked as (select weighed.*, (row_number() over (partition by state order by weight desc, offense collate "C",
        count desc, basis collate "C" desc, country collate "C", month collate "C"))::int as place from weighed)
    select state, month, offense, basis, country, count from ranked where place <= ${perState}::int
    order by state collate "C", place`.execute(source);
  return rows;
}
