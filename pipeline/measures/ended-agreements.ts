import type { AgreementMeasure } from './measure.ts';

export const endedAgreements: AgreementMeasure = {
  id: 'ended-agreements',
  label: 'Ended agreements',
  entity: 'agreement',
  counted: 'ended',
  of: 'agreements',
  definition:
    'Agreements whose last active day was followed by a day in the period on which they were no longer active, and that were not active again later.',
  source: 'register of agreements',
};
