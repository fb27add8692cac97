import type { EventMeasure } from './measure.ts';

export const removals: EventMeasure = {
  id: 'removals',
  label: 'Removals',
  entity: 'event',
  kind: 'removal',
  definition:
    'Compulsory and confirmed movements out of the United States based on an order of removal, counted on the day of the departure and not on that of the encounter.',
  source: 'domain definition of the agency; OHSS glossary',
};
