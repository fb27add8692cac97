import pg from 'pg';
import { PipelineError } from '../../pipeline/errors.ts';

type Parse = (text: string) => unknown;

const oid = {
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  numeric: 1700,
  textArray: 1009,
  int8Array: 1016,
  timestampArray: 1115,
  dateArray: 1182,
  timestamptzArray: 1185,
  numericArray: 1231,
} as const;

const asRecorded: Parse = (text) => text;

/** A count is a number; one that a number cannot hold exactly is refused, because a rounded count is a wrong one. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new PipelineError(
    'contract',
    `the whole number ${text} is too large to be held exactly`,
    'cast it to text or numeric in the query',
  );
}

// Stored before any of our overrides: it reads every offset that PostgreSQL prints, seconds included.
const readInstant: Parse = pg.types.getTypeParser(oid.timestamptz);

function instant(text: string): string {
  const read = readInstant(text);
  if (read instanceof Date && !Number.isNaN(read.getTime())) return read.toISOString();
  throw new PipelineError('contract', `"${text}" is not an instant`, 'store a time between the years 1 and 9999');
}

const readList = pg.types.getTypeParser(oid.textArray as number) as (text: string) => readonly (string | null)[];
const listOf =
  (parse: Parse): Parse =>
  (text) =>
    readList(text).map((entry) => (entry === null ? null : parse(entry)));

const parsers: ReadonlyMap<number, Parse> = new Map([
  [oid.int8, wholeNumber],
  [oid.date, asRecorded],
  [oid.timestamp, asRecorded],
  [oid.timestamptz, instant],
  [oid.interval, asRecorded],
  [oid.numeric, asRecorded],
  [oid.int8Array, listOf(wholeNumber)],
  [oid.timestampArray, listOf(asRecorded)],
  [oid.dateArray, listOf(asRecorded)],
  [oid.timestamptzArray, listOf(instant)],
  [oid.numericArray, listOf(asRecorded)],
]);

/**
 * How values leave either engine: a civil date is the string `YYYY-MM-DD`, an instant an ISO string in UTC with
 * milliseconds, `int8` a number (refused above 2^53), `numeric` and `interval` strings, `json` parsed. Nothing depends on
 * the process's time zone.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text') =>
    parsers.get(id) ?? pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
};
