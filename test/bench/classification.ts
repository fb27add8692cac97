import { type RawBuilder, sql } from 'kysely';
import { classify } from '../../pipeline/classify.ts';
import { gaps, regimes } from '../../pipeline/priorities/index.ts';
import { type Database, ownSchema, type Session } from '../../queries/database.ts';
import { eventsWithEvidence } from '../../queries/evidence/on-record.ts';
import { chargeTallies, evidenceContract, evidenceFacts } from '../../queries/evidence.ts';
import { openFresh, type Place } from './fresh-database.ts';
import { median, timed } from './stopwatch.ts';
import { alignedTable, count, seconds, times } from './table.ts';

/** What classifying and counting came to, beside the same join, scan and grouping without classification. */
export interface ClassificationFigures {
  readonly engine: string;
  readonly events: number;
  readonly classified: number;
  readonly bare: number;
  /** The first divided by the second. */
  readonly ratio: number;
}

/** The events of sixteen fiscal years, so that every regime has its share, each with a row of evidence and of tallies. */
export async function benchClassification(task: {
  readonly events: number;
  readonly rounds: number;
  readonly database: Place;
}): Promise<ClassificationFigures> {
  await using database = await openFresh(task.database);
  await database.transaction('read-write', (session) => fill(session, task.events));
  const classified: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= task.rounds; round += 1) {
    const took = await oneRound(database, task.events);
    // The first round warms the database.
    if (round === 0) continue;
    classified.push(took.classified);
    bare.push(took.bare);
  }
  const [with_, without] = [median(classified), median(bare)];
  const engine = `${database.engine} ${database.version}`;
  return { engine, events: task.events, classified: with_, bare: without, ratio: with_ / without };
}

async function oneRound(database: Database, events: number) {
  const { determination } = classify(regimes, gaps);
  return database.transaction('snapshot', async (session) => {
    const bare = await timed(() => counted(session, sql`fact.final_order::text || record.convictions::text`));
    const priority = await timed(() => counted(session, determination('priority')));
    if (bare.result !== events || priority.result !== events) throw new Error('not every event was counted');
    return { bare: bare.seconds, classified: priority.seconds };
  });
}

/** Counts events by office and one code more, as the report's scan does. Returns how many. */
async function counted({ source }: Session, code: unknown): Promise<number> {
  const coded = eventsWithEvidence(source).select([
    'event.office_code as office',
    sql<string>`${code}`.as('code'),
    'event.occurred_on as day',
  ]);
  const inYear = (year: number) =>
    sql`count(*) filter (where day >= ${`${year}-06-01`}::date and day < ${`${year}-07-01`}::date)`;
  const { rows } = await sql<{ events: number }>`
    with cells as materialized (
      select office, code, count(*) as events, ${inYear(2018)} as june, ${inYear(2017)} as june_before
      from (${coded}) as coded group by office, code
    )
    select sum(events)::int as events from cells`.execute(source);
  return rows[0]?.events ?? 0;
}

/** A value that follows from the number of the event: the same rows everywhere, and no two columns alike. */
const drawn = (column: number, below: number) =>
  sql`(hashint4(n * 31 + ${sql.lit(column)}) & 1023) % ${sql.lit(below)}`;

async function fill({ own }: Session, events: number): Promise<void> {
  const numbers = sql`generate_series(1, ${sql.lit(events)}) as n`;
  const table = (name: string) => sql.table(`${ownSchema}.${name}`);
  await sql`insert into ${table('stored_event')} (import_id, row_number, kind, occurred_on, office_code, program, method,
      disposition, citizenship, sex, birth_year_absence, criminality, threat_level, most_serious_conviction)
    select 1, n, 'encounter', '2009-10-01'::date + (n::bigint * 5844 / ${sql.lit(events)})::int,
      (array['ATL','DAL','HOU','MIA','NEW','PHO'])[1 + ${drawn(1, 6)}], '287G Program', 'not-recorded', 'not-recorded',
      'MEX', 'male', 'not-recorded',
      (array['convicted','pending-charges','other-violator','not-recorded'])[1 + ${drawn(2, 4)}],
      (array['1','2','3','none','not-recorded'])[1 + ${drawn(3, 5)}], 'not-recorded'
    from ${numbers}`.execute(own);
  const facts = evidenceFacts.map((fact, at) => sql`${recordedAs(fact, at + 10)} as ${sql.ref(fact)}`);
  const names = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));
  await sql`insert into ${table('evidence')} (event_id, ${names(evidenceFacts)}, import_id)
    select '1-' || n, ${sql.join(facts)}, 1 from ${numbers}`.execute(own);
  const tallies = chargeTallies.flatMap((tally, at) => [
    sql`${drawn(at + 100, 3)} as ${sql.ref(tally)}`,
    sql`${drawn(at + 100, 3)} + ${drawn(at + 200, 2)} as ${sql.ref(`${tally}_possible`)}`,
  ]);
  const columns = chargeTallies.flatMap((tally) => [tally, `${tally}_possible`]);
  await sql`insert into ${table('criminal_record')} (event_id, ${names(columns)})
    select '1-' || n, ${sql.join(tallies)} from ${numbers}`.execute(own);
  for (const name of ['stored_event', 'evidence', 'criminal_record']) await sql`analyze ${table(name)}`.execute(own);
}

/** Yes, no or not known for facts, most often no; a day about the event's for days; a small number for numbers. */
function recordedAs(fact: (typeof evidenceFacts)[number], column: number): RawBuilder<unknown> {
  if (fact.endsWith('_on') || fact.endsWith('_since')) {
    return sql`case when ${drawn(column, 3)} > 0 then '2009-01-01'::date + ${drawn(column, 1000)} * 6 end`;
  }
  const isNumber = evidenceContract.shape[fact].unwrap().type === 'number';
  return isNumber
    ? sql`case when ${drawn(column, 4)} = 0 then ${drawn(column + 50, 3)} end`
    : sql`case when ${drawn(column, 4)} > 0 then ${drawn(column + 50, 12)} = 0 end`;
}

/** The part of the output that is about classification. */
export function classificationTable(figures: readonly ClassificationFigures[]): string {
  return alignedTable(
    ['classifying and counting', 'events', 's', 'same join, scan and grouping, s', 'ratio'],
    figures.map(({ engine, events, classified, bare, ratio }) => [
      engine,
      count(events),
      seconds(classified),
      seconds(bare),
      times(ratio),
    ]),
  );
}
