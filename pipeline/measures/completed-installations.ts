import type { RecordMeasure } from './measure.ts';

export const completedInstallations: RecordMeasure = {
  id: 'completed-installations',
  label: 'Installations completed',
  entity: 'record',
  relation: 'installations-completed',
  coverage: 'installation',
  counted: 'made',
  of: 'records',
  unit: 'sites',
  definition:
    'Installations of equipment that were completed, counted on that day. The time runs from the signing of the agreement.',
  source: 'OIG-18-77',
};
