import { detainerColumns } from './ero-detainers-2025/columns.ts';
import { criminality, fact, key2025, unused } from './ero-encounters-2025/columns.ts';
import type { Source } from './source.ts';

/**
 * Detainers, as released in 2025 under request 2024-ICFO-39357. One row a detainer, dated on the day on which it was
 * prepared; it does not say when a detainer was lifted or honored, so that no later status is known.
 */
export const eroDetainers2025: Source = {
  id: 'ero-detainers-2025',
  title: 'Detainers, release of 2025',
  kind: 'detainer',
  delimiter: ',',
  released: 2025,
  otherColumns: 'left-out',
  columns: [
    ...detainerColumns,
    fact('program', 'Final Program'),
    criminality('Detainer Prepared Criminality'),
    fact('threat_level', 'Detainer Prep Threat Level'),
    { header: 'Detention Facility', holds: 'landmark' },
    key2025,
    ...unused('the facility itself is kept', 'Detention Facility Code'),
    ...unused('the code is kept', 'Most Serious Conviction Charge'),
    ...unused(
      'the person at the time of the apprehension, which may be another day',
      'Time Of Apprehension Case Category',
      'Time Of Apprehension Current Program',
    ),
    ...unused('one class of conviction among those that the code says', 'Felon'),
    ...unused(
      'a mark on the form of the detainer, which no priority rule of ours reads',
      'Final Order Yes No 33',
      'Final Order Yes No 56',
      'Federal Interest Yes No',
    ),
  ],
};
