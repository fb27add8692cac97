import type { EventKind } from '../../queries/codelists.ts';
import { countEvents, countEventTotals, type EventCode, spanOf } from '../../queries/tallies.ts';
import { type EventBreakdown, type EventMeasure, talliedAs } from '../measures/measure.ts';
import type { Axis } from '../priorities/regime.ts';
import { measuresOf, type ReportDefinition, tablesOf } from '../reports/report.ts';
import { type Reading, windowsFor } from './reading.ts';
import { scopeOf, type Tally } from './tally.ts';

/** The kinds of event that some table breaks down; of the others only totals are counted. */
export function kindsBrokenDown(definition: ReportDefinition): readonly EventKind[] {
  const kinds = tablesOf(definition).flatMap(({ measure }) => (measure.entity === 'event' ? [measure.kind] : []));
  return [...new Set(kinds)];
}

/** What a report counts of events. */
export async function eventTallies(reading: Reading): Promise<readonly Tally[]> {
  const { definition, classification, parts, session } = reading;
  const measures = measuresOf(definition).filter((measure): measure is EventMeasure => measure.entity === 'event');
  const [first] = measures;
  if (first === undefined) return [];
  const windows = windowsFor(first, reading);
  const within = { determination: (axis: Axis) => classification.determination(axis, spanOf(windows)) };
  const breakdowns = new Map(
    tablesOf(definition)
      .map((table) => table.by)
      .filter((by): by is EventBreakdown => by.entity === 'event')
      .map((by) => [talliedAs(by), { id: talliedAs(by), code: (row) => by.code(row, within) } satisfies EventCode]),
  );
  const kinds = measures.map((measure) => measure.kind);
  const counted = [
    ...(await countEventTotals(session.source, kinds, windows, parts)),
    ...(await countEvents(session.source, kindsBrokenDown(definition), [...breakdowns.values()], windows, parts)),
  ];
  const wanted = new Set(tablesOf(definition).map((table) => `${table.measure.id} ${talliedAs(table.by)}`));
  return measures.flatMap((measure) =>
    counted
      .filter((tally) => tally.counted === measure.kind)
      .filter((tally) => tally.breakdown === null || wanted.has(`${measure.id} ${tally.breakdown}`))
      .map(({ breakdown, code, office, counts }) => ({
        measure: measure.id,
        scope: scopeOf(office),
        breakdown,
        code,
        counts,
      })),
  );
}
