import type { EventBreakdown } from './measure.ts';

export const priority: EventBreakdown = {
  id: 'priority',
  label: 'Civil-enforcement priority',
  entity: 'event',
  definition: 'The category of the civil-enforcement-priority regime in force on the day of the event.',
  tallied: 'priority-determination',
  codes: { kind: 'determinations', axis: 'priority', part: 'category' },
  code: (_row, classification) => classification.determination('priority'),
};
