import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { EventTable } from './events.ts';

/** Spellings of the program in the agency's final-program, apprehension-method and event-type columns, in lower case. */
const programSpellings = [
  '287(g) program',
  '287(g) program activities',
  '287g program',
  '287g task force',
  '287(g) task force',
] as const;

/**
 * The one selector of 287(g) events: the program, or the apprehension method, is on record as 287(g), or the event is
 * linked to a 287(g) agreement. Everything else that a source holds (other programs, blanks) is not counted.
 */
export function isProgramEvent(row: ExpressionBuilder<{ event: EventTable }, 'event'>): Expression<SqlBool> {
  return row.or([
    row(sql<string>`lower(${row.ref('event.program')})`, 'in', programSpellings),
    row(sql<string>`lower(${row.ref('event.method')})`, 'in', programSpellings),
    row('event.agreement_id', 'is not', null),
  ]);
}
