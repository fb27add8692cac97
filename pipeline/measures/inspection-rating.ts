import { inspectionRatings } from '../../queries/oversight.ts';
import type { RecordBreakdown } from './measure.ts';

export const inspectionRating: RecordBreakdown = {
  id: 'inspection-rating',
  label: 'Rating',
  entity: 'record',
  definition: 'What the inspection came to. The categories are ours.',
  codes: inspectionRatings,
  code: (row) => row.ref('record.code'),
};
