import { atLeast, type PriorityRegime } from './regime.ts';

/**
 * Executive Order 13768, section 5, with the implementing memorandum of 20 February 2017. Its list is unordered: the
 * numbers are an order of trying, not of rank, and an event that is in none of them is not thereby exempt.
 */
export const eo13768: PriorityRegime<'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'none'> = {
  id: 'eo-13768-2017-01-25',
  knownAs: 'Executive Order 13768 (2017–2021)',
  axis: 'priority',
  source: {
    title: 'Executive Order 13768, Enhancing Public Safety in the Interior of the United States, 82 FR 8799, section 5',
    issued: '2017-01-25',
    url: 'https://www.federalregister.gov/documents/2017/01/30/2017-02102',
  },
  inForce: [{ from: '2017-01-25', until: '2021-01-20' }],
  edges: [
    {
      chosen: { on: '2017-01-25', source: 'Executive Order 13768, in force on the day of its signing' },
      other: {
        on: '2017-02-20',
        source: 'DHS memorandum of February 20, 2017, which implements it and rescinds that of 2014',
      },
      why: 'The order itself sets the list and directs agencies at once.',
    },
  ],
  remarks: [
    'The list of section 5 is unordered: the rules are tried in the order of its letters, which is no order of rank.',
    'The section also names classes of persons by provisions of the Immigration and Nationality Act (sections 212(a)(2), (a)(3) and (a)(6)(C), 235, and 237(a)(2) and (4)). They are not on record and not applied; the list in the agency’s reports leaves them out.',
    'The list is one of removable persons, and whether a person is removable is not tested: “Other removable – no listed category” takes it as given, and does not mean that a person is exempt.',
  ],
  categories: {
    C1: { label: 'Convicted of any criminal offense' },
    C2: { label: 'Charged with any criminal offense, not resolved' },
    C3: { label: 'Acts that constitute a chargeable criminal offense (officer’s determination)' },
    C4: { label: 'Fraud or willful misrepresentation before a governmental agency' },
    C5: { label: 'Abuse of a program related to receipt of public benefits' },
    C6: { label: 'Final order of removal, not complied with' },
    C7: { label: 'Risk to public safety or national security (officer’s judgment)' },
    none: { label: 'Other removable – no listed category' },
  },
  rules: [
    {
      cite: 'section 5(a)',
      confirmed: true,
      category: 'C1',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'convictions'),
    },
    {
      cite: 'section 5(b)',
      confirmed: true,
      category: 'C2',
      basis: 'computed',
      holds: (evidence) => atLeast(evidence, 1, 'pending_charges'),
    },
    {
      cite: 'section 5(c)',
      confirmed: true,
      category: 'C3',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.chargeable_acts_determined', '=', true),
    },
    {
      cite: 'section 5(d)',
      confirmed: true,
      category: 'C4',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.fraud_finding', '=', true),
    },
    {
      cite: 'section 5(e)',
      confirmed: true,
      category: 'C5',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.benefit_abuse_finding', '=', true),
    },
    {
      cite: 'section 5(f)',
      confirmed: true,
      category: 'C6',
      basis: 'computed',
      holds: (evidence) =>
        evidence.and([
          evidence('evidence.final_order', '=', true),
          evidence('evidence.final_order_complied', '=', false),
        ]),
    },
    {
      cite: 'section 5(g)',
      confirmed: true,
      category: 'C7',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.public_safety_risk_determined', '=', true),
    },
  ],
  otherwise: 'none',
};
