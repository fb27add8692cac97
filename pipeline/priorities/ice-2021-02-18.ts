import { arrivedSinceNovember2020 } from './dhs-2021-01-20.ts';
import { atLeast, type PriorityRegime } from './regime.ts';

/** The agency's interim guidance of 18 February 2021: presumed priorities, and other cases with a supervisor's leave. */
export const ice20210218: PriorityRegime<'NS' | 'BS' | 'PS' | 'other-preapproved' | 'none'> = {
  id: 'ice-2021-02-18',
  knownAs: 'ICE interim guidance of February 18, 2021 (2021)',
  axis: 'priority',
  source: {
    title: 'ICE Directive 11090.1, Interim Guidance: Civil Immigration Enforcement and Removal Priorities',
    issued: '2021-02-18',
    url: 'https://www.ice.gov/doclib/news/releases/2021/021821_civil-immigration-enforcement_interim-guidance.pdf',
  },
  inForce: [{ from: '2021-02-18', until: '2021-11-29' }],
  edges: [
    {
      chosen: { on: '2021-11-29', source: 'The day from which the DHS guidelines of September 30, 2021 take effect' },
      other: { on: '2021-09-30', source: 'The day of those guidelines' },
      why: 'The guidelines set the later day for themselves, and until then the interim guidance stands.',
    },
  ],
  remarks: [
    'The three criteria are presumed priorities; every other case needs preapproval, which is read from the record and never inferred.',
    'Whether a person was present before November 1, 2020 is read from the first day of the present continuous presence, and from unlawful entries and removals before that day. An earlier lawful stay that the record does not show is not excluded.',
    'A threat to public safety is read from an officer’s determination and never computed; the convictions and the gang participation that the criterion also asks for are computed, with the age at the participation.',
    'A district court enjoined parts of the guidance on August 19, 2021, and a court of appeals stayed most of that order on September 15, 2021. This is noted and not modeled: the guidance is applied throughout.',
  ],
  categories: {
    NS: { label: 'National security' },
    BS: { label: 'Border security: attempted entry since November 1, 2020, or not present before that day' },
    PS: { label: 'Public safety: aggravated felony or gang criterion, officer’s determination' },
    'other-preapproved': { label: 'Other case with preapproval' },
    none: { label: 'Not within a priority category' },
  },
  rules: [
    {
      cite: 'presumed priorities, criterion 1 (national security)',
      label: 'Presumed priorities, criterion 1: national security',
      confirmed: false,
      category: 'NS',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.national_security_concern', '=', true),
    },
    {
      cite: 'presumed priorities, criterion 2 (border security)',
      label:
        'Presumed priorities, criterion 2: border security (attempted entry since November 1, 2020, or not present before that day)',
      confirmed: true,
      category: 'BS',
      basis: 'computed',
      holds: arrivedSinceNovember2020,
    },
    {
      cite: 'presumed priorities, criterion 3 (public safety)',
      label:
        'Presumed priorities, criterion 3: public safety (aggravated felony or gang criterion, officer’s determination)',
      confirmed: false,
      category: 'PS',
      basis: 'recorded',
      holds: (evidence) =>
        evidence.and([
          evidence('evidence.public_safety_threat_determined', '=', true),
          evidence.or([
            atLeast(evidence, 1, 'aggravated_felony_convictions'),
            atLeast(evidence, 1, 'gang_element_convictions'),
            evidence.and([
              evidence('evidence.gang_participation', '=', true),
              evidence('evidence.gang_participation_age', '>=', 16),
            ]),
          ]),
        ]),
    },
    {
      cite: 'other priority cases, with preapproval',
      label: 'Other priority case, with preapproval',
      confirmed: false,
      category: 'other-preapproved',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.preapproval_determined', '=', true),
    },
  ],
  otherwise: 'none',
};
