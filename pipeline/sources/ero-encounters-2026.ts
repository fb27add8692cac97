import {
  caseWithFinalOrder,
  criminality,
  fact,
  key2026,
  personColumns,
  unused,
} from './ero-encounters-2025/columns.ts';
import type { Source } from './source.ts';

/**
 * Encounters of Enforcement and Removal Operations, as released in 2026 under request 2026-ICLI-00005, one workbook of
 * several sheets a fiscal year. It adds threat levels; the header of citizenship is printed as `County`.
 */
export const eroEncounters2026: Source = {
  id: 'ero-encounters-2026',
  title: 'ERO encounters, release of 2026',
  kind: 'encounter',
  delimiter: ',',
  released: 2026,
  otherColumns: 'left-out',
  columns: [
    { header: 'Event Date', holds: 'occurred_on' },
    fact('office_code', 'Responsible AOR'),
    fact('method', 'Event Type'),
    fact('program', 'Final Program'),
    criminality('Encounter Criminality'),
    fact('threat_level', 'Encounter Threat Level'),
    fact('disposition', 'Processing Disposition'),
    fact('citizenship', 'Citizenship County', { alsoHeaded: ['Citizenship Country'] }),
    { header: 'Event Landmark', holds: 'landmark' },
    key2026,
    ...personColumns,
    ...caseWithFinalOrder('Final Order Yes No'),
    ...unused('an office below the area of responsibility', 'Responsible Site'),
    ...unused('the lead that came before the encounter', 'Lead Event Type', 'Lead Source'),
    ...unused('no table counts by it', 'Operation', 'Arresting Agency'),
  ],
};
