import { type Day, dayOf } from './calendar.ts';
import type { Random } from './random.ts';
import type { EvidenceFacts } from './record.ts';

/** A fact that is an officer's determination. */
export type Determination = Extract<keyof EvidenceFacts, `${string}_determined`>;
/** What officers determined about one person; null: not known. */
export type Determinations = Readonly<Record<Determination, boolean | null>>;

/** On which days a determination was recorded, and how often it was made. */
interface Recorded {
  readonly on: readonly (readonly [from: Day, until: Day])[];
  readonly share: number;
}

const during = (from: string, until: string) => [dayOf(from), dayOf(until)] as const;
const ice2010 = [during('2010-06-30', '2015-01-05')];
const dhs2014 = [during('2015-01-05', '2017-01-25')];
const eo13768 = [during('2017-01-25', '2021-01-20')];
const interim2021 = [during('2021-02-01', '2021-11-29')];
const ice2021 = [during('2021-02-18', '2021-11-29')];
const guidelines2021 = [during('2021-11-29', '2022-06-25'), during('2023-07-28', '2025-01-20')];
const eo14159 = [during('2025-01-20', '9999-12-31')];

/** Determinations are recorded on the days of the policy that asks for them, and on no other (`domain.md` §3.0). */
const recorded: Readonly<Record<Determination, Recorded>> = {
  serious_risk_determined: { on: ice2010, share: 0.03 },
  visa_abuse_determined: { on: ice2010, share: 0.03 },
  significant_visa_abuse_determined: { on: dhs2014, share: 0.02 },
  federal_interest_determined: { on: dhs2014, share: 0.03 },
  chargeable_acts_determined: { on: eo13768, share: 0.06 },
  public_safety_risk_determined: { on: eo13768, share: 0.03 },
  public_safety_threat_determined: { on: interim2021, share: 0.25 },
  preapproval_determined: { on: ice2021, share: 0.12 },
  national_security_danger_determined: { on: guidelines2021, share: 0.01 },
  current_threat_determined: { on: guidelines2021, share: 0.4 },
  compelling_border_case_determined: { on: guidelines2021, share: 0.03 },
  public_safety_or_national_security_determined: { on: eo14159, share: 0.2 },
};
const each = Object.entries(recorded) as readonly (readonly [Determination, Recorded])[];
const allOf = (value: boolean | null) => Object.fromEntries(each.map(([name]) => [name, value])) as Determinations;

/** Officers determined nothing of the kind. */
export const noneDetermined: Determinations = allOf(false);
/** It is not known what officers determined. */
export const notKnownDetermined: Determinations = allOf(null);

/** Draws what officers determined, or would have where it was recorded. */
export function drawDeterminations(random: Random): Determinations {
  const drawn: { -readonly [D in Determination]: boolean | null } = { ...noneDetermined };
  for (const [name, { share }] of each) drawn[name] = random.chance(0.02) ? null : random.chance(share);
  return drawn;
}

/** The determinations as they were recorded on a day: those of no policy of the day cannot be known. */
export function recordedOn(determinations: Determinations, day: Day): Determinations {
  const known: { -readonly [D in Determination]: boolean | null } = { ...notKnownDetermined };
  for (const [name, { on }] of each) {
    if (on.some(([from, until]) => from <= day && day < until)) known[name] = determinations[name];
  }
  return known;
}
