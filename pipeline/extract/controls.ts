import { type ControlTotal, countControlTotals } from '../../queries/control-totals.ts';
import type { Session } from '../../queries/database.ts';
import type { Period } from '../period.ts';
import { measuresOf, type ReportDefinition } from '../reports/report.ts';

/** What became of the rows on record on the days of the period, of every kind of event that a report counts. */
export function controlTotals(
  definition: ReportDefinition,
  period: Period,
  session: Session,
  schema: string,
): Promise<readonly ControlTotal[]> {
  const kinds = measuresOf(definition).flatMap((measure) => (measure.entity === 'event' ? [measure.kind] : []));
  return countControlTotals(session, schema, [...new Set(kinds)], period);
}
