import { type Sign, signs } from '../../cell.ts';
import type { Dictionary } from '../../compose/dictionary.ts';
import type { ReportTable } from '../../compose.ts';
import { guarded, openColumns, openFigures } from '../csv.ts';

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
  readonly type: 'text' | 'month' | 'count' | 'number';
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

/** The description of a table's file, from the table itself and the dictionary of its document. */
export function openTable(table: ReportTable, { breakdowns }: Dictionary): OpenTable {
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
        description: `${by?.definition ?? ''} A code of the list “${code}” of the data dictionary.`.trim(),
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
