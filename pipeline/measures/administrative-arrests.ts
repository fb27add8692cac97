import type { EventMeasure } from './measure.ts';

export const administrativeArrests: EventMeasure = {
  id: 'administrative-arrests',
  label: 'Administrative arrests',
  entity: 'event',
  kind: 'administrative-arrest',
  definition: 'Arrests of persons for a civil violation of immigration law. One person may be arrested more than once.',
  source: 'ICE ERO annual report, methodology; OHSS glossary',
};
