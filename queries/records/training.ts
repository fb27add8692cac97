import { type Kysely, sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import type { SourceSchema } from '../database.ts';
import { courses } from '../personnel.ts';
import { lapsesOf } from './lapses.ts';
import { columnsOf, type Relation, recordColumns } from './record.ts';

/** Courses that officers completed, on the day (`domain.md` §7, O7). */
export const trainingsCompleted: Relation = (source) =>
  source
    .selectFrom('officer_training as training')
    .leftJoin('officer', 'officer.officer_id', 'training.officer_id')
    .select(
      columnsOf({
        subject: sql`training.officer_id`,
        agreement_id: sql`officer.agreement_id`,
        from_on: sql`training.completed_on`,
        code: sql`training.course`,
      }),
    );

/**
 * Courses that an active officer has not completed in time. Each of the eight annual courses is overdue from one year
 * after it was last completed, or after certification where it never was, until it is completed next or the authority
 * ends. The refresher is overdue from two years after the last one, or the initial training; where neither is on record,
 * after certification. The initial training itself is never overdue (OIG-18-77, footnote 7; `domain.md` §7, O7). A year
 * after 29 February ends on 28 February.
 */
export const trainingsOverdue: Relation = (source) => overdue(source);

/**
 * Authorities that were to be revoked because the refresher was not kept, on the first day of each lapse (ERO 13004.1 and
 * 13004.2; `domain.md` §7, O8). An officer who lapses twice is due twice.
 */
export const revocationsDue: Relation = (source) =>
  source
    .selectFrom(overdue(source).as('record'))
    .where('record.code', '=', 'refresher')
    .select([...recordColumns.filter((column) => column !== 'record.until_on'), sql<null>`null::date`.as('until_on')]);

function overdue(source: Kysely<SourceSchema>) {
  const from = sql`greatest(lapse.from_on, officer.certified_on)`;
  const until = sql`least(lapse.until_on, officer.ended_on)`;
  return source
    .selectFrom(lapsesOf(source, anchors(source)).as('lapse'))
    .innerJoin('officer', 'officer.officer_id', 'lapse.subject')
    .where('officer.certified_on', 'is not', null)
    .where(sql<boolean>`${from} < coalesce(${until}, 'infinity'::date)`)
    .select(
      columnsOf({
        subject: sql`officer.officer_id`,
        agreement_id: sql`officer.agreement_id`,
        from_on: from,
        until_on: until,
        code: sql`lapse.code`,
      }),
    );
}

/** What was completed, and the beginning of each officer's time where nothing was. */
function anchors(source: Kysely<SourceSchema>) {
  const due = (course: string, day: string) =>
    sql<IsoDate>`(${sql.ref(day)} + case when ${sql.ref(course)} = 'refresher' then interval '2 years'
      else interval '1 year' end)::date`.as('due_on');
  return source
    .selectFrom(completions(source).as('done'))
    .select(['done.officer_id as subject', 'done.course as code', 'done.day', due('done.course', 'done.day')])
    .unionAll(
      source
        .selectFrom(beginnings(source).as('begun'))
        .select(['begun.officer_id as subject', 'begun.course as code', 'begun.day', due('begun.course', 'begun.day')]),
    );
}

/** Completions that keep a course current; the initial training keeps the refresher. */
function completions(source: Kysely<SourceSchema>) {
  return source
    .selectFrom('officer_training as training')
    .select('training.officer_id')
    .select(sql<string>`case when training.course = 'initial' then 'refresher' else training.course end`.as('course'))
    .select('training.completed_on as day')
    .union(
      source
        .selectFrom('officer')
        .where('officer.trained_on', 'is not', null)
        .select('officer.officer_id')
        .select(sql<string>`'refresher'`.as('course'))
        .select(sql<IsoDate>`officer.trained_on`.as('day')),
    );
}

const recurring = courses.map(({ code }) => code).filter((code) => code !== 'initial');

/** The certification of each officer and course that was not completed before it. */
function beginnings(source: Kysely<SourceSchema>) {
  const first = source
    .selectFrom(completions(source).as('done'))
    .groupBy(['done.officer_id', 'done.course'])
    .select(['done.officer_id', 'done.course'])
    .select(sql<IsoDate>`min(done.day)`.as('day'));
  const rows = sql.join(recurring.map((code) => sql`(${sql.lit(code)}::text)`));
  return source
    .selectFrom('officer')
    .crossJoin(sql<{ readonly course: string }>`(values ${rows})`.as<'owed'>(sql`owed(course)`))
    .leftJoin(first.as('first'), (join) =>
      join.onRef('first.officer_id', '=', 'officer.officer_id').onRef('first.course', '=', 'owed.course'),
    )
    .where('officer.certified_on', 'is not', null)
    .where(sql<boolean>`(first.day is null or first.day > officer.certified_on)`)
    .select(['officer.officer_id', 'owed.course', sql<IsoDate>`officer.certified_on`.as('day')]);
}
