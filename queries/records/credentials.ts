import { sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import { columnsOf, type Relation } from './record.ts';

/** Days since the last log-in from which a credential is at risk, and from which it is deactivated. */
const atRiskFrom = 21;
const deactivatedFrom = 31;

/**
 * Credentials of active officers by their state: active through the 20th day after the last log-in, at risk from the 21st
 * through the 30th, deactivated from the 31st until the next log-in (`domain.md` §7, O9). Certification counts as a log-in.
 */
export const credentials: Relation = (source) => {
  const logins = source
    .selectFrom('officer_login as login')
    .select(['login.officer_id', 'login.logged_in_on as day'])
    .union(
      source
        .selectFrom('officer')
        .where('officer.certified_on', 'is not', null)
        .select(['officer.officer_id', sql<IsoDate>`officer.certified_on`.as('day')]),
    );
  const spans = source
    .selectFrom(logins.as('login'))
    .innerJoin('officer', 'officer.officer_id', 'login.officer_id')
    .where(sql<boolean>`login.day >= officer.certified_on`)
    .where(sql<boolean>`(officer.ended_on is null or login.day < officer.ended_on)`)
    .select(['login.officer_id', 'officer.agreement_id', 'login.day'])
    .select(
      sql<IsoDate | null>`coalesce(lead(login.day) over (partition by login.officer_id order by login.day),
        officer.ended_on)`.as('until_on'),
    );
  const [risk, off] = [atRiskFrom, deactivatedFrom].map((days) => sql`last.day + ${sql.lit(days)}`);
  const states = sql<{ readonly code: string; readonly from_on: IsoDate; readonly until_on: IsoDate | null }>`(values
    ('active', last.day, least(${risk}, last.until_on)),
    ('at-risk', ${risk}, least(${off}, last.until_on)),
    ('deactivated', ${off}, last.until_on))`.as<'state'>(sql`state(code, from_on, until_on)`);
  return source
    .selectFrom(spans.as('last'))
    .crossJoinLateral(states)
    .where(sql<boolean>`(state.until_on is null or state.from_on < state.until_on)`)
    .select(
      columnsOf({
        subject: sql`last.officer_id`,
        agreement_id: sql`last.agreement_id`,
        from_on: sql`state.from_on`,
        until_on: sql`state.until_on`,
        code: sql`state.code`,
      }),
    );
};
