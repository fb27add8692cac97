import { criminality, fact, key2025, laterColumns, personColumns, unused } from './ero-encounters-2025/columns.ts';
import type { Source } from './source.ts';

/**
 * Administrative arrests by Enforcement and Removal Operations, as released in 2025 under request 2024-ICFO-39357. It
 * says both the final program and the method.
 */
export const eroArrests2025: Source = {
  id: 'ero-arrests-2025',
  title: 'ERO administrative arrests, release of 2025',
  kind: 'administrative-arrest',
  delimiter: ',',
  released: 2025,
  otherColumns: 'left-out',
  columns: [
    { header: 'Apprehension Date', holds: 'occurred_on' },
    fact('office_code', 'Apprehension AOR'),
    fact('method', 'Apprehension Method'),
    fact('program', 'Final Program', { alsoHeaded: ['Apprehension Final Program'] }),
    criminality('Apprehension Criminality'),
    fact('citizenship', 'Citizenship Country'),
    { header: 'Apprehension Site Landmark', holds: 'landmark', optional: true },
    key2025,
    ...personColumns,
    ...laterColumns,
    ...unused('the office stands for the place', 'Apprehension State', 'Apprehension County'),
    ...unused('the same as the final program, in fewer groups', 'Final Program Group'),
  ],
};
