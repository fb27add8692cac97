import type { RecordMeasure } from './measure.ts';

export const revocationsDue: RecordMeasure = {
  id: 'revocations-due',
  label: 'Revocations due',
  entity: 'record',
  relation: 'revocations-due',
  coverage: 'training',
  counted: 'made',
  of: 'records',
  looksBack: { count: 2, unit: 'year' },
  unit: 'revocations',
  definition:
    'Active officers whose refresher fell overdue, counted on that day, unless their authority ended on it: the policies on recertification ask for their authority to be revoked. The figure is told only where the sources cover the two years before the period as well.',
  source: 'ERO 13004.1 and 13004.2, as OIG-18-77 tells them',
};
