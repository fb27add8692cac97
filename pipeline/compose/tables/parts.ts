import type { Cell } from '../../cell.ts';
import type { ReportTable } from '../../compose.ts';
import { windowsOn } from '../../measures/measure.ts';
import type { WindowId } from '../../period.ts';
import { type PartsDefinition, tableId } from '../../reports/report.ts';
import type { Table, TableRow } from '../../tabulate.ts';
import { fill } from '../../wording.ts';
import { type Drawn, tableNamed } from '../drawn.ts';
import { columnDescription, windowHeader } from '../headers.ts';
import { rowOf } from './columns.ts';
import { countingNotes, unavailableNote, unitNote, unrecordedNote } from './words.ts';

const unavailable: Cell = { kind: 'unavailable' };

/** The windows in which parts stand beside their whole. */
const windowsOfParts = ['period', 'fytd'] as const;

/** Measures that add up to another, side by side. */
export function composeParts({ id, title, by, parts, total, notes = [] }: PartsDefinition, drawn: Drawn): ReportTable {
  const { period } = drawn.extract;
  const { periods, tables: words } = drawn.words;
  const days = windowsOn(total.measure, drawn.extract);
  const whole = tableNamed(tableId(total.measure, by), drawn.tables);
  const printed = { ...whole, windows: windowsOfParts };
  const columns = windowsOfParts.flatMap((window) =>
    [...parts, total].map(({ header, measure }) => ({
      window,
      table: tableNamed(tableId(measure, by), drawn.tables),
      column: {
        id: window === 'period' ? measure.id : `${measure.id}-${window}`,
        header: fill(words.columns.part, { part: header, period: windowHeader(window, days[window], period, periods) }),
        description: columnDescription(window, { measure, days }, periods),
        unit: 'count' as const,
        open: { measure: measure.id, window },
      },
    })),
  );
  const cellIn = (row: TableRow, window: WindowId, table: Table): Cell => {
    const known = row.cells[window] ?? unavailable;
    if (known.kind !== 'count') return known;
    return table.rows.find(({ code }) => code === row.code)?.cells[window] ?? { kind: 'count', value: 0 };
  };
  return {
    id,
    number: 0,
    title: fill(words.titleOfPeriod, { title, period: period.label }),
    measure: total.measure.id,
    breakdown: by.id,
    rowHeader: by.label,
    columns: columns.map(({ column }) => column),
    rows: whole.rows.map((row) =>
      rowOf(
        row,
        columns.map(({ window, table }) => cellIn(row, window, table)),
      ),
    ),
    notes: [
      unitNote([total.measure], words),
      ...unavailableNote(printed, total.measure, drawn),
      ...unrecordedNote(printed, by.label, words.notes),
      ...countingNotes(printed, total.measure, drawn),
      ...notes,
    ],
  };
}
