import { type IsoDate, shiftDate } from '../../../pipeline/period.ts';
import { absences, chargeStatuses, criminalities, offenseClasses, threatLevels } from '../../../queries/codelists.ts';
import { choiceOf, type Random, randomStream } from '../../../queries/demo/random.ts';
import {
  type CriminalCharge,
  type Evidence,
  type EvidenceFact,
  evidenceContract,
  evidenceFacts,
} from '../../../queries/evidence.ts';
import { categories } from '../../../queries/offenses/categories.ts';
import { offenseGroupings } from '../../../queries/offenses/groupings.ts';
import { agreements, templateOn } from './agreements.ts';
import type { Case } from './case.ts';
import { regimes } from './regimes.ts';

/** A case with what its event is stored with. */
export interface Drawn extends Case {
  readonly agreementId: string | null;
}

/** Days on which regimes turn. */
const turns: readonly IsoDate[] = [
  ...regimes.flatMap(({ inForce }) =>
    'template' in inForce ? [] : inForce.flatMap(({ from, until }) => [from, until]),
  ),
].filter((day) => day < '9999-01-01');

const lastDrawn: IsoDate = '2026-09-30';

/** Spans of days to draw from: what lies before and between regimes, and each regime's, oftener the more it asks. */
const spans: readonly (readonly [IsoDate, IsoDate])[] = [
  ...regimes.flatMap(({ inForce, limbs }) =>
    'template' in inForce
      ? []
      : inForce.flatMap(({ from, until }) =>
          Array.from(
            { length: Math.ceil(limbs.length / 3) },
            () => [from, until < lastDrawn ? until : lastDrawn] as const,
          ),
        ),
  ),
  ['1996-09-30', '2010-06-30'],
  ['2021-01-20', '2021-02-01'],
  ['2022-06-25', '2023-07-28'],
];

const one = <T>(random: Random, values: readonly T[]): T => {
  const value = values[random.between(0, values.length - 1)];
  if (value === undefined) throw new Error('nothing to draw from');
  return value;
};

const around = (random: Random, day: IsoDate, days: number): IsoDate =>
  shiftDate(day, random.between(-days, days), 'day');

function drawDay(random: Random): IsoDate {
  if (random.chance(0.35)) return around(random, one(random, turns), 1);
  const [from, until] = one(random, spans);
  const days = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
  return shiftDate(from, random.between(0, days - 1), 'day');
}

/** How much of a row is known, and how much of it says yes: rows of every mixture, so that every rule gets its turn. */
interface Mixture {
  readonly unknown: number;
  readonly yes: number;
}

const mixtures: readonly Mixture[] = [0, 0.05, 0.33, 0.8].flatMap((unknown) =>
  [0, 0.05, 0.2, 0.5, 0.9].map((yes) => ({ unknown, yes })),
);

const drawFlag = (random: Random, { unknown, yes }: Mixture): boolean | null =>
  random.chance(unknown) ? null : random.chance(yes);

/** The days on which rules turn that ask for the day of a fact. */
function turnsOf(fact: EvidenceFact): readonly IsoDate[] {
  if (fact === 'released_from_incarceration_on') return ['2021-01-20'];
  if (fact === 'final_order_on') return ['2014-01-01'];
  return fact === 'continuously_present_since' ? ['2014-01-01', '2020-11-01'] : ['2020-11-01'];
}

function drawFactDay(random: Random, fact: EvidenceFact, day: IsoDate): IsoDate | null {
  const kind = random.between(0, 5);
  if (kind === 0) return null;
  if (kind <= 2) return around(random, one(random, turnsOf(fact)), 1);
  return kind <= 4 ? around(random, day, 2) : shiftDate(day, -random.between(100, 9000), 'day');
}

function drawFact(random: Random, fact: EvidenceFact, day: IsoDate, mixture: Mixture): Evidence[EvidenceFact] {
  if (fact === 'gang_participation_age') return random.chance(mixture.unknown) ? null : random.between(13, 19);
  if (fact === 'conviction_count' || fact === 'pending_charge_count') {
    if (random.chance(Math.max(0.4, mixture.unknown))) return null;
    return random.chance(mixture.yes) ? random.between(1, 4) : 0;
  }
  if (fact.endsWith('_on') || fact.endsWith('_since')) return drawFactDay(random, fact, day);
  return fact === 'criminal_history_complete' ? drawFlag(random, { ...mixture, yes: 0.7 }) : drawFlag(random, mixture);
}

const yesOrNo = evidenceFacts.filter(
  (fact) => !/(_on|_since|_age|_count)$/.test(fact) && fact !== 'criminal_history_complete',
);

function drawFacts(random: Random, eventId: string, day: IsoDate, mixture: Mixture): Evidence {
  const facts = evidenceFacts.map((fact) => [fact, drawFact(random, fact, day, mixture)] as const);
  // Rules low in the order decide only where little else holds: a row of noes and a single yes.
  const alone = mixture.yes === 0 ? { [one(random, yesOrNo)]: true } : {};
  return evidenceContract.parse({ event_id: eventId, ...Object.fromEntries(facts), ...alone });
}

/** Codes that some grouping names, codes of numbers that it names, categories, and what is no code at all. */
const offenseCodes: readonly string[] = [
  ...new Set(
    Object.values(offenseGroupings).flatMap((grouping) =>
      [...grouping.in, ...grouping.unknown, ...grouping.out].flatMap((entry) =>
        entry.length === 2 ? [`${entry}98`, `${entry}99`] : [entry],
      ),
    ),
  ),
  ...categories.flatMap(({ code, numbers }) => [code, ...numbers.map((number) => `${number}97`)]),
  ...['none', ...absences.map(({ code }) => code), 'unmapped:', 'unmapped:ODD\t"text" \\ 5403', '9999', '540', '54031'],
];

/** Codes that decide between rules, drawn more often than the rest. */
const tellingCodes = [
  '0301',
  '03AB',
  '0399',
  '0999',
  '1313',
  '13AB',
  '2299',
  '2399',
  '3501',
  '3504',
  '3599',
  '5404',
  '5499',
];

/** The event of a charge, and whether all its charges are convictions of misdemeanors. */
interface Charged {
  readonly eventId: string;
  readonly day: IsoDate;
  readonly misdemeanors: boolean;
}

const statuses = [...chargeStatuses.map(({ code }) => code), 'convicted', 'convicted'] as const;
const classes = [...offenseClasses.map(({ code }) => code), 'misdemeanor'] as const;

function drawCharge(random: Random, event: Charged, number: number): CriminalCharge {
  const mixture = one(random, mixtures);
  const status = event.misdemeanors ? 'convicted' : one(random, statuses);
  const maybeDay = () => (random.chance(0.4) ? null : around(random, event.day, 2));
  const convictedOn = status === 'convicted' ? maybeDay() : null;
  // A charge on record on the day of the event is not younger than it, but where the row is of a later conviction.
  const isLater = convictedOn !== null && convictedOn > event.day;
  const sentenced = one(random, ['felony', 'misdemeanor', 'infraction', null] as const);
  return {
    event_id: event.eventId,
    charge_number: number,
    status,
    ncic_code: random.chance(0.5) ? one(random, tellingCodes) : one(random, offenseCodes),
    offense_class: event.misdemeanors ? 'misdemeanor' : one(random, classes),
    sentenced_as: status === 'convicted' ? sentenced : null,
    charged_on: isLater ? maybeDay() : random.chance(0.5) ? null : shiftDate(event.day, -random.between(0, 900), 'day'),
    convicted_on: convictedOn,
    sentence_days: random.chance(0.4) ? null : random.pick(sentences),
    sentence_suspended: drawFlag(random, mixture),
    incident: random.chance(0.35) ? null : one(random, ['one', 'two', 'three', 'four']),
    aggravated_felony: drawFlag(random, { ...mixture, yes: mixture.yes / 2 }),
    immigration_status_element: drawFlag(random, { ...mixture, yes: mixture.yes / 2 }),
    gang_element: drawFlag(random, { ...mixture, yes: mixture.yes / 4 }),
    domestic_violence: drawFlag(random, { ...mixture, yes: mixture.yes / 2 }),
    caused_death_or_serious_injury: drawFlag(random, { ...mixture, yes: mixture.yes / 2 }),
  };
}

const sentences = choiceOf([0, 30, 89, 90, 91, 400].map((days) => [days, 1] as const));
const chargeCounts = choiceOf([
  [0, 5],
  [1, 3],
  [2, 2],
  [3, 2],
  [4, 2],
  [5, 2],
] as const);

function drawCase(random: Random, eventId: string): Drawn {
  const day = drawDay(random);
  const mixture = one(random, mixtures);
  const agreementId = random.chance(0.4) ? null : one(random, agreements).agreementId;
  const charges = random.pick(chargeCounts);
  const misdemeanors = random.chance(0.25);
  return {
    eventId,
    day,
    agreementId,
    template: templateOn(agreementId, day),
    criminality: one(random, [...criminalities, ...absences, ...absences]).code,
    threatLevel: one(random, [...threatLevels, ...absences]).code,
    facts: random.chance(0.05) ? null : drawFacts(random, eventId, day, mixture),
    charges: Array.from({ length: charges }, (_, at) => drawCharge(random, { eventId, day, misdemeanors }, at + 1)),
  };
}

/** So many cases of one seed: the same on every machine. */
export function drawCases(seed: number, count: number): readonly Drawn[] {
  const random = randomStream(seed, 'evidence');
  return Array.from({ length: count }, (_, at) => drawCase(random, `E-${at + 1}`));
}
