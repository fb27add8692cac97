import { type Expression, type ExpressionBuilder, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { OffenseRow } from '../pipeline/measures/measure.ts';
import type { EventKind } from './codelists.ts';
import type { SourceSchema } from './database.ts';
import { isConviction, isOffense } from './evidence/criminal-record.ts';
import {
  type CountedCode,
  type CountRow,
  inOrder,
  isSelected,
  type Parts,
  partOf,
  spanOf,
  toCounted,
  type Windows,
  windowEntries,
  within,
  withWhole,
} from './tallies.ts';

/** Which of the offenses on record on the day of an event: `offenses` are the charges and the convictions. */
export type CountedOffenses = 'charges' | 'convictions' | 'offenses';

/** A breakdown of offenses as SQL. */
export interface OffenseCode {
  readonly id: string;
  readonly code: (row: ExpressionBuilder<OffenseRow, 'charge'>) => Expression<string>;
}

const isNoConviction = sql<SqlBool>`${isOffense} and ${isConviction} is not true`;
const counted: Readonly<Record<CountedOffenses, Expression<SqlBool>>> = {
  charges: isNoConviction,
  convictions: isConviction,
  offenses: isOffense,
};

/**
 * Counts the offenses on record about 287(g) events of a kind on their days, in the window of the event, for all offices
 * together and for each; in all where there is no breakdown. An offense of which it cannot be known whether it was on
 * record on the day is not counted. Rows in order of code and office.
 */
export async function countOffenses(
  source: Kysely<SourceSchema>,
  kind: EventKind,
  which: CountedOffenses,
  breakdown: OffenseCode | null,
  windows: Windows,
  parts: Parts,
): Promise<readonly CountedCode[]> {
  const row = expressionBuilder<OffenseRow, 'charge'>();
  const code = breakdown === null ? sql<string>`'total'` : sql<string>`${breakdown.code(row)}`;
  const rows = await source
    .selectFrom('enforcement_event as event')
    .innerJoin('criminal_charge as charge', 'charge.event_id', 'event.event_id')
    .where(isSelected([kind], spanOf(windows), parts))
    .where(counted[which])
    .select(sql<string>`${sql.lit(kind)}::text`.as('counted'))
    .select(sql<string | null>`${sql.lit(breakdown?.id ?? null)}::text`.as('breakdown'))
    .select(code.as('code'))
    .select(`${partOf(parts)} as office`)
    .select(countsIn(windows))
    .groupBy([sql`3`, partOf(parts)])
    .execute();
  return withWhole(inOrder(toCounted(windows, rows as unknown as readonly CountRow[])), parts);
}

/**
 * Counts 287(g) events of a kind by whether their offenses are listed on record: in a list that is `complete`, in one that
 * may be `incomplete`, or not at all (`not-recorded`), though their number may be. Rows in order of code and office.
 */
export async function countHistories(
  source: Kysely<SourceSchema>,
  kind: EventKind,
  breakdown: string,
  windows: Windows,
  parts: Parts,
): Promise<readonly CountedCode[]> {
  const rows = await source
    .selectFrom('enforcement_event as event')
    .leftJoin('evidence as fact', 'fact.event_id', 'event.event_id')
    .where(isSelected([kind], spanOf(windows), parts))
    .select(sql<string>`${sql.lit(kind)}::text`.as('counted'))
    .select(sql<string | null>`${sql.lit(breakdown)}::text`.as('breakdown'))
    .select((row) => {
      const charges = row.selectFrom('criminal_charge as charge').whereRef('charge.event_id', '=', 'event.event_id');
      return row
        .case()
        .when('fact.criminal_history_complete', '=', true)
        .then('complete')
        .when(row.exists(charges.select('charge.charge_number')))
        .then('incomplete')
        .else('not-recorded')
        .end()
        .as('code');
    })
    .select(`${partOf(parts)} as office`)
    .select(countsIn(windows))
    .groupBy([sql`3`, partOf(parts)])
    .execute();
  return withWhole(inOrder(toCounted(windows, rows as unknown as readonly CountRow[])), parts);
}

const countsIn = (windows: Windows) =>
  windowEntries(windows).map(([, window], at) =>
    sql<number>`(count(*) filter (where ${within(sql.ref('event.occurred_on'), window)}))::int`.as(`w${at}`),
  );
