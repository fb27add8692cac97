import type { ReportTable } from '../../compose.ts';
import { windowsOn } from '../../measures/measure.ts';
import type { TableDefinition } from '../../reports/report.ts';
import type { Table } from '../../tabulate.ts';
import type { Drawn } from '../drawn.ts';
import { windowHeader } from '../headers.ts';
import { regimeNote } from '../regimes.ts';
import { cellsOf, changeColumns, nationalCell, nationalColumn, rowOf, windowColumns } from './columns.ts';
import { countingNotes, titleOf, unavailableNote, unitOf, unrecordedNote } from './words.ts';

/** One measure by one breakdown. */
export function composeByBreakdown(
  { measure, by, notes = [] }: TableDefinition,
  table: Table,
  drawn: Drawn,
): ReportTable {
  const { period, coverage } = drawn.extract;
  const windows = { measure, days: windowsOn(measure, period, coverage) };
  return {
    id: table.id,
    number: 0,
    title: titleOf(measure, by, table, period),
    measure: measure.id,
    breakdown: by.id,
    rowHeader: by.label,
    columns: [
      ...windowColumns(measure.id, table.windows, windows, period),
      ...changeColumns(windows, period),
      {
        id: 'share',
        header: `Share of ${windowHeader('period', period, period)} (%)`,
        description: table.regime?.only === false ? 'part of the total of these days' : 'part of the period’s total',
        unit: 'percent',
        open: null,
      },
      ...nationalColumn(drawn, period),
    ],
    rows: table.rows.map((row) =>
      rowOf(row, [...cellsOf(row, table, windows.days), row.share, ...nationalCell(row, table, drawn)]),
    ),
    notes: [
      `Unit: ${unitOf(measure)}.`,
      ...unavailableNote(table),
      ...regimeNote(table, windows, period),
      ...unrecordedNote(table, by.label),
      ...countingNotes(measure, drawn),
      ...notes,
    ],
  };
}
