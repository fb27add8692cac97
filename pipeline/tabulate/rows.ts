import { absences, type Code, unmappedPrefix } from '../../queries/codelists.ts';
import type { Tally } from '../extract.ts';
import type { WindowId } from '../period.ts';
import type { TableDefinition } from '../reports/report.ts';
import type { Table } from '../tabulate.ts';

/** A row before its words: a code, or `others`. */
export interface CodedCounts {
  readonly code: string;
  readonly counts: Tally['counts'];
}

/** Real codes first, then values outside our lists, then the reasons why there is none, always in the same order. */
function rankOf(code: string): number {
  if (code.startsWith(unmappedPrefix)) return 1;
  const reason = absences.findIndex((absence) => absence.code === code);
  return reason < 0 ? 0 : 2 + reason;
}

/**
 * Whether a source says anything of this breakdown in a window. Where every event is `not-recorded` it does not, and the
 * other rows are not available: to print zero there would be a statement that nobody made.
 */
export function isRecorded(id: WindowId, tallies: readonly Tally[]): boolean {
  const counted = tallies.filter((tally) => (tally.counts[id] ?? 0) > 0);
  return counted.length === 0 || counted.some((tally) => tally.code !== 'not-recorded');
}

/** The rows of a table, in the order in which they are printed; the margin is not among them. */
export function rowsOf(
  table: TableDefinition,
  tallies: readonly Tally[],
  listed: readonly Code[],
  margin: Table,
): readonly CodedCounts[] {
  const shown = margin.windows.filter((id) => margin.rows[0]?.cells[id]?.kind === 'count');
  const counted = new Map(tallies.map((tally) => [tally.code, tally.counts]));
  const isPresent = (code: string) => shown.some((id) => (counted.get(code)?.[id] ?? 0) > 0);
  const listsAll = table.rows === 'listed' && shown.some((id) => isRecorded(id, tallies));
  const place = new Map(listed.map(({ code }, at) => [code, at]));
  const codes = [...new Set([...place.keys(), ...counted.keys()])].filter(
    (code) => isPresent(code) || (listsAll && place.has(code)),
  );
  const sizes = (code: string) => shown.map((id) => counted.get(code)?.[id] ?? 0);
  const bySize = (a: string, b: string) => {
    const at = sizes(a).findIndex((size, index) => size !== sizes(b)[index]);
    return at < 0 ? 0 : (sizes(b)[at] ?? 0) - (sizes(a)[at] ?? 0);
  };
  const byPlace = (a: string, b: string) =>
    (place.get(a) ?? place.size) - (place.get(b) ?? place.size) || (a < b ? -1 : 1);
  const ordered = codes
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (table.order === 'descending' ? bySize(a, b) : 0) || byPlace(a, b))
    .map((code) => ({ code, counts: counted.get(code) ?? {} }));
  return keepTop(table, ordered);
}

/** The first rows and the rest as one; absences stay rows of their own, because they are not "others". */
function keepTop(table: TableDefinition, rows: readonly CodedCounts[]): readonly CodedCounts[] {
  const real = rows.filter((row) => rankOf(row.code) === 0);
  const absent = rows.filter((row) => rankOf(row.code) >= 2);
  const rest = [...real.slice(table.top), ...rows.filter((row) => rankOf(row.code) === 1)];
  if (table.top === undefined || rest.length < 2) return rows;
  const ids = [...new Set(rest.flatMap((row) => Object.keys(row.counts)))] as readonly WindowId[];
  const counts = Object.fromEntries(ids.map((id) => [id, rest.reduce((sum, row) => sum + (row.counts[id] ?? 0), 0)]));
  return [...real.slice(0, table.top), { code: 'others', counts }, ...absent];
}
