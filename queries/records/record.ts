import { type AliasableExpression, type Kysely, type RawBuilder, sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import type { SourceSchema } from '../database.ts';

/** One administrative record in the form in which every relation gives it: on a day, or standing for some days. */
export interface RecordTable {
  /** What is counted where distinct ones are: the officer, the installation, the complaint … */
  readonly subject: string;
  /** null: of no agreement, as the post of a program manager. */
  readonly agreement_id: string | null;
  /** The office that supervises the agreement, or the post's own; null: not recorded. */
  readonly office_code: string | null;
  /** The day of which it is, or the first day on which it stands. */
  readonly from_on: IsoDate;
  /** First day on which it no longer stands; null: it stands on, or is of one day. */
  readonly until_on: IsoDate | null;
  readonly code: string;
  /** A second code, or the empty text. */
  readonly outcome: string;
  /** Whole hours or days, begun ones counted as whole; null: cannot be measured, or has none. */
  readonly elapsed: number | null;
  /** 1, except where figures are summed. */
  readonly amount: number;
}

/** A set of records as a query over the contracts of sources. */
export type Relation = (source: Kysely<SourceSchema>) => AliasableExpression<RecordTable>;

/** What a relation says of a record, each as SQL; what is absent is none, and one record is one. */
interface Facts {
  readonly subject: RawBuilder<unknown>;
  readonly agreement_id?: RawBuilder<unknown>;
  /** Absent: that of the agreement. */
  readonly office_code?: RawBuilder<unknown>;
  readonly from_on: RawBuilder<unknown>;
  readonly until_on?: RawBuilder<unknown>;
  readonly code: RawBuilder<unknown>;
  readonly outcome?: RawBuilder<unknown>;
  readonly elapsed?: RawBuilder<unknown>;
  readonly amount?: RawBuilder<unknown>;
}

const nothing = sql`null`;

/** The columns of a relation, each cast to the type that it has in all of them. */
export function columnsOf(facts: Facts) {
  return [
    sql<string>`(${facts.subject})::text`.as('subject'),
    sql<string | null>`(${facts.agreement_id ?? nothing})::text`.as('agreement_id'),
    sql<string | null>`(${facts.office_code ?? nothing})::text`.as('office_code'),
    sql<IsoDate>`(${facts.from_on})::date`.as('from_on'),
    sql<IsoDate | null>`(${facts.until_on ?? nothing})::date`.as('until_on'),
    sql<string>`(${facts.code})::text`.as('code'),
    sql<string>`(${facts.outcome ?? sql`''`})::text`.as('outcome'),
    sql<number | null>`(${facts.elapsed ?? nothing})::int`.as('elapsed'),
    sql<number>`(${facts.amount ?? sql`1`})::int`.as('amount'),
  ] as const;
}

/** The columns of records that another relation gave, under the name `record`. */
export const recordColumns = [
  'record.subject',
  'record.agreement_id',
  'record.office_code',
  'record.from_on',
  'record.until_on',
  'record.code',
  'record.outcome',
  'record.elapsed',
  'record.amount',
] as const;

/** Days from one date to another; NULL where either is not on record, or they are in the wrong order. */
export function daysBetween(from: RawBuilder<unknown>, until: RawBuilder<unknown>): RawBuilder<number | null> {
  return sql`(case when ${until} >= ${from} then ${until} - ${from} end)`;
}

/** The civil day in New York of an instant. */
export function newYorkDay(instant: RawBuilder<unknown>): RawBuilder<IsoDate | null> {
  return sql`((${instant} at time zone 'America/New_York')::date)`;
}

/** `within` a limit or `beyond` it, `no-limit` where there is none, and `not-measurable` first of all. */
export function outcomeOf(elapsed: RawBuilder<unknown>, limit: RawBuilder<unknown>): RawBuilder<string> {
  return sql`(case when ${elapsed} is null then 'not-measurable' when ${limit} is null then 'no-limit'
    when ${elapsed} <= ${limit} then 'within' else 'beyond' end)`;
}
