import type { Dictionary } from '../../compose/dictionary.ts';
import type { Column, ReportTable } from '../../compose.ts';
import { isWide, openText } from '../csv.ts';
import { columnsList, commonColumns, type Field, type OpenTable, statuses, wideFileColumns } from './fields.ts';

/** A line of the data dictionary: one column, measure, window, status or code, with what it means. */
type Line = readonly [list: string, code: string, label: string, definition: string, source: string, unit: string];

const field = (name: string, title: string, description: string, isRequired = false): Field => ({
  name,
  title,
  description,
  type: 'text',
  values: null,
  isRequired,
});

/** The description of the data dictionary's own file. */
export const dictionaryTable: OpenTable = {
  path: 'data-dictionary.csv',
  id: 'data-dictionary',
  title: 'Data dictionary',
  notes: [],
  key: ['list', 'code'],
  fields: [
    field(
      'list',
      'List',
      'Where the code stands: “columns”, “columns of” one file, “measures”, “windows”, “statuses”, or the column whose codes it is one of.',
      true,
    ),
    field('code', 'Code', 'The code, as the other files have it.', true),
    field('label', 'Label', 'The words that the documents print for it.'),
    field('definition', 'Definition', 'What it means; empty where the label says it.'),
    field('source', 'Source', 'Where the definition of a measure comes from.'),
    field('unit', 'Unit', 'What one of a measure is.'),
  ],
};

/** The data dictionary as a file: every column, measure, window, status and code of a document's open data. */
export function dictionaryText(dictionary: Dictionary, tables: readonly ReportTable[]): string {
  return openText([dictionaryTable.fields.map(({ name }) => name), ...linesOf(dictionary, tables.filter(isWide))]);
}

/** A column means one thing in one file, and may mean another in the next. */
function wideLines({ id, columns }: ReportTable): readonly Line[] {
  const line = (code: string, label: string, definition: string, unit: string): Line => [
    columnsList(id),
    code,
    label,
    definition,
    '',
    unit,
  ];
  const { label, status } = wideFileColumns;
  return [
    line('label', label.title, label.description, ''),
    ...columns.map((column) => line(column.id, column.header, column.description, unitWords[column.unit])),
    line('status', status.title, status.description, ''),
  ];
}

const unitWords: Readonly<Record<Column['unit'], string>> = {
  count: 'number',
  percent: 'percent',
  change: 'number',
  'percent-change': 'percent',
  days: 'days',
  hours: 'hours',
  date: 'date, as 2020-06-30',
  text: '',
};

function linesOf({ measures, windows, breakdowns }: Dictionary, wide: readonly ReportTable[]): readonly Line[] {
  return [
    ...breakdowns.map(({ id, label, definition }): Line => ['columns', id, label, definition, '', '']),
    ...Object.entries(commonColumns).map(
      ([name, { title, description }]): Line => ['columns', name, title, description, '', ''],
    ),
    ...wide.flatMap(wideLines),
    ...measures.map(
      ({ code, label, definition, source, unit }): Line => ['measures', code, label, definition, source, unit],
    ),
    ...windows.map(({ code, label, definition }): Line => ['windows', code, label, definition, '', '']),
    ...statuses.map(({ sign, meaning }): Line => ['statuses', sign, meaning, '', '', '']),
    ...breakdowns.flatMap(({ id, codes }) =>
      codes.map(({ code, label, definition = '' }): Line => [id, code, label, definition, '', '']),
    ),
  ];
}
