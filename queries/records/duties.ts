import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { SourceSchema } from '../database.ts';
import { duties } from '../duties.ts';
import { columnsOf, daysBetween, newYorkDay, outcomeOf, type Relation } from './record.ts';

/** The limit of a duty in its own unit; NULL where the agreements give none. */
const limitOf = (code: RawBuilder<unknown>): RawBuilder<number | null> =>
  sql`(case ${code} ${sql.join(
    duties.map((duty) => sql`when ${sql.lit(duty.code)} then ${sql.lit(duty.limit)}::int`),
    sql` `,
  )} end)`;

/** Whole hours between two instants, a begun one counted as whole; NULL where either is not on record. */
const hoursBetween = (from: RawBuilder<unknown>, until: RawBuilder<unknown>): RawBuilder<number | null> =>
  sql`(case when ${until} >= ${from} then ceil(extract(epoch from ${until} - ${from}) / 3600) end)`;

/**
 * Seconds of Mondays through Fridays in New York up to an instant, from a Monday long ago. Exact: the clocks there change
 * on Sundays alone, so that every Monday to Friday has 24 hours.
 */
const weekdaySeconds = (instant: RawBuilder<unknown>): RawBuilder<number> => {
  const clock = sql`(${instant} at time zone 'America/New_York')`;
  const monday = sql`date_trunc('week', ${clock})`;
  return sql`((${monday}::date - date '1990-01-01') / 7 * 432000
    + least(extract(epoch from ${clock} - ${monday}), 432000))`;
};

/** Whole hours between two instants without those of Saturdays and Sundays in New York. */
const weekdayHoursBetween = (from: RawBuilder<unknown>, until: RawBuilder<unknown>): RawBuilder<number | null> =>
  sql`(case when ${until} >= ${from}
    then ceil((${weekdaySeconds(until)} - ${weekdaySeconds(from)}) / 3600) end)`;

/** Where a duty follows from a complaint: the day on which it counts, and how long it took. */
interface ComplaintDuty {
  readonly code: string;
  readonly on: RawBuilder<unknown>;
  readonly elapsed: RawBuilder<number | null>;
}

const receivedOn = newYorkDay(sql`complaint.received_at`);

const ofComplaints: readonly [ComplaintDuty, ...ComplaintDuty[]] = [
  {
    code: 'complaint-notice',
    on: receivedOn,
    elapsed: weekdayHoursBetween(sql`complaint.received_at`, sql`complaint.notified_at`),
  },
  {
    code: 'complaint-resolution',
    on: sql`complaint.resolved_on`,
    elapsed: daysBetween(receivedOn, sql`complaint.resolved_on`),
  },
  {
    code: 'investigation-result',
    on: sql`complaint.resolved_on`,
    elapsed: daysBetween(sql`complaint.resolved_on`, sql`complaint.result_reported_on`),
  },
];

/**
 * The duties that follow from complaints, which are covered apart from the others, on the day on which the time began. The
 * resolution counts on its own day: its 90 days are longer than a month, so that of the complaints received in one most
 * could not be judged at its end. The result of an investigation is owed from the day of resolution, and not before.
 */
export const complaintDuties: Relation = (source) => {
  const [first, ...others] = ofComplaints;
  return others.reduce((query, duty) => query.unionAll(complaintDuty(source, duty)), complaintDuty(source, first));
};

/**
 * Duties that have a time and are recorded one by one, on the day on which it began, with the hours that they took against
 * the limit of the agreements (`domain.md` §2.2). What is not recorded cannot be measured.
 */
export const dutiesPerformed: Relation = (source) => {
  const elapsed = hoursBetween(sql`performance.began_at`, sql`performance.met_at`);
  return source.selectFrom('duty_performance as performance').select(
    columnsOf({
      subject: sql`performance.performance_id`,
      agreement_id: sql`performance.agreement_id`,
      from_on: sql`performance.began_on`,
      code: sql`performance.duty`,
      outcome: outcomeOf(elapsed, limitOf(sql`performance.duty`)),
      elapsed,
    }),
  );
};

function complaintDuty(source: Kysely<SourceSchema>, { code, on, elapsed }: ComplaintDuty) {
  return source
    .selectFrom('complaint')
    .where(sql<boolean>`${on} is not null`)
    .select(
      columnsOf({
        subject: sql`complaint.complaint_id`,
        agreement_id: sql`complaint.agreement_id`,
        from_on: on,
        code: sql.lit(code),
        outcome: outcomeOf(elapsed, limitOf(sql.lit(code))),
        elapsed,
      }),
    );
}
