import type { RecordBreakdown } from './measure.ts';

export const step: RecordBreakdown = {
  id: 'step',
  label: 'Step',
  entity: 'record',
  definition: 'The steps of an installation of equipment, from the request to the installation (OIG-18-77).',
  codes: [
    { code: 'request-to-isa', label: 'Request to Interconnection Security Agreement' },
    { code: 'isa-to-bids', label: 'Interconnection Security Agreement to bids' },
    { code: 'bids-to-delivery', label: 'Bids to delivery' },
    { code: 'delivery-to-installation', label: 'Delivery to installation' },
  ],
  code: (row) => row.ref('record.code'),
};
