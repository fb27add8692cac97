import type { AgreementModel } from '../codelists.ts';
import type { SyntheticAgreement } from './agreements.ts';
import { type Day, dayOf } from './calendar.ts';
import { eventsEnd } from './caseload.ts';
import { type Random, randomStream } from './random.ts';
import type { Template } from './templates.ts';

/** The first day on which the records of the administration of agreements are complete; some reach back before it. */
export const recordsBegin = dayOf('2016-10-01');
/** The first day after them. */
export const recordsEnd = eventsEnd;

/** A signed agreement as those see it who administer it. */
export interface Administered {
  readonly agreement_id: string;
  readonly model: AgreementModel;
  /** Where its equipment stands. */
  readonly site: string;
  readonly office: string | null;
  readonly appliedOn: Day;
  readonly signed: Day;
  /** Its first class was certified; may lie beyond the end of the records, or of the agreement. */
  readonly operational: Day;
  /** First day on which it is no longer held; null: it is. */
  readonly until: Day | null;
  readonly terminated: boolean;
  /** First days of its suspensions. */
  readonly suspendedOn: readonly Day[];
  /** The spans in which it was active, each under one template. */
  readonly terms: readonly Term[];
}

/** Days under one template; half-open. */
export interface Term {
  readonly template: Template;
  readonly from: Day;
  readonly until: Day | null;
}

/** The signed agreements of a register, in its order. */
export function administeredAgreements(register: readonly SyntheticAgreement[], seed: number): readonly Administered[] {
  const random = randomStream(seed, 'operational days');
  return register.flatMap((held) => {
    const signed = held.agreement.signed_on;
    return signed === null ? [] : [administered(held, dayOf(signed), random)];
  });
}

/** Training went online under the template of 2025, which shortened the way to the first certified class. */
const trainedOnline = dayOf('2025-02-15');

function administered({ agency, agreement, history }: SyntheticAgreement, signed: Day, random: Random): Administered {
  const last = history.at(-1);
  const held = last === undefined || last.status === 'active' || last.status === 'suspended';
  const days = (date: string | null) => (date === null ? null : dayOf(date));
  const spans = history.map((span) => ({ ...span, from: dayOf(span.valid_from), until: days(span.valid_until) }));
  return {
    agreement_id: agreement.agreement_id,
    model: agreement.model,
    site: agency.facility ?? `${agency.row.name}, processing office`,
    office: agreement.office_code,
    appliedOn: spans[0]?.from ?? signed,
    signed,
    operational: signed + (signed < trainedOnline ? random.between(60, 200) : random.between(30, 110)),
    until: held ? null : dayOf(last.valid_from),
    terminated: last?.status === 'terminated',
    suspendedOn: spans.filter(({ status }) => status === 'suspended').map(({ from }) => from),
    terms: spans
      .filter(({ status }) => status === 'active')
      .map(({ template = null, from, until }) => ({ template, from, until })),
  };
}

/** Whether an agreement was held on a day, suspended or not. */
export function heldOn({ signed, until }: Administered, day: Day): boolean {
  return signed <= day && (until === null || day < until);
}

/** The first day after the records, or after the agreement where it ended before. */
export const endOf = ({ until }: Administered): Day => Math.min(until ?? recordsEnd, recordsEnd);

/** Half-open. */
export interface Month {
  /** `2018-03`. */
  readonly name: string;
  readonly from: Day;
  readonly until: Day;
}

/** Every month from the first through the last named. */
export function monthsFrom(first: string, last: string): readonly Month[] {
  const numbered = (name: string) => Number(name.slice(0, 4)) * 12 + Number(name.slice(5)) - 1;
  const named = (number: number) => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
  const start = numbered(first);
  return Array.from({ length: numbered(last) - start + 1 }, (_, at) => ({
    name: named(start + at),
    from: dayOf(`${named(start + at)}-01`),
    until: dayOf(`${named(start + at + 1)}-01`),
  }));
}
