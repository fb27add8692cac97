import type { AgreementMeasure } from './measure.ts';

export const pendingApplications: AgreementMeasure = {
  id: 'pending-applications',
  label: 'Pending applications',
  entity: 'agreement',
  counted: 'pending',
  of: 'agreements',
  definition:
    'Applications for a Memorandum of Agreement (MOA) that are not signed at the end of the last day of the period. One agency may have several.',
  source: 'lists of pending agencies, or the register of agreements',
};
