import type { AgreementModel } from '../codelists.ts';
import { administeredAgreements } from './administered.ts';
import type { SyntheticAgreement } from './agreements.ts';
import { type Day, dateOf, dayOf } from './calendar.ts';
import { drawCase, type SyntheticEvent } from './case.ts';
import { caseload, eventsBegin, eventsEnd } from './caseload.ts';
import { rollsBegin, syntheticOfficers } from './officers.ts';
import { planner } from './planned.ts';
import { type Choice, choiceOf, type Random, randomStream } from './random.ts';
import type { Template } from './templates.ts';

/** Encounters of other programs beside one of the program's own. */
const otherPrograms = 0.03;
const evidenceShares = { full: 0.9, thin: 1 } as const;
/**
 * Executive Order 13768 asks whether there is a conviction or a charge and never which: since its day the full series,
 * which is the bulk of the data, counts them and lists the offenses of one case in five.
 */
const listedShares = { full: 0.2, thin: 1 } as const;
const countedFrom = dayOf('2017-01-25');

/** How much one agreement of a model contributes beside another. */
const modelWeights: Readonly<Record<AgreementModel, number>> = { JEM: 1, JOINT: 1, WSO: 0.2, TFM: 0.3, TFO: 0.5 };

/** One agreement on the days on which it is in force. */
export interface Working {
  readonly held: SyntheticAgreement;
  readonly weight: number;
  readonly spans: readonly { readonly from: Day; readonly until: Day; readonly template: Template }[];
}

/**
 * Every event of the series, one case after another in order of the encounter's day, so that any number of them needs no
 * more memory than one. `volume` 1 is about 226,000 events.
 */
export function* eventSeries(
  register: readonly SyntheticAgreement[],
  seed: number,
  volume: number,
): Generator<SyntheticEvent> {
  const choiceOn = workingOn(register, seed);
  const plan = planner();
  let number = 0;
  for (const { day, encounters, full } of caseload(seed, volume)) {
    const choice = choiceOn(day);
    const random = randomStream(seed, `events ${dateOf(day)}`);
    const evidenceShare = full ? evidenceShares.full : evidenceShares.thin;
    const listedShare = listedShares[full && day >= countedFrom ? 'full' : 'thin'];
    const records = randomStream(seed, `evidence ${dateOf(day)}`);
    const draw = (byProgram: boolean) => {
      number += 1;
      const { held, spans } = random.pick(choice);
      const { agreement_id, model } = held.agreement;
      const template = spans.find(({ from, until }) => from <= day && day < until)?.template ?? null;
      const agreement = { agency: held.agency, agreement_id, model, template };
      const evidence = { evidenceShare, listedShare, records, plan: full || !byProgram ? null : plan };
      return recorded(drawCase(random, { number, day, ...agreement, byProgram, ...evidence }));
    };
    for (let at = 0; at < encounters; at += 1) {
      yield* draw(true);
      if (random.chance(otherPrograms)) yield* draw(false);
    }
  }
}

/** What had happened by the end of the series. */
function recorded(events: readonly SyntheticEvent[]): readonly SyntheticEvent[] {
  const end = dateOf(eventsEnd);
  return events
    .filter(({ event }) => event.occurred_on < end)
    .map((entry) => ({ ...entry, statuses: entry.statuses.filter(({ occurred_on }) => occurred_on < end) }));
}

/** Gives the choice among the agreements in force on a day, each as likely as its share of encounters. */
export function workingOn(register: readonly SyntheticAgreement[], seed: number): (day: Day) => Choice<Working> {
  const working = workingAgreements(register, seed);
  let inForce: readonly Working[] = [];
  let choice: Choice<Working> = choiceOf([]);
  return (day) => {
    const today = working.filter(({ spans }) => spans.some(({ from, until }) => from <= day && day < until));
    if (!sameMembers(today, inForce)) choice = choiceOf(today.map((agreement) => [agreement, agreement.weight]));
    inForce = today;
    return choice;
  };
}

function workingAgreements(register: readonly SyntheticAgreement[], seed: number): readonly Working[] {
  const random = randomStream(seed, 'sizes of agreements');
  const begins = firstOfficers(register, seed);
  return register.map((held) => {
    const begun = begins.get(held.agreement.agreement_id) ?? eventsBegin;
    return {
      held,
      weight: modelWeights[held.agreement.model] * sizeOf(random),
      spans: held.history
        .filter((span) => span.status === 'active')
        .map(({ valid_from, valid_until, template = null }) => ({
          from: Math.max(dayOf(valid_from), begun),
          until: valid_until === null ? eventsEnd : dayOf(valid_until),
          template,
        })),
    };
  });
}

/**
 * Of each agreement that became operational since the rolls of officers are kept, the day on which its first officer was
 * certified: nobody acts under it before. Where none ever was, the end of the series.
 */
function firstOfficers(register: readonly SyntheticAgreement[], seed: number): ReadonlyMap<string, Day> {
  const known = foundOf.get(register);
  if (known?.seed === seed) return known.days;
  const days = findFirstOfficers(register, seed);
  foundOf.set(register, { seed, days });
  return days;
}

/** Events, duties and documents ask for the same, and the rolls take a while. */
const foundOf = new WeakMap<object, { readonly seed: number; readonly days: ReadonlyMap<string, Day> }>();

function findFirstOfficers(register: readonly SyntheticAgreement[], seed: number): ReadonlyMap<string, Day> {
  const agreements = administeredAgreements(register, seed);
  const certified = Map.groupBy(syntheticOfficers(agreements, seed), ({ held }) => held.agreement_id);
  return new Map(
    agreements
      .filter(({ operational }) => operational >= rollsBegin)
      .map(({ agreement_id: id }) => {
        const days = (certified.get(id) ?? []).flatMap((officer) => officer.certified ?? []);
        return [id, Math.min(eventsEnd, ...days)];
      }),
  );
}

/** A few large jails have most of the encounters, and many small ones next to none. */
function sizeOf(random: Random): number {
  const place = random.next();
  return 0.1 + 4 * place * place * place;
}

function sameMembers(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((member, at) => member === right[at]);
}
