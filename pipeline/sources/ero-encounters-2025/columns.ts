import type { EvidenceColumn, EvidenceFlag, FactColumn, PersonColumn, SourceColumn, UnusedColumn } from '../source.ts';

/** The agency prints criminality with the number of its category before it. */
const criminalityMeans = {
  '1 CONVICTED CRIMINAL': 'convicted',
  '2 PENDING CRIMINAL CHARGES': 'pending-charges',
  '3 OTHER IMMIGRATION VIOLATOR': 'other-violator',
} as const;

type Spelling = Pick<FactColumn, 'alsoHeaded' | 'optional'>;

/** A column whose blanks, like the whole release's, say nothing. */
export function fact(holds: FactColumn['holds'], header: string, spelling: Spelling = {}): FactColumn {
  return { header, holds, blank: 'not-recorded', ...spelling };
}

/** The three categories of criminality at the time of the action. */
export function criminality(header: string, ...alsoHeaded: readonly string[]): FactColumn {
  return { ...fact('criminality', header, { alsoHeaded }), means: criminalityMeans };
}

/** Several columns that we leave behind for one reason. */
export function unused(why: string, ...headers: readonly string[]): readonly UnusedColumn[] {
  return headers.map((header) => ({ header, holds: 'nothing', why }));
}

/** What the releases print of every person, whatever the event. */
export const personColumns: readonly SourceColumn[] = [
  fact('birth_year', 'Birth Year'),
  fact('sex', 'Gender'),
  ...['Birth Date', 'Alien File Number', 'EID Case ID', 'EID Subject ID', 'EID DTA ID'].map(
    (header): UnusedColumn => ({ header, holds: 'nothing', why: 'it points to one person', personal: true }),
  ),
];

/** The key by which the release of 2025 tells people apart. */
export const key2025: PersonColumn = {
  header: 'Unique Identifier',
  alsoHeaded: ['Unique Identifier (re-keyed)'],
  holds: 'person_key',
};

/** The key by which the release of 2026 tells people apart. */
export const key2026: PersonColumn = { header: 'Anonymized Identifier', holds: 'person_key' };

/**
 * A yes or a no as these releases print it. A blank says nothing: the same columns hold YES and NO elsewhere, so that a
 * blank is the absence of a statement and not a statement of absence.
 */
export function yesOrNo(
  fact: EvidenceFlag,
  header: string,
  more: Partial<Pick<EvidenceColumn, 'means' | 'contradicts'>> = {},
): EvidenceColumn {
  return {
    header,
    holds: 'evidence',
    fact,
    blank: 'unknown',
    means: { YES: true, NO: false },
    optional: true,
    ...more,
  };
}

/** What became of the person's immigration case, up to the day of the release and not on the day of the event. */
const caseColumns: readonly UnusedColumn[] = unused(
  'the state of the case when the release was made, and not on the day of the event',
  'Case Status',
  'Departed Date',
  'Departure Country',
  'Port Of Departure',
);

/** As `caseColumns`, with the final order, where the release is not asked for evidence. */
export const laterColumns: readonly UnusedColumn[] = [
  ...caseColumns,
  ...unused(
    'no priority is worked out for this kind of event',
    'Case Category',
    'Final Order Yes No',
    'Final Order Date',
  ),
];

/**
 * As `caseColumns`, with the final order. It is the state when the release was made; its day tells whether there was one
 * on the day of the event, and an order that there never was is none on that day. Not so in a case of category 16: a
 * reinstated order is older than the event, while the release gives the day of its reinstatement, or NO.
 */
export function caseWithFinalOrder(header: string): readonly SourceColumn[] {
  return [
    ...caseColumns,
    yesOrNo('final_order', header),
    { header: 'Final Order Date', holds: 'evidence-day', fact: 'final_order_on', optional: true },
    {
      header: 'Case Category',
      holds: 'contrary',
      contradicts: 'final_order',
      says: ['[16] REINSTATED FINAL ORDER'],
      optional: true,
    },
  ];
}
