import type { AgreementMeasure } from './measure.ts';

export const endedAgreements: AgreementMeasure = {
  id: 'ended-agreements',
  label: 'Ended agreements',
  entity: 'agreement',
  counted: 'ended',
  of: 'agreements',
  definition:
    'Agreements that ended on a day of the period: the first on which they were terminated, superseded or no longer on record, after they were active or suspended. A suspension is no end. One that ended, began again and ended again counts with each end.',
  source: 'register of agreements',
};
