import type { Agency, Agreement, AgreementStatusSpan } from '../agreements.ts';
import type { AgreementModel, AgreementStatus } from '../codelists.ts';
import { agencyNumbered, type SyntheticAgency } from './agencies.ts';
import { type AgreementLevels, agreementLevels } from './agreement-levels.ts';
import { officeOn } from './areas.ts';
import { type Day, dateOf, dayOf, weekdayOf } from './calendar.ts';
import { type Random, randomStream } from './random.ts';
import { templatesOf, underTemplates } from './templates.ts';

/** The first day of the register: nothing was in force before it. */
export const registerBegins = dayOf('2006-01-01');

/** An agreement, who holds it, and everything that happened to it. */
export interface SyntheticAgreement {
  readonly agency: SyntheticAgency;
  readonly agreement: Agreement;
  readonly history: readonly AgreementStatusSpan[];
}

/** One agreement while the register is made. */
interface Holding {
  readonly agency: SyntheticAgency;
  readonly model: AgreementModel;
  /** The first day in force; null: applied for, and not signed so far. */
  readonly from: Day | null;
  readonly appliedOn: Day;
  until: Day | null;
  ending: 'terminated' | 'superseded';
  suspended: Suspension | null;
}

interface Suspension {
  readonly from: Day;
  readonly until: Day;
}

/** An agreement that is to begin. */
interface Opening {
  readonly state: string;
  readonly model: AgreementModel;
}

/** The register while it is made: what is held and was held, and how agencies are numbered. */
interface Register {
  readonly holdings: Holding[];
  readonly agencies: Map<string, number>;
  readonly random: Random;
}

/** Days after `since`, through `through`. */
interface Interval {
  readonly since: Day;
  readonly through: Day;
}

/** Suspensions, away from every day for which a count is published. */
const suspensions: readonly Suspension[] = [
  { from: dayOf('2014-03-17'), until: dayOf('2014-06-16') },
  { from: dayOf('2019-11-04'), until: dayOf('2020-02-03') },
  { from: dayOf('2023-02-06'), until: dayOf('2023-05-08') },
];
const suspendedEach = 2;

/** Agreements applied for in the last weeks of the data and not signed by its end. */
const applications: readonly Opening[] = ['AL', 'FL', 'GA', 'KS', 'LA', 'MO', 'OK', 'PA', 'TN', 'TX', 'TX', 'VA'].map(
  (state) => ({ state, model: 'TFM' }),
);

/** The register of agreements: the same for the same seed; its levels (`agreementLevels`) for every seed. */
export function agreementRegister(seed: number): readonly SyntheticAgreement[] {
  const register: Register = { holdings: [], agencies: new Map(), random: randomStream(seed, 'agreements') };
  let before: AgreementLevels = { asOf: dateOf(registerBegins - 1), JEM: '', WSO: '', TFM: '', TFO: '', JOINT: '' };
  for (const milestone of agreementLevels) {
    const levels = { ...before, beside: 0, ...milestone };
    settle(register, before, levels);
    before = levels;
  }
  for (const suspension of suspensions) suspend(register, suspension);
  const end = dayOf(before.asOf);
  for (const opening of applications) {
    const appliedOn = end - register.random.between(5, 70);
    open(register, newAgency(register, opening), opening.model, null, appliedOn);
  }
  return register.holdings.map((holding) => describe(holding, seed));
}

/** Begins and ends what it takes to come from one level to the next. */
function settle(register: Register, before: AgreementLevels, levels: AgreementLevels): void {
  const interval = { since: dayOf(before.asOf), through: dayOf(levels.asOf) };
  const ending: Holding[] = [];
  const beginning: Opening[] = [];
  for (const model of ['JEM', 'WSO', 'TFM', 'TFO', 'JOINT'] as const) {
    const [was, is] = [countsOf(before[model]), countsOf(levels[model])];
    for (const state of [...new Set([...was.keys(), ...is.keys()])].sort()) {
      const change = (is.get(state) ?? 0) - (was.get(state) ?? 0);
      for (let more = change; more > 0; more -= 1) beginning.push({ state, model });
      for (let fewer = change; fewer < 0; fewer += 1) {
        ending.push(chooseEnding(register, { state, model }, ending, levels.beside ?? 0));
      }
    }
  }
  const left = supersede(register, ending, shuffled(register.random, beginning), interval);
  begin(register, left, levels.beside ?? 0, interval);
}

/** `AL1 AZ5` as numbers by state. */
function countsOf(level: string | undefined): ReadonlyMap<string, number> {
  const entries = (level ?? '').split(' ').filter((entry) => entry !== '');
  return new Map(entries.map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]));
}

const inForce = (holding: Holding) => holding.from !== null && holding.until === null;
const besideOf = (held: readonly Holding[]) => held.length - new Set(held.map((holding) => holding.agency)).size;

/** One agreement of this state and model, of an agency that holds several where there are too many such, else not. */
function chooseEnding(register: Register, { state, model }: Opening, chosen: readonly Holding[], beside: number) {
  const held = register.holdings.filter((holding) => inForce(holding) && !chosen.includes(holding));
  const candidates = held.filter((holding) => holding.agency.state === state && holding.model === model);
  const several = (holding: Holding) => held.some((other) => other !== holding && other.agency === holding.agency);
  const tooMany = besideOf(held) > beside;
  const preferred = candidates.filter((holding) => several(holding) === tooMany);
  return oneOf(register.random, preferred.length > 0 ? preferred : candidates);
}

/** Ends agreements; where one of another model begins in the state, the agency changes to it. Returns what is left to begin. */
function supersede(register: Register, ending: readonly Holding[], beginning: readonly Opening[], interval: Interval) {
  const left = [...beginning];
  for (const holding of ending) {
    const until = someDay(register.random, interval);
    const at = left.findIndex(
      ({ state, model }) => state === holding.agency.state && !has(register, holding.agency, model),
    );
    const [successor] = at < 0 ? [] : left.splice(at, 1);
    holding.until = until;
    holding.ending = successor === undefined ? 'terminated' : 'superseded';
    if (successor !== undefined) sign(register, holding.agency, successor.model, until);
  }
  return left;
}

/** Begins agreements: `beside` agencies less one for each agreement hold another of theirs already, the others are new. */
function begin(register: Register, beginning: readonly Opening[], beside: number, interval: Interval): void {
  let wanted = beside - besideOf(register.holdings.filter(inForce));
  for (const opening of beginning) {
    const agencies = wanted > 0 ? register.holdings.filter(inForce).map((holding) => holding.agency) : [];
    const candidates = agencies.filter(
      (agency) => agency.state === opening.state && !has(register, agency, opening.model),
    );
    if (candidates.length > 0) wanted -= 1;
    const agency = candidates.length > 0 ? oneOf(register.random, candidates) : newAgency(register, opening);
    sign(register, agency, opening.model, someDay(register.random, interval));
  }
}

/** Whether the agency holds or ever held an agreement of this model. */
function has(register: Register, agency: SyntheticAgency, model: AgreementModel): boolean {
  return register.holdings.some((holding) => holding.agency === agency && holding.model === model);
}

function newAgency({ agencies, random }: Register, { state, model }: Opening): SyntheticAgency {
  const number = (agencies.get(state) ?? 0) + 1;
  agencies.set(state, number);
  return agencyNumbered(state, number, model, random);
}

function sign(register: Register, agency: SyntheticAgency, model: AgreementModel, from: Day): void {
  open(register, agency, model, from, Math.max(registerBegins, from - register.random.between(45, 160)));
}

function open(
  { holdings }: Register,
  agency: SyntheticAgency,
  model: AgreementModel,
  from: Day | null,
  appliedOn: Day,
) {
  holdings.push({ agency, model, from, appliedOn, until: null, ending: 'terminated', suspended: null });
}

function suspend({ holdings, random }: Register, suspension: Suspension): void {
  const throughout = holdings.filter(
    ({ from, until, suspended }) =>
      suspended === null && from !== null && from < suspension.from && (until === null || until > suspension.until),
  );
  for (const holding of shuffled(random, throughout).slice(0, suspendedEach)) holding.suspended = suspension;
}

/** A day of the interval, of a weekend only where no Monday is left. */
function someDay(random: Random, { since, through }: Interval): Day {
  const day = random.between(since + 1, through);
  const monday = day + ((8 - weekdayOf(day)) % 7);
  return weekdayOf(day) % 6 === 0 && monday <= through ? monday : day;
}

function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[random.between(0, values.length - 1)] as T;
}

function shuffled<T>(random: Random, values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, place: random.next() }))
    .sort((left, right) => left.place - right.place)
    .map(({ value }) => value);
}

function describe(holding: Holding, seed: number): SyntheticAgreement {
  const { agency, model, from, appliedOn } = holding;
  const agreement_id = `${agency.row.agency_id}-${model}`;
  const templates = templatesOf(seed, agreement_id, model, from ?? appliedOn);
  const history = underTemplates(spansOf(holding), templates).filter(
    (span) => span.until === null || span.until > span.from,
  );
  return {
    agency,
    agreement: {
      agreement_id,
      agency_id: agency.row.agency_id,
      model,
      // The office that supervised it when it was applied for: the register keeps no later change.
      office_code: officeOn(agency.area, appliedOn),
      signed_on: from === null ? null : dateOf(from),
    },
    history: history.map(({ status, from, until, template }) => ({
      agreement_id,
      status,
      valid_from: dateOf(from),
      valid_until: until === null ? null : dateOf(until),
      template,
    })),
  };
}

interface Span {
  readonly status: AgreementStatus;
  readonly from: Day;
  readonly until: Day | null;
}

function spansOf({ from, appliedOn, until, ending, suspended }: Holding): readonly Span[] {
  const pending: Span = { status: 'pending', from: appliedOn, until: from };
  if (from === null) return [pending];
  const active: readonly Span[] =
    suspended === null
      ? [{ status: 'active', from, until }]
      : [
          { status: 'active', from, until: suspended.from },
          { status: 'suspended', ...suspended },
          { status: 'active', from: suspended.until, until },
        ];
  return [pending, ...active, ...(until === null ? [] : [{ status: ending, from: until, until: null }])];
}

/** Agencies of a register, each once, in order of their first agreement. */
export function agenciesOf(register: readonly SyntheticAgreement[]): readonly Agency[] {
  return [...new Set(register.map(({ agency }) => agency.row))];
}
