import {
  aggravatedFelony,
  anyone,
  arrivedDaysBefore,
  charged,
  concern,
  convictedAt,
  daysBefore,
  gang,
  nothing,
  notKnown,
  orderedDaysBefore,
  type Plan,
  planned,
  uncharged,
  unconvicted,
} from './plan.ts';

/** What must occur in the thin series under the regimes since February 2021, by regime and category, in the same order. */
export const plansSince2021: readonly Plan[] = [
  ...planned('dhs-2021-01-20', [['2021-02-01', '2021-02-18']], {
    PS: {
      fits: convictedAt('1'),
      convictions: aggravatedFelony,
      facts: (day) => ({ released_from_incarceration: true, released_from_incarceration_on: daysBefore(day, 5) }),
      determined: 'public_safety_threat_determined',
    },
    'cannot-be-determined': notKnown,
    none: nothing,
    NS: concern,
    BS: { fits: anyone, facts: arrivedDaysBefore(45) },
  }),
  ...planned('ice-2021-02-18', [['2021-02-18', '2021-11-29']], {
    'PS, felony': {
      fits: convictedAt('1'),
      convictions: aggravatedFelony,
      determined: 'public_safety_threat_determined',
    },
    'PS, gang': { fits: unconvicted, facts: () => gang, determined: 'public_safety_threat_determined' },
    NS: concern,
    BS: { fits: anyone, facts: arrivedDaysBefore(45) },
    OTHER_PREAPPROVED: { fits: unconvicted, determined: 'preapproval_determined' },
    none: nothing,
    'cannot-be-determined': notKnown,
  }),
  ...planned(
    'dhs-2021-09-30',
    [
      ['2021-11-29', '2022-06-25'],
      ['2023-07-28', '2025-01-20'],
    ],
    {
      NS: concern,
      'NS, determined': { fits: anyone, determined: 'national_security_danger_determined', once: true },
      PS: { fits: anyone, determined: 'current_threat_determined' },
      BS: { fits: anyone, facts: arrivedDaysBefore(45) },
      'BS, determined': { fits: anyone, determined: 'compelling_border_case_determined' },
      none: nothing,
      'cannot-be-determined': notKnown,
    },
  ),
  ...planned('eo-14159-2025-01-20', [['2025-01-20', '9999-12-31']], {
    none: { fits: (entry) => entry.disposition === 'nar' && unconvicted(entry) },
    FO: { fits: unconvicted, facts: orderedDaysBefore(700) },
    PSNS: { fits: anyone, determined: 'public_safety_or_national_security_determined' },
    ALL: { fits: (entry) => entry.disposition !== 'nar' && unconvicted(entry) },
    'cannot-be-determined': notKnown,
  }),
  ...planned('pl-119-1-2025', [['2025-01-29', '9999-12-31']], {
    'subject, charged': { fits: charged, pending: ['2399'] },
    'subject, admitted': { fits: uncharged, facts: () => ({ mandatory_offense_admitted: true }) },
    'not-subject': { fits: charged, pending: ['5404'] },
    'cannot-be-determined': notKnown,
  }),
];
