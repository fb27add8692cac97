import type { EventBreakdown } from './measure.ts';

export const priority: EventBreakdown = {
  id: 'priority',
  label: 'Civil-enforcement priority',
  entity: 'event',
  definition: 'The category of the civil-enforcement-priority regime in force on the day of the event.',
  codes: 'determinations',
  code: (_row, classification) => classification.determination('priority'),
};
