import { aggravatedFelon, convictionLabel, detainerColumns } from './ero-detainers-2025/columns.ts';
import { caseWithFinalOrder, criminality, fact, key2025, unused, yesOrNo } from './ero-encounters-2025/columns.ts';
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
    convictionLabel('Most Serious Conviction Charge'),
    aggravatedFelon('Felon'),
    ...caseWithFinalOrder('Final Order Yes No 33'),
    yesOrNo('federal_interest_determined', 'Federal Interest Yes No'),
    ...unused(
      'the person at the time of the apprehension, which may be another day',
      'Time Of Apprehension Case Category',
      'Time Of Apprehension Current Program',
    ),
    // The workbook has this header twice; where a reader numbered them, 33 goes with the case: it is blank where there is
    // none, YES where there is a day of the order and NO where there is none. 56 stands among the boxes of the form I-247N,
    // between visa and federal interest, and in the rows that we know is NO beside 30 final orders.
    ...unused('the release has two columns of this name, and does not say which is which', 'Final Order Yes No'),
    ...unused('a mark on the form by its place, and undocumented', 'Final Order Yes No 56'),
  ],
};
