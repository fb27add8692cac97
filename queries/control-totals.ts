import { expressionBuilder, type SqlBool, sql } from 'kysely';
import type { DateWindow } from '../pipeline/period.ts';
import { absences, type EventKind } from './codelists.ts';
import type { Exclusion } from './control-totals/exclusions.ts';
import { ownSchema, type Session } from './database.ts';
import type { EventTable } from './events.ts';
import { isProgramEvent } from './program.ts';

/** Rows about one kind of event on some days: on record = counted + excluded. */
export interface ControlTotal {
  readonly kind: EventKind;
  /** What is recorded as the office; null: all of them together. */
  readonly office: string | null;
  /** Counted apart from the others, without regard to what becomes of a row. */
  readonly onRecord: number;
  /** 287(g) events. */
  readonly counted: number;
  readonly excluded: Readonly<Record<Exclusion, number>>;
}

interface OfOffice {
  readonly kind: string;
  readonly office: string;
}
type Selected = OfOffice & Readonly<Record<'counted' | 'no-program' | 'other-program', number>>;
type Stored = OfOffice & Readonly<Record<'onRecord' | 'superseded', number>>;

/**
 * Tells what becomes of the rows on record on some days, for all offices together and for each. Rows in order of kind and
 * office, all offices first; a kind without a row on record has zeros.
 */
export async function countControlTotals(
  session: Session,
  schema: string,
  kinds: readonly EventKind[],
  days: DateWindow,
): Promise<readonly ControlTotal[]> {
  if (kinds.length === 0) return [];
  const selected = await countSelected(session, kinds, days);
  const stored = schema === ownSchema ? await countStored(session, kinds, days) : await countRows(session, kinds, days);
  return kinds.toSorted().flatMap((kind) => {
    const offices = [...selected, ...stored].filter((row) => row.kind === kind).map(({ office }) => office);
    return [null, ...[...new Set(offices)].toSorted()].map((office): ControlTotal => {
      const isOf = (row: OfOffice) => row.kind === kind && (office === null || row.office === office);
      const own = { selected: selected.filter(isOf), stored: stored.filter(isOf) };
      return {
        kind,
        office,
        onRecord: sumOf(own.stored, 'onRecord'),
        counted: sumOf(own.selected, 'counted'),
        excluded: {
          superseded: sumOf(own.stored, 'superseded'),
          'no-program': sumOf(own.selected, 'no-program'),
          'other-program': sumOf(own.selected, 'other-program'),
        },
      };
    });
  });
}

function sumOf<K extends string>(rows: readonly Readonly<Record<K, number>>[], name: K): number {
  return rows.reduce((sum, row) => sum + row[name], 0);
}

const onDays = ({ from, until }: DateWindow) =>
  sql<SqlBool>`event.occurred_on >= ${from}::date and event.occurred_on < ${until}::date`;

const count = (condition = sql<SqlBool>`true`) => sql<number>`(count(*) filter (where ${condition}))::int`;

/** Of the rows that reach the report: 287(g) events, and those that are none. */
async function countSelected(
  { source }: Session,
  kinds: readonly EventKind[],
  days: DateWindow,
): Promise<readonly Selected[]> {
  const isProgram = sql<SqlBool>`(${isProgramEvent(expressionBuilder<{ event: EventTable }, 'event'>())}) is true`;
  const blanks = sql.join(absences.map(({ code }) => sql.lit(code)));
  const isBlank = sql<SqlBool>`(coalesce(event.program, 'unknown') in (${blanks})
    and coalesce(event.method, 'unknown') in (${blanks}))`;
  return source
    .selectFrom('enforcement_event as event')
    .where('event.kind', 'in', kinds)
    .where(onDays(days))
    .select(['event.kind as kind', 'event.office_code as office'])
    .select([
      count(isProgram).as('counted'),
      count(sql`not ${isProgram} and ${isBlank}`).as('no-program'),
      count(sql`not ${isProgram} and not ${isBlank}`).as('other-program'),
    ])
    .groupBy(['event.kind', 'event.office_code'])
    .execute();
}

/** All that was imported, whether it reaches the report or not. */
function countStored({ own }: Session, kinds: readonly EventKind[], days: DateWindow): Promise<readonly Stored[]> {
  return own
    .selectFrom('stored_event as event')
    .where('event.kind', 'in', kinds)
    .where(onDays(days))
    .select(['event.kind as kind', 'event.office_code as office'])
    .select([count().as('onRecord'), count(sql`event.superseded`).as('superseded')])
    .groupBy(['event.kind', 'event.office_code'])
    .execute();
}

/** All that a program's own database holds; which of several files it prefers is its own affair. */
function countRows({ source }: Session, kinds: readonly EventKind[], days: DateWindow): Promise<readonly Stored[]> {
  return source
    .selectFrom('enforcement_event as event')
    .where('event.kind', 'in', kinds)
    .where(onDays(days))
    .select(['event.kind as kind', 'event.office_code as office'])
    .select([count().as('onRecord'), sql<number>`0`.as('superseded')])
    .groupBy(['event.kind', 'event.office_code'])
    .execute();
}
