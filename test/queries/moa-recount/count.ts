import { type Day, type Days, plusDays } from './calendar.ts';
import { holderOf, type Register } from './register.ts';
import type { Fact, Rule } from './rule.ts';

/** For whom it is counted: all, one field office, or one agreement. */
export type Place =
  | { readonly kind: 'nation' }
  | { readonly kind: 'office'; readonly code: string }
  | { readonly kind: 'agreement'; readonly id: string };

/** What of the records is counted. */
export type Unit = 'records' | 'subjects' | 'agreements' | 'agencies' | 'amount';

/** The office that supervises. */
export const officeOf = (register: Register, { agreement, office }: Fact): string =>
  (agreement === null ? office : register.agreements.get(agreement)?.office_code) ?? 'not-recorded';

function isOf(place: Place, fact: Fact, register: Register): boolean {
  switch (place.kind) {
    case 'nation':
      return true;
    case 'office':
      return officeOf(register, fact) === place.code;
    case 'agreement':
      return fact.agreement === place.id;
  }
}

/** How a record is coded by a breakdown of the report; null: all together. */
export function codeOf(fact: Fact, breakdown: string | null, register: Register): string {
  switch (breakdown) {
    case null:
      return 'total';
    case 'outcome':
      return `${fact.code}|${fact.outcome ?? ''}`;
    case 'elapsed':
      return `${fact.code}|${fact.elapsed ?? 'not-measurable'}`;
    case 'month-measure':
      return `${fact.from.slice(0, 7)} ${fact.code}`;
    case 'model':
      return register.agreements.get(fact.agreement ?? '')?.model ?? '';
    case 'supervising-office':
      return officeOf(register, fact);
    default:
      return fact.code;
  }
}

function amountOf(facts: readonly Fact[], unit: Unit, register: Register, day: (fact: Fact) => Day): number {
  switch (unit) {
    case 'records':
      return facts.length;
    case 'amount':
      return facts.reduce((sum, { amount = 1 }) => sum + amount, 0);
    case 'subjects':
      return new Set(facts.map(({ subject }) => subject)).size;
    case 'agreements':
      return new Set(facts.map(({ agreement }) => agreement)).size;
    case 'agencies':
      return new Set(
        facts.map((fact) => (fact.agreement === null ? null : holderOf(register, fact.agreement, day(fact)))),
      ).size;
  }
}

const read = new WeakMap<Rule, Map<string, readonly Fact[]>>();

/** All that a rule gives in a window; it is read off once. */
function factsOf(rule: Rule, { from, until }: Days): readonly Fact[] {
  const known = read.get(rule) ?? new Map<string, readonly Fact[]>();
  read.set(rule, known);
  const key = `${'made' in rule ? from : ''} ${until}`;
  const facts =
    known.get(key) ??
    ('made' in rule
      ? rule.made.filter((fact) => fact.from >= from && fact.from < until)
      : rule.standingOn(plusDays(until, -1)));
  known.set(key, facts);
  return facts;
}

/** Every code of a breakdown that some record of a window and place bears, with how many. */
export function recount(
  rule: Rule,
  unit: Unit,
  breakdown: string | null,
  place: Place,
  window: Days,
  register: Register,
): ReadonlyMap<string, number> {
  const lastDay = plusDays(window.until, -1);
  const facts = factsOf(rule, window);
  const own = facts.filter((fact) => isOf(place, fact, register));
  const day = (fact: Fact) => ('made' in rule ? fact.from : lastDay);
  const byCode = Map.groupBy(own, (fact) => codeOf(fact, breakdown, register));
  return new Map([...byCode].map(([code, same]) => [code, amountOf(same, unit, register, day)]));
}
