import type { EventMeasure } from './measure.ts';

export const encounters: EventMeasure = {
  id: 'encounters',
  label: 'Encounters',
  entity: 'event',
  kind: 'encounter',
  definition:
    'Events in which an officer under the program interviews or screens a person to determine alienage and removability. One person may be encountered more than once.',
  source: 'domain definition of the agency; OHSS glossary',
};
