import type { EventMeasure } from './measure.ts';

export const chargingDocuments: EventMeasure = {
  id: 'charging-documents',
  label: 'Charging documents issued',
  entity: 'event',
  kind: 'charging-document',
  definition: 'Documents that begin or resume removal, such as a Notice to Appear, counted on the day of issue.',
  source: 'domain definition of the agency; OHSS glossary',
};
