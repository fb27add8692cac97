import type { EventBreakdown } from './measure.ts';

export const fieldOffice: EventBreakdown = {
  id: 'field-office',
  label: 'Field office',
  entity: 'event',
  definition:
    'The field office in whose area of responsibility (AOR) the event happened, on its day, as the source records it.',
  codes: 'field-offices',
  code: (row) => row.ref('event.office_code'),
};
