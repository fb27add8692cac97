import type { RegisterCorrection } from '../../queries/register-corrections.ts';
import type { AgreementList } from '../../queries/register-listings.ts';
import type { DateWindow, IsoDate } from '../period.ts';
import { buildRegister, type Register, type RegisterStatus } from '../register.ts';
import { compareTexts, inOrder } from './sightings.ts';

/** A list as it was imported. */
export type ImportedList = AgreementList & { readonly importId: number };

/**
 * The lists that bear on what the register says of the days before `until`: those of earlier days, those that cover some
 * of them, and of the later ones each that changes what the lists before it say of covered days: by a corrected date, a
 * name that turns out to be another's, or an agreement that returns. None, where no list covers an earlier day.
 */
export function bearingLists<L extends ImportedList>(
  lists: readonly L[],
  corrections: readonly RegisterCorrection[],
  coverage: readonly (DateWindow & { readonly importId: number })[],
  until: IsoDate,
): ReadonlySet<L> {
  const covering = new Set(coverage.filter((span) => span.from < until).map((span) => span.importId));
  if (covering.size === 0) return new Set();
  const place = new Map(inOrder(lists).map((list, at) => [list, at]));
  const ordered = lists.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  const bearing = new Set(ordered.filter((list) => list.as_of < until || covering.has(list.importId)));
  const told = [...bearing];
  const later = ordered.filter((list) => !bearing.has(list));
  if (later.length === 0) return bearing;
  const mark = dayMarks(coverage, until);
  const statement = (some: readonly L[]) => statementOf(buildRegister(some, corrections), mark, until);
  let before = statement(told);
  if (statement(ordered) === before) return bearing;
  for (const list of later) {
    told.push(list);
    const now = statement(told);
    if (now !== before) bearing.add(list);
    before = now;
  }
  return bearing;
}

/** A covered day is itself; of days that are not covered only the next covered one matters. */
function dayMarks(coverage: readonly DateWindow[], until: IsoDate): (day: IsoDate) => string {
  const spans = coverage.filter((span) => span.from < until).toSorted((a, b) => compareTexts(a.from, b.from));
  return (day) => {
    if (spans.some((span) => span.from <= day && day < span.until)) return day;
    return `before ${spans.find((span) => span.from > day)?.from ?? until}`;
  };
}

/** What a register says of covered days before `until`, whatever it calls agencies and agreements. */
function statementOf(register: Register, mark: (day: IsoDate) => string, until: IsoDate): string {
  const state = new Map(register.agencies.map((agency) => [agency.agency_id, agency.state]));
  const model = new Map(register.agreements.map((agreement) => [agreement.agreement_id, agreement.model]));
  const counted = register.statuses.filter(({ status }) => status === 'active' || status === 'pending');
  const held = new Map<string, string[]>();
  for (const [id, spans] of Map.groupBy(counted, (span) => span.agreement_id)) {
    const early = spans.filter((span) => span.valid_from < until);
    if (early.length === 0) continue;
    const words = early.map(
      (span) => `${span.status} ${state.get(span.agency_id)} ${mark(span.valid_from)} ${endOf(span, mark, until)}`,
    );
    const active = spans.filter(({ status }) => status === 'active');
    const text = [model.get(id), ...words.toSorted(compareTexts), lastEnd(active, mark, until)].join('; ');
    for (const span of early) held.set(span.agency_id, [...(held.get(span.agency_id) ?? []), text]);
  }
  const agencies = [...held.values()].map((texts) => texts.toSorted(compareTexts).join('\n'));
  return agencies.toSorted(compareTexts).join('\n\n');
}

function endOf({ valid_until }: RegisterStatus, mark: (day: IsoDate) => string, until: IsoDate): string {
  return valid_until === null || valid_until >= until ? 'on' : mark(valid_until);
}

/** An agreement has ended only where it did not return, however late. */
function lastEnd(spans: readonly RegisterStatus[], mark: (day: IsoDate) => string, until: IsoDate): string {
  const ends = spans.map((span) => endOf(span, mark, until));
  return ends.includes('on') ? 'on' : 'ended';
}
