import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { AgreementRow } from '../pipeline/measures/measure.ts';
import type { DateWindow, Month, WindowId } from '../pipeline/period.ts';
import type { SourceSchema } from './database.ts';
import { type CountedCode, type CountRow, inOrder, toCounted, type Windows, windowEntries, within } from './tallies.ts';

/** A breakdown of agreements as SQL. */
export interface AgreementCode {
  readonly id: string;
  readonly code: (row: ExpressionBuilder<AgreementRow, 'agreement' | 'agency'>) => Expression<string>;
}

/** All supervising offices together, each of them, or each of some agreements by id. */
export type AgreementParts = 'all' | 'each' | readonly string[];

/** What of the register is counted, and of what. */
export interface CountedAgreements {
  readonly counted: 'in-force' | 'pending' | 'began' | 'ended';
  readonly of: 'agreements' | 'agencies' | 'states';
}

/**
 * Counts agreements, or the agencies or states that hold them: in force or applied for on the last day of each window
 * (over all time: on any day of it), or begun or ended inside it: each end on its day, whether the agreement began again
 * later or not. Of every supervising office together, where one agency may have several, or of each; or each of some
 * agreements. Rows in order of code and office.
 */
export async function countAgreements(
  source: Kysely<SourceSchema>,
  what: CountedAgreements,
  breakdown: AgreementCode | null,
  windows: Windows,
  parts: AgreementParts = 'all',
): Promise<readonly CountedCode[]> {
  const unit = {
    // Each end counts, so that months add up to their year.
    agreements:
      what.counted === 'ended' ? sql`(agreement.agreement_id, history.valid_until)` : sql`agreement.agreement_id`,
    agencies: sql`agency.agency_id`,
    states: sql`agency.state`,
  }[what.of];
  const counts = windowEntries(windows).map(([id, window], at) =>
    sql<number>`(count(distinct ${unit}) filter (where ${holdsIn(what.counted, id, window)}))::int`.as(`w${at}`),
  );
  const row = expressionBuilder<AgreementRow, 'agreement' | 'agency'>();
  const code = breakdown === null ? sql<string>`'total'` : sql<string>`${breakdown.code(row)}`;
  const rows = await source
    .with('history', (db) =>
      db
        .selectFrom('agreement_status as span')
        .where('span.status', 'in', statusesOf(what.counted))
        .select([
          'span.agreement_id',
          'span.valid_from',
          'span.valid_until',
          'span.agency_id',
          sql<string>`min(span.valid_from) over (partition by span.agreement_id)`.as('first_active'),
          sql<string | null>`lead(span.valid_from) over (partition by span.agreement_id order by span.valid_from)`.as(
            'next_from',
          ),
        ]),
    )
    .selectFrom('agreement')
    .innerJoin('history', 'history.agreement_id', 'agreement.agreement_id')
    // An agreement may pass from one agency to another: each span names who held it.
    .innerJoin('agency', (join) =>
      join.on(sql<SqlBool>`agency.agency_id = coalesce(history.agency_id, agreement.agency_id)`),
    )
    .select(sql<string>`${sql.lit(`${what.counted}-${what.of}`)}`.as('counted'))
    .select(sql<string | null>`${sql.lit(breakdown?.id ?? null)}::text`.as('breakdown'))
    .select(code.as('code'))
    .select(sql<string | null>`${partIn(parts)}`.as('office'))
    .select(counts)
    .where(
      typeof parts === 'string' ? sql<SqlBool>`true` : sql<SqlBool>`agreement.agreement_id = any(${parts}::text[])`,
    )
    .groupBy([sql`3`, sql`4`])
    .execute();
  return inOrder(toCounted(windows, rows as unknown as readonly CountRow[]));
}

/** Of the spans that are read: what follows on a suspension is no end, unless it is neither active nor suspended. */
function statusesOf(counted: CountedAgreements['counted']): readonly string[] {
  switch (counted) {
    case 'pending':
      return ['pending'];
    case 'ended':
      return ['active', 'suspended'];
    case 'in-force':
    case 'began':
      return ['active'];
  }
}

function partIn(parts: AgreementParts): RawBuilder<string | null> {
  if (parts === 'all') return sql`null::text`;
  return parts === 'each' ? sql`coalesce(agreement.office_code, 'not-recorded')` : sql`agreement.agreement_id`;
}

function holdsIn(counted: CountedAgreements['counted'], id: WindowId | Month, window: DateWindow): RawBuilder<SqlBool> {
  // One span of each agreement speaks, because another may name another agency; of ends, the span before each.
  if (counted === 'began') {
    return sql<SqlBool>`history.valid_from = history.first_active and ${within(sql.ref('history.first_active'), window)}`;
  }
  if (counted === 'ended') {
    return sql<SqlBool>`(history.next_from is null or history.next_from > history.valid_until)
      and ${within(sql.ref('history.valid_until'), window)}`;
  }
  const begun = sql<SqlBool>`history.valid_from < ${window.until}::date`;
  if (id === 'all-time') {
    // The last span that began in time speaks: it ended no earlier than those before it.
    const isLast = sql<SqlBool>`history.next_from is null or history.next_from >= ${window.until}::date`;
    return sql<SqlBool>`${begun} and (${isLast}) and (history.valid_until is null or history.valid_until > ${window.from}::date)`;
  }
  return sql<SqlBool>`${begun} and (history.valid_until is null or history.valid_until >= ${window.until}::date)`;
}

/** Whether the sources say of each agreement which office supervises it. */
export async function everyAgreementHasOffice(source: Kysely<SourceSchema>): Promise<boolean> {
  const without = await source
    .selectFrom('agreement')
    .select('agreement_id')
    .where('office_code', 'is', null)
    .limit(1)
    .execute();
  return without.length === 0;
}
