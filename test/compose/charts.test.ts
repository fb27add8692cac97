import { describe, expect, test } from 'vitest';
import type { Cell } from '../../pipeline/cell.ts';
import { composeChart } from '../../pipeline/compose/charts.ts';
import type { Chart, Column, ReportTable } from '../../pipeline/compose.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { sharedWords } from '../../pipeline/reports/words.ts';

const column = (id: string, header: string): Column => ({
  id,
  header,
  description: header,
  unit: 'count',
  open: { measure: 'encounters', window: id },
});
const cell = (value: number | null): Cell => (value === null ? { kind: 'unavailable' } : { kind: 'count', value });

type Figures = readonly (readonly [period: number | null, yearEarlier: number | null])[];

/** A table of counts with its total, one row for each pair of figures. */
function tableOf(figures: Figures): ReportTable {
  const row = (code: string, cells: readonly (number | null)[], isTotal: boolean) => ({
    code,
    label: `Row ${code}`,
    isTotal,
    cells: cells.map(cell),
  });
  const total = [0, 1].map((at) => figures.reduce((sum, values) => sum + (values[at] ?? 0), 0));
  return {
    id: 'encounters-by-sex',
    number: 7,
    title: 'Encounters by sex, June 2020',
    measure: 'encounters',
    breakdown: 'sex',
    rowHeader: 'Sex',
    columns: [column('period', 'June 2020'), column('year-earlier', 'June 2019')],
    rows: [...figures.map((values, at) => row(String(at), values, false)), row('total', total, true)],
    notes: [],
  };
}

function chartOf(form: Chart['form'], figures: Figures, columns: readonly string[] = ['period']): Chart | null {
  const definition = {
    kind: 'chart',
    id: 'chart',
    form,
    title: 'Encounters',
    table: 'encounters-by-sex',
    columns,
  } as const;
  return composeChart(definition, [tableOf(figures)], parsePeriod('2020-06'), sharedWords.charts);
}

describe('a chart of a table', () => {
  test('draws the rows without the total, and names the largest and the table', () => {
    const chart = chartOf('bar', [
      [3, 5],
      [4, 1],
    ]);
    expect(chart?.rows.map(({ label, values }) => [label, ...values])).toEqual([
      ['Row 0', 3],
      ['Row 1', 4],
    ]);
    expect(chart?.alternative).toBe(
      'Bar chart: Encounters, June 2020. 2 rows. Largest: Row 1, 4. Table 7 has every figure.',
    );
  });

  test('is not drawn for one bar, which has no other beside it', () => {
    expect(chartOf('bar', [[8, 5]])).toBeNull();
    expect(
      chartOf('bar', [
        [8, 5],
        [0, 2],
        [null, 1],
      ]),
    ).toBeNull();
    expect(chartOf('bar', [[8, 5]], ['period', 'year-earlier'])?.rows.map(({ values }) => values)).toEqual([[8, 5]]);
    expect(
      chartOf('bar', [
        [8, 5],
        [1, 0],
      ]),
    ).not.toBeNull();
  });

  test.each(['bar', 'line', 'map'] as const)('is not drawn as a %s where nothing is above zero', (form) => {
    expect(
      chartOf(form, [
        [0, 5],
        [0, 7],
      ]),
    ).toBeNull();
    expect(
      chartOf(form, [
        [null, 5],
        [null, 7],
      ]),
    ).toBeNull();
  });

  test.each(['line', 'map'] as const)('is drawn as a %s for one figure above zero', (form) => {
    expect(
      chartOf(form, [
        [0, 5],
        [1, 7],
      ])?.rows.map(({ values }) => values),
    ).toEqual([[0], [1]]);
  });

  test('keeps a first column of zeros beside another with figures, and leaves out others of zeros', () => {
    const seriesOf = (figures: Figures) =>
      chartOf('bar', figures, ['period', 'year-earlier'])?.series.map(({ id }) => id);
    expect(
      seriesOf([
        [0, 5],
        [0, 7],
      ]),
    ).toEqual(['period', 'year-earlier']);
    expect(
      seriesOf([
        [5, 0],
        [7, 0],
      ]),
    ).toEqual(['period']);
  });

  test('is not drawn where the document has no such table', () => {
    const definition = {
      kind: 'chart',
      id: 'c',
      form: 'bar',
      title: 'T',
      table: 'other',
      columns: ['period'],
    } as const;
    expect(composeChart(definition, [tableOf([[1, 2]])], parsePeriod('2020-06'), sharedWords.charts)).toBeNull();
  });
});
