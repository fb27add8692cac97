import { type ControlTotal, countControlTotals } from '../../queries/control-totals.ts';
import { measuresOf } from '../reports/report.ts';
import type { Reading } from './reading.ts';

/** What became of the rows on record on the days of the period, of every kind of event that a report counts. */
export function controlTotals(
  { definition, period, parts, session }: Reading,
  schema: string,
): Promise<readonly ControlTotal[]> {
  const kinds = measuresOf(definition).flatMap((measure) => (measure.entity === 'event' ? [measure.kind] : []));
  return countControlTotals(session, schema, [...new Set(kinds)], period, parts);
}
