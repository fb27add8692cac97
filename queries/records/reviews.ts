import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import type { SourceSchema } from '../database.ts';
import type { Milestone } from '../oversight.ts';
import { activeSpans, lapsesOf } from './lapses.ts';
import { columnsOf, type Relation } from './record.ts';

type Kind = Milestone['kind'];

const milestones = (...kinds: readonly Kind[]): Relation => {
  return (source) =>
    source
      .selectFrom('milestone')
      .where('milestone.kind', 'in', kinds)
      .select(
        columnsOf({
          subject: sql`milestone.agreement_id`,
          agreement_id: sql`milestone.agreement_id`,
          from_on: sql`milestone.occurred_on`,
          code: sql`milestone.kind`,
        }),
      );
};

/** Meetings and reviews that were held, on the day, by kind (`domain.md` §2.1). */
export const meetingsHeld: Relation = milestones(
  'initial-review',
  'annual-meeting',
  'three-year-review',
  'steering-committee',
);

/** Addenda that were signed, on the day (`domain.md` §2.3). */
export const addenda: Relation = milestones('addendum');

/** Notices of suspension and of termination, on the day, by kind (`domain.md` §2.1). */
export const notices: Relation = milestones('suspension-notice', 'termination-notice');

/** Whether a template asks for meetings and an initial review: those of 2009 and 2013 do not (`domain.md` §2.1). */
const asksForMeetings = (template: RawBuilder<unknown>) =>
  sql<boolean>`coalesce(${template}, '2020') in ('2019', '2020', '2025')`;

/**
 * Active agreements whose meeting or review is overdue, by kind (`domain.md` §2.1 and §2.2). The annual meeting: one year
 * after the last one, or after the operational day, else the effective one, else the first on which the agreement was
 * active. The initial review: one year after the operational day, until it is held; never without such a day. Both are of
 * the jail enforcement and warrant service models alone, and of the templates since 2019: the annual meeting under the
 * template of the day, the initial review under the first that is recorded. Where none is, they are owed. The three-year
 * review: three years after the last one, or after signing, under jail enforcement agreements of the templates of 2020 and
 * 2025; an older agreement owes it from three years after the first day under one of them, because it did not before.
 */
export const meetingsOverdue: Relation = (source) => {
  const from = sql`greatest(lapse.from_on, active.valid_from)`;
  const until = sql`least(lapse.until_on, active.valid_until)`;
  const isOwed = sql<boolean>`(case lapse.code
    when 'three-year-review' then active.model = 'JEM' and active.template in ('2020', '2025')
    when 'initial-review' then active.model in ('JEM', 'WSO') and ${asksForMeetings(sql`active.first_template`)}
    else active.model in ('JEM', 'WSO') and ${asksForMeetings(sql`active.template`)} end)`;
  return source
    .selectFrom(lapsesOf(source, anchors(source)).as('lapse'))
    .innerJoin(activeSpans(source).as('active'), 'active.agreement_id', 'lapse.subject')
    .where(isOwed)
    .where(sql<boolean>`${from} < coalesce(${until}, 'infinity'::date)`)
    .select(
      columnsOf({
        subject: sql`lapse.subject`,
        agreement_id: sql`lapse.subject`,
        from_on: from,
        until_on: until,
        code: sql`lapse.code`,
      }),
    );
};

/** Years from a meeting, or from the day on which its time began, until it is due. */
const years = { 'annual-meeting': 1, 'initial-review': 1, 'three-year-review': 3 } as const;
const kinds = Object.keys(years) as readonly (keyof typeof years)[];

/** What was held, and the day on which the time of each kind begins, with the day on which it is due again. */
function anchors(source: Kysely<SourceSchema>) {
  const due = sql.join(
    kinds.map(
      (kind) => sql`when ${sql.lit(kind)} then (last.day + ${sql.lit(`${years[kind]} years`)}::interval)::date`,
    ),
    sql` `,
  );
  const held = source
    .selectFrom('milestone as held')
    .where('held.kind', 'in', kinds)
    .select(['held.agreement_id', 'held.kind as code', 'held.occurred_on as day', sql<boolean>`true`.as('is_held')]);
  return source
    .selectFrom(held.unionAll(beginnings(source)).as('last'))
    .select(['last.agreement_id as subject', 'last.code', 'last.day'])
    .select(
      // The initial review is held once.
      sql<IsoDate>`(case when last.is_held and last.code = 'initial-review' then 'infinity'::date
        else case last.code ${due} end end)`.as('due_on'),
    );
}

/** For each kind of meeting the day from which it is first due. */
function beginnings(source: Kysely<SourceSchema>) {
  const first = (kind: Kind) =>
    sql<IsoDate | null>`min(milestone.occurred_on) filter (where milestone.kind = ${sql.lit(kind)})`;
  const firsts = source
    .selectFrom('milestone')
    .groupBy('milestone.agreement_id')
    .select('milestone.agreement_id')
    .select([
      first('effective').as('effective'),
      first('operational').as('operational'),
      first('initial-review').as('reviewed'),
    ]);
  const active = source
    .selectFrom(activeSpans(source).as('span'))
    .groupBy(['span.agreement_id', 'span.signed_on'])
    .select(['span.agreement_id', 'span.signed_on', sql<IsoDate>`min(span.valid_from)`.as('day')])
    .select(sql<IsoDate | null>`min(span.valid_from) filter (where span.template in ('2020', '2025'))`.as('renewed'));
  const days = sql<{ readonly code: string; readonly day: IsoDate | null }>`(values
    ('annual-meeting', coalesce(first.operational, first.effective, active.day)),
    ('initial-review', case when first.reviewed <= first.operational then null else first.operational end),
    ('three-year-review', case when active.signed_on is not null then greatest(active.signed_on, active.renewed) end))`.as<'begun'>(
    sql`begun(code, day)`,
  );
  return source
    .selectFrom(active.as('active'))
    .leftJoin(firsts.as('first'), 'first.agreement_id', 'active.agreement_id')
    .crossJoinLateral(days)
    .where('begun.day', 'is not', null)
    .select([
      'active.agreement_id',
      'begun.code',
      sql<IsoDate>`begun.day`.as('day'),
      sql<boolean>`false`.as('is_held'),
    ]);
}
