import type { EventBreakdown } from './measure.ts';

export const detainerRule: EventBreakdown = {
  id: 'detainer-rule',
  label: 'Detainer rule',
  entity: 'event',
  definition:
    'The rule of the detainer policy in force on the day on which the detainer was issued; any one suffices, and the first in the order of the form is named.',
  tallied: 'detainer-determination',
  codes: { kind: 'determinations', axis: 'detainer', part: 'category' },
  code: (_row, classification) => classification.determination('detainer'),
};
