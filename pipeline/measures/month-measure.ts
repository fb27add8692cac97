import { sql } from 'kysely';
import { agencyMeasures } from '../../queries/agency-figures.ts';
import { type Month, monthInWords } from '../period.ts';
import type { RecordBreakdown } from './measure.ts';

/** The years whose months can be named: the clause on figures of the agencies is of 2009. */
const years = { first: 2009, last: 2060 };

const months = Array.from({ length: years.last - years.first + 1 }, (_, year) =>
  Array.from({ length: 12 }, (_each, month) => `${years.first + year}-${String(month + 1).padStart(2, '0')}` as Month),
).flat();

export const monthMeasure: RecordBreakdown = {
  id: 'month-measure',
  label: 'Month and measure',
  entity: 'record',
  definition: 'The month, and what the agency counts.',
  codes: months.flatMap((month) =>
    agencyMeasures.map(({ code, label }) => ({ code: `${month} ${code}`, label: `${monthInWords(month)}: ${label}` })),
  ),
  code: (row) => sql<string>`to_char(${row.ref('record.from_on')}, 'YYYY-MM') || ' ' || ${row.ref('record.code')}`,
};
