import type { RecordMeasure } from './measure.ts';

export const openCorrectiveActions: RecordMeasure = {
  id: 'open-corrective-actions',
  label: 'Corrective actions open',
  entity: 'record',
  relation: 'corrective-actions-open',
  coverage: 'inspection',
  counted: 'made',
  of: 'amount',
  unit: 'corrective actions',
  definition:
    'Corrective actions that inspections of the period asked for and that are recorded as open at the instant of the data.',
  source: 'GAO-21-186',
};
