import { criminality, fact, key2025, laterColumns, personColumns, unused } from './ero-encounters-2025/columns.ts';
import type { Source } from './source.ts';

/**
 * Book-ins to detention, as released in 2025 under request 2024-ICFO-39357. One row for each facility into which a person
 * was booked: a stay with a transfer has several, each counted. It says neither office nor program: 287(g) book-ins
 * cannot be told from others.
 */
export const eroDetentions2025: Source = {
  id: 'ero-detentions-2025',
  title: 'Book-ins to detention, release of 2025',
  kind: 'detention-book-in',
  delimiter: ',',
  released: 2025,
  otherColumns: 'left-out',
  columns: [
    { header: 'Book In Date Time', holds: 'occurred_on' },
    { header: 'Detention Facility', holds: 'landmark' },
    criminality('Book In Criminality'),
    key2025,
    ...personColumns,
    ...laterColumns,
    // Blank where no level was set, and where there is none: a blank says neither.
    fact('threat_level', 'Case Threat Level'),
    ...unused('the facility itself is kept', 'Detention Facility Code'),
    ...unused(
      'another event than the book-in',
      'Stay Book In Date Time',
      'Detention Book Out Date Time',
      'Stay Book Out Date Time',
      'Stay Book Out Date',
      'Detention Release Reason',
      'Stay Release Reason',
      'Bond Posted Date',
      'Bond Posted Amount',
      'Initial Bond Set Amount',
    ),
    ...unused('follows from the day of the event', 'Book In Fy', 'Stay Book In Fy'),
    ...unused(
      'no table counts by it',
      'Religion',
      'Marital Status',
      'Ethnicity',
      'Entry Status',
      'Felon',
      'Final Charge',
    ),
  ],
};
