import type { Milestone } from '../oversight.ts';
import { type Administered, endOf, recordsEnd } from './administered.ts';
import { type Day, dateOf, dayOf } from './calendar.ts';
import { type Random, randomStream } from './random.ts';

type Kind = Milestone['kind'];
type Dated = readonly [kind: Kind, day: Day];

const year = 365;
/** Agreements of 2013 and 2016 ran out on the last of June 2019, which an addendum put off by a year (`domain.md` §2.1). */
const ranOut = { at: dayOf('2019-06-30'), extendedTo: dayOf('2020-06-30') };
/** Of meetings and reviews. */
const overdue = 0.15;

/** What is on record of each agreement beside its signing and its status, by the end of the records; each once. */
export function* milestonesOf(agreements: readonly Administered[], seed: number): Generator<Milestone> {
  const random = randomStream(seed, 'milestones');
  for (const held of agreements) {
    const end = endOf(held);
    const told = new Set<string>();
    const dated = [
      ...beginnings(held, random),
      ...addenda(held, random),
      ...reviews(held, random),
      ...meetings(held, random),
    ];
    for (const [kind, day] of [
      ...dated.filter((entry) => entry[1] < end),
      ...expiries(held),
      ...notices(held, random),
    ]) {
      const milestone = { agreement_id: held.agreement_id, kind, occurred_on: dateOf(day) };
      const key = `${kind} ${day}`;
      if (!told.has(key)) yield milestone;
      told.add(key);
    }
  }
}

function beginnings({ signed, operational }: Administered, random: Random): readonly Dated[] {
  return [
    ['effective', signed],
    ['operational', operational],
    ['published', signed + random.between(5, 60)],
  ];
}

/** The extension of 2019, and changes of some agreements in some years. */
function addenda({ signed, terms }: Administered, random: Random): readonly Dated[] {
  const extended = terms.some(({ template, from, until }) => {
    return template === '2013' && from < ranOut.at - 90 && (until === null || until > ranOut.at);
  });
  const changes: Dated[] = [];
  for (let day = signed + random.between(200, 900); day < recordsEnd; day += random.between(900, 6_000)) {
    changes.push(['addendum', day]);
  }
  return extended ? [...changes, ['addendum', ranOut.at - random.between(1, 60)]] : changes;
}

/** The end of a fixed term, as it stood under each template; terms since 2019 have none. */
function expiries({ terms }: Administered): readonly Dated[] {
  return terms.flatMap(({ template, from, until }): readonly Dated[] => {
    if (template === '2009') return [['expires', from + 3 * year]];
    if (template !== '2013') return [];
    const extended: readonly Dated[] = until !== null && until <= ranOut.at ? [] : [['expires', ranOut.extendedTo]];
    return from < ranOut.at - 90 ? [['expires', ranOut.at], ...extended] : extended;
  });
}

/** Under the templates of 2019 and later: the initial review, and for jails one every three years. */
function reviews({ model, operational, terms }: Administered, random: Random): readonly Dated[] {
  const reviewed: Dated[] = [];
  const first = terms[0]?.template ?? null;
  if (model !== 'TFM' && (first === '2019' || first === '2020' || first === '2025')) {
    const due = operational + (model === 'WSO' ? 270 : year);
    reviewed.push(['initial-review', held(due, 60, random)]);
  }
  const renewed = terms.find(({ template }) => template === '2020' || template === '2025');
  if (model !== 'JEM' || renewed === undefined) return reviewed;
  for (let due = renewed.from + 3 * year; due < recordsEnd + 60; due += 3 * year) {
    reviewed.push(['three-year-review', held(due, 60, random)]);
  }
  return reviewed;
}

/** Within the days before it is due, or some weeks to months after. */
function held(due: Day, early: number, random: Random): Day {
  return random.chance(overdue) ? due + random.between(15, 240) : due - random.between(0, early);
}

/** Each year since the signing under the models for jails; until 2020 the steering committee met as well. */
function meetings({ model, signed, terms }: Administered, random: Random): readonly Dated[] {
  const met: Dated[] = [];
  const fieldOnly = model === 'TFM' || model === 'TFO';
  if (!fieldOnly) {
    for (let day = held(signed + year, 40, random); day < recordsEnd; day = held(day + year, 40, random)) {
      met.push(['annual-meeting', day]);
    }
  }
  for (const { template, from, until } of terms) {
    if (template !== '2009' && template !== '2013') continue;
    const end = until ?? recordsEnd;
    for (let day = from + random.between(120, 270); day < end; day = held(day + year, 40, random)) {
      met.push(['steering-committee', day]);
    }
  }
  return met;
}

/** Some weeks before a suspension; 90 days and more before a termination. */
function notices({ signed, suspendedOn, terminated, until }: Administered, random: Random): readonly Dated[] {
  const suspended = suspendedOn.map(
    (day): Dated => ['suspension-notice', Math.max(signed + 1, day - random.between(14, 45))],
  );
  if (!terminated || until === null) return suspended;
  return [...suspended, ['termination-notice', Math.max(signed + 1, until - random.between(90, 100))]];
}
