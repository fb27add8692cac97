import type { RecordMeasure } from './measure.ts';

export const closedCorrectiveActions: RecordMeasure = {
  id: 'closed-corrective-actions',
  label: 'Corrective actions closed',
  entity: 'record',
  relation: 'corrective-actions-closed',
  coverage: 'inspection',
  counted: 'made',
  of: 'amount',
  unit: 'corrective actions',
  definition:
    'Corrective actions that inspections of the period asked for and that are recorded as closed at the instant of the data.',
  source: 'GAO-21-186',
};
