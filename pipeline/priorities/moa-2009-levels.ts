import { atLeast, type PriorityRegime } from './regime.ts';

/**
 * The levels of criminal offenses in the 287(g) agreement template of 2009, for as long as each agreement stood under it.
 * An arrest counts like a conviction.
 */
export const moa2009Levels: PriorityRegime<'L1' | 'L2' | 'L3' | 'none'> = {
  id: 'moa-2009-levels',
  knownAs: 'Standard MOA announced July 10, 2009',
  axis: 'moa-level',
  source: {
    title: 'Standard 287(g) Memorandum of Agreement, announced July 10, 2009: levels of criminal offenses',
    issued: '2009-07-10',
    url: 'https://ice.gov/287g',
  },
  inForce: { template: '2009' },
  remarks: [
    'The levels hold for an agreement from its signing under the template of 2009 until it was signed again under a later one; an event without an agreement under that template has no level.',
    'The template names no codes of the offense classification and does not say which drug offenses are major: the groupings of offenses are this program’s own and are listed with the report.',
    'An offense counts once a person was arrested for it, charged with it or convicted of it; one that was resolved without a conviction does not count.',
  ],
  categories: {
    L1: { label: 'Level 1: major drug or violent offenses' },
    L2: { label: 'Level 2: minor drug or property offenses' },
    L3: { label: 'Level 3: other offenses' },
    none: { label: 'No level: no arrest or conviction for an offense' },
  },
  rules: [
    {
      cite: 'level 1',
      label: 'Level 1: major drug or violent offenses',
      confirmed: false,
      category: 'L1',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'violent_or_major_drug_offenses'),
    },
    {
      cite: 'level 2',
      label: 'Level 2: minor drug or property offenses',
      confirmed: false,
      category: 'L2',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'minor_drug_or_property_offenses'),
    },
    {
      cite: 'level 3',
      label: 'Level 3: other offenses',
      confirmed: false,
      category: 'L3',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'offenses'),
    },
  ],
  otherwise: 'none',
};
