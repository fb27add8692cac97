import { sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import { agencyMeasures } from '../agency-figures.ts';
import { isProgramEvent } from '../program.ts';
import { columnsOf, type Relation } from './record.ts';

const figure = {
  subject: sql`figure.agreement_id`,
  agreement_id: sql`figure.agreement_id`,
  from_on: sql`figure.month`,
  code: sql`figure.measure`,
};

/** What agencies counted themselves under an agreement, month and measure, with their figure (`domain.md` §2.1). */
export const agencyFigures: Relation = (source) =>
  source.selectFrom('agency_figure as figure').select(columnsOf({ ...figure, amount: sql`figure.figure` }));

/**
 * The same agreements, months and measures with the number of 287(g) events of the kind that the agency of record has
 * linked to the agreement in the month: what the agency's own figures are compared with. What an agency did not report is
 * not counted here either.
 */
export const agencyFiguresCompared: Relation = (source) => {
  const events = source
    .selectFrom('enforcement_event as event')
    .where(isProgramEvent)
    .where('event.agreement_id', 'is not', null)
    .where(
      'event.kind',
      'in',
      agencyMeasures.map(({ code }) => code),
    )
    .groupBy(['event.agreement_id', 'event.kind', sql`3`])
    .select(['event.agreement_id', 'event.kind'])
    .select(sql<IsoDate>`date_trunc('month', event.occurred_on::timestamp)::date`.as('month'))
    .select(sql<number>`count(*)::int`.as('events'));
  return source
    .selectFrom('agency_figure as figure')
    .leftJoin(events.as('own'), (join) =>
      join
        .onRef('own.agreement_id', '=', 'figure.agreement_id')
        .onRef('own.kind', '=', 'figure.measure')
        .onRef('own.month', '=', 'figure.month'),
    )
    .select(columnsOf({ ...figure, amount: sql`coalesce(own.events, 0)` }));
};

/** The same agreements, months and measures, whatever the figures are: zero is a figure too. */
export const agencyReports: Relation = (source) =>
  source.selectFrom('agency_figure as figure').select(columnsOf(figure));
