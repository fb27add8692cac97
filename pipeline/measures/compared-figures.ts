import { agencyMeasures } from '../../queries/agency-figures.ts';
import type { RecordMeasure } from './measure.ts';

export const comparedFigures: RecordMeasure = {
  id: 'compared-figures',
  label: 'Figures of the agency of record',
  entity: 'record',
  relation: 'agency-figures-compared',
  coverage: 'agency-figure',
  alsoNeeds: agencyMeasures.map(({ code }) => code),
  counted: 'made',
  of: 'amount',
  unit: 'events',
  definition:
    'Events on record under the same agreements, in the same months and of the same kinds for which the agency reported a figure; a month counts where its first day lies in the period.',
  source: 'TFM agreement of 2025, section XII',
};
