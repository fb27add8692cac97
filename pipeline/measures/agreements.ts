import type { AgreementMeasure } from './measure.ts';

export const agreements: AgreementMeasure = {
  id: 'agreements',
  label: 'Agreements in force',
  entity: 'agreement',
  counted: 'in-force',
  of: 'agreements',
  definition:
    'Memoranda of Agreement (MOA) that are active at the end of the last day of the period. One agency may hold several.',
  source: 'register of agreements',
};
