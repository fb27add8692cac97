import { atLeast, type PriorityRegime } from './regime.ts';

/**
 * The conditions of the ICE guidance of December 21, 2012 for issuing a detainer. Any one suffices: the numbers are an
 * order of trying, not of rank. Each is a mark on the form, which the record may show as well.
 */
export const ice20121221: PriorityRegime<
  | 'prior-felony'
  | 'multiple-misdemeanors'
  | 'violent-misdemeanor'
  | 'illegal-entry'
  | 'illegal-reentry'
  | 'deportation-ordered'
  | 'immigration-fraud'
  | 'significant-risk'
  | 'none'
> = {
  id: 'ice-2012-12-21',
  knownAs: 'ICE Policy 10074.2 (2012–2014)',
  axis: 'detainer',
  source: {
    title:
      'ICE Policy 10074.2, Civil Immigration Enforcement: Guidance on the Use of Detainers in the Federal, State, Local, and Tribal Criminal Justice Systems',
    issued: '2012-12-21',
    url: 'https://www.ice.gov/',
  },
  inForce: [{ from: '2012-12-21', until: '2014-11-20' }],
  edges: [
    {
      chosen: {
        on: '2014-11-20',
        source: 'DHS memorandum on Secure Communities of November 20, 2014, on its day of issue',
      },
      other: {
        on: '2015-06-01',
        source: 'Forms I-247D and I-247N, which took the place of this form in June 2015 (day not established)',
      },
      why: 'The guidance ended with the memorandum; the old form was used on until the new ones came.',
    },
  ],
  remarks: [
    'Any one condition suffices: the order in which they are tried follows the form and is no order of rank.',
    'A condition holds where the form is marked, or where convictions or orders on record show the same; it is excluded only where neither can be so.',
    'The conditions of a violent misdemeanor, immigration fraud and significant risk are read from the form alone: nothing else on record has the same bounds.',
    'A removal order counts as outstanding where it was not complied with.',
    'That a pending charge of a felony or of a serious misdemeanor could suffice is not applied: only the marks would show it.',
    'Before this day and after it, detainers have no conditions of their own in this catalogue.',
  ],
  categories: {
    'prior-felony': { label: 'Prior felony' },
    'multiple-misdemeanors': { label: 'Three or more prior misdemeanors' },
    'violent-misdemeanor': { label: 'Prior misdemeanor of violence or another that the form lists' },
    'illegal-entry': { label: 'Convicted of illegal entry' },
    'illegal-reentry': { label: 'Illegal reentry after removal' },
    'deportation-ordered': { label: 'Outstanding order of removal' },
    'immigration-fraud': { label: 'Immigration fraud' },
    'significant-risk': { label: 'Significant risk (officer’s determination)' },
    none: { label: 'Not within a condition of the guidance' },
  },
  rules: [
    {
      cite: 'form I-247, prior felony',
      label: 'Form I-247: prior felony',
      confirmed: false,
      category: 'prior-felony',
      basis: 'computed',
      holds: (evidence) =>
        evidence.or([evidence('evidence.marked_prior_felony', '=', true), atLeast(evidence, 1, 'felony_convictions')]),
    },
    {
      cite: 'form I-247, three or more misdemeanors',
      label: 'Form I-247: three or more prior misdemeanors',
      confirmed: false,
      category: 'multiple-misdemeanors',
      basis: 'computed',
      holds: (evidence) =>
        evidence.or([
          evidence('evidence.marked_multiple_misdemeanors', '=', true),
          atLeast(evidence, 3, 'misdemeanor_convictions'),
        ]),
    },
    {
      cite: 'form I-247, violent or other serious misdemeanor',
      label: 'Form I-247: prior misdemeanor of violence or another that the form lists',
      confirmed: false,
      category: 'violent-misdemeanor',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.marked_violent_misdemeanor', '=', true),
    },
    {
      cite: 'form I-247, illegal entry',
      label: 'Form I-247: convicted of illegal entry',
      confirmed: false,
      category: 'illegal-entry',
      basis: 'computed',
      holds: (evidence) =>
        evidence.or([
          evidence('evidence.marked_illegal_entry', '=', true),
          atLeast(evidence, 1, 'illegal_entry_convictions'),
        ]),
    },
    {
      cite: 'form I-247, illegal reentry',
      label: 'Form I-247: illegal reentry after removal',
      confirmed: false,
      category: 'illegal-reentry',
      basis: 'computed',
      holds: (evidence) =>
        evidence.or([
          evidence('evidence.marked_illegal_reentry', '=', true),
          atLeast(evidence, 1, 'illegal_reentry_convictions'),
        ]),
    },
    {
      cite: 'form I-247, order of removal',
      label: 'Form I-247: outstanding order of removal',
      confirmed: false,
      category: 'deportation-ordered',
      basis: 'computed',
      holds: (evidence) =>
        evidence.or([
          evidence('evidence.marked_deportation_ordered', '=', true),
          evidence.and([
            evidence('evidence.final_order', '=', true),
            evidence('evidence.final_order_complied', '=', false),
          ]),
        ]),
    },
    {
      cite: 'form I-247, immigration fraud',
      label: 'Form I-247: immigration fraud',
      confirmed: false,
      category: 'immigration-fraud',
      basis: 'computed',
      holds: (evidence) => evidence('evidence.marked_immigration_fraud', '=', true),
    },
    {
      cite: 'form I-247, significant risk',
      label: 'Form I-247: significant risk (officer’s determination)',
      confirmed: false,
      category: 'significant-risk',
      basis: 'recorded',
      holds: (evidence) => evidence('evidence.marked_significant_risk', '=', true),
    },
  ],
  otherwise: 'none',
};
