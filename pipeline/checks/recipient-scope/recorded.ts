import { type Cell, changeOf, percentChangeOf, shareOf } from '../../cell.ts';
import type { Column, ReportTable } from '../../compose.ts';
import { listedCode, readDetermination } from '../../determination.ts';
import type { Extract, Tally } from '../../extract.ts';
import { breakdowns, measures } from '../../measures/index.ts';
import type { Breakdown } from '../../measures/measure.ts';

/** The tallies of an edition by what was counted, so that each can be found at once. */
export interface Recorded {
  readonly extract: Extract;
  /** Every scope that has a tally, the nation first. */
  readonly scopes: readonly string[];
  readonly tallies: ReadonlyMap<string, readonly Tally[]>;
  readonly months: ReadonlyMap<string, number>;
  /** The tallies of places that were asked for before: a row has several cells. */
  readonly found: Map<string, readonly Tally[] | null>;
}

/** One place of a table: by the code of its row and the column. */
export interface Place {
  readonly table: ReportTable;
  readonly code: string;
  readonly column: Column;
}

type Window = keyof Tally['counts'];

const keyOf = (...parts: readonly (string | null)[]) => JSON.stringify(parts);

/** Puts the tallies of an edition in order. */
export function indexed(extract: Extract): Recorded {
  const { tallies, months } = extract;
  return {
    extract,
    scopes: [...new Set(['national', ...tallies.map(({ scope }) => scope)])],
    tallies: Map.groupBy(tallies, ({ scope, measure, breakdown }) => keyOf(scope, measure, breakdown)),
    months: new Map(
      months.map(({ scope, measure, code, month, count }) => [keyOf(scope, trendMeasure(measure, code), month), count]),
    ),
    found: new Map(),
  };
}

/** How open data name a column of a trend. */
const trendMeasure = (measure: string, code: string | null) =>
  code === null ? measure : `${measure}-${code.toLowerCase()}`;

/**
 * What stands in a place by the tallies of a scope, added up here once more; the column `national` is the nation's in
 * every document. Null: nothing on record tells whose figure such a place holds.
 */
export function recordedCell(place: Place, scope: string, recorded: Recorded): Cell | null {
  const { table, code, column } = place;
  const cell = (of: string, window: Window, from = scope) =>
    recordedCount({ ...place, code: of }, from, window, recorded);
  switch (column.id) {
    case 'national':
      return code === 'others' ? { kind: 'not-applicable' } : cell(code, 'period', 'national');
    case 'share':
      return worked(shareOf, cell(code, 'period'), cell('total', 'period'));
    case 'change':
      return worked(changeOf, cell(code, 'year-earlier'), cell(code, 'period'));
    case 'percent-change':
      return worked(percentChangeOf, cell(code, 'year-earlier'), cell(code, 'period'));
    default:
      if (column.open === null) return null;
      if (table.breakdown !== 'month') return cell(code, column.open.window as Window);
      return { kind: 'count', value: recorded.months.get(keyOf(scope, column.open.measure, code)) ?? 0 };
  }
}

const worked = (work: (a: Cell, b: Cell) => Cell, a: Cell | null, b: Cell | null): Cell | null =>
  a === null || b === null ? null : work(a, b);

function recordedCount(place: Place, scope: string, window: Window, recorded: Recorded): Cell | null {
  const tallies = rowAt(place, scope, recorded);
  return tallies === null ? null : { kind: 'count', value: added(tallies, window) };
}

/** The same for every cell of a row; what a table lists as others is its own. */
function rowAt(place: Place, scope: string, recorded: Recorded): readonly Tally[] | null {
  if (place.code === 'others') return talliesAt(place, scope, recorded);
  const key = keyOf(place.table.id, `${place.column.open?.measure ?? ''} ${place.code}`, scope);
  const known = recorded.found.get(key);
  if (known !== undefined) return known;
  const tallies = talliesAt(place, scope, recorded);
  recorded.found.set(key, tallies);
  return tallies;
}

const added = (tallies: readonly Tally[], window: Window) =>
  tallies.reduce((sum, { counts }) => sum + (counts[window] ?? 0), 0);

/** The total of a measure in a window, by the tallies of a scope. */
export function recordedTotal(measure: string, scope: string, window: Window, { tallies }: Recorded): number {
  return added(tallies.get(keyOf(scope, measure, null)) ?? [], window);
}

/** The count of one code of a breakdown, by the tallies of a scope. */
export function recordedRow(
  measure: string,
  { by, code }: { readonly by: Breakdown; readonly code: string },
  scope: string,
  window: Window,
  { tallies }: Recorded,
): number {
  const all = tallies.get(keyOf(scope, measure, talliedAs(by))) ?? [];
  return added(
    all.filter((tally) => tally.code === code),
    window,
  );
}

const talliedAs = (by: Breakdown) => (by.entity === 'event' ? (by.tallied ?? by.id) : by.id);

/** The tallies that a row is made of; null: the table is of no measure or breakdown of this program. */
function talliesAt({ table, code, column }: Place, scope: string, { tallies }: Recorded): readonly Tally[] | null {
  const of = (measure: string, breakdown: string | null) => tallies.get(keyOf(scope, measure, breakdown)) ?? [];
  if (table.breakdown === 'kind') {
    const measure = measures.find((each) => each.entity === 'event' && each.kind === code);
    return measure === undefined ? null : of(measure.id, null);
  }
  if (table.breakdown === 'measure') return measures.some(({ id }) => id === code) ? of(code, null) : null;
  const by = breakdowns.find(({ id }) => id === table.breakdown);
  // Of measures side by side, each column tells of its own.
  const measure = column.open?.measure ?? table.measure;
  if (by === undefined || !measures.some(({ id }) => id === measure)) return null;
  const all = of(measure, talliedAs(by));
  const { codes } = by;
  if (typeof codes === 'object' && 'kind' in codes) {
    if (code !== 'total') return all.filter((tally) => listedCode(tally.code, codes.part) === code);
    const block = blockOf(table, by);
    return all.filter((tally) => block === null || readDetermination(tally.code).block === block);
  }
  if (code === 'total') return of(measure, null);
  if (code !== 'others') return all.filter((tally) => tally.code === code);
  const rows = new Set(table.rows.map((row) => row.code));
  return all.filter((tally) => !rows.has(tally.code));
}

/** The regime, or the kind of gap, that a table by determinations is of; null: its rows do not tell. */
function blockOf({ id, measure, rows }: ReportTable, by: Breakdown): string | null {
  const whole = `${measure}-by-${by.id}`;
  if (id.startsWith(`${whole}-`)) return id.slice(whole.length + 1);
  const row = rows.find(({ code }) => code !== 'total');
  return row === undefined ? null : (row.code.split(':')[0] ?? null);
}
