import { criminality, fact, key2026, laterColumns, personColumns, unused } from './ero-encounters-2025/columns.ts';
import type { Source } from './source.ts';

/**
 * Administrative arrests by Enforcement and Removal Operations, as released in 2026 under request 2026-ICLI-00005. The
 * area is that of the officer's duty at the time of the arrest (`TOA`). The threat level is that of the case, which may
 * have been set after the arrest, and is left out for that reason.
 */
export const eroArrests2026: Source = {
  id: 'ero-arrests-2026',
  title: 'ERO administrative arrests, release of 2026',
  kind: 'administrative-arrest',
  delimiter: ',',
  released: 2026,
  otherColumns: 'left-out',
  columns: [
    { header: 'Apprehension Date', holds: 'occurred_on' },
    fact('office_code', 'TOA Current Duty AOR'),
    fact('method', 'Apprehension Method'),
    fact('program', 'Apprehension Final Program'),
    criminality('Apprehension Criminality'),
    fact('citizenship', 'Citizenship Country'),
    { header: 'Apprehension Site Landmark', holds: 'landmark' },
    key2026,
    ...personColumns,
    ...laterColumns,
    ...unused('of the case, and not of the arrest', 'Case Criminality', 'Case Threat Level'),
    ...unused('the office stands for the place', 'State', 'County', 'TOA Current Duty Site'),
    ...unused('no table counts by it', 'Apprehension Type', 'Arresting Agency', 'Operation'),
  ],
};
