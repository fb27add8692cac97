import { PipelineError } from '../errors.ts';
import type { Tally } from '../extract.ts';
import { addsUp } from '../measures/measure.ts';
import { type PartsDefinition, type TableDefinition, tableId } from '../reports/report.ts';
import type { Table } from '../tabulate.ts';

/**
 * Every breakdown is complete: its codes include the absences and the values outside our lists. Its rows add up to the
 * total that the database counted apart; agencies and states, which may stand in several rows, to no less, and no row to
 * more.
 * @throws PipelineError `internal` where they do not.
 */
export function proveTotal({ measure, by }: TableDefinition, margin: Table, tallies: readonly Tally[]): void {
  for (const id of margin.windows) {
    const cell = margin.rows[0]?.cells[id];
    if (cell?.kind !== 'count') continue;
    const counts = tallies.map((tally) => tally.counts[id] ?? 0);
    const sum = counts.reduce((total, count) => total + count, 0);
    const isProved = addsUp(measure)
      ? sum === cell.value
      : sum >= cell.value && counts.every((count) => count <= cell.value);
    if (isProved) continue;
    throw defect(
      `${tableId(measure, by)}, window ${id}: the rows add up to ${sum}, the database's own total is ${cell.value}`,
    );
  }
}

/**
 * In each row the parts add up to the whole; `tables` of one scope.
 * @throws PipelineError `internal` where they do not.
 */
export function proveParts({ id, by, parts, total }: PartsDefinition, tables: readonly Table[]): void {
  const named = (measure: { readonly id: string }) => tables.find((table) => table.id === tableId(measure, by));
  const whole = named(total.measure);
  if (whole === undefined) throw defect(`there is no table of ${total.measure.id} for ${id}`);
  for (const { code, cells } of whole.rows) {
    for (const window of whole.windows) {
      const cell = cells[window];
      if (cell?.kind !== 'count') continue;
      const sum = parts
        .map(({ measure }) => named(measure)?.rows.find((row) => row.code === code)?.cells[window])
        .reduce((value, part) => value + (part?.kind === 'count' ? part.value : 0), 0);
      if (sum !== cell.value)
        throw defect(`${id}, row ${code}, window ${window}: the parts add up to ${sum}, the whole is ${cell.value}`);
    }
  }
}

const defect = (what: string) =>
  new PipelineError('internal', what, 'do not publish; report this as a defect of report287');
