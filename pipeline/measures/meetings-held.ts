import type { RecordMeasure } from './measure.ts';

export const meetingsHeld: RecordMeasure = {
  id: 'meetings-held',
  label: 'Reviews and meetings held',
  entity: 'record',
  relation: 'meetings-held',
  coverage: 'milestone',
  counted: 'made',
  of: 'records',
  unit: 'meetings',
  definition: 'Reviews of agreements and meetings with agencies, counted on their day.',
  source: 'agreements of 2019 to 2025',
};
