import type { EventMeasure } from './measure.ts';

export const returns: EventMeasure = {
  id: 'returns',
  label: 'Returns',
  entity: 'event',
  kind: 'return',
  definition:
    'Confirmed movements out of the United States that are not based on an order, counted on the day of departure.',
  source: 'OHSS glossary',
};
