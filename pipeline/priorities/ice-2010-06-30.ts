import { type Expression, type SqlBool, sql } from 'kysely';
import { atLeast, type EvidenceExpressions, type PriorityRegime } from './regime.ts';

/**
 * Convicted, with the agency's own level where it recorded one, else with the one that the convictions on record make. The
 * agency records levels of persons with charges alone as well: a level does not say that there is a conviction.
 */
function hasLevel(evidence: EvidenceExpressions, level: 1 | 2 | 3, computed: Expression<SqlBool>): Expression<SqlBool> {
  const recorded = evidence.ref('evidence.recorded_offense_level');
  return evidence.and([
    atLeast(evidence, 1, 'convictions'),
    sql<SqlBool>`coalesce(${recorded} = ${sql.lit(String(level))}, ${computed})`,
  ]);
}

/**
 * The civil immigration enforcement priorities of ICE of June 30, 2010. Priority 1 is the highest; priorities 2 and 3 are
 * equal to each other. Convictions are told apart by the three levels of offenses.
 */
export const ice20100630: PriorityRegime<
  | 'P1.a'
  | 'P1.b-L1'
  | 'P1.b-L2'
  | 'P1.b-L3'
  | 'P1.b'
  | 'P1.c'
  | 'P1.d'
  | 'P1.e'
  | 'P2'
  | 'P3.a'
  | 'P3.b'
  | 'P3.c'
  | 'none'
> = {
  id: 'ice-2010-06-30',
  knownAs: 'ICE Policy 10072.1 (2010–2015)',
  axis: 'priority',
  source: {
    title:
      'ICE Policy Number 10072.1, Civil Immigration Enforcement: Priorities for the Apprehension, Detention, and Removal of Aliens',
    issued: '2010-06-30',
    url: 'http://www.ice.gov/doclib/civil_enforcement_priorities.pdf',
  },
  inForce: [{ from: '2010-06-30', until: '2015-01-05' }],
  edges: [
    {
      chosen: { on: '2010-06-30', source: 'ICE Policy 10072.1 on its day of issue' },
      other: { on: '2011-03-02', source: 'The same memorandum, issued again on March 2, 2011' },
      why: 'The first issue set the priorities; the second repeats them.',
    },
    {
      chosen: {
        on: '2015-01-05',
        source: 'DHS memorandum of November 20, 2014, on the day from which it is effective',
      },
      other: { on: '2014-11-20', source: 'The day of issue of the memorandum, which supersedes these priorities' },
      why: 'The memorandum of 2014 says from which day its priorities are applied; until then these were.',
    },
  ],
  remarks: [
    'Priorities 2 and 3 are equal to each other: that priority 2 is tried first is no order of rank.',
    'An offense level that the agency recorded with the event is used as it stands where the person was convicted: the agency records levels of persons with pending charges alone as well. Without one, the level follows from the convictions on record.',
    'A conviction for which the record gives no level, such as one of a class not known, is listed as priority 1 without a level; the notes count how often the record left each level open.',
    '“Recently”, in priority 2, has no number of days in the memorandum: the violation is read as the source records it and never worked out from days.',
    'The order of persons within priority 3 is not applied, and neither is the officer’s discretion over minor traffic offenses in level 3.',
    'Not every limb was confirmed in a source: every rule is therefore marked to be confirmed.',
  ],
  categories: {
    'P1.a': { label: 'Priority 1: danger to national security' },
    'P1.b-L1': { label: 'Priority 1: convicted, level 1 (aggravated felony, or two or more felonies)' },
    'P1.b-L2': { label: 'Priority 1: convicted, level 2 (any felony, or three or more misdemeanors)' },
    'P1.b-L3': { label: 'Priority 1: convicted, level 3 (misdemeanors)' },
    'P1.b': { label: 'Priority 1: convicted, no level on record' },
    'P1.c': { label: 'Priority 1: gang participation at age 16 or older' },
    'P1.d': { label: 'Priority 1: outstanding criminal warrant' },
    'P1.e': { label: 'Priority 1: serious risk to public safety (officer’s determination)' },
    P2: { label: 'Priority 2: recent violation of immigration controls, or knowing abuse of a visa' },
    'P3.a': { label: 'Priority 3: fugitive' },
    'P3.b': { label: 'Priority 3: removed before' },
    'P3.c': { label: 'Priority 3: visa, identification or benefit fraud' },
    none: { label: 'Not within a priority category' },
  },
  rules: [
    {
      cite: 'section A, priority 1, national security',
      label: 'Section A, priority 1: danger to national security',
      confirmed: false,
      category: 'P1.a',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.national_security_concern', '=', true),
    },
    {
      cite: 'section A, priority 1, convictions, level 1',
      label: 'Section A, priority 1: convicted, level 1 (aggravated felony, or two or more felonies)',
      confirmed: false,
      category: 'P1.b-L1',
      basis: 'computed',
      holds: (evidence) =>
        hasLevel(
          evidence,
          1,
          evidence.or([
            atLeast(evidence, 1, 'aggravated_felony_convictions'),
            atLeast(evidence, 2, 'felony_convictions'),
          ]),
        ),
    },
    {
      cite: 'section A, priority 1, convictions, level 2',
      label: 'Section A, priority 1: convicted, level 2 (any felony, or three or more misdemeanors)',
      confirmed: false,
      category: 'P1.b-L2',
      basis: 'computed',
      holds: (evidence) =>
        hasLevel(
          evidence,
          2,
          evidence.or([atLeast(evidence, 1, 'felony_convictions'), atLeast(evidence, 3, 'misdemeanor_convictions')]),
        ),
    },
    {
      cite: 'section A, priority 1, convictions, level 3',
      label: 'Section A, priority 1: convicted, level 3 (misdemeanors)',
      confirmed: false,
      category: 'P1.b-L3',
      basis: 'computed',
      holds: (evidence) => hasLevel(evidence, 3, atLeast(evidence, 1, 'misdemeanor_convictions')),
    },
    {
      cite: 'section A, priority 1, convictions',
      label: 'Section A, priority 1: convicted, no level on record',
      confirmed: false,
      category: 'P1.b',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'convictions'),
    },
    {
      cite: 'section A, priority 1, gang participation',
      label: 'Section A, priority 1: gang participation at age 16 or older',
      confirmed: false,
      category: 'P1.c',
      basis: 'computed',
      holds: (evidence) =>
        evidence.and([
          evidence('evidence.gang_participation', '=', true),
          evidence('evidence.gang_participation_age', '>=', 16),
        ]),
    },
    {
      cite: 'section A, priority 1, outstanding warrants',
      label: 'Section A, priority 1: outstanding criminal warrant',
      confirmed: false,
      category: 'P1.d',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.outstanding_criminal_warrant', '=', true),
    },
    {
      cite: 'section A, priority 1, serious risk to public safety',
      label: 'Section A, priority 1: serious risk to public safety (officer’s determination)',
      confirmed: false,
      category: 'P1.e',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.serious_risk_determined', '=', true),
    },
    {
      cite: 'section A, priority 2, recent violation',
      label: 'Section A, priority 2: recent violation of immigration controls',
      confirmed: false,
      category: 'P2',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.recent_border_violation', '=', true),
    },
    {
      cite: 'section A, priority 2, knowing abuse of a visa',
      label: 'Section A, priority 2: knowing abuse of a visa (officer’s determination)',
      confirmed: false,
      category: 'P2',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.visa_abuse_determined', '=', true),
    },
    {
      cite: 'section A, priority 3, fugitives',
      label: 'Section A, priority 3: fugitive',
      confirmed: false,
      category: 'P3.a',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.fugitive', '=', true),
    },
    {
      cite: 'section A, priority 3, prior removal',
      label: 'Section A, priority 3: removed before',
      confirmed: false,
      category: 'P3.b',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.prior_removal', '=', true),
    },
    {
      cite: 'section A, priority 3, fraud',
      label: 'Section A, priority 3: visa, identification or benefit fraud',
      confirmed: false,
      category: 'P3.c',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.fraud_finding', '=', true),
    },
  ],
  otherwise: 'none',
};
