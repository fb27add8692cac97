import type { Expression, SqlBool } from 'kysely';
import { atLeast, type EvidenceExpressions, type PriorityRegime } from './regime.ts';

/** The interim priorities of the Department's memorandum of 20 January 2021, until the agency's own guidance. */
export const dhs20210120: PriorityRegime<'NS' | 'BS' | 'PS' | 'none'> = {
  id: 'dhs-2021-01-20',
  knownAs: 'DHS memorandum of January 20, 2021 (February 2021)',
  axis: 'priority',
  source: {
    title:
      'DHS memorandum, Review of and Interim Revision to Civil Immigration Enforcement and Removal Policies and Priorities, January 20, 2021, section B',
    issued: '2021-01-20',
    url: 'https://www.dhs.gov/sites/default/files/publications/21_0120_enforcement-memo_signed.pdf',
  },
  inForce: [{ from: '2021-02-01', until: '2021-02-18' }],
  edges: [
    {
      chosen: { on: '2021-02-01', source: 'The day from which section B takes effect' },
      other: { on: '2021-01-20', source: 'The day of the memorandum' },
      why: 'The memorandum sets the later day for its interim priorities; on the days between, none were in force.',
    },
    {
      chosen: { on: '2021-02-18', source: 'ICE interim guidance of February 18, 2021, effective immediately' },
      other: {
        on: '2021-11-29',
        source: 'DHS guidelines of September 30, 2021, which supersede the memorandum and the guidance',
      },
      why: 'The memorandum stood beside the guidance, but where the two differ the guidance governs the agency.',
    },
  ],
  remarks: [
    'Whether a person was present before November 1, 2020 is read from the first day of the present continuous presence, and from unlawful entries and removals before that day. An earlier lawful stay that the record does not show is not excluded.',
    'A threat to public safety is read from an officer’s determination and never computed.',
    'The pause of removals for 100 days in the same memorandum, enjoined on January 26, 2021, is no priority and is not modeled.',
  ],
  categories: {
    NS: { label: 'National security' },
    BS: { label: 'Border security: attempted entry since November 1, 2020, or not present before that day' },
    PS: { label: 'Public safety: aggravated felony, release since January 20, 2021, officer’s determination' },
    none: { label: 'Not within a priority category' },
  },
  rules: [
    {
      cite: 'section B.1',
      confirmed: false,
      category: 'NS',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.national_security_concern', '=', true),
    },
    {
      cite: 'section B.2',
      confirmed: false,
      category: 'BS',
      basis: 'computed',
      holds: arrivedSinceNovember2020,
    },
    {
      cite: 'section B.3',
      confirmed: false,
      category: 'PS',
      basis: 'recorded',
      holds: (evidence) =>
        evidence.and([
          evidence('evidence.released_from_incarceration', '=', true),
          evidence('evidence.released_from_incarceration_on', '>=', '2021-01-20'),
          atLeast(evidence, 1, 'aggravated_felony_convictions'),
          evidence('evidence.public_safety_threat_determined', '=', true),
        ]),
    },
  ],
  otherwise: 'none',
};

/**
 * Apprehended while attempting to enter unlawfully on or after November 1, 2020, or not present in the country before:
 * the border security criterion of both interim instruments of 2021.
 */
export function arrivedSinceNovember2020(evidence: EvidenceExpressions): Expression<SqlBool> {
  const before = (fact: 'prior_removal' | 'unlawful_entry') =>
    evidence.and([evidence(`evidence.${fact}`, '=', true), evidence(`evidence.${fact}_on`, '<', '2020-11-01')]);
  return evidence.or([
    evidence.and([
      evidence('evidence.apprehended_at_border', '=', true),
      evidence('evidence.apprehended_at_border_on', '>=', '2020-11-01'),
    ]),
    evidence.and([
      evidence('evidence.continuously_present_since', '>=', '2020-11-01'),
      evidence.not(before('unlawful_entry')),
      evidence.not(before('prior_removal')),
    ]),
  ]);
}
