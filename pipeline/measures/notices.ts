import type { RecordMeasure } from './measure.ts';

export const notices: RecordMeasure = {
  id: 'notices',
  label: 'Notices of suspension and termination',
  entity: 'record',
  relation: 'notices',
  coverage: 'milestone',
  counted: 'made',
  of: 'records',
  unit: 'notices',
  definition: 'Notices of suspension or termination of an agreement, counted on their day.',
  source: 'agreements of 2020 and 2025',
};
