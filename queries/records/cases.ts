import { sql } from 'kysely';
import type { EventKind } from '../codelists.ts';
import { columnsOf, type Relation } from './record.ts';

/** The day of each event of a kind that is linked to an agreement, which makes it a 287(g) event (`queries/program.ts`). */
const eventsUnderAgreements = (kind: EventKind): Relation => {
  return (source) =>
    source
      .selectFrom('enforcement_event as event')
      .where('event.kind', '=', kind)
      .where('event.agreement_id', 'is not', null)
      .select(
        columnsOf({
          subject: sql`event.event_id`,
          agreement_id: sql`event.agreement_id`,
          from_on: sql`event.occurred_on`,
          code: sql.lit(kind),
        }),
      );
};

/** Encounters under agreements: the cases of the staffing model (OIG-18-77, footnote 3; `domain.md` §7, O1). */
export const agreementEncounters = eventsUnderAgreements('encounter');

/**
 * Of several changes on one day, for which no order is recorded: a person who was booked in was, and the detainer was
 * lifted because of it; one that was declined is lifted for no other reason (`domain.md` §6, the lift reason).
 */
const decisive = sql`case status when 'honored' then 1 when 'declined' then 2 else 3 end`;

/**
 * Detainers under agreements on the day of issue, by the last change that is on record, whenever it came; `pending` where
 * there is none (`domain.md` §6).
 */
export const agreementDetainers: Relation = (source) =>
  source
    .selectFrom('enforcement_event as event')
    .leftJoin(
      (from) =>
        from
          .selectFrom('event_status')
          .where('status', '<>', 'issued')
          .distinctOn('event_id')
          .select(['event_id', 'status'])
          .orderBy('event_id')
          .orderBy('occurred_on', 'desc')
          .orderBy(decisive)
          .as('last'),
      (join) => join.onRef('last.event_id', '=', 'event.event_id'),
    )
    .where('event.kind', '=', 'detainer')
    .where('event.agreement_id', 'is not', null)
    .select(
      columnsOf({
        subject: sql`event.event_id`,
        agreement_id: sql`event.agreement_id`,
        from_on: sql`event.occurred_on`,
        code: sql`coalesce(last.status, 'pending')`,
      }),
    );
