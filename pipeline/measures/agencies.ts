import type { AgreementMeasure } from './measure.ts';

export const agencies: AgreementMeasure = {
  id: 'agencies',
  label: 'Agencies with an agreement in force',
  entity: 'agreement',
  counted: 'in-force',
  of: 'agencies',
  definition:
    'Law enforcement agencies that hold at least one agreement in force at the end of the last day of the period.',
  source: 'register of agreements',
};
