import { sql } from 'kysely';
import { columnsOf, daysBetween, type Relation } from './record.ts';

/**
 * Reviews of charging documents on the day of submission, by form and outcome, with the days to the review (`domain.md`
 * §7, O11). A document that was returned and submitted again has two.
 */
export const documentReviews: Relation = (source) =>
  source.selectFrom('document_review as review').select(
    columnsOf({
      subject: sql`review.review_id`,
      agreement_id: sql`review.agreement_id`,
      from_on: sql`review.submitted_on`,
      code: sql`review.form`,
      outcome: sql`review.outcome`,
      elapsed: daysBetween(sql`review.submitted_on`, sql`review.reviewed_on`),
    }),
  );
