import type { EventBreakdown } from './measure.ts';

export const moaLevel: EventBreakdown = {
  id: 'moa-level',
  label: 'Level under the agreement of 2009',
  entity: 'event',
  definition:
    'The level that the template of 2009 gives an arrest or conviction, for events under an agreement that stood under that template on the day.',
  tallied: 'moa-level-determination',
  codes: { kind: 'determinations', axis: 'moa-level', part: 'category' },
  code: (_row, classification) => classification.determination('moa-level'),
};
