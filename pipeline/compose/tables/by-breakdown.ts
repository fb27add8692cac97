import type { ReportTable } from '../../compose.ts';
import { windowsOn } from '../../measures/measure.ts';
import type { TableDefinition } from '../../reports/report.ts';
import type { Table } from '../../tabulate.ts';
import { fill } from '../../wording.ts';
import type { Drawn } from '../drawn.ts';
import { windowHeader } from '../headers.ts';
import { regimeNote } from '../regimes.ts';
import { cellsOf, changeColumns, nationalCell, nationalColumn, printed, rowOf, windowColumns } from './columns.ts';
import { countingNotes, titleOf, unavailableNote, unitNote, unrecordedNote } from './words.ts';

/** One measure by one breakdown. */
export function composeByBreakdown(
  { measure, by, notes = [] }: TableDefinition,
  whole: Table,
  drawn: Drawn,
): ReportTable {
  const { period } = drawn.extract;
  const { periods, tables: words } = drawn.words;
  const windows = { measure, days: windowsOn(measure, drawn.extract) };
  const { tables: shown, notes: leftOut } = printed([whole], windows, drawn);
  const [table = whole] = shown;
  return {
    id: table.id,
    number: 0,
    title: titleOf(measure, by, table, period, words),
    measure: measure.id,
    breakdown: by.id,
    rowHeader: by.label,
    columns: [
      ...windowColumns(measure.id, table.windows, windows, period, periods),
      ...changeColumns(windows, period, drawn.words),
      {
        id: 'share',
        header: fill(words.columns.share, { period: windowHeader('period', period, period, periods) }),
        description: table.regime?.only === false ? words.columns.shareOfDays : words.columns.shareOfPeriod,
        unit: 'percent',
        open: null,
      },
      ...nationalColumn(drawn, period),
    ],
    rows: table.rows.map((row) =>
      rowOf(row, [...cellsOf(row, table, windows.days, period), row.share, ...nationalCell(row, table, drawn)]),
    ),
    notes: [
      unitNote([measure], words),
      ...unavailableNote(table, measure, drawn),
      ...leftOut,
      ...regimeNote(table, windows, period, drawn.words),
      ...unrecordedNote(table, by.label, words.notes),
      ...countingNotes(table, measure, drawn),
      ...notes,
    ],
  };
}
