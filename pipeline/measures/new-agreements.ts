import type { AgreementMeasure } from './measure.ts';

export const newAgreements: AgreementMeasure = {
  id: 'new-agreements',
  label: 'New agreements',
  entity: 'agreement',
  counted: 'began',
  of: 'agreements',
  definition: 'Agreements whose first active day lies in the period.',
  source: 'register of agreements',
};
