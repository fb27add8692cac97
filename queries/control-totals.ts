import { expressionBuilder, type SqlBool, sql } from 'kysely';
import type { DateWindow } from '../pipeline/period.ts';
import { absences, type EventKind } from './codelists.ts';
import type { Exclusion } from './control-totals/exclusions.ts';
import { ownSchema, type Session } from './database.ts';
import type { EventTable } from './events.ts';
import { isProgramEvent } from './program.ts';
import { type Parts, partOf } from './tallies.ts';

/** Rows about one kind of event on some days: on record = counted + excluded. */
export interface ControlTotal {
  readonly kind: EventKind;
  /** What is recorded as the office, or the agreement; null: all offices together. */
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
  parts: Parts,
): Promise<readonly ControlTotal[]> {
  if (kinds.length === 0) return [];
  const asked = { kinds, days, parts };
  const selected = await countSelected(session, asked);
  const stored = schema === ownSchema ? await countStored(session, asked) : await countRows(session, asked);
  return kinds.toSorted().flatMap((kind) => {
    const offices = [...selected, ...stored].filter((row) => row.kind === kind).map(({ office }) => office);
    const told = parts.by === 'office' ? [null, ...[...new Set(offices)].toSorted()] : parts.ids;
    return told.map((office): ControlTotal => {
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

/** Which rows are told of. */
interface Asked {
  readonly kinds: readonly EventKind[];
  readonly days: DateWindow;
  readonly parts: Parts;
}

const isAsked = ({ kinds, days: { from, until }, parts }: Asked) =>
  sql<SqlBool>`event.kind in (${sql.join(kinds)})
    and event.occurred_on >= ${from}::date and event.occurred_on < ${until}::date
    and ${parts.by === 'office' ? sql`true` : sql`event.agreement_id = any(${parts.ids}::text[])`}`;

/** Of an event in whatever table: of which office or agreement it is. */
const partIn = ({ parts }: Asked) => sql<string>`${sql.ref(partOf(parts))}`;

const count = (condition = sql<SqlBool>`true`) => sql<number>`(count(*) filter (where ${condition}))::int`;

/** Of the rows that reach the report: 287(g) events, and those that are none. */
async function countSelected({ source }: Session, asked: Asked): Promise<readonly Selected[]> {
  const isProgram = sql<SqlBool>`(${isProgramEvent(expressionBuilder<{ event: EventTable }, 'event'>())}) is true`;
  const blanks = sql.join(absences.map(({ code }) => sql.lit(code)));
  const isBlank = sql<SqlBool>`(coalesce(event.program, 'unknown') in (${blanks})
    and coalesce(event.method, 'unknown') in (${blanks}))`;
  return source
    .selectFrom('enforcement_event as event')
    .where(isAsked(asked))
    .select(['event.kind as kind', partIn(asked).as('office')])
    .select([
      count(isProgram).as('counted'),
      count(sql`not ${isProgram} and ${isBlank}`).as('no-program'),
      count(sql`not ${isProgram} and not ${isBlank}`).as('other-program'),
    ])
    .groupBy(['event.kind', sql`2`])
    .execute();
}

/** All that was imported, whether it reaches the report or not. */
function countStored({ own }: Session, asked: Asked): Promise<readonly Stored[]> {
  return own
    .selectFrom('stored_event as event')
    .where(isAsked(asked))
    .select(['event.kind as kind', partIn(asked).as('office')])
    .select([count().as('onRecord'), count(sql`event.superseded`).as('superseded')])
    .groupBy(['event.kind', sql`2`])
    .execute();
}

/** All that a program's own database holds; which of several files it prefers is its own affair. */
function countRows({ source }: Session, asked: Asked): Promise<readonly Stored[]> {
  return source
    .selectFrom('enforcement_event as event')
    .where(isAsked(asked))
    .select(['event.kind as kind', partIn(asked).as('office')])
    .select([count().as('onRecord'), sql<number>`0`.as('superseded')])
    .groupBy(['event.kind', sql`2`])
    .execute();
}
