import { atLeast, type PriorityRegime } from './regime.ts';

/** Public Law 119-1, which added INA 236(c)(1)(E): a rule on detention, beside the priorities and none of them. */
export const pl1191: PriorityRegime<'subject' | 'none'> = {
  id: 'pl-119-1-2025',
  knownAs: 'INA 236(c)(1)(E) (since 2025)',
  axis: 'mandatory-detention',
  source: {
    title: 'Public Law 119-1 of January 29, 2025, section 2, which adds INA 236(c)(1)(E), 8 U.S.C. 1226(c)(1)(E)',
    issued: '2025-01-29',
    url: 'https://www.congress.gov/119/plaws/publ1/PLAW-119publ1.pdf',
  },
  inForce: [{ from: '2025-01-29', until: '9999-12-31' }],
  remarks: [
    'Only the class that this law adds is shown. Other grounds of mandatory detention, INA 236(c)(1)(A) to (D) and INA 235, are not in this program’s catalogue, so that “Not within INA 236(c)(1)(E)” does not mean free of mandatory detention.',
    'The law names burglary, theft, larceny, shoplifting, assault of a law enforcement officer and offenses resulting in death or serious bodily injury in the meaning of the place where they occurred. Which codes of offenses are among them is this program’s own list.',
    'An arrest, a pending charge or a conviction counts; what was resolved without a conviction does not.',
  ],
  categories: {
    subject: { label: 'Within INA 236(c)(1)(E), mandatory detention' },
    none: { label: 'Not within INA 236(c)(1)(E)' },
  },
  rules: [
    {
      cite: 'INA 236(c)(1)(E)',
      label: 'Within INA 236(c)(1)(E), mandatory detention',
      confirmed: false,
      category: 'subject',
      basis: 'computed',
      holds: (evidence) =>
        evidence.and([
          evidence('evidence.inadmissible_entry_or_documents', '=', true),
          evidence.or([
            atLeast(evidence, 1, 'mandatory_detention_offenses'),
            evidence('evidence.mandatory_offense_admitted', '=', true),
          ]),
        ]),
    },
  ],
  otherwise: 'none',
};
