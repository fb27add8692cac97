import { absences, type Code, unmappedPrefix } from '../queries/codelists.ts';
import { type Cell, shareOf } from './cell.ts';
import type { Classification, RegimeBlock } from './classify.ts';
import { PipelineError } from './errors.ts';
import type { Extract, Tally } from './extract.ts';
import {
  type Breakdown,
  type Determinations,
  groundOf,
  isByDeterminations,
  type Measure,
  officesIn,
  talliedAs,
  windowsOf,
  windowsOn,
} from './measures/measure.ts';
import { daysWithin, isWithin, type Month, type WindowId } from './period.ts';
import {
  measuresOf,
  partsOf,
  type ReportDefinition,
  type TableDefinition,
  tableId,
  tablesOf,
} from './reports/report.ts';
import type { ReportWords } from './reports/words.ts';
import { blocksOf } from './tabulate/by-regime.ts';
import { isAvailable } from './tabulate/covered.ts';
import { proveParts, proveTotal } from './tabulate/proof.ts';
import { isRecorded, rowsOf } from './tabulate/rows.ts';
import { trendsIn } from './tabulate/trend.ts';

/** One measure by one breakdown in every window, with its margin; or the margin alone (`breakdown` null). */
export interface Table {
  readonly id: string;
  readonly measure: string;
  readonly breakdown: string | null;
  /** The regime whose determinations it lists, and which others the period has; null: it lists none. */
  readonly regime: { readonly label: string; readonly inForce: RegimeBlock['inForce']; readonly only: boolean } | null;
  /** `national`, or a field office. */
  readonly scope: string;
  /** The windows that have columns, in order. */
  readonly windows: readonly WindowId[];
  /** In the order in which they are printed; the margin last. */
  readonly rows: readonly TableRow[];
}

/** One row a month, one cell a column of its definition. */
export interface Trend {
  readonly id: string;
  readonly scope: string;
  readonly rows: readonly { readonly code: Month; readonly label: string; readonly cells: readonly Cell[] }[];
}

/** Everything that a report counts, of all scopes. */
export interface Tabulation {
  readonly tables: readonly Table[];
  readonly trends: readonly Trend[];
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
export function tabulate(extract: Extract, definition: ReportDefinition, classification: Classification): Tabulation {
  const byScope = Map.groupBy(extract.tallies, ({ scope }) => scope);
  const scopes = scopesOf(extract);
  const tables = scopes.flatMap((scope) =>
    tablesIn(scope, { ...extract, tallies: byScope.get(scope) ?? [] }, definition, classification),
  );
  for (const parts of partsOf(definition)) {
    for (const scope of scopes)
      proveParts(
        parts,
        tables.filter((table) => table.scope === scope),
      );
  }
  return { tables, trends: scopes.flatMap((scope) => trendsIn(scope, extract, definition)) };
}

/**
 * The tables of one scope, from its tallies alone: the margin of each measure, then the tables in the order of the report.
 * @throws PipelineError `internal` where one does not add up to the database's own total.
 */
export function tablesIn(
  scope: string,
  extract: Extract,
  definition: ReportDefinition,
  classification: Classification,
): readonly Table[] {
  const scoped = { ...extract, scope, words: definition.words.tables.rows };
  const margins = measuresOf(definition).map((measure) => marginOf(measure, scoped));
  const byMeasure = new Map(margins.map((margin) => [margin.measure, margin]));
  const tables = tablesOf(definition).filter((table) => table.scope === undefined || table.scope === scope);
  return [
    ...margins,
    ...tables.flatMap((table) => {
      const margin = byMeasure.get(table.measure.id);
      if (margin === undefined)
        throw new PipelineError('internal', `no margin for ${table.measure.id}`, 'report this defect');
      return tablesFrom(table, margin, scoped, classification);
    }),
  ];
}

/** What was read about one scope. */
type ScopedExtract = Extract & { readonly scope: string; readonly words: RowWords };

type RowWords = ReportWords['tables']['rows'];

/** The nation, then each field office that exists on a day of the period, in order; or the one agreement. */
export function scopesOf({
  period,
  offices,
  subject,
}: Pick<Extract, 'period' | 'offices' | 'subject'>): readonly string[] {
  if (subject !== null) return [subject.agreement_id];
  return ['national', ...officesIn(period, offices).map(({ office_code }) => office_code)];
}

function marginOf(measure: Measure, extract: ScopedExtract): Table {
  const { scope, words } = extract;
  const tally = extract.tallies.find((each) => each.measure === measure.id && each.breakdown === null);
  const windows = windowsOn(measure, extract);
  const ids = windowsOf(measure, groundOf(extract));
  const cells = Object.fromEntries(
    ids.map((id) => [
      id,
      isAvailable(measure, scope, id, windows[id], extract) ? countCell(tally?.counts[id] ?? 0) : unavailable,
    ]),
  );
  const total = { code: 'total', label: words.total, cells, share: unavailable };
  return {
    id: measure.id,
    measure: measure.id,
    breakdown: null,
    regime: null,
    scope,
    windows: ids,
    rows: [total],
  };
}

const countCell = (value: number): Cell => ({ kind: 'count', value });

/** One table; by determinations one for each regime of the period. */
function tablesFrom(
  table: TableDefinition,
  margin: Table,
  extract: ScopedExtract,
  classification: Classification,
): readonly Table[] {
  const { measure, by } = table;
  const tallies = extract.tallies.filter((tally) => tally.measure === measure.id && tally.breakdown === talliedAs(by));
  proveTotal(table, margin, tallies);
  const { codes } = by;
  if (!isByDeterminations(codes))
    return [
      tableOf(table, margin, tallies, {
        listed: codesOf(codes, extract),
        others: everyOther(codes, extract),
        rest: extract.words.others,
        // Charges and convictions are parts of one record: what one of them tells, it tells of both.
        told: measure.entity === 'offense' ? extract.tallies.filter(({ breakdown }) => breakdown === by.id) : tallies,
      }),
    ];
  const blocks = blocksOf({ codes }, tallies, extract.period, classification);
  return blocks.map(({ block, tallies: own }) => {
    const only = blocks.length === 1;
    const days = windowsOn(measure, extract);
    const held = block.inForce;
    // On no day of a window in force, its figures are not applicable, which is not zero.
    const isInForce = (id: WindowId) => held === null || daysWithin(days[id], held) > 0;
    const isWhole = margin.windows.every((id) => !isInForce(id) || (held !== null && isWithin(days[id], held)));
    const total = only && isWhole ? extract.words.total : extract.words.totalOfDays;
    const within = marginWithin(margin, own, total, isInForce);
    const listed = codes.part === 'rule' ? block.rules : block.categories;
    const made = tableOf(table, within, own, { listed, others: [], told: own, rest: extract.words.others });
    const regime = { label: block.label, inForce: block.inForce, only };
    return { ...made, id: only ? made.id : `${made.id}-${block.id}`, regime };
  });
}

/** What of a margin falls on the days of one regime. */
function marginWithin(
  margin: Table,
  tallies: readonly Tally[],
  label: string,
  isInForce: (id: WindowId) => boolean,
): Table {
  const cellOf = (id: WindowId): Cell => {
    const whole = margin.rows[0]?.cells[id] ?? unavailable;
    if (!isInForce(id)) return { kind: 'not-applicable' };
    return whole.kind === 'count' ? countCell(tallies.reduce((sum, { counts }) => sum + (counts[id] ?? 0), 0)) : whole;
  };
  const cells = Object.fromEntries(margin.windows.map((id) => [id, cellOf(id)]));
  return { ...margin, rows: margin.rows.map((row) => ({ ...row, label, cells })) };
}

interface TableWords {
  /** In the order in which they are listed. */
  readonly listed: readonly Code[];
  /** Words of codes that only a comparison window may hold. */
  readonly others: readonly Code[];
  /** The row of all codes that are not listed. */
  readonly rest: string;
  /** By which it is known whether a source says anything of the breakdown. */
  readonly told: readonly Tally[];
}

function tableOf(
  table: TableDefinition,
  margin: Table,
  tallies: readonly Tally[],
  { listed, others, rest, told }: TableWords,
): Table {
  const { measure, by } = table;
  const names = new Map([...listed, ...others].map(({ code, label }) => [code, label]));
  const chosen = rowsOf(table, tallies, listed, margin);
  const rows = chosen.map(({ code, counts }) => ({
    code,
    label: code === 'others' ? rest : labelOf(code, names),
    counts,
  }));
  const known = margin.windows.filter((id) => margin.rows[0]?.cells[id]?.kind === 'count');
  const recorded = known.filter((id) => isRecorded(id, told));
  const cellsOf = (code: string, counts: Tally['counts']) =>
    Object.fromEntries(
      margin.windows.map((id) => {
        const isKnown = (code === 'not-recorded' ? known : recorded).includes(id);
        return [id, isKnown ? countCell(counts[id] ?? 0) : reasonOf(margin, id)];
      }),
    );
  const total = margin.rows[0]?.cells.period ?? unavailable;
  return {
    id: tableId(measure, by),
    measure: measure.id,
    breakdown: by.id,
    regime: null,
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

/** Why a window has no figures. */
function reasonOf(margin: Table, id: WindowId): Cell {
  const cell = margin.rows[0]?.cells[id];
  return cell?.kind === 'not-applicable' ? cell : unavailable;
}

type ListedCodes = Exclude<Breakdown['codes'], Determinations>;

function codesOf(codes: ListedCodes, { period, offices }: Extract): readonly Code[] {
  if (codes !== 'field-offices') return codes;
  return officesIn(period, offices).map((office) => ({ code: office.office_code, label: office.name }));
}

/** Codes that a comparison window may hold although the period lists them not. */
function everyOther(codes: ListedCodes, { offices, words }: ScopedExtract): readonly Code[] {
  if (codes !== 'field-offices') return [];
  return offices.map((office) => ({
    code: office.office_code,
    label: office.office_code === 'HQ' ? words.headquarters : office.name,
  }));
}

function labelOf(code: string, names: ReadonlyMap<string, string>): string {
  if (code.startsWith(unmappedPrefix))
    return `Recorded as “${code.slice(unmappedPrefix.length)}” (not in the code list)`;
  return names.get(code) ?? absences.find((absence) => absence.code === code)?.label ?? `Code ${code}`;
}
