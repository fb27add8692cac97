import type { RecordBreakdown } from './measure.ts';

export const installationStep: RecordBreakdown = {
  id: 'installation-step',
  label: 'Last step done',
  entity: 'record',
  definition: 'The last step of an installation that is done.',
  codes: [
    { code: 'requested', label: 'Requested' },
    { code: 'isa-signed', label: 'Interconnection Security Agreement signed' },
    { code: 'bids-closed', label: 'Bids closed' },
    { code: 'delivered', label: 'Delivered' },
  ],
  code: (row) => row.ref('record.code'),
};
