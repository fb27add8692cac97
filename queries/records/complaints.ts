import { sql } from 'kysely';
import { columnsOf, newYorkDay, type Relation } from './record.ts';

const complaint = { subject: sql`complaint.complaint_id`, agreement_id: sql`complaint.agreement_id` };
const receivedOn = newYorkDay(sql`complaint.received_at`);

/** Complaints on the day of receipt in New York, by source, and what was found of them so far (`domain.md` §7, O12). */
export const complaintsReceived: Relation = (source) =>
  source.selectFrom('complaint').select(
    columnsOf({
      ...complaint,
      from_on: receivedOn,
      code: sql`complaint.source`,
      outcome: sql`coalesce(complaint.finding, 'open')`,
    }),
  );

/** Complaints on the day of resolution, by finding. */
export const complaintsResolved: Relation = (source) =>
  source
    .selectFrom('complaint')
    .where('complaint.resolved_on', 'is not', null)
    .select(columnsOf({ ...complaint, from_on: sql`complaint.resolved_on`, code: sql`complaint.finding` }));

/** Complaints from the day on which they have been open for longer than the 90 days of the agreements, by source. */
export const complaintsOverdue: Relation = (source) => {
  const from = sql`(${receivedOn} + 91)`;
  return source
    .selectFrom('complaint')
    .where(sql<boolean>`(complaint.resolved_on is null or complaint.resolved_on > ${from})`)
    .select(
      columnsOf({ ...complaint, from_on: from, until_on: sql`complaint.resolved_on`, code: sql`complaint.source` }),
    );
};

/** Complaints from the day of receipt until they are resolved, by source; one that is resolved the same day never stands. */
export const complaintsOpen: Relation = (source) =>
  source
    .selectFrom('complaint')
    .where(sql<boolean>`(complaint.resolved_on is null or complaint.resolved_on > ${receivedOn})`)
    .select(
      columnsOf({
        ...complaint,
        from_on: receivedOn,
        until_on: sql`complaint.resolved_on`,
        code: sql`complaint.source`,
      }),
    );
