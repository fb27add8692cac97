import {
  caseWithFinalOrder,
  criminality,
  fact,
  key2025,
  personColumns,
  unused,
} from './ero-encounters-2025/columns.ts';
import type { Source } from './source.ts';

/**
 * Encounters of Enforcement and Removal Operations, as released in 2025 under request 2024-ICFO-39357, in one workbook of
 * several sheets. It says the final program, by which 287(g) encounters are told from others; the event type says how an
 * encounter came about.
 */
export const eroEncounters2025: Source = {
  id: 'ero-encounters-2025',
  title: 'ERO encounters, release of 2025',
  kind: 'encounter',
  delimiter: ',',
  released: 2025,
  otherColumns: 'left-out',
  columns: [
    { header: 'Event Date', holds: 'occurred_on' },
    fact('office_code', 'Responsible AOR'),
    fact('method', 'Event Type'),
    fact('program', 'Final Program'),
    criminality('Encounter Criminality'),
    fact('disposition', 'Processing Disposition'),
    fact('citizenship', 'Citizenship Country'),
    { header: 'Event Landmark', holds: 'landmark', optional: true },
    key2025,
    ...personColumns,
    ...caseWithFinalOrder('Final Order Yes No'),
    ...unused('an office below the area of responsibility', 'Responsible Site'),
    ...unused('the lead that came before the encounter', 'Lead Event Type', 'Lead Source'),
    ...unused('the same as the final program, in fewer groups', 'Final Program Group'),
  ],
};
