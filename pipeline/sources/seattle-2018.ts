import type { FactColumn, Source, SourceColumn } from './source.ts';

/**
 * Released in 2018 under request 2018-ICFO-36170: six sheets, restricted to the Criminal Alien Program in the Seattle area
 * of responsibility. They hold no 287(g) event by their own terms, and arrests that the agency's whole release tells too.
 */
const sheet = {
  delimiter: ',',
  released: 2018,
  office: 'SEA',
  limitedTo: 'Criminal Alien Program',
  workbook: { id: 'seattle-2018', title: 'Criminal Alien Program in the Seattle area, release of 2018' },
} as const satisfies Partial<Source>;

function recorded(holds: FactColumn['holds'], header: string): FactColumn {
  return { header, holds, blank: 'not-recorded' };
}

const ofEverySheet: readonly SourceColumn[] = [
  { header: 'Event Number', holds: 'nothing', why: 'withheld in every row', personal: true },
  recorded('birth_year', 'Date of Birth'),
  recorded('citizenship', 'Country of Citizenship'),
  recorded('sex', 'Gender'),
];

const operation: SourceColumn = { header: 'Operation', holds: 'nothing', why: 'no table counts by it' };

const arrests: Source = {
  ...sheet,
  id: 'seattle-2018-arrests',
  title: 'Criminal Alien Program arrests in the Seattle area, release of 2018',
  kind: 'administrative-arrest',
  columns: [
    ...ofEverySheet,
    operation,
    recorded('office_code', 'Area of Responsibility'),
    { header: 'Apprehension Landmark', holds: 'landmark' },
    recorded('disposition', 'Processing Disposition'),
    recorded('method', 'Arrest Method'),
    { header: 'Arrest Date', holds: 'occurred_on' },
  ],
};

const encounters: Source = {
  ...sheet,
  id: 'seattle-2018-encounters',
  title: 'Criminal Alien Program encounters in the Seattle area, release of 2018',
  kind: 'encounter',
  undated: 'the sheet does not say on which day the encounter took place',
  columns: [
    ...ofEverySheet,
    operation,
    recorded('office_code', 'Event Area of Responsibility'),
    { header: 'Landmark', holds: 'landmark' },
    recorded('disposition', 'Processing Disposition'),
  ],
};

const removals: Source = {
  ...sheet,
  id: 'seattle-2018-removals',
  title: 'Criminal Alien Program removals in the Seattle area, release of 2018',
  kind: 'removal',
  undated: 'the sheet gives the day of the arrest, and not the day of the removal',
  columns: [
    ...ofEverySheet,
    recorded('office_code', 'Area of Responsibility'),
    // The case's criminal offense level; `NA` is the statement that there is none, as in the release of 2019.
    { header: 'Removal Case COL', holds: 'threat_level', blank: 'not-recorded', means: { NA: 'none' } },
    { header: 'Final Charge Section', holds: 'nothing', why: 'a section of the statute, which no table counts by' },
    {
      header: 'Arrest Date',
      holds: 'nothing',
      why: 'of another event, often years earlier, and sometimes in the year 1',
    },
  ],
};

/** The formats of the workbook's sheets. */
export const seattle2018: readonly Source[] = [arrests, encounters, removals];
