import { type Cell, cellText } from '../cell.ts';
import type { Chart, ReportTable } from '../compose.ts';
import type { Period } from '../period.ts';
import type { ChartDefinition } from '../reports/report.ts';
import type { ReportWords } from '../reports/words.ts';
import { fill, wholeNumber } from '../wording.ts';

type ChartWords = ReportWords['charts'];

/** Figures above zero without which a picture tells nothing that its table does not: one bar has no other beside it. */
const fewestMarks = { bar: 2, line: 1, map: 1 } as const satisfies Record<Chart['form'], number>;

/**
 * A picture of columns of a composed table; null where the document has no such table, or it would show nothing to be compared:
 * no figure above zero, or a single bar.
 */
export function composeChart(
  { id, form, title, table: tableId, columns }: ChartDefinition,
  tables: readonly ReportTable[],
  period: Period,
  words: ChartWords,
): Chart | null {
  const table = tables.find((each) => each.id === tableId);
  if (table === undefined) return null;
  const firstAt = table.columns.findIndex(({ id: column }) => column === columns[0]);
  const body = table.rows.filter((row) => !row.isTotal);
  // A line that lies on zero throughout tells nothing that the table does not.
  const hasFigure = (at: number) =>
    body.some(({ cells }) => (countIn(cells[at]) ?? 0) > 0 || (at === firstAt && countIn(cells[at]) !== null));
  const drawn = columns
    .map((column) => table.columns.findIndex((each) => each.id === column))
    .filter((at) => at >= 0 && hasFigure(at));
  const [first] = drawn;
  // Without the first column there is nothing with which the others could be compared.
  if (first === undefined || table.columns[first]?.id !== columns[0]) return null;
  const rows = body.map(({ code, label, cells }) => ({
    code,
    label,
    values: drawn.map((at) => countIn(cells[at])),
  }));
  const marks = rows.flatMap(({ values }) => values).filter((value) => value !== null && value > 0).length;
  if (marks < fewestMarks[form]) return null;
  const heading = form === 'line' ? title : fill(words.titleOfPeriod, { title, period: period.label });
  return {
    id,
    form,
    title: heading,
    alternative: inWords({ form, title: heading, rows }, table, words),
    tableId: table.id,
    series: drawn.map((at) => ({ id: table.columns[at]?.id ?? '', label: table.columns[at]?.header ?? '' })),
    rows,
  };
}

const countIn = (cell: Cell | undefined) => (cell?.kind === 'count' ? cell.value : null);

function inWords(
  { form, title, rows }: Pick<Chart, 'form' | 'title' | 'rows'>,
  table: ReportTable,
  words: ChartWords,
): string {
  const ranked = rows.filter(({ values }) => values[0] !== null).toSorted((a, b) => firstValue(b) - firstValue(a));
  const [most] = ranked;
  const figure = most === undefined ? '' : cellText({ kind: 'count', value: firstValue(most) });
  const largest = most === undefined ? '' : fill(words.largest, { label: most.label, figure });
  const [count, number] = [rows.length, table.number].map(wholeNumber);
  return fill(words.alternative, {
    form: words.forms[form],
    title,
    count: count ?? '',
    largest,
    table: number ?? '',
  });
}

const firstValue = ({ values }: Chart['rows'][number]) => values[0] ?? 0;
