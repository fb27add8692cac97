import { absences, type EventKind } from '../../queries/codelists.ts';
import { cellNumber } from '../cell.ts';
import type { Block, EditionContext, FactTable, ReportTable } from '../compose.ts';
import type { Extract } from '../extract.ts';
import { measures } from '../measures/index.ts';
import { type Breakdown, groundOf, isStock, type Measure, windowsOf, windowsOn } from '../measures/measure.ts';
import { comparisonWindows, dateInWords, isCompared, type WindowId, windowInWords } from '../period.ts';
import { type BlockDefinition, measuresOf, type ReportDefinition, tablesOf } from '../reports/report.ts';
import type { ReportWords } from '../reports/words.ts';
import type { Table } from '../tabulate.ts';
import { fill, inSentence, wholeNumber } from '../wording.ts';
import { composeControls } from './controls.ts';
import type { Drawn } from './drawn.ts';
import { columnHeader, windowHeader } from './headers.ts';
import { regimeNotes, undecidedRules } from './regimes.ts';
import { composeRevisions, nationalRevisions, type RevisionNames } from './revisions.ts';
import { lacksFigures } from './tables/nothing.ts';
import { missingIn, titlesOf } from './tables/words.ts';

type NoteWords = ReportWords['notes'];

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
  { scope, tables, revisions: { own: revisions, national } }: Pick<Drawn, 'scope' | 'tables' | 'revisions'>,
  printed: PrintedTables,
): readonly Block[] {
  const { notes, revisions: revisionWords } = definition.words;
  const { headings } = notes;
  return [
    heading('method', headings.method),
    { kind: 'list', items: [...definition.method, disclosure] },
    heading('definitions', headings.definitions),
    { kind: 'definitions', entries: definitionsOf(definition, printed) },
    heading('windows', headings.windows),
    { kind: 'definitions', entries: windowEntries(definition, extract) },
    ...regimeNotes(definition, classification, extract),
    heading('sources', headings.sources),
    ...sourceNotes(extract, notes.sources),
    ...composeControls(
      extract.controls,
      { scope, ground: groundOf(extract) },
      (kind) => isCovered(kind, tables),
      definition.words.controls,
    ),
    heading('data-quality', headings.dataQuality),
    { kind: 'list', items: [...qualityNotes(definition, extract, tables), ...unprinted(printed, extract, notes)] },
    ...undecidedRules(definition, extract, scope, classification),
    ...(revisions === undefined
      ? []
      : [
          heading('revisions', fill(headings.revisions, { edition: String(revisions.since) })),
          ...composeRevisions(revisions, namesOf(definition, extract, printed), revisionWords),
          ...(scope === 'national' ? [] : nationalRevisions(national, revisionWords)),
        ]),
    heading('changes', headings.changes),
    definition.changes.length === 0
      ? { kind: 'paragraph', text: notes.changes.none }
      : {
          kind: 'list',
          items: definition.changes.map(({ on, what }) => fill(notes.changes.entry, { day: dateInWords(on), what })),
        },
  ];
}

/** Whether the document has a figure of a kind of event for the period. */
const isCovered = (kind: EventKind, tables: readonly Table[]): boolean =>
  tables.some(
    ({ measure, breakdown, rows }) =>
      breakdown === null &&
      measures.some((each) => each.id === measure && each.entity === 'event' && each.kind === kind) &&
      rows[0]?.cells.period?.kind === 'count',
  );

/** Tables without a figure; those that hold nothing are named in their sections. */
function unprinted(
  { unavailable: all }: PrintedTables,
  { period }: Extract,
  { quality }: NoteWords,
): readonly string[] {
  const unavailable = all.filter((table) => lacksFigures([table]));
  const titles = titlesOf(unavailable, period);
  return titles === '' ? [] : [fill(quality.notPrinted, { titles })];
}

function namesOf(definition: ReportDefinition, extract: Extract, printed: PrintedTables): RevisionNames {
  const { revisions: words, periods } = definition.words;
  const measures = new Map(measuresOf(definition).map((measure) => [measure.id, measure]));
  const titles = new Map([
    ...printed.unavailable.map((table) => [table.id, table.title] as const),
    ...printed.shown.map(
      (table) => [table.id, fill(words.printedTable, { number: String(table.number), title: table.title })] as const,
    ),
  ]);
  return {
    table: (id) => titles.get(id) ?? fill(words.formerTable, { id }),
    measure: (id) => measures.get(id)?.label ?? id,
    window: (id, window) => {
      const measure = measures.get(id);
      if (measure === undefined) return window;
      return columnHeader(window, { measure, days: windowsOn(measure, extract) }, extract.period, periods);
    },
  };
}

function heading(id: string, text: string): Block {
  return { kind: 'heading', id: `notes-${id}`, text };
}

/** Of every measure of which the document has a figure or says that it has none, then of every breakdown of its tables. */
function definitionsOf(definition: ReportDefinition, { shown }: PrintedTables) {
  const isShown = (block: BlockDefinition): boolean => {
    switch (block.kind) {
      case 'table':
        return shown.some(
          ({ measure, breakdown }) => measure === block.table.measure.id && breakdown === block.table.by.id,
        );
      case 'measures':
      case 'parts':
      case 'trend':
      case 'figures':
      case 'listing':
        return shown.some(({ id }) => id === block.table.id);
      case 'key-figures':
      case 'highlights':
        return true;
      case 'chart':
      case 'definitions':
      case 'statement':
        return false;
    }
  };
  const used = new Set(shown.map(({ breakdown }) => breakdown));
  const measures: readonly Measure[] = measuresOf(definition, isShown);
  const breakdowns: readonly Breakdown[] = [
    ...new Map(tablesOf(definition).map((table) => [table.by.id, table.by])).values(),
  ];
  const codes = new Set(shown.flatMap(({ rows }) => rows.map(({ code }) => code)));
  const missing = absences.filter(({ code }) => codes.has(code));
  return [
    ...[...measures, ...breakdowns.filter(({ id }) => used.has(id))].map((each) => ({
      term: each.label,
      meaning: each.definition,
    })),
    ...missing.map(({ code, label }) => ({ term: label, meaning: definition.words.tables.absences[code] })),
  ];
}

function windowEntries(definition: ReportDefinition, extract: Extract) {
  const { period } = extract;
  const { notes, periods } = definition.words;
  const windows = comparisonWindows(period);
  const before = isCompared(period) ? (['previous', 'year-earlier'] as const) : [];
  const ids = ['period', ...before, 'fytd', 'prior-fytd'] as const;
  return [
    ...ids.map((id) => ({
      term: windowHeader(id, windows[id], period, periods),
      meaning: fill(notes.windows.meaning, { days: windowInWords(windows[id]), meaning: periods.meaning[id] }),
    })),
    ...allTimeEntries(definition, extract),
  ];
}

/** What `all-time` means where the report has it: for what is in force, and for what came and went. */
function allTimeEntries(definition: ReportDefinition, extract: Extract) {
  const { notes, periods } = definition.words;
  const counted = tablesOf(definition)
    .map((table) => table.measure)
    .filter((measure) => windowsOf(measure, groundOf(extract)).includes('all-time'));
  const firsts = [counted.find(isStock), counted.find((measure) => !isStock(measure))];
  return firsts.flatMap((measure) => {
    if (measure === undefined) return [];
    const days = windowsOn(measure, extract);
    const { allTimeStock, allTimeFlow } = notes.windows;
    const meaning = fill(isStock(measure) ? allTimeStock : allTimeFlow, { days: windowInWords(days['all-time']) });
    return [{ term: columnHeader('all-time', { measure, days }, extract.period, periods), meaning }];
  });
}

function sourceNotes(extract: Extract, words: NoteWords['sources']): readonly Block[] {
  const { file, kind, read, loaded, unchanged, rejected, hash } = words.columns;
  const facts: FactTable = {
    id: 'sources',
    title: words.title,
    columns: [file, kind, read, loaded, unchanged, rejected, hash],
    rows: extract.files.map((imported) => [
      imported.fileName,
      imported.title,
      wholeNumber(imported.rowsRead),
      wholeNumber(imported.rowsLoaded),
      wholeNumber(imported.rowsUnchanged),
      wholeNumber(imported.rowsRejected),
      imported.sha256.slice(0, 12),
    ]),
  };
  return extract.files.length > 0
    ? [
        { kind: 'facts', facts },
        { kind: 'paragraph', text: words.sum },
      ]
    : [{ kind: 'paragraph', text: words.ownDatabase }];
}

function qualityNotes(definition: ReportDefinition, extract: Extract, tables: readonly Table[]): readonly string[] {
  const rejected = extract.files.reduce((sum, file) => sum + file.rowsRejected, 0);
  const outside = extract.files.reduce((sum, file) => sum + file.rowsOutsideSpan, 0);
  const { quality } = definition.words.notes;
  return [
    ...(extract.files.length === 0 ? [] : [fill(quality.rejected, { count: wholeNumber(rejected) })]),
    ...(outside === 0 ? [] : [fill(quality.outsideSpan, { count: wholeNumber(outside) })]),
    ...extract.contradictions.map(({ sentence, events }) =>
      fill(quality.contradiction, { count: wholeNumber(events), contradiction: sentence }),
    ),
    ...untoldMeasures(measuresOf(definition), extract, tables, quality),
    ...missingWindows(measuresOf(definition), extract, tables, definition.words),
    ...measuresOf(definition).flatMap((measure) => undetermined(measure, tables, quality)),
  ];
}

/** Measures of which the sources tell nothing at all, in one sentence. */
function untoldMeasures(
  all: readonly Measure[],
  extract: Extract,
  tables: readonly Table[],
  words: NoteWords['quality'],
): readonly string[] {
  const labels = all.flatMap((measure) => {
    const margin = tables.find((table) => table.measure === measure.id && table.breakdown === null);
    return margin !== undefined && isUntold(margin, measure, extract) ? [measure.label] : [];
  });
  return labels.length === 0 ? [] : [fill(words.noWindow, { measures: labels.join('; ') })];
}

function isUntold(margin: Table, measure: Measure, extract: Extract): boolean {
  const { missing, unlisted } = missingIn(margin, measure, { extract, scope: margin.scope });
  return missing.filter((id) => !unlisted.includes(id)).length === margin.windows.length;
}

/** Measures of which the sources tell some windows and not others: those of which the same are missing, together. */
function missingWindows(
  all: readonly Measure[],
  extract: Extract,
  tables: readonly Table[],
  { notes: { quality }, periods }: ReportWords,
): readonly string[] {
  const gaps = all.flatMap((measure) => {
    const margin = tables.find((table) => table.measure === measure.id && table.breakdown === null);
    if (margin === undefined) return [];
    const windows = { measure, days: windowsOn(measure, extract) };
    const { missing, unlisted } = missingIn(margin, measure, { extract, scope: margin.scope });
    const uncovered = isUntold(margin, measure, extract) ? [] : missing.filter((id) => !unlisted.includes(id));
    const named = (ids: readonly WindowId[]) =>
      ids.map((id) => columnHeader(id, windows, extract.period, periods)).join(', ');
    return [
      { text: quality.someWindows, windows: named(uncovered), label: measure.label },
      { text: quality.noList, windows: named(unlisted), label: measure.label },
    ].filter(({ windows: ids }) => ids !== '');
  });
  return [...Map.groupBy(gaps, ({ text, windows }) => `${text} ${windows}`).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const measures = [first, ...others].map(({ label }) => label).join('; ');
    return [fill(first.text, { measures, windows: first.windows })];
  });
}

/** How many events of the period have no priority category, and why: of all its regimes together. */
function undetermined(measure: Measure, tables: readonly Table[], words: NoteWords['quality']): readonly string[] {
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
    const slots = { measure: measure.label, count: wholeNumber(count), reason: inSentence(label) };
    return [fill(words.withoutCategory, slots)];
  });
}
