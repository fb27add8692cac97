import type { PriorityRegime } from './regime.ts';

/** The Department's guidelines of 30 September 2021, which a court set aside for a year: in force twice. */
export const dhs20210930: PriorityRegime<'NS' | 'PS' | 'BS' | 'none'> = {
  id: 'dhs-2021-09-30',
  knownAs: 'DHS guidelines of September 30, 2021 (2021–2022 and 2023–2025)',
  axis: 'priority',
  source: {
    title: 'DHS memorandum, Guidelines for the Enforcement of Civil Immigration Law, section II',
    issued: '2021-09-30',
    url: 'https://www.ice.gov/doclib/news/guidelines-civilimmigrationlaw.pdf',
  },
  inForce: [
    { from: '2021-11-29', until: '2022-06-25' },
    { from: '2023-07-28', until: '2025-01-20' },
  ],
  edges: [
    {
      chosen: { on: '2021-11-29', source: 'The day from which the guidelines take effect' },
      other: { on: '2021-09-30', source: 'The day of the guidelines' },
      why: 'The guidelines set the later day for themselves, and until then the interim guidance stands.',
    },
    {
      chosen: { on: '2022-06-25', source: 'The day on which the vacatur took effect (not confirmed in a source)' },
      other: {
        on: '2022-06-10',
        source: 'Judgment of the district court, Southern District of Texas, that vacates them',
      },
      why: 'The guidelines could be applied until the judgment took effect.',
    },
    {
      chosen: {
        on: '2023-07-28',
        source:
          'About the day of the Supreme Court’s mandate, on which the guidelines were applied again (not confirmed in a source)',
      },
      other: { on: '2023-06-23', source: 'Decision of the Supreme Court, United States v. Texas' },
      why: 'The vacatur stood until the mandate issued.',
    },
  ],
  remarks: [
    'Whether a person is a current threat to public safety is to be judged from the totality of the circumstances, without bright lines or categories. It is read from an officer’s determination and never computed from convictions.',
    'That a person is removable is not alone a basis for enforcement under the guidelines.',
    'An unlawful entry counts where it was after November 1, 2020: an entry on that day does not.',
    'Stays of the vacatur were denied on July 6 and July 21, 2022.',
    'The instrument that formally rescinded the guidelines in 2025 is not established; they are taken to end with Executive Order 14159.',
  ],
  categories: {
    NS: { label: 'Threat to national security' },
    PS: { label: 'Threat to public safety (officer’s determination)' },
    BS: { label: 'Threat to border security' },
    none: { label: 'Not within a priority category' },
  },
  rules: [
    {
      cite: 'section II, national security: terrorism or espionage',
      label: 'Section II, threat to national security: terrorism or espionage',
      confirmed: true,
      category: 'NS',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.national_security_concern', '=', true),
    },
    {
      cite: 'section II, national security: otherwise a danger',
      label: 'Section II, threat to national security: otherwise a danger',
      confirmed: true,
      category: 'NS',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.national_security_danger_determined', '=', true),
    },
    {
      cite: 'section II, public safety',
      label: 'Section II, threat to public safety (officer’s determination)',
      confirmed: true,
      category: 'PS',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.current_threat_determined', '=', true),
    },
    {
      cite: 'section II, border security: apprehended at the border, or unlawful entry after November 1, 2020',
      label:
        'Section II, threat to border security: apprehended at the border, or unlawful entry after November 1, 2020',
      confirmed: true,
      category: 'BS',
      basis: 'computed',
      holds: (evidence) =>
        evidence.or([
          evidence('evidence.apprehended_at_border', '=', true),
          evidence.and([
            evidence('evidence.unlawful_entry', '=', true),
            evidence('evidence.unlawful_entry_on', '>', '2020-11-01'),
          ]),
        ]),
    },
    {
      cite: 'section II, border security: other cases',
      label: 'Section II, threat to border security: other cases',
      confirmed: true,
      category: 'BS',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.compelling_border_case_determined', '=', true),
    },
  ],
  otherwise: 'none',
};
