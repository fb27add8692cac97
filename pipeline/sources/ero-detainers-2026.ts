import { aggravatedFelon, convictionLabel, detainerColumns } from './ero-detainers-2025/columns.ts';
import { caseWithFinalOrder, criminality, fact, key2026, unused } from './ero-encounters-2025/columns.ts';
import type { Source } from './source.ts';

/**
 * Detainers, as released in 2026 under request 2026-ICLI-00005. The program is the one that had the person when
 * apprehended (`TOA`). A reason for lifting is given without its day, so that no later status is recorded.
 */
export const eroDetainers2026: Source = {
  id: 'ero-detainers-2026',
  title: 'Detainers, release of 2026',
  kind: 'detainer',
  delimiter: ',',
  released: 2026,
  otherColumns: 'left-out',
  columns: [
    ...detainerColumns,
    fact('program', 'TOA Current Program'),
    criminality('Detainer Criminality'),
    fact('threat_level', 'Detainer Threat Level'),
    { header: 'Detainer Facility', holds: 'landmark' },
    key2026,
    ...unused('the facility itself is kept', 'Detainer Facility Code'),
    convictionLabel('MSC Charge'),
    aggravatedFelon('Aggravated Felon Yes No'),
    ...caseWithFinalOrder('Final Order Yes No'),
    ...unused('a status needs its day', 'Detainer Lift Reason', 'Detainer Lift Reason Code'),
    ...unused('the person at the time of the apprehension, which may be another day', 'TOA Case Category'),
    ...unused(
      'no table counts by it',
      'Federal Register Notice Yes No',
      'Active Investigation Yes No',
      'Arrest Warrant Served Date',
      'Detainer Type',
      'Notify Release Request Yes No',
      'TOD Current Duty Site',
    ),
  ],
};
