import type { EventMeasure } from './measure.ts';

export const custodyTransfers: EventMeasure = {
  id: 'custody-transfers',
  label: 'Transfers to ICE custody',
  entity: 'event',
  kind: 'custody-transfer',
  definition: 'Persons who came from another agency’s custody into that of ICE, counted on the day of the transfer.',
  source: 'domain definition of the agency; OHSS glossary',
};
