import type { ReportTable } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';
import { windowsOn } from '../../measures/measure.ts';
import type { MeasuresDefinition } from '../../reports/report.ts';
import { fill } from '../../wording.ts';
import { type Drawn, tableNamed } from '../drawn.ts';
import { cellsOf, changeColumns, nationalCell, nationalColumn, printed, windowColumns } from './columns.ts';
import { unavailableAmong, unitNote } from './words.ts';

/** Measures beneath one another: no total and no share, because they are steps and not parts. */
export function composeMeasures(
  { id, title, rowHeader, measures, notes = [] }: MeasuresDefinition,
  drawn: Drawn,
): ReportTable {
  const { period } = drawn.extract;
  const { periods, tables: words } = drawn.words;
  const [first] = measures;
  if (first === undefined) throw new PipelineError('internal', `table ${id} has no measure`, 'report this defect');
  const isOfEvents = first.entity === 'event';
  const windows = { measure: first, days: windowsOn(first, drawn.extract) };
  const { tables: shown, notes: leftOut } = printed(
    measures.map((measure) => tableNamed(measure.id, drawn.tables)),
    windows,
    drawn,
  );
  const margins = measures.flatMap((measure, at) => {
    const margin = shown[at];
    return margin === undefined ? [] : [{ measure, margin }];
  });
  return {
    id,
    number: 0,
    title: fill(words.titleOfPeriod, { title, period: period.label }),
    measure: isOfEvents ? 'enforcement-events' : id,
    breakdown: isOfEvents ? 'kind' : 'measure',
    rowHeader,
    columns: [
      ...windowColumns(
        isOfEvents ? 'enforcement-events' : id,
        margins[0]?.margin.windows ?? [],
        windows,
        period,
        periods,
      ),
      ...changeColumns(windows, period, drawn.words),
      ...nationalColumn(drawn, period),
    ],
    rows: margins.flatMap(({ measure, margin }) =>
      margin.rows.map((row) => ({
        code: measure.entity === 'event' ? measure.kind : measure.id,
        label: measure.label,
        isTotal: false,
        cells: [...cellsOf(row, margin, windows.days, period), ...nationalCell(row, margin, drawn)],
      })),
    ),
    notes: [
      isOfEvents ? fill(words.unit, { unit: words.units.eventsOfAnyKind }) : unitNote(measures, words),
      ...unavailableAmong(margins, drawn),
      ...leftOut,
      ...notes,
    ],
  };
}
