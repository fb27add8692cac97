import type { Installation } from '../oversight.ts';
import { type Administered, recordsBegin, recordsEnd } from './administered.ts';
import { type Day, dateOf, dayOf } from './calendar.ts';
import { dateOrNull } from './officers.ts';
import { type Random, randomStream } from './random.ts';

/**
 * What is published of fiscal years 2017 and 2018 to 31 March 2018 (OIG-18-77; `domain.md` §7, O6): 24 requested and 22
 * installed, more than half of them beyond 180 days from the signing, the longest at 258. Our figures where it gives none:
 * 13 beyond 180 days, 11 of those beyond 200.
 */
const published = { requested: 24, installed: 22, beyond180: 13, beyond200: 11, longest: 258 };
const publishedOn = dayOf('2018-03-31');

/** One for each agreement with a jail or a task force that was signed since the records begin; some share what stands there. */
export function installationsOf(agreements: readonly Administered[], seed: number): readonly Installation[] {
  const random = randomStream(seed, 'installations');
  const since = agreements
    .filter(({ model, signed }) => signed >= recordsBegin && (model === 'JEM' || model === 'TFM'))
    .toSorted((left, right) => left.signed - right.signed);
  const early = since.slice(0, published.requested);
  // Those that were signed in the months before are not requested until April, or have what they need.
  const late = since.slice(published.requested).filter(({ signed }) => signed > dayOf('2017-12-31'));
  return [
    ...early.map((held, at) => installation(held, daysOf(held, at, random), random)),
    ...late.flatMap((held) => {
      const notBefore = Math.max(held.signed, publishedOn + 1);
      const days = notBefore - held.signed + random.between(125, 260);
      const made = installation(held, days, random, notBefore);
      const ended = held.until !== null && held.until <= held.signed + days;
      return ended || made.requested_on >= dateOf(recordsEnd) ? [] : [made];
    }),
  ];
}

/** Days from the signing of the agreement that is the `at`th to the installation: the first waited longest. */
function daysOf({ signed }: Administered, at: number, random: Random): number {
  const room = publishedOn - signed;
  const { installed, beyond180, beyond200, longest } = published;
  if (at >= installed) return room + random.between(25, 70);
  if (at === 2) return longest;
  if (at < beyond200) return random.between(201, Math.min(longest - 1, room));
  if (at < beyond180) return random.between(181, Math.min(200, room));
  return Math.min(random.between(135, 180), room);
}

/** The steps add up to the days: request, security agreement in 30 to 45, bids in at most 120, delivery in about 30. */
function installation(held: Administered, days: number, random: Random, notBefore = held.signed): Installation {
  const requested = notBefore + random.between(0, 5);
  const installed = held.signed + days;
  const left = installed - requested;
  const agreed = requested + Math.min(random.between(30, 45), Math.floor(left * 0.3));
  const delivery = Math.min(random.between(26, 32), Math.floor(left * 0.2));
  const bids = agreed + Math.min(random.between(100, 120), installed - agreed - delivery - random.between(3, 12));
  const reached = (day: Day) => dateOrNull(day < recordsEnd ? day : null);
  return {
    installation_id: `${held.agreement_id}-I1`,
    agreement_id: held.agreement_id,
    site: held.site,
    requested_on: dateOf(requested),
    isa_signed_on: reached(agreed),
    bids_closed_on: reached(bids),
    delivered_on: reached(bids + delivery),
    installed_on: reached(installed),
  };
}
