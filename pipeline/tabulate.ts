import { absences, type Code, unmappedPrefix } from '../queries/codelists.ts';
import type { FieldOffice } from '../queries/offices.ts';
import type { CoverageSpan } from '../queries/provenance.ts';
import { type Cell, shareOf } from './cell.ts';
import type { Classification } from './classify.ts';
import { PipelineError } from './errors.ts';
import type { Extract, Tally } from './extract.ts';
import { type Breakdown, coverageOf, type Measure, windowsOf, windowsOn } from './measures/measure.ts';
import { comparisonWindows, type DateWindow, type Period, type WindowId } from './period.ts';
import { measuresOf, type ReportDefinition, type TableDefinition, tableId, tablesOf } from './reports/report.ts';
import { isRecorded, rowsOf } from './tabulate/rows.ts';

/** One measure by one breakdown in every window, with its margin; or the margin alone (`breakdown` null). */
export interface Table {
  readonly id: string;
  readonly measure: string;
  readonly breakdown: string | null;
  readonly scope: string;
  /** The windows that have columns, in order. */
  readonly windows: readonly WindowId[];
  /** In the order in which they are printed; the margin last. */
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** A code of the breakdown, `others`, or `total` for the margin. */
  readonly code: string;
  readonly label: string;
  readonly cells: Readonly<Partial<Record<WindowId, Cell>>>;
  /** Part of the period's total in percent. */
  readonly share: Cell;
}

const unavailable: Cell = { kind: 'unavailable' };

/**
 * Makes every table of a report from its tallies: the margin of each measure first, then the tables in the order of the
 * report. A window that the sources do not wholly cover is *unavailable*, whatever was counted in it.
 * @throws PipelineError `internal` where a table does not add up to the database's own total.
 */
export function tabulate(
  extract: Extract,
  definition: ReportDefinition,
  classification: Classification,
): readonly Table[] {
  const margins = measuresOf(definition).map((measure) => marginOf(measure, extract));
  const byMeasure = new Map(margins.map((margin) => [margin.measure, margin]));
  return [
    ...margins,
    ...tablesOf(definition).map((table) => {
      const margin = byMeasure.get(table.measure.id);
      if (margin === undefined)
        throw new PipelineError('internal', `no margin for ${table.measure.id}`, 'report this defect');
      return tableOf(table, margin, extract, classification);
    }),
  ];
}

function marginOf(measure: Measure, extract: Extract): Table {
  const tally = extract.tallies.find((each) => each.measure === measure.id && each.breakdown === null);
  const windows = windowsOn(measure, extract.period, extract.coverage);
  const ids = windowsOf(measure);
  const cells = Object.fromEntries(
    ids.map((id) => [
      id,
      isCovered(measure, id, windows[id], extract.coverage) ? countCell(tally?.counts[id] ?? 0) : unavailable,
    ]),
  );
  const total = { code: 'total', label: 'Total', cells, share: unavailable };
  return { id: measure.id, measure: measure.id, breakdown: null, scope: 'national', windows: ids, rows: [total] };
}

const countCell = (value: number): Cell => ({ kind: 'count', value });

/**
 * Whether the sources cover every day that a figure is about: the last day of its window for what is in force then, and
 * every day of it for what began, ended or ever was in force.
 */
export function isCovered(
  measure: Measure,
  id: WindowId,
  window: DateWindow,
  coverage: readonly CoverageSpan[],
): boolean {
  const spans = coverageOf(measure, coverage);
  const lastDayOnly = measure.entity === 'agreement' && measure.counted === 'in-force' && id !== 'all-time';
  if (lastDayOnly) return spans.some((span) => span.from < window.until && span.until >= window.until);
  let day = window.from;
  for (const span of spans) {
    if (span.from <= day && span.until > day) day = span.until;
  }
  return day >= window.until;
}

function tableOf(table: TableDefinition, margin: Table, extract: Extract, classification: Classification): Table {
  const { measure, by } = table;
  const tallies = extract.tallies.filter((tally) => tally.measure === measure.id && tally.breakdown === by.id);
  proveTotal(table, margin, tallies);
  const listed = codesOf(by, extract.period, extract.offices, classification);
  const names = new Map(
    [...listed, ...everyOther(by, extract, classification)].map(({ code, label }) => [code, label]),
  );
  const chosen = rowsOf(table, tallies, listed, margin);
  const rows = chosen.map(({ code, counts }) => ({
    code,
    label: code === 'others' ? 'All others' : labelOf(code, names),
    counts,
  }));
  const known = margin.windows.filter((id) => margin.rows[0]?.cells[id]?.kind === 'count');
  const recorded = known.filter((id) => isRecorded(id, tallies));
  const cellsOf = (code: string, counts: Tally['counts']) =>
    Object.fromEntries(
      margin.windows.map((id) => {
        const isKnown = (code === 'not-recorded' ? known : recorded).includes(id);
        return [id, isKnown ? countCell(counts[id] ?? 0) : unavailable];
      }),
    );
  const total = margin.rows[0]?.cells.period ?? unavailable;
  return {
    id: tableId(measure, by),
    measure: measure.id,
    breakdown: by.id,
    scope: margin.scope,
    windows: margin.windows,
    rows: [
      ...(known.length === 0 ? [] : rows).map(({ code, label, counts }) => {
        const cells = cellsOf(code, counts);
        return { code, label, cells, share: shareOf(cells.period ?? unavailable, total) };
      }),
      ...margin.rows.map((row) => ({ ...row, share: shareOf(total, total) })),
    ],
  };
}

/** Every breakdown is complete: its codes include the absences and the values outside our lists. */
function proveTotal({ measure, by }: TableDefinition, margin: Table, tallies: readonly Tally[]): void {
  for (const id of margin.windows) {
    const cell = margin.rows[0]?.cells[id];
    if (cell?.kind !== 'count') continue;
    const sum = tallies.reduce((total, tally) => total + (tally.counts[id] ?? 0), 0);
    if (sum !== cell.value) {
      throw new PipelineError(
        'internal',
        `${tableId(measure, by)}, window ${id}: the rows add up to ${sum}, the database's own total is ${cell.value}`,
        'do not publish; report this as a defect of report287',
      );
    }
  }
}

function codesOf(
  by: Breakdown,
  period: Period,
  offices: readonly FieldOffice[],
  classification: Classification,
): readonly Code[] {
  if (by.codes === 'determinations') return classification.labels('priority', period);
  if (by.codes !== 'field-offices') return by.codes;
  return offices
    .filter((office) => office.office_code !== 'HQ')
    .filter((office) => office.exists_from < period.until && (office.exists_until ?? period.until) > period.from)
    .map((office) => ({ code: office.office_code, label: office.name }));
}

/** Codes that a comparison window may hold although the period lists them not. */
function everyOther(by: Breakdown, extract: Extract, classification: Classification): readonly Code[] {
  if (by.codes === 'field-offices') {
    return extract.offices.map((office) => ({
      code: office.office_code,
      label: office.office_code === 'HQ' ? 'Headquarters (no area)' : office.name,
    }));
  }
  if (by.codes !== 'determinations') return [];
  const windows = comparisonWindows(extract.period);
  const starts = [windows['prior-fytd'].from, windows['year-earlier'].from, windows.previous.from].toSorted();
  return classification.labels('priority', { from: starts[0] ?? extract.period.from, until: extract.period.until });
}

function labelOf(code: string, names: ReadonlyMap<string, string>): string {
  if (code.startsWith(unmappedPrefix))
    return `Recorded as “${code.slice(unmappedPrefix.length)}” (not in the code list)`;
  return names.get(code) ?? absences.find((absence) => absence.code === code)?.label ?? `Code ${code}`;
}
