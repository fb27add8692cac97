import { type AliasableExpression, type Kysely, sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import type { SourceSchema } from '../database.ts';

/** Something that was done, or from which its time runs, and when it is due again. */
export interface Anchor {
  readonly subject: string;
  readonly code: string;
  readonly day: IsoDate;
  readonly due_on: IsoDate;
}

/** The days on which it was due again and not done: `until_on` null where it never was. Empty ones are among them. */
export interface Lapse {
  readonly subject: string;
  readonly code: string;
  readonly from_on: IsoDate;
  readonly until_on: IsoDate | null;
}

/** From the day on which each is due again until the next of the same subject and code. */
export function lapsesOf(
  source: Kysely<SourceSchema>,
  anchors: AliasableExpression<Anchor>,
): AliasableExpression<Lapse> {
  return source
    .selectFrom(anchors.as('anchor'))
    .select(['anchor.subject', 'anchor.code', 'anchor.due_on as from_on'])
    .select(
      sql<IsoDate | null>`lead(anchor.day) over (partition by anchor.subject, anchor.code order by anchor.day)`.as(
        'until_on',
      ),
    );
}

/** The days on which an agreement was active: suspended ones, and those on which it was only applied for, are not. */
export function activeSpans(source: Kysely<SourceSchema>) {
  return source
    .selectFrom('agreement_status as span')
    .innerJoin('agreement as moa', 'moa.agreement_id', 'span.agreement_id')
    .where('span.status', '=', 'active')
    .select([
      'span.agreement_id',
      'span.valid_from',
      'span.valid_until',
      'span.template',
      // Agreements before 2009 have none: the first that is on record.
      sql<string | null>`(array_remove(array_agg(span.template) over (partition by span.agreement_id
        order by span.valid_from rows between unbounded preceding and unbounded following), null))[1]`.as(
        'first_template',
      ),
      'moa.model',
      'moa.signed_on',
    ]);
}
