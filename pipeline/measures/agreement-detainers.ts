import type { RecordMeasure } from './measure.ts';

export const agreementDetainers: RecordMeasure = {
  id: 'agreement-detainers',
  label: 'Detainers under agreements',
  entity: 'record',
  relation: 'agreement-detainers',
  coverage: 'detainer',
  counted: 'made',
  of: 'records',
  unit: 'detainers',
  definition:
    'Detainers that are linked to an agreement, counted on the day of issue, by what became of them until the data were read. Agencies do not routinely tell of declined detainers: their number is the least that it can be.',
  source: 'ICE Declined Detainer Outcome Report',
};
