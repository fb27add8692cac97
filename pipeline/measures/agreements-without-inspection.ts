import type { RecordMeasure } from './measure.ts';

export const agreementsWithoutInspection: RecordMeasure = {
  id: 'agreements-without-inspection',
  label: 'Agreements without a mechanism of inspection',
  entity: 'record',
  relation: 'inspections-not-applicable',
  coverage: 'inspection',
  counted: 'standing',
  of: 'records',
  unit: 'agreements',
  definition: 'Active Warrant Service Officer agreements, for which no mechanism of oversight by inspection exists.',
  source: 'GAO-21-186',
};
