import type { DateWindow } from '../../../pipeline/period.ts';
import type { Axis, DeclaredGap } from '../../../pipeline/priorities/regime.ts';
import type { Case } from './case.ts';
import { and, known, not, or, type Truth } from './kleene.ts';
import type { DatedFact, OnRecord } from './on-record.ts';

/** One limb of a regime: the category that it gives, and what it asks. */
export interface Limb {
  readonly category: string;
  readonly holds: (record: OnRecord) => Truth;
}

/** A regime as its text reads: when it held, and its limbs in the order of trying. */
export interface PlainRegime {
  readonly id: string;
  readonly axis: Axis;
  readonly inForce: readonly DateWindow[] | { readonly template: string };
  readonly limbs: readonly Limb[];
  readonly otherwise: string;
}

const limb = (category: string, holds: Limb['holds']): Limb => ({ category, holds });
const openEnd = '9999-12-31';

/** Whether a regime is that of an event: by its day, or by the template of its agreement. */
export function holdsOn({ inForce }: PlainRegime, { day, template }: Case): boolean {
  if ('template' in inForce) return inForce.template === template;
  return inForce.some(({ from, until }) => from <= day && day < until);
}

/** What is said of days without a regime, by the last day of each such span. */
export const axes: Readonly<Record<Axis, readonly { readonly until: string; readonly kind: DeclaredGap['kind'] }[]>> = {
  priority: [
    { until: '2010-06-30', kind: 'not-catalogued' },
    { until: openEnd, kind: 'none-in-force' },
  ],
  detainer: [
    { until: '2017-01-25', kind: 'not-catalogued' },
    { until: openEnd, kind: 'none-in-force' },
  ],
  'moa-level': [{ until: openEnd, kind: 'none-in-force' }],
  'mandatory-detention': [{ until: openEnd, kind: 'none-in-force' }],
};

/** Took part in a gang when not younger than sixteen. */
const gangSinceSixteen = (record: OnRecord): Truth =>
  and(
    record.is('gang_participation'),
    known(record.age, (years) => years >= 16),
  );

/** Whether a fact has come to be on one of certain days; without a known day it may have. */
const cameToBe = (record: OnRecord, fact: DatedFact, isSo: (day: string) => boolean): Truth =>
  and(record.is(fact), known(record.on(`${fact}_on`), isSo));

/** Attempted to enter at the border since November 2020, or was not in the country before. */
function recentlyArrived(record: OnRecord): Truth {
  const isBefore = (day: string) => day < '2020-11-01';
  const wasPresentBefore = or(
    known(record.on('continuously_present_since'), isBefore),
    cameToBe(record, 'unlawful_entry', isBefore),
    cameToBe(record, 'prior_removal', isBefore),
  );
  return or(
    cameToBe(record, 'apprehended_at_border', (day) => day >= '2020-11-01'),
    not(wasPresentBefore),
  );
}

const hasOpenOrder = (record: OnRecord): Truth => and(record.is('final_order'), not(record.is('final_order_complied')));

/** Of those convicted: the level that the agency recorded stands; without one, that of the convictions. */
const ofLevel = (record: OnRecord, level: string, computed: Truth): Truth =>
  and(record.has(1, 'convictions'), record.level === null ? computed : record.level === level);

const moaLevels: PlainRegime = {
  id: 'moa-2009-levels',
  axis: 'moa-level',
  inForce: { template: '2009' },
  limbs: [
    limb('L1', (record) => record.has(1, 'violent_or_major_drug_offenses')),
    limb('L2', (record) => record.has(1, 'minor_drug_or_property_offenses')),
    limb('L3', (record) => record.has(1, 'offenses')),
  ],
  otherwise: 'none',
};

const ice2010: PlainRegime = {
  id: 'ice-2010-06-30',
  axis: 'priority',
  inForce: [{ from: '2010-06-30', until: '2015-01-05' }],
  limbs: [
    limb('P1.a', (record) => record.is('national_security_concern')),
    limb('P1.b-L1', (record) =>
      ofLevel(record, '1', or(record.has(1, 'aggravated_felony_convictions'), record.has(2, 'felony_convictions'))),
    ),
    limb('P1.b-L2', (record) =>
      ofLevel(record, '2', or(record.has(1, 'felony_convictions'), record.has(3, 'misdemeanor_convictions'))),
    ),
    limb('P1.b-L3', (record) => ofLevel(record, '3', record.has(1, 'misdemeanor_convictions'))),
    limb('P1.b', (record) => record.has(1, 'convictions')),
    limb('P1.c', gangSinceSixteen),
    limb('P1.d', (record) => record.is('outstanding_criminal_warrant')),
    limb('P1.e', (record) => record.is('serious_risk_determined')),
    limb('P2', (record) => record.is('recent_border_violation')),
    limb('P2', (record) => record.is('visa_abuse_determined')),
    limb('P3.a', (record) => record.is('fugitive')),
    limb('P3.b', (record) => record.is('prior_removal')),
    limb('P3.c', (record) => record.is('fraud_finding')),
  ],
  otherwise: 'none',
};

const detainers2012: PlainRegime = {
  id: 'ice-2012-12-21',
  axis: 'detainer',
  inForce: [{ from: '2012-12-21', until: '2014-11-20' }],
  limbs: [
    limb('prior-felony', (record) => or(record.is('marked_prior_felony'), record.has(1, 'felony_convictions'))),
    limb('multiple-misdemeanors', (record) =>
      or(record.is('marked_multiple_misdemeanors'), record.has(3, 'misdemeanor_convictions')),
    ),
    limb('violent-misdemeanor', (record) => record.is('marked_violent_misdemeanor')),
    limb('illegal-entry', (record) =>
      or(record.is('marked_illegal_entry'), record.has(1, 'illegal_entry_convictions')),
    ),
    limb('illegal-reentry', (record) =>
      or(record.is('marked_illegal_reentry'), record.has(1, 'illegal_reentry_convictions')),
    ),
    limb('deportation-ordered', (record) => or(record.is('marked_deportation_ordered'), hasOpenOrder(record))),
    limb('immigration-fraud', (record) => record.is('marked_immigration_fraud')),
    limb('significant-risk', (record) => record.is('marked_significant_risk')),
  ],
  otherwise: 'none',
};

const dhs2014: PlainRegime = {
  id: 'dhs-2014-11-20',
  axis: 'priority',
  inForce: [{ from: '2015-01-05', until: '2017-01-25' }],
  limbs: [
    limb('P1.a', (record) => record.is('national_security_concern')),
    limb('P1.b', (record) => record.is('apprehended_at_border')),
    limb('P1.c', (record) => or(record.has(1, 'gang_element_convictions'), gangSinceSixteen(record))),
    limb('P1.d', (record) => record.has(1, 'non_status_felony_convictions')),
    limb('P1.e', (record) => record.has(1, 'aggravated_felony_convictions')),
    limb('P2.a', (record) => record.has(3, 'other_misdemeanor_incidents')),
    limb('P2.b', (record) => record.has(1, 'significant_misdemeanor_convictions')),
    limb('P2.c', (record) => and(record.is('unlawful_entry'), not(presentSince(record, '2014-01-01')))),
    limb('P2.d', (record) => record.is('significant_visa_abuse_determined')),
    limb('P3', (record) => cameToBe(record, 'final_order', (day) => day >= '2014-01-01')),
    limb('OTHER_FED_INTEREST', (record) => record.is('federal_interest_determined')),
  ],
  otherwise: 'none',
};

function presentSince(record: OnRecord, day: string): Truth {
  return known(record.on('continuously_present_since'), (since) => since <= day);
}

/** Section 5, limb by limb. */
const order2017: PlainRegime = {
  id: 'eo-13768-2017-01-25',
  axis: 'priority',
  inForce: [{ from: '2017-01-25', until: '2021-01-20' }],
  limbs: [
    limb('C1', (record) => record.has(1, 'convictions')),
    limb('C2', (record) => record.has(1, 'pending_charges')),
    limb('C3', (record) => record.is('chargeable_acts_determined')),
    limb('C4', (record) => record.is('fraud_finding')),
    limb('C5', (record) => record.is('benefit_abuse_finding')),
    limb('C6', hasOpenOrder),
    limb('C7', (record) => record.is('public_safety_risk_determined')),
  ],
  otherwise: 'none',
};

const interim2021: PlainRegime = {
  id: 'dhs-2021-01-20',
  axis: 'priority',
  inForce: [{ from: '2021-02-01', until: '2021-02-18' }],
  limbs: [
    limb('NS', (record) => record.is('national_security_concern')),
    limb('BS', recentlyArrived),
    limb('PS', (record) =>
      and(
        cameToBe(record, 'released_from_incarceration', (day) => day >= '2021-01-20'),
        record.has(1, 'aggravated_felony_convictions'),
        record.is('public_safety_threat_determined'),
      ),
    ),
  ],
  otherwise: 'none',
};

const directive2021: PlainRegime = {
  id: 'ice-2021-02-18',
  axis: 'priority',
  inForce: [{ from: '2021-02-18', until: '2021-11-29' }],
  limbs: [
    limb('NS', (record) => record.is('national_security_concern')),
    limb('BS', recentlyArrived),
    limb('PS', (record) =>
      and(
        record.is('public_safety_threat_determined'),
        or(
          record.has(1, 'aggravated_felony_convictions'),
          record.has(1, 'gang_element_convictions'),
          gangSinceSixteen(record),
        ),
      ),
    ),
    limb('other-preapproved', (record) => record.is('preapproval_determined')),
  ],
  otherwise: 'none',
};

const guidelines2021: PlainRegime = {
  id: 'dhs-2021-09-30',
  axis: 'priority',
  inForce: [
    { from: '2021-11-29', until: '2022-06-25' },
    { from: '2023-07-28', until: '2025-01-20' },
  ],
  limbs: [
    limb('NS', (record) => record.is('national_security_concern')),
    limb('NS', (record) => record.is('national_security_danger_determined')),
    limb('PS', (record) => record.is('current_threat_determined')),
    limb('BS', (record) =>
      or(
        record.is('apprehended_at_border'),
        cameToBe(record, 'unlawful_entry', (day) => day > '2020-11-01'),
      ),
    ),
    limb('BS', (record) => record.is('compelling_border_case_determined')),
  ],
  otherwise: 'none',
};

const order2025: PlainRegime = {
  id: 'eo-14159-2025-01-20',
  axis: 'priority',
  inForce: [{ from: '2025-01-20', until: openEnd }],
  limbs: [
    limb('FO', (record) => record.is('final_order')),
    limb('PSNS', (record) => record.is('public_safety_or_national_security_determined')),
    limb('ALL', (record) => record.is('removable')),
  ],
  otherwise: 'none',
};

const mandatory2025: PlainRegime = {
  id: 'pl-119-1-2025',
  axis: 'mandatory-detention',
  inForce: [{ from: '2025-01-29', until: openEnd }],
  limbs: [
    limb('subject', (record) =>
      and(
        record.is('inadmissible_entry_or_documents'),
        or(record.has(1, 'mandatory_detention_offenses'), record.is('mandatory_offense_admitted')),
      ),
    ),
  ],
  otherwise: 'none',
};

/** Every regime, in order of time. */
export const regimes: readonly PlainRegime[] = [
  moaLevels,
  ice2010,
  detainers2012,
  dhs2014,
  order2017,
  interim2021,
  directive2021,
  guidelines2021,
  order2025,
  mandatory2025,
];
