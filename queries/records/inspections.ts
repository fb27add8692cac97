import { type RawBuilder, sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import { activeSpans, lapsesOf } from './lapses.ts';
import { columnsOf, type Relation } from './record.ts';

const inspected = (amount?: RawBuilder<number>): Relation => {
  const facts = {
    subject: sql`inspection.inspection_id`,
    agreement_id: sql`inspection.agreement_id`,
    from_on: sql`inspection.inspected_on`,
    code: sql`inspection.rating`,
  };
  return (source) =>
    source.selectFrom('inspection').select(columnsOf(amount === undefined ? facts : { ...facts, amount }));
};

/** Inspections by the Office of Professional Responsibility, on the day, by rating (`domain.md` §7, O13). */
export const inspectionsMade: Relation = inspected();

/** The same with the number of deficiencies found. */
export const inspectionDeficiencies: Relation = inspected(sql`inspection.deficiencies`);

/** The same with the number of corrective actions that are open. */
export const correctiveActionsOpen: Relation = inspected(sql`inspection.corrective_actions_open`);

/** The same with the number of corrective actions that are closed. */
export const correctiveActionsClosed: Relation = inspected(sql`inspection.corrective_actions_closed`);

/**
 * Active agreements whose inspection is overdue: two years after the last one, or after the first day on which the
 * agreement was active, whichever is later, until the next. Not those of warrant service officers, for whom no mechanism
 * exists (GAO-21-186; `domain.md` §7, O13 and O15).
 */
export const inspectionsOverdue: Relation = (source) => {
  const days = source
    .selectFrom('inspection')
    .select(['inspection.agreement_id', 'inspection.inspected_on as day'])
    .union(
      source
        .selectFrom('agreement_status as span')
        .where('span.status', '=', 'active')
        .groupBy('span.agreement_id')
        .select(['span.agreement_id', sql<IsoDate>`min(span.valid_from)`.as('day')]),
    );
  const anchors = source
    .selectFrom(days.as('last'))
    .select(['last.agreement_id as subject', sql<string>`'inspection'`.as('code'), 'last.day'])
    .select(sql<IsoDate>`(last.day + interval '2 years')::date`.as('due_on'));
  const from = sql`greatest(lapse.from_on, active.valid_from)`;
  const until = sql`least(lapse.until_on, active.valid_until)`;
  return source
    .selectFrom(lapsesOf(source, anchors).as('lapse'))
    .innerJoin(activeSpans(source).as('active'), 'active.agreement_id', 'lapse.subject')
    .where('active.model', '<>', 'WSO')
    .where(sql<boolean>`${from} < coalesce(${until}, 'infinity'::date)`)
    .select(
      columnsOf({
        subject: sql`lapse.subject`,
        agreement_id: sql`lapse.subject`,
        from_on: from,
        until_on: until,
        code: sql`'overdue'`,
      }),
    );
};

/** Active agreements of warrant service officers, for whom there is no mechanism of inspection (GAO-21-186). */
export const inspectionsNotApplicable: Relation = (source) =>
  source
    .selectFrom(activeSpans(source).as('active'))
    .where('active.model', '=', 'WSO')
    .select(
      columnsOf({
        subject: sql`active.agreement_id`,
        agreement_id: sql`active.agreement_id`,
        from_on: sql`active.valid_from`,
        until_on: sql`active.valid_until`,
        code: sql`'not-applicable'`,
      }),
    );
