import type { RecordMeasure } from './measure.ts';

export const agreementCases: RecordMeasure = {
  id: 'agreement-cases',
  label: 'Cases under agreements',
  entity: 'record',
  relation: 'agreement-encounters',
  coverage: 'encounter',
  counted: 'made',
  of: 'records',
  unit: 'cases',
  definition:
    'Encounters that are linked to an agreement, counted on their day with the office that supervises the agreement.',
  source: 'OIG-18-77, footnote 3',
};
