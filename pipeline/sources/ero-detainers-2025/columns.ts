import { fact, personColumns, unused, yesOrNo } from '../ero-encounters-2025/columns.ts';
import type { ConvictionPart, EvidenceColumn, SourceColumn } from '../source.ts';

const conviction = (part: ConvictionPart, header: string): SourceColumn => ({
  header,
  holds: 'conviction',
  part,
  optional: true,
});

/** The agency's words for the most serious conviction. */
export const convictionLabel = (header: string): SourceColumn => conviction('label', header);

/**
 * Whether the person is an aggravated felon, and by which kind of conviction. The release of 2026 prints the same four
 * texts under another header.
 */
export function aggravatedFelon(header: string): EvidenceColumn {
  return yesOrNo('aggravated_felony_conviction', header, {
    means: {
      'NOT AN AGGRAVATED FELON': false,
      DRUGS: true,
      OTHER: true,
      'BOTH (DRUG AND OTHER AGG FELON CONVICTIONS)': true,
      YES: true,
      NO: false,
    },
  });
}

/**
 * Marks on the form of the detainer. Forms of other years have other boxes: in the releases most of these cells are blank,
 * some hold YES and some NO, so that a blank is a form without the box, or one that nobody read, and says nothing.
 */
const marks: readonly SourceColumn[] = [
  yesOrNo('marked_prior_felony', 'Prior Felony Yes No'),
  yesOrNo('marked_multiple_misdemeanors', 'Multiple Prior Misd Yes No'),
  yesOrNo('marked_violent_misdemeanor', 'Violent Misdemeanor Yes No'),
  yesOrNo('marked_illegal_entry', 'Illegal Entry Yes No'),
  yesOrNo('marked_illegal_reentry', 'Illegal Reentry Yes No'),
  yesOrNo('marked_immigration_fraud', 'Immigration Fraud Yes No'),
  yesOrNo('marked_significant_risk', 'Significant Risk Yes No'),
  // The form of the event's day: where it says that removal was ordered, a case without an order is another case.
  yesOrNo('marked_deportation_ordered', 'Deportation Ordered Yes No', { contradicts: 'final_order' }),
  // A box that is not marked does not say that the person took no part.
  yesOrNo('gang_participation', 'Criminal Street Gang Yes No', { means: { YES: true, NO: null } }),
  {
    header: 'Aggravated Felony Yes No',
    holds: 'contrary',
    contradicts: 'aggravated_felony_conviction',
    says: ['YES'],
    optional: true,
  },
];

/** The columns that the detainers of 2025 and 2026 share. */
export const detainerColumns: readonly SourceColumn[] = [
  { header: 'Detainer Prepare Date', holds: 'occurred_on' },
  fact('office_code', 'Facility AOR'),
  fact('method', 'Apprehension Method'),
  fact('disposition', 'Processing Disposition'),
  fact('citizenship', 'Citizenship Country'),
  // Blank where no conviction is on record and where the offense was not coded alike: a blank says neither.
  fact('most_serious_conviction', 'MSC Charge Code'),
  // In the rows of 2025 that we know it repeats the code in place of a day.
  conviction('charged_on', 'MSC Charge Date'),
  conviction('convicted_on', 'MSC Conviction Date'),
  conviction('sentence_days', 'MSC Sentence Days'),
  conviction('sentence_months', 'MSC Sentence Months'),
  conviction('sentence_years', 'MSC Sentence Years'),
  ...marks,
  ...personColumns,
  ...unused('the office stands for the place', 'Facility State', 'Facility City'),
  ...unused(
    'no table counts by it, and no priority rule reads it',
    'Entry Status',
    'Entry Date',
    'Apprehension Date',
    'Birth Country',
    'Other Removal Reason Yes No',
    'Other Removal Reason',
    'Order To Show Cause Served Yes No',
    'Order To Show Cause Served Date',
    'Biometric Match Yes No',
    'Statements Made Yes No',
    'Resume Custody Yes No',
  ),
  ...unused(
    'a box of the form I-247N of 2015, whose words join several conditions that the release does not tell apart',
    'Unlawful Attempt Yes No',
    'Unlawful Entry Yes No',
    'Visa Yes No',
  ),
];
