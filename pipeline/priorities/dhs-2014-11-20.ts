import { atLeast, type PriorityRegime } from './regime.ts';

/** The day of which priorities 2(c) and 3 speak. */
const firstOf2014 = '2014-01-01';

/** The department-wide priorities of the memorandum of November 20, 2014, applied from January 5, 2015. */
export const dhs20141120: PriorityRegime<
  'P1.a' | 'P1.b' | 'P1.c' | 'P1.d' | 'P1.e' | 'P2.a' | 'P2.b' | 'P2.c' | 'P2.d' | 'P3' | 'OTHER_FED_INTEREST' | 'none'
> = {
  id: 'dhs-2014-11-20',
  knownAs: 'DHS memorandum of November 20, 2014 (2015–2017)',
  axis: 'priority',
  source: {
    title:
      'DHS memorandum, Policies for the Apprehension, Detention and Removal of Undocumented Immigrants, November 20, 2014',
    issued: '2014-11-20',
    url: 'https://www.documentcloud.org/documents/3764982',
  },
  inForce: [{ from: '2015-01-05', until: '2017-01-25' }],
  edges: [
    {
      chosen: { on: '2015-01-05', source: 'The memorandum itself: effective on January 5, 2015' },
      other: { on: '2014-11-20', source: 'The memorandum’s day of issue' },
      why: 'The memorandum sets the later day for its own priorities.',
    },
    {
      chosen: { on: '2017-01-25', source: 'Executive Order 13768, in force on the day of its signing' },
      other: { on: '2017-02-20', source: 'DHS memorandum of February 20, 2017, which rescinds this one' },
      why: 'The order sets another list and directs agencies at once.',
    },
  ],
  remarks: [
    'Priority 2(c) asks whether a person could establish presence since January 1, 2014 to an officer: it is decided only where the first day of the present presence is on record.',
    'An aggravated felony is usually a felony too: priority 1(d) is tried first, as the memorandum lists it, so that 1(e) decides only where 1(d) does not hold.',
    'A misdemeanor under the definition of an aggravated felony is in priority 1(e), even where no felony is on record.',
    'Whether a person was eligible for transfer under the Priority Enforcement Program follows from 1(a), 1(c), 1(d), 1(e), 2(a) and 2(b), and is not a category of its own.',
    'Factors that weigh against the priority of a person, and the exceptions that an officer may allow, are not applied: no source records them.',
  ],
  categories: {
    'P1.a': { label: 'Priority 1(a): danger to national security' },
    'P1.b': { label: 'Priority 1(b): apprehended at the border while entering unlawfully' },
    'P1.c': { label: 'Priority 1(c): gang-related conviction, or gang participation at age 16 or older' },
    'P1.d': { label: 'Priority 1(d): convicted of a felony' },
    'P1.e': { label: 'Priority 1(e): convicted of an aggravated felony' },
    'P2.a': { label: 'Priority 2(a): three or more misdemeanors' },
    'P2.b': { label: 'Priority 2(b): significant misdemeanor' },
    'P2.c': { label: 'Priority 2(c): unlawful entry, not present since January 1, 2014' },
    'P2.d': { label: 'Priority 2(d): significant abuse of the visa programs (officer’s determination)' },
    P3: { label: 'Priority 3: final order of removal on or after January 1, 2014' },
    OTHER_FED_INTEREST: { label: 'Important federal interest (officer’s determination)' },
    none: { label: 'Not within a priority category' },
  },
  rules: [
    {
      cite: 'section A, priority 1(a)',
      label: 'Section A, priority 1(a): danger to national security',
      confirmed: false,
      category: 'P1.a',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.national_security_concern', '=', true),
    },
    {
      cite: 'section A, priority 1(b)',
      label: 'Section A, priority 1(b): apprehended at the border while entering unlawfully',
      confirmed: false,
      category: 'P1.b',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.apprehended_at_border', '=', true),
    },
    {
      cite: 'section A, priority 1(c)',
      label: 'Section A, priority 1(c): gang-related conviction, or gang participation at age 16 or older',
      confirmed: false,
      category: 'P1.c',
      basis: 'computed',
      holds: (evidence) =>
        evidence.or([
          atLeast(evidence, 1, 'gang_element_convictions'),
          evidence.and([
            evidence('evidence.gang_participation', '=', true),
            evidence('evidence.gang_participation_age', '>=', 16),
          ]),
        ]),
    },
    {
      cite: 'section A, priority 1(d)',
      label: 'Section A, priority 1(d): convicted of a felony',
      confirmed: false,
      category: 'P1.d',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'non_status_felony_convictions'),
    },
    {
      cite: 'section A, priority 1(e)',
      label: 'Section A, priority 1(e): convicted of an aggravated felony',
      confirmed: false,
      category: 'P1.e',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'aggravated_felony_convictions'),
    },
    {
      cite: 'section A, priority 2(a)',
      label: 'Section A, priority 2(a): three or more misdemeanors',
      confirmed: false,
      category: 'P2.a',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 3, 'other_misdemeanor_incidents'),
    },
    {
      cite: 'section A, priority 2(b)',
      label: 'Section A, priority 2(b): significant misdemeanor',
      confirmed: false,
      category: 'P2.b',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'significant_misdemeanor_convictions'),
    },
    {
      cite: 'section A, priority 2(c)',
      label: 'Section A, priority 2(c): unlawful entry, not present since January 1, 2014',
      confirmed: false,
      category: 'P2.c',
      basis: 'computed',
      holds: (evidence) =>
        evidence.and([
          evidence('evidence.unlawful_entry', '=', true),
          evidence('evidence.continuously_present_since', '>', firstOf2014),
        ]),
    },
    {
      cite: 'section A, priority 2(d)',
      label: 'Section A, priority 2(d): significant abuse of the visa programs (officer’s determination)',
      confirmed: false,
      category: 'P2.d',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.significant_visa_abuse_determined', '=', true),
    },
    {
      cite: 'section A, priority 3',
      label: 'Section A, priority 3: final order of removal on or after January 1, 2014',
      confirmed: false,
      category: 'P3',
      basis: 'computed',
      holds: (evidence) =>
        evidence.and([
          evidence('evidence.final_order', '=', true),
          evidence('evidence.final_order_on', '>=', firstOf2014),
        ]),
    },
    {
      cite: 'section B, important federal interest',
      label: 'Section B: important federal interest (officer’s determination)',
      confirmed: false,
      category: 'OTHER_FED_INTEREST',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.federal_interest_determined', '=', true),
    },
  ],
  otherwise: 'none',
};
