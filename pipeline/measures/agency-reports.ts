import type { RecordMeasure } from './measure.ts';

export const agencyReports: RecordMeasure = {
  id: 'agency-reports',
  label: 'Agreements with reported figures',
  entity: 'record',
  relation: 'agency-reports',
  coverage: 'agency-figure',
  counted: 'made',
  of: 'agreements',
  unit: 'agreements',
  definition: 'Agreements of which the agency reported at least one figure for a month of the period.',
  source: 'TFM agreement of 2025, section XII',
};
