import type { RecordMeasure } from './measure.ts';

export const initiatedInstallations: RecordMeasure = {
  id: 'initiated-installations',
  label: 'Installations requested',
  entity: 'record',
  relation: 'installations-initiated',
  coverage: 'installation',
  counted: 'made',
  of: 'records',
  unit: 'sites',
  definition: 'Installations of equipment at sites of agencies, counted on the day of the request.',
  source: 'OIG-18-77',
};
