import type { EventMeasure } from './measure.ts';

export const detainers: EventMeasure = {
  id: 'detainers',
  label: 'Detainers issued',
  entity: 'event',
  kind: 'detainer',
  definition:
    'Requests to another agency to notify of a release and to hold a person for transfer, counted on the day on which the detainer was prepared.',
  source: 'domain definition of the agency; OHSS glossary',
};
