import type { RecordMeasure } from './measure.ts';

export const documentReviews: RecordMeasure = {
  id: 'document-reviews',
  label: 'Charging documents submitted for review',
  entity: 'record',
  relation: 'document-reviews',
  coverage: 'document-review',
  counted: 'made',
  of: 'records',
  unit: 'reviews',
  definition:
    'Charging documents that officers submitted to their supervisor, counted on the day of submission; one that was returned and submitted again counts twice.',
  source: 'OIG-18-77',
};
