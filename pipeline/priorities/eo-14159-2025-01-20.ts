import type { PriorityRegime } from './regime.ts';

/** Executive Order 14159, which has no closed list of priorities: the classes that it names, and every other removable person. */
export const eo14159: PriorityRegime<'FO' | 'PSNS' | 'ALL' | 'none'> = {
  id: 'eo-14159-2025-01-20',
  knownAs: 'Executive Order 14159 (since 2025)',
  axis: 'priority',
  source: {
    title: 'Executive Order 14159, Protecting the American People Against Invasion, 90 FR 8443, sections 3 and 4',
    issued: '2025-01-20',
    url: 'https://www.federalregister.gov/documents/2025/01/29/2025-02006',
  },
  inForce: [{ from: '2025-01-20', until: '9999-12-31' }],
  remarks: [
    'The order has no closed list of categories. It directs agencies to set priorities that protect public safety and national security, which includes the enforcement of final orders of removal, and to execute the laws against all removable persons. Read its tables beside those by criminality and by category of offense.',
    '“Other removable – no listed category” counts persons whom the record shows to be removable and who are in no class that the order names: it does not mean that they are no priority. “Recorded as not removable” counts only those whom the record so shows; where it does not tell, the category cannot be determined.',
    'Public safety and national security are read from an officer’s determination and never computed from convictions.',
    'The order is applied from the day of its signing; it was published on January 29, 2025. The instrument that formally rescinded the guidelines of 2021, and its day, are not established.',
    'Priorities that the agency may have set under the order are not in this program’s catalogue.',
  ],
  categories: {
    FO: { label: 'Final order of removal' },
    PSNS: { label: 'Public safety or national security (officer’s determination)' },
    ALL: { label: 'Other removable – no listed category' },
    none: { label: 'Recorded as not removable' },
  },
  rules: [
    {
      cite: 'section 4, final orders of removal',
      label: 'Section 4: final order of removal',
      confirmed: false,
      category: 'FO',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.final_order', '=', true),
    },
    {
      cite: 'section 4, public safety and national security',
      label: 'Section 4: public safety or national security (officer’s determination)',
      confirmed: false,
      category: 'PSNS',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.public_safety_or_national_security_determined', '=', true),
    },
    {
      cite: 'section 3',
      confirmed: false,
      category: 'ALL',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.removable', '=', true),
    },
  ],
  otherwise: 'none',
};
