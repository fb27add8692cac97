import { agencyMeasures } from '../../queries/agency-figures.ts';
import type { RecordBreakdown } from './measure.ts';

export const agencyMeasure: RecordBreakdown = {
  id: 'agency-measure',
  label: 'Measure',
  entity: 'record',
  definition: 'What the agency counts, after the kinds of event of the agency of record.',
  codes: agencyMeasures,
  code: (row) => row.ref('record.code'),
};
