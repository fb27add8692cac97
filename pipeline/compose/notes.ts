import { cellNumber } from '../cell.ts';
import type { Block, EditionContext, FactTable, ReportTable } from '../compose.ts';
import type { Extract } from '../extract.ts';
import { type Breakdown, isStock, type Measure, windowsOf, windowsOn } from '../measures/measure.ts';
import { comparisonWindows, dateInWords, windowInWords } from '../period.ts';
import { measuresOf, type ReportDefinition, tablesOf } from '../reports/report.ts';
import type { Table } from '../tabulate.ts';
import type { Drawn } from './drawn.ts';
import { columnHeader, windowDescriptions, windowHeader } from './headers.ts';
import { regimeNotes, undecidedRules } from './regimes.ts';
import { composeRevisions, type RevisionNames, type Revisions } from './revisions.ts';

const whole = new Intl.NumberFormat('en-US');

/** The tables of a document: in its sections, and those that are left out because they have no figure. */
export interface PrintedTables {
  readonly shown: readonly ReportTable[];
  readonly unavailable: readonly ReportTable[];
}

/** The notes of a document: method, definitions, regimes, sources, data quality, changes. */
export function composeNotes(
  definition: ReportDefinition,
  extract: Extract,
  { classification, disclosure }: Pick<EditionContext, 'classification' | 'disclosure'>,
  revisions: Revisions | undefined,
  { scope, tables }: Pick<Drawn, 'scope' | 'tables'>,
  printed: PrintedTables,
): readonly Block[] {
  return [
    heading('method', 'Method'),
    { kind: 'list', items: [...definition.method, disclosure] },
    heading('definitions', 'What is counted, and by what'),
    { kind: 'definitions', entries: definitionsOf(definition, printed) },
    heading('windows', 'Periods compared'),
    { kind: 'definitions', entries: windowEntries(definition, extract) },
    ...regimeNotes(definition, classification, extract),
    heading('sources', 'Sources'),
    ...sourceNotes(extract),
    heading('data-quality', 'Data quality'),
    { kind: 'list', items: [...qualityNotes(definition, extract, tables), ...unprinted(printed)] },
    ...undecidedRules(definition, extract, scope, classification),
    ...(revisions === undefined
      ? []
      : [
          heading('revisions', `Changes since edition ${revisions.since}`),
          ...composeRevisions(revisions, namesOf(definition, extract, printed)),
        ]),
    heading('changes', 'Changes to rules, measures and sources'),
    definition.changes.length === 0
      ? {
          kind: 'paragraph',
          text: 'No rule, measure or kind of source has changed since this report was first issued.',
        }
      : { kind: 'list', items: definition.changes.map(({ on, what }) => `${dateInWords(on)}: ${what}`) },
  ];
}

function unprinted({ unavailable }: PrintedTables): readonly string[] {
  const titles = unavailable.map((table) => table.title).join('; ');
  return titles === '' ? [] : [`Tables without a figure, which are not printed: ${titles}.`];
}

function namesOf(definition: ReportDefinition, { period, coverage }: Extract, printed: PrintedTables): RevisionNames {
  const measures = new Map(measuresOf(definition).map((measure) => [measure.id, measure]));
  const titles = new Map([
    ...printed.unavailable.map((table) => [table.id, table.title] as const),
    ...printed.shown.map((table) => [table.id, `Table ${table.number}, ${table.title}`] as const),
  ]);
  return {
    table: (id) => titles.get(id) ?? `${id} (no longer in this report)`,
    measure: (id) => measures.get(id)?.label ?? id,
    window: (id, window) => {
      const measure = measures.get(id);
      if (measure === undefined) return window;
      return columnHeader(window, { measure, days: windowsOn(measure, period, coverage) }, period);
    },
  };
}

function heading(id: string, text: string): Block {
  return { kind: 'heading', id: `notes-${id}`, text };
}

/** Of every measure, and of every breakdown by which the document has a table. */
function definitionsOf(definition: ReportDefinition, { shown, unavailable }: PrintedTables) {
  const used = new Set([...shown, ...unavailable].map(({ breakdown }) => breakdown));
  const measures: readonly Measure[] = measuresOf(definition);
  const breakdowns: readonly Breakdown[] = [
    ...new Map(tablesOf(definition).map((table) => [table.by.id, table.by])).values(),
  ];
  return [...measures, ...breakdowns.filter(({ id }) => used.has(id))].map((each) => ({
    term: each.label,
    meaning: each.definition,
  }));
}

function windowEntries(definition: ReportDefinition, extract: Extract) {
  const { period } = extract;
  const windows = comparisonWindows(period);
  const ids = ['period', 'previous', 'year-earlier', 'fytd', 'prior-fytd'] as const;
  return [
    ...ids.map((id) => ({
      term: windowHeader(id, windows[id], period),
      meaning: `${windowInWords(windows[id])}: ${windowDescriptions[id]}.`,
    })),
    ...allTimeEntries(definition, extract),
  ];
}

/** What `all-time` means where the report has it: for what is in force, and for what came and went. */
function allTimeEntries(definition: ReportDefinition, { period, coverage }: Extract) {
  const counted = tablesOf(definition)
    .map((table) => table.measure)
    .filter((measure) => windowsOf(measure).includes('all-time'));
  const firsts = [counted.find(isStock), counted.find((measure) => !isStock(measure))];
  return firsts.flatMap((measure) => {
    if (measure === undefined) return [];
    const days = windowsOn(measure, period, coverage);
    const span = `${windowInWords(days['all-time'])}, from the first day that the register covers`;
    const what = isStock(measure)
      ? 'in force on any of these days, whatever became of it later'
      : 'on any of these days';
    const meaning = `${span}: ${what}. Not available where the register does not cover each of them.`;
    return [{ term: columnHeader('all-time', { measure, days }, period), meaning }];
  });
}

function sourceNotes(extract: Extract): readonly Block[] {
  const facts: FactTable = {
    id: 'sources',
    title: 'Files imported',
    columns: ['File', 'What it is', 'Rows read', 'Loaded', 'Unchanged', 'Rejected', 'SHA-256 (first 12 digits)'],
    rows: extract.files.map((file) => [
      file.fileName,
      file.title,
      whole.format(file.rowsRead),
      whole.format(file.rowsLoaded),
      whole.format(file.rowsUnchanged),
      whole.format(file.rowsRejected),
      file.sha256.slice(0, 12),
    ]),
  };
  return extract.files.length > 0
    ? [
        { kind: 'facts', facts },
        {
          kind: 'paragraph',
          text: 'Rows read equal rows loaded, unchanged and rejected, for each file. The manifest of this edition has the whole hashes.',
        },
      ]
    : [{ kind: 'paragraph', text: 'Read from the program’s own database.' }];
}

function qualityNotes(definition: ReportDefinition, extract: Extract, tables: readonly Table[]): readonly string[] {
  const rejected = extract.files.reduce((sum, file) => sum + file.rowsRejected, 0);
  const outside = extract.files.reduce((sum, file) => sum + file.rowsOutsideSpan, 0);
  return [
    ...(extract.files.length === 0
      ? []
      : [`Rows rejected on import, with reasons, and not counted: ${whole.format(rejected)}.`]),
    ...(outside === 0
      ? []
      : [
          `Rows dated outside the span that their file states, kept and counted on their day: ${whole.format(outside)}.`,
        ]),
    ...extract.contradictions.map(
      ({ sentence, events }) =>
        `Records of the period in the nation that contradict themselves: ${whole.format(events)}. ${sentence}`,
    ),
    ...measuresOf(definition).flatMap((measure) => missingWindows(measure, extract, tables)),
    ...measuresOf(definition).flatMap((measure) => undetermined(measure, tables)),
  ];
}

function missingWindows(measure: Measure, extract: Extract, tables: readonly Table[]): readonly string[] {
  const margin = tables.find((table) => table.measure === measure.id && table.breakdown === null);
  const windows = { measure, days: windowsOn(measure, extract.period, extract.coverage) };
  const missing = (margin?.windows ?? []).filter((id) => margin?.rows[0]?.cells[id]?.kind === 'unavailable');
  if (missing.length === 0) return [];
  if (missing.length === margin?.windows.length)
    return [`${measure.label}: not available; the sources cover none of the periods.`];
  const names = missing.map((id) => columnHeader(id, windows, extract.period)).join(', ');
  return [`${measure.label}: not available for ${names}; the sources do not wholly cover them.`];
}

/** How many events of the period have no priority category, and why: of all its regimes together. */
function undetermined(measure: Measure, tables: readonly Table[]): readonly string[] {
  const rows = tables
    .filter((each) => each.measure === measure.id && each.breakdown === 'priority')
    .flatMap((table) =>
      table.rows.filter((row) => /(^|:)(cannot-be-determined|none-in-force|not-catalogued)$/.test(row.code)),
    );
  return [...Map.groupBy(rows, ({ label }) => label)].flatMap(([label, same]) => {
    const count = same.reduce(
      (sum, { cells }) => sum + (cells.period === undefined ? 0 : (cellNumber(cells.period) ?? 0)),
      0,
    );
    if (count === 0) return [];
    const reason = label.charAt(0).toLowerCase() + label.slice(1);
    return [`${measure.label} of the period without a priority category: ${whole.format(count)}. Reason: ${reason}.`];
  });
}
