import { type Likeness, likeness } from './names.ts';
import { isSameCounty, type Sighting } from './sightings.ts';

/** Why two rows under different names are one agreement. */
export interface Link {
  /** More is surer; two links of the same weight decide nothing. */
  readonly weight: number;
  readonly name: Likeness;
  /** What the rows have in common, in words. */
  readonly because: string;
}

/** How the earlier row stands when the later list comes: it may be missing from it, or have been missing before. */
export type EarlierStanding = 'listed' | 'pending' | 'gone';

/**
 * Compares a row with the last row of an agreement of the same model that the list does not hold under its name.
 * Undefined: nothing says that they are one agreement.
 */
export function linkBetween(earlier: Sighting, later: Sighting, standing: EarlierStanding): Link | undefined {
  const common = commonGround(earlier, later);
  // Names are compared last: it takes longest, and for nearly all pairs nothing else agrees.
  if (!common.document && !common.date && common.county !== true && standing !== 'pending') return undefined;
  const facts = { ...common, name: likeness(earlier.agencyKey.slice(3), later.agencyKey.slice(3)) };
  const rule = rules.find(({ holds }) => holds(facts, standing));
  if (rule === undefined) return undefined;
  const weight =
    (facts.document ? 8 : 0) + (facts.date ? 4 : 0) + nameWeight[facts.name] + (facts.county === true ? 1 : 0);
  return { weight, name: facts.name, because: inWords(facts) };
}

interface Facts {
  readonly state: boolean;
  readonly document: boolean;
  readonly date: boolean;
  readonly county: boolean | 'unknown';
  readonly name: Likeness;
  /** The later row's own date says that it ought to have been on the earlier list. */
  readonly overdue: boolean;
}

const nameWeight = { same: 3, near: 3, overlap: 2, none: 0 } as const;
const isNear = (name: Likeness) => name === 'same' || name === 'near';

/** The first that holds decides; what is in none of them is chance. */
const rules: readonly { readonly holds: (facts: Facts, standing: EarlierStanding) => boolean }[] = [
  // One document, signed on one day: the agency was named otherwise.
  { holds: ({ state, document, date }) => state && document && date },
  { holds: ({ state, document, name }) => state && document && name !== 'none' },
  // One name in two spellings, signed on one day.
  { holds: ({ state, date, name, county }) => state && date && isNear(name) && county !== false },
  // From here on the earlier agreement must have left the list as the later row came.
  { holds: ({ state, name, county }, standing) => standing === 'listed' && state && isNear(name) && county === true },
  {
    holds: ({ state, date, overdue, name, county }, standing) =>
      standing === 'listed' && state && date && overdue && name === 'overlap' && county !== false,
  },
  {
    holds: ({ state, date, overdue, county }, standing) =>
      standing === 'listed' && state && date && overdue && county === true,
  },
  // The state was misprinted: all else is the same.
  {
    holds: ({ date, overdue, name, county }, standing) =>
      standing === 'listed' && date && overdue && name === 'same' && county === true,
  },
  // Applications have neither date nor document.
  { holds: ({ state, name, county }, standing) => standing === 'pending' && state && isNear(name) && county !== false },
];

function commonGround(earlier: Sighting, later: Sighting): Omit<Facts, 'name'> {
  const signed = later.listing.signed_on;
  return {
    state: earlier.listing.state === later.listing.state,
    document: earlier.document !== null && earlier.document === later.document,
    date: signed !== null && signed === earlier.listing.signed_on,
    county: earlier.county === null || later.county === null ? 'unknown' : isSameCounty(earlier.county, later.county),
    overdue: signed !== null && signed <= earlier.list.as_of,
  };
}

function inWords({ state, document, date, county, name }: Facts): string {
  const shared = [
    ...(document ? ['the same document'] : []),
    ...(date ? ['the same signing date'] : []),
    ...(county === true ? ['the same county'] : []),
    ...{ same: ['the same name'], near: ['nearly the same name'], overlap: ['much of the name'], none: [] }[name],
    ...(state ? [] : ['though not the same state']),
  ];
  return shared.join(', ');
}
