import type { RecordBreakdown } from './measure.ts';

export const credentialStatus: RecordBreakdown = {
  id: 'credential-status',
  label: 'Status',
  entity: 'record',
  definition:
    'Active: used within 20 days. At risk: last used 21 to 30 days before. Deactivated: not used for more than 30 days (OIG-18-77).',
  codes: [
    { code: 'active', label: 'Active' },
    { code: 'at-risk', label: 'At risk (21 to 30 days)' },
    { code: 'deactivated', label: 'Deactivated (over 30 days)' },
  ],
  code: (row) => row.ref('record.code'),
};
