import type { EventBreakdown } from './measure.ts';

export const mandatoryDetention: EventBreakdown = {
  id: 'mandatory-detention',
  label: 'Mandatory detention under Public Law 119-1',
  entity: 'event',
  definition:
    'Whether the record shows what Public Law 119-1 requires for mandatory detention; a matter of detention, not of priority.',
  tallied: 'mandatory-detention-determination',
  codes: { kind: 'determinations', axis: 'mandatory-detention', part: 'category' },
  code: (_row, classification) => classification.determination('mandatory-detention'),
};
