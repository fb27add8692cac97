import { states } from '../../queries/codelists.ts';
import type { EventBreakdown } from './measure.ts';

export const agencyState: EventBreakdown = {
  id: 'agency-state',
  label: 'State of the agency',
  entity: 'event',
  definition:
    'The state or territory of the agency that held the agreement under which the event came about, on its day.',
  codes: states,
  code: (row) => row.fn.coalesce('holder.state', row.val('not-recorded')),
};
