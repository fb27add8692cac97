import type { RecordMeasure } from './measure.ts';

export const agencyFigures: RecordMeasure = {
  id: 'agency-figures',
  label: 'Figures of the agencies',
  entity: 'record',
  relation: 'agency-figures',
  coverage: 'agency-figure',
  counted: 'made',
  of: 'amount',
  unit: 'events, as the agencies counted them',
  definition:
    'What agencies counted themselves under their agreement and reported, by month; a month counts where its first day lies in the period.',
  source: 'TFM agreement of 2025, section XII',
};
