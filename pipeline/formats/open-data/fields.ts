import { type Sign, signs } from '../../cell.ts';
import type { Dictionary } from '../../compose/dictionary.ts';
import type { Column, ReportTable } from '../../compose.ts';
import { guarded, isWide, openColumns, openFigures, wideColumns } from '../csv.ts';

/** A file of open data as its descriptions tell of it. Paths are relative to the folder of the tables. */
export interface OpenTable {
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly fields: readonly Field[];
  /** Names of the columns that tell a line from every other; none of them is ever empty. */
  readonly key: readonly string[];
}

/** One column of a file of open data. */
export interface Field {
  /** The heading of the column in the file. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'text' | 'month' | 'date' | 'count' | 'whole' | 'number';
  /** Every value that the column has, as the file has it; null: any. */
  readonly values: readonly string[] | null;
  readonly isRequired: boolean;
}

/** Says of the files what no column can: how text that begins like a formula is written. */
export const guardNote =
  'Text that begins with =, +, -, @, a tab or a return has an apostrophe before it in these files, so that no spreadsheet runs it as a formula; the apostrophe is no part of the value. Numbers are bare.';

/** The signs of the status column, with what each means; a zero is a number in open data. */
export const statuses: readonly Sign[] = Object.values(signs).filter(({ sign }) => sign !== signs.zero.sign);

/** What the columns mean that every table has. */
export const commonColumns = {
  measure: { title: 'Measure', description: 'What is counted: a code of the list “measures” of the data dictionary.' },
  window: {
    title: 'Window',
    description: 'The days that are counted: a code of the list “windows” of the data dictionary.',
  },
  value: {
    title: 'Value',
    description: 'The figure, as the documents print it. Empty: there is none, and the status says why. A zero is 0.',
  },
  status: {
    title: 'Status',
    description: `Why there is no figure, or what is to be known of it; else empty. ${statuses.map(({ sign, meaning }) => `${sign}: ${meaning.replace(/\.$/, '')}`).join('. ')}.`,
  },
} as const;

/** What the columns mean that every wide file has beside its table's own. */
export const wideFileColumns = {
  label: { title: 'Label', description: 'The words that the documents print for the row.' },
  status: {
    title: 'Status',
    description: `In files with one line a row: the columns without a value, and those of which something is to be known, each with its sign after a colon, such as “expires:${signs['not-applicable'].sign}”; else empty.`,
  },
} as const;

/** The list of the data dictionary that names the columns of a wide file. */
export const columnsList = (tableId: string): string => `columns of ${tableId}`;

/** The description of a table's file, from the table itself and the dictionary of its document. */
export function openTable(table: ReportTable, dictionary: Dictionary): OpenTable {
  return isWide(table) ? wideTable(table, dictionary) : longTable(table, dictionary);
}

function wideTable(table: ReportTable, { breakdowns }: Dictionary): OpenTable {
  const [code = '', label = '', ...others] = wideColumns(table);
  const by = breakdowns.find(({ id }) => id === table.breakdown);
  const described = (name: string, { title, description }: Pick<Field, 'title' | 'description'>) =>
    ({ name, title, description, type: 'text', values: null, isRequired: false }) as const;
  return {
    path: `${table.id}.csv`,
    id: table.id,
    title: table.title,
    notes: table.notes,
    key: [code],
    fields: [
      {
        ...described(code, { title: by?.label ?? table.rowHeader, description: codeMeaning(code, by?.definition) }),
        isRequired: true,
      },
      described(label, wideFileColumns.label),
      ...table.columns.map((column, at) => ({
        ...described(column.id, { title: column.header, description: column.description }),
        type: typeOf(column, at, table),
      })),
      described(others.at(-1) ?? '', wideFileColumns.status),
    ],
  };
}

/** What every value of a column is; where rows have different units, any number. */
function typeOf({ unit }: Column, at: number, { rows }: ReportTable): Field['type'] {
  const isEach = (kind: string) =>
    rows.every(({ cells }) => !('value' in (cells[at] ?? {})) || cells[at]?.kind === kind);
  switch (unit) {
    case 'text':
    case 'date':
      return unit;
    case 'count':
      return isEach('count') ? 'count' : 'number';
    case 'change':
      return isEach('change') ? 'whole' : 'number';
    case 'percent':
    case 'percent-change':
    case 'days':
    case 'hours':
      return 'number';
  }
}

const codeMeaning = (code: string, definition = ''): string =>
  `${definition} A code of the list “${code}” of the data dictionary.`.trim();

function longTable(table: ReportTable, { breakdowns }: Dictionary): OpenTable {
  const [code, ...others] = openColumns(table);
  const by = breakdowns.find(({ id }) => id === table.breakdown);
  const figures = openFigures(table);
  const valuesOf = (field: 'code' | 'measure' | 'window') => [...new Set(figures.map((each) => guarded(each[field])))];
  const isMonthly = figures.length > 0 && figures.every((figure) => /^\d{4}-(0[1-9]|1[0-2])$/.test(figure.code));
  const isCounted = table.columns.every(({ open, unit }) => open === null || unit === 'count');
  const common = (name: (typeof others)[number], rest: Pick<Field, 'type' | 'values' | 'isRequired'>): Field => ({
    name,
    ...commonColumns[name],
    ...rest,
  });
  return {
    path: `${table.id}.csv`,
    id: table.id,
    title: table.title,
    notes: table.notes,
    key: [code, 'measure', 'window'],
    fields: [
      {
        name: code,
        title: by?.label ?? table.rowHeader,
        description: codeMeaning(code, by?.definition),
        type: isMonthly ? 'month' : 'text',
        values: isMonthly ? null : valuesOf('code'),
        isRequired: true,
      },
      common('measure', { type: 'text', values: valuesOf('measure'), isRequired: true }),
      common('window', { type: 'text', values: valuesOf('window'), isRequired: true }),
      common('value', { type: isCounted ? 'count' : 'number', values: null, isRequired: false }),
      common('status', { type: 'text', values: statuses.map(({ sign }) => sign), isRequired: false }),
    ],
  };
}
