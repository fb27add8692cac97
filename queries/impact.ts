import {
  DummyDriver,
  type Expression,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { PipelineError } from '../pipeline/errors.ts';
import type { DateWindow } from '../pipeline/period.ts';
import type { EventKind } from './codelists.ts';
import type { SourceSchema } from './database.ts';
import { eventsWithEvidence } from './evidence/on-record.ts';
import { isSelected } from './tallies.ts';

/** Writes every value into the text: a recorded query is whole, and can be read and run as it stands. */
class LiteralCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    this.appendImmediateValue(value);
  }
}

/** Writes queries and runs none. */
const writer = new Kysely<SourceSchema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new LiteralCompiler(),
  },
});

/** Which events a determination is given. */
export interface DeterminedEvents {
  /** At least one. */
  readonly kinds: readonly EventKind[];
  readonly window: DateWindow;
}

/**
 * One query, complete and without parameters, that gives each 287(g) event of some kinds and days its determination:
 * `event_id`, `kind`, `determination`.
 * @param schema in which the contracts are read.
 */
export function writeDetermination(
  schema: string,
  determination: Expression<string>,
  { kinds, window }: DeterminedEvents,
): string {
  return eventsWithEvidence(writer.withSchema(schema))
    .where(isSelected(kinds, window))
    .select(['event.event_id', 'event.kind'])
    .select(sql<string>`${determination}`.as('determination'))
    .compile().sql;
}

/** How many events of a kind two classifications determine thus; null: not among the events of that one. */
export interface CountedPair {
  readonly kind: string;
  readonly recorded: string | null;
  readonly present: string | null;
  readonly events: number;
}

/**
 * Sets two queries of determinations side by side within one snapshot; only counts leave the database. In order of kind
 * and determinations.
 * @throws PipelineError `contract` where the recorded one no longer runs.
 */
export async function countPairs(
  source: Kysely<SourceSchema>,
  recorded: string,
  present: string,
): Promise<readonly CountedPair[]> {
  await proveRuns(source, recorded);
  const { rows } = await sql<CountedPair>`
    with recorded as (${sql.raw(recorded)}), present as (${sql.raw(present)}),
    pairs as (
      select coalesce(recorded.kind, present.kind) as kind, recorded.determination as recorded,
        present.determination as present
      from recorded full join present on present.event_id = recorded.event_id
    )
    select kind, recorded, present, count(*)::int as events from pairs group by kind, recorded, present
    order by kind collate "C", recorded collate "C", present collate "C"`.execute(source);
  return rows;
}

/** Reads no row: what no longer exists is found when the query is planned. */
async function proveRuns(source: Kysely<SourceSchema>, query: string): Promise<void> {
  try {
    await sql`select event_id, kind, determination from (${sql.raw(query)}) as recorded limit 0`.execute(source);
  } catch (cause) {
    const { code, message } = cause as { readonly code?: unknown; readonly message?: string };
    // Class 42 of SQLSTATE: a table, column or function is not there, or may not be read.
    if (typeof code !== 'string' || !code.startsWith('42')) throw cause;
    throw new PipelineError(
      'contract',
      `the recorded classification no longer runs on this database: ${message}`,
      'compare with the program that made the edition, or publish the next edition and compare from there',
      { cause },
    );
  }
}
