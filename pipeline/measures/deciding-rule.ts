import type { EventBreakdown } from './measure.ts';

export const decidingRule: EventBreakdown = {
  id: 'deciding-rule',
  label: 'Deciding rule',
  entity: 'event',
  definition:
    'The rule of the civil-enforcement-priority regime in force on the day of the event that decided its category; rules are tried in order, and the first that holds decides.',
  tallied: 'priority-determination',
  codes: { kind: 'determinations', axis: 'priority', part: 'rule' },
  code: (_row, classification) => classification.determination('priority'),
};
