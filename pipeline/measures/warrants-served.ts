import type { EventMeasure } from './measure.ts';

export const warrantsServed: EventMeasure = {
  id: 'warrants-served',
  label: 'Administrative warrants served',
  entity: 'event',
  kind: 'warrant-served',
  definition:
    'Administrative warrants of arrest (I-200) or of removal (I-205) that were served, counted on the day of service.',
  source: 'domain definition of the agency; OHSS glossary',
};
