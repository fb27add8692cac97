import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { PipelineError } from '../pipeline/errors.ts';
import type { IsoDate } from '../pipeline/period.ts';
import type { SourceSchema } from './database.ts';
import { eventsWithEvidence } from './evidence/on-record.ts';
import { isProgramEvent } from './program.ts';

/** An event as it is shown to the operator: nothing that names a person or a place. */
export interface EventShown {
  readonly event_id: string;
  readonly kind: string;
  readonly occurred_on: IsoDate;
  readonly office_code: string;
  /** Whether the one selector takes it as a 287(g) event. */
  readonly is_287g: boolean;
  /** Template of the agreement under which it came about, on its day; null: not recorded. */
  readonly agreement_template: string | null;
}

/**
 * Finds one event by its id; null: there is none.
 * @throws PipelineError `contract` where the sources have it more than once.
 */
export async function findEvent(source: Kysely<SourceSchema>, eventId: string): Promise<EventShown | null> {
  const found = await shownEvents(source).where('event.event_id', '=', eventId).limit(2).execute();
  if (found.length > 1) {
    throw new PipelineError(
      'contract',
      `the event ${eventId} is on record more than once, and so counted more than once`,
      'give every event one row in enforcement_event, evidence and criminal_record, and its agreement one span a day',
    );
  }
  return found[0] ?? null;
}

/** Which events of a day are listed. */
export interface EventFilter {
  readonly kind?: string;
  /** As the tables by priority list it: `eo-13768-2017-01-25:C1`. */
  readonly category?: string;
}

/** An event of a day, and its category on the axis of priority. */
export type ListedEvent = EventShown & { readonly category: string };

/**
 * The first 287(g) events of a day, those that the tables by priority count before the others.
 * @param determination an expression that gives an event its determination, as `pipeline/determination.ts` writes it.
 */
export async function listEvents(
  source: Kysely<SourceSchema>,
  day: IsoDate,
  determination: Expression<string>,
  filter: EventFilter,
  limit: number,
): Promise<readonly ListedEvent[]> {
  const part = (at: number) => sql`split_part(${determination}, '|', ${sql.lit(at)})`;
  // A gap is its own category.
  const code = sql<string>`case when ${part(1)} = ${part(2)} then ${part(1)} else ${part(1)} || ':' || ${part(2)} end`;
  let events = shownEvents(source)
    .select(code.as('category'))
    .where(sql<SqlBool>`event.occurred_on = ${day}::date`)
    .where((row) => isProgramEvent(row));
  if (filter.kind !== undefined) events = events.where('event.kind', '=', filter.kind);
  if (filter.category !== undefined) events = events.where(sql<SqlBool>`${code} = ${filter.category}`);
  return events
    .orderBy(sql`array_position(array['encounter', 'administrative-arrest', 'detainer'], event.kind) nulls last`)
    .orderBy('event.kind')
    .orderBy(sql`event.event_id collate "C"`)
    .limit(limit)
    .execute();
}

function shownEvents(source: Kysely<SourceSchema>) {
  return eventsWithEvidence(source).select((row) => [
    'event.event_id',
    'event.kind',
    'event.occurred_on',
    'event.office_code',
    sql<boolean>`coalesce(${isProgramEvent(row)}, false)`.as('is_287g'),
    'evidence.agreement_template',
  ]);
}

/** What is asked of the database about one event and one axis: expressions over `event` and `evidence`. */
export interface Question {
  readonly verdicts: readonly Expression<SqlBool>[];
  /** Columns of the row of evidence. */
  readonly columns: readonly string[];
  readonly determination: Expression<string>;
}

/** A value of the row of evidence; null: cannot be known, or no bound. */
export type EvidenceValue = string | number | boolean | null;

/** The same, answered for one event. */
export interface Answered {
  /** In the order of the question; null: cannot be determined. */
  readonly verdicts: readonly (boolean | null)[];
  readonly evidence: Readonly<Record<string, EvidenceValue>>;
  readonly determination: string;
}

/** Answers a question about one event that is on record. */
export async function answer(source: Kysely<SourceSchema>, eventId: string, question: Question): Promise<Answered> {
  const row: Readonly<Record<string, EvidenceValue>> = await eventsWithEvidence(source)
    .where('event.event_id', '=', eventId)
    .select(sql<string>`${question.determination}`.as('determination'))
    .select(question.verdicts.map((verdict, at) => sql<boolean | null>`(${verdict})`.as(`verdict_${at}`)))
    .select(question.columns.map((column) => sql<EvidenceValue>`${sql.ref(`evidence.${column}`)}`.as(column)))
    .executeTakeFirstOrThrow();
  return {
    verdicts: question.verdicts.map((_, at) => (row[`verdict_${at}`] ?? null) as boolean | null),
    evidence: Object.fromEntries(question.columns.map((column) => [column, row[column] ?? null])),
    determination: String(row.determination),
  };
}
