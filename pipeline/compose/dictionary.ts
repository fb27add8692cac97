import { absences, type Code } from '../../queries/codelists.ts';
import type { Classification } from '../classify.ts';
import type { ReportTable } from '../compose.ts';
import type { Extract } from '../extract.ts';
import { type Breakdown, isByDeterminations, type Measure, windowsOn } from '../measures/measure.ts';
import { comparisonWindows, type WindowId, windowIds, windowInWords } from '../period.ts';
import {
  type BlockDefinition,
  measuresOf,
  type ReportDefinition,
  type TrendColumn,
  tablesOf,
} from '../reports/report.ts';
import type { ReportWords } from '../reports/words.ts';
import { fill, listInWords } from '../wording.ts';
import { columnDescription, columnHeader, windowHeader } from './headers.ts';
import { trendMeasureId } from './tables/trend.ts';

/** What the codes of a document's open data mean, in the words of the measures and breakdowns themselves. */
export interface Dictionary {
  readonly measures: readonly DictionaryMeasure[];
  readonly windows: readonly DictionaryTerm[];
  readonly breakdowns: readonly DictionaryBreakdown[];
}

/** A code with its words and what it means. */
export interface DictionaryTerm extends Code {
  readonly definition: string;
}

/** Something that is counted, with the unit of its figures and where its definition comes from. */
export interface DictionaryMeasure extends DictionaryTerm {
  readonly source: string;
  readonly unit: string;
}

/** What is counted by, with every code that a row may bear. */
export interface DictionaryBreakdown {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  readonly codes: readonly (Code & { readonly definition?: string })[];
}

type Made = Pick<Extract, 'period' | 'coverage' | 'subject'>;

/** The dictionary of a document, from the definition of its report and the tables that it has, printed or not. */
export function composeDictionary(
  definition: ReportDefinition,
  classification: Pick<Classification, 'blocks'>,
  extract: Made,
  tables: readonly ReportTable[],
): Dictionary {
  const measures = new Map(tables.flatMap((table) => measuresIn(table, definition)).map((each) => [each.code, each]));
  // What is listed one by one has no codes, and each column of a table of figures says itself what it is.
  const byBreakdown = Map.groupBy(
    tables.filter(({ kind }) => kind !== 'list'),
    ({ breakdown }) => breakdown,
  );
  return {
    measures: [...measures.values()],
    windows: windowTerms(definition, extract, tables),
    breakdowns: [...byBreakdown].map(([id, own]) => breakdownOf(id, own, definition, classification, extract)),
  };
}

const blockOf = (definition: ReportDefinition, id: string): BlockDefinition | undefined =>
  definition.sections
    .flatMap(({ blocks }) => blocks)
    .find((block) => (block.kind === 'measures' || block.kind === 'trend') && block.table.id === id);

/** The measures that the lines of a table's open data name. */
function measuresIn(table: ReportTable, definition: ReportDefinition): readonly DictionaryMeasure[] {
  const block = blockOf(definition, table.id);
  if (block?.kind === 'trend')
    return block.table.columns
      .filter((column) => table.columns.some(({ id }) => id === trendMeasureId(column)))
      .map((column) => trendMeasure(column, definition.words));
  if (block?.kind === 'measures') {
    const { title, measures } = block.table;
    const named = listInWords(measures.map(({ label }) => label));
    const meaning = fill(definition.words.dictionary.eventsByKind, { measures: named });
    const sources = measures.map(({ source }) => source);
    const source = [...new Set(sources.flatMap((text) => text.split('; ')))].join('; ');
    return [
      { code: table.measure, label: title, definition: meaning, source, unit: unitOf(measures, definition.words) },
    ];
  }
  const named = new Set(table.columns.flatMap(({ open }) => open?.measure ?? []));
  return measuresOf(definition)
    .filter(({ id }) => named.has(id))
    .map((measure) => measureEntry(measure, definition.words));
}

function trendMeasure(column: TrendColumn, words: ReportWords): DictionaryMeasure {
  const { header, measure, row } = column;
  const whole = measureEntry(measure, words);
  if (row === undefined) return whole;
  const { oneRow, rowLabel } = words.dictionary;
  const breakdown = row.by.label.toLowerCase();
  const definition = fill(oneRow, { definition: whole.definition, breakdown, code: row.code, header });
  return {
    ...whole,
    code: trendMeasureId(column),
    label: fill(rowLabel, { measure: whole.label, header }),
    definition,
  };
}

const measureEntry = (measure: Measure, words: ReportWords): DictionaryMeasure => ({
  code: measure.id,
  label: measure.label,
  definition: measure.definition,
  source: measure.source,
  unit: unitOf([measure], words),
});

const unitOf = (measures: readonly Measure[], words: ReportWords): string =>
  [...new Set(measures.map((measure) => unitInWords(measure, words)))].join('; ');

function unitInWords(measure: Measure, { dictionary, tables }: ReportWords): string {
  switch (measure.entity) {
    case 'event':
      return dictionary.units.events;
    case 'offense':
      return tables.units[measure.counted];
    case 'record':
      return measure.unit;
    case 'agreement':
      return measure.counted === 'pending' ? tables.units.applications : tables.units[measure.of];
  }
}

/** The windows that the lines of open data name, in the order of columns. */
function windowTerms(
  definition: ReportDefinition,
  extract: Made,
  tables: readonly ReportTable[],
): readonly DictionaryTerm[] {
  const used = new Set(tables.flatMap(({ columns }) => columns.flatMap(({ open }) => open?.window ?? [])));
  const { dictionary, periods } = definition.words;
  const { period } = extract;
  const windows = comparisonWindows(period);
  const term = (id: WindowId): DictionaryTerm =>
    id === 'all-time'
      ? allTime(definition, extract, tables)
      : {
          code: id,
          label: windowHeader(id, windows[id], period, periods),
          definition: fill(dictionary.window, { days: windowInWords(windows[id]), meaning: periods.meaning[id] }),
        };
  const month = { code: 'month', ...dictionary.month };
  return [...windowIds.filter((id) => used.has(id)).map(term), ...(used.has(month.code) ? [month] : [])];
}

/** What all time means for what is in force, and for what came and went. */
function allTime(definition: ReportDefinition, extract: Made, tables: readonly ReportTable[]): DictionaryTerm {
  const counted = new Set(
    tables.flatMap(({ columns }) => columns.flatMap(({ open }) => (open?.window === 'all-time' ? [open.measure] : []))),
  );
  const { dictionary: words, periods } = definition.words;
  const meanings = measuresOf(definition)
    .filter(({ id }) => counted.has(id))
    .map((measure) => {
      const windows = { measure, days: windowsOn(measure, extract) };
      const meaning = columnDescription('all-time', windows, periods);
      return {
        label: columnHeader('all-time', windows, extract.period, periods),
        measure: measure.label,
        meaning: fill(words.allTime, { days: windowInWords(windows.days['all-time']), meaning }),
      };
    });
  const byMeaning = [...Map.groupBy(meanings, ({ meaning }) => meaning)];
  return {
    code: 'all-time',
    label: [...new Set(meanings.map(({ label }) => label))].join('; '),
    definition: byMeaning
      .map(([meaning, same]) =>
        fill(words.allTimeOf, { measures: listInWords(same.map(({ measure }) => measure)), meaning }),
      )
      .join(' '),
  };
}

/** Every table has them, and they mean the same in each. */
const commonRows = ['others', 'total'] as const;

function breakdownOf(
  id: string,
  tables: readonly ReportTable[],
  definition: ReportDefinition,
  classification: Pick<Classification, 'blocks'>,
  { period }: Pick<Extract, 'period'>,
): DictionaryBreakdown {
  const by = tablesOf(definition).find((table) => table.by.id === id)?.by;
  const rows = tables.flatMap((table) => table.rows.map(({ code, label }) => ({ code, label })));
  const present = new Set(rows.map(({ code }) => code));
  const words = definition.words.dictionary;
  const common = commonRows
    .filter((code) => present.has(code))
    .map((code) => ({ code, label: definition.words.tables.rows[code] }));
  const isCommon = ({ code }: Code) => commonRows.some((each) => each === code);
  const listed = by === undefined ? [] : listedCodes(by.codes, classification, period);
  const codes = [...listed, ...rows.filter((row) => !isCommon(row)), ...common];
  // What is listed first keeps its place and its words.
  const unique = [...Map.groupBy(codes, ({ code }) => code).values()].flatMap(([first]) => first ?? []);
  const described = unique.map((each) => ({
    ...each,
    ...kindMeaning(id, each.code, tables, definition),
    ...absenceMeaning(each.code, definition.words),
  }));
  const { label, definition: meaning } = by ?? ofRows(tables, words.ofRows);
  return { id, label, definition: meaning, codes: described };
}

/** The codes that a breakdown lists whether or not one has a count; those of field offices only where a table has them. */
function listedCodes(
  codes: Breakdown['codes'],
  classification: Pick<Classification, 'blocks'>,
  period: Extract['period'],
): readonly Code[] {
  if (codes === 'field-offices') return [];
  if (!isByDeterminations(codes)) return codes;
  return classification
    .blocks(codes.axis, period)
    .flatMap(({ categories, rules }) => (codes.part === 'rule' ? rules : categories));
}

/** The words of a table whose rows are months or kinds of event. */
function ofRows(tables: readonly ReportTable[], words: string) {
  const label = tables[0]?.rowHeader ?? '';
  return { label, definition: fill(words, { row: label.toLowerCase() }) };
}

function absenceMeaning(code: string, { tables }: ReportWords): { readonly definition?: string } {
  const absence = absences.find((each) => each.code === code);
  return absence === undefined ? {} : { definition: tables.absences[absence.code] };
}

/** A row that is a measure of its own means what the measure does. */
function kindMeaning(
  id: string,
  code: string,
  tables: readonly ReportTable[],
  definition: ReportDefinition,
): { readonly definition?: string } {
  if (id !== 'kind' && id !== 'measure') return {};
  const counted = tables.flatMap((table): readonly Measure[] => {
    const block = blockOf(definition, table.id);
    return block?.kind === 'measures' ? block.table.measures : [];
  });
  const measure = counted.find((each) => (each.entity === 'event' ? each.kind : each.id) === code);
  return measure === undefined ? {} : { definition: measure.definition };
}
