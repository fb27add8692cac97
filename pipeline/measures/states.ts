import type { AgreementMeasure } from './measure.ts';

export const states: AgreementMeasure = {
  id: 'states',
  label: 'States with an agreement in force',
  entity: 'agreement',
  counted: 'in-force',
  of: 'states',
  definition:
    'States and territories with at least one agency that holds an agreement in force at the end of the last day of the period.',
  source: 'register of agreements',
};
