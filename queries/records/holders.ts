import { type Kysely, sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import type { SourceSchema } from '../database.ts';

/**
 * Who held each agreement from when until when, from the beginning of the calendar to its end: an agreement may pass from
 * one agency to another. Before its first active day the first holder holds it, between active days the one before.
 */
export function holders(source: Kysely<SourceSchema>) {
  const spans = source
    .selectFrom('agreement_status as span')
    .innerJoin('agreement as moa', 'moa.agreement_id', 'span.agreement_id')
    .where('span.status', '=', 'active')
    .select(['span.agreement_id', 'span.valid_from'])
    .select(sql<string>`coalesce(span.agency_id, moa.agency_id)`.as('agency_id'));
  const compared = source
    .selectFrom(spans.as('span'))
    .selectAll('span')
    .select(
      sql<string | null>`lag(span.agency_id) over (partition by span.agreement_id order by span.valid_from)`.as(
        'before',
      ),
    );
  return source
    .selectFrom(compared.as('span'))
    .where(sql<boolean>`span.agency_id is distinct from span.before`)
    .select(['span.agreement_id', 'span.agency_id'])
    .select([
      sql<IsoDate>`(case when span.before is null then '-infinity'::date else span.valid_from end)`.as('held_from'),
      sql<IsoDate>`coalesce(lead(span.valid_from) over (partition by span.agreement_id order by span.valid_from),
        'infinity'::date)`.as('held_until'),
    ]);
}
