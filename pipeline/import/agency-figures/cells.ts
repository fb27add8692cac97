import { type AgencyMeasure, agencyMeasures, largestAgencyFigure } from '../../../queries/agency-figures.ts';
import { spellingIndex } from '../../../queries/spellings.ts';
import { unreachable } from '../../errors.ts';
import type { Month } from '../../period.ts';
import type { FilledCell } from './table.ts';

/** What a cell says, or why it says nothing that can be taken. */
export type Reading<T> = { readonly value: T } | { readonly reason: string };

/** What a cell that is not of the kind that its column asks for holds; never the content itself. */
function held(cell: FilledCell): string {
  switch (cell.kind) {
    case 'formula':
      return 'is a formula: put the value in its place';
    case 'error':
      return 'is an error of the spreadsheet program';
    case 'date':
      return 'is a date';
    case 'number':
      return 'is a number';
    case 'link':
      return 'is a link';
    case 'text':
      return 'is text';
    default:
      return unreachable(cell);
  }
}

const wanted = (cell: FilledCell, what: string): Reading<never> => ({
  reason: cell.kind === 'formula' ? held(cell) : `${held(cell)}, and must be ${what}`,
});

/** The id of an agreement. */
export function readAgreement(cell: FilledCell): Reading<string> {
  if (cell.kind === 'text') return { value: cell.text.trim() };
  return cell.kind === 'number' ? { value: String(cell.value) } : wanted(cell, 'the id of the agreement');
}

/** A month: `2020-06`, or any day of it where a spreadsheet program made a date of it. */
export function readMonth(cell: FilledCell): Reading<Month> {
  if (cell.kind === 'date') return { value: cell.date.slice(0, 7) as Month };
  const what = 'a month, as 2020-06';
  if (cell.kind !== 'text') return wanted(cell, what);
  const [, month] = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:-01)?$/.exec(cell.text.trim()) ?? [];
  return month === undefined ? { reason: `is not ${what}` } : { value: month as Month };
}

const measureOf = spellingIndex(
  'measures of agencies',
  agencyMeasures.map(({ code, label }) => [code, label, code] as const),
);

/** A measure, by its label or its code. */
export function readMeasure(cell: FilledCell): Reading<AgencyMeasure> {
  const what = 'one of the measures that the template lists';
  if (cell.kind !== 'text') return wanted(cell, what);
  const code = agencyMeasures.find((measure) => measure.code === measureOf(cell.text))?.code;
  return code === undefined ? { reason: `is not ${what}` } : { value: code };
}

/** A figure; `isText`: of a file in which all cells are text. */
export function readFigure(cell: FilledCell, isText: boolean): Reading<number> {
  const what = `a whole number from 0 to ${largestAgencyFigure.toLocaleString('en-US')}`;
  const isWritten = cell.kind === 'text' && isText && /^[+-]?\d{1,30}(\.\d{1,30})?$/.test(cell.text.trim());
  if (cell.kind !== 'number' && !isWritten) return wanted(cell, what);
  const value = cell.kind === 'number' ? cell.value : Number(cell.text.trim());
  if (value < 0) return { reason: `is negative, and must be ${what}` };
  if (value > largestAgencyFigure) return { reason: `is too large; it must be ${what}` };
  if (!Number.isInteger(value)) return { reason: `is a fraction, and must be ${what}` };
  return { value: value + 0 };
}
