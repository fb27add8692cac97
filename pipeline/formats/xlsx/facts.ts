import { signs } from '../../cell.ts';
import type { FactTable } from '../../compose.ts';
import { type IsoDate, isIsoDate } from '../../period.ts';
import type { Value } from './plan.ts';

const count = /^\d{1,3}(,\d{3})*$/;

const isZero = (text: string) => text === signs.zero.sign;

/** Excel counts days from 1900 and takes that year for a leap year: earlier days stay text. */
const isExcelDate = (text: string) => isIsoDate(text) && text >= '1900-03-01';

/** A date as a workbook holds it. */
export const dateValue = (date: IsoDate): Value =>
  isExcelDate(date) ? { kind: 'date', date } : { kind: 'text', text: date };

/** One type a column: numbers where every entry is a printed count, dates where every entry is one, else text. The first names its row. */
function columnValues(entries: readonly string[], isFirst: boolean): readonly Value[] {
  if (!isFirst && entries.every((entry) => count.test(entry) || isZero(entry))) {
    return entries.map((entry) => ({
      kind: 'number',
      value: isZero(entry) ? 0 : Number(entry.replaceAll(',', '')),
      unit: 'count',
    }));
  }
  if (!isFirst && entries.every(isExcelDate)) return entries.map((date) => ({ kind: 'date', date }));
  return entries.map((text) => ({ kind: 'text', text }));
}

/** The rows of a table of facts: the model holds them as printed, a workbook holds numbers as numbers and dates as dates. */
export function factValues(facts: FactTable): readonly (readonly Value[])[] {
  const columns = facts.columns.map((_header, at) =>
    columnValues(
      facts.rows.map((row) => row[at] ?? ''),
      at === 0,
    ),
  );
  return facts.rows.map((_row, at) => columns.map((values) => values[at] ?? { kind: 'text', text: '' }));
}
