import type { Extract } from '../extract.ts';
import { coverageOf, historiesIn, isStock, type Measure } from '../measures/measure.ts';
import { type DateWindow, type IsoDate, type Month, shiftDate, type WindowId } from '../period.ts';

/**
 * Whether the sources cover every day that a figure is about: the last day of its window for what is in force then, and
 * every day of it for what began, ended or ever was in force; and where it looks back, the days on which it does.
 */
function isCovered(
  measure: Measure,
  id: WindowId | Month,
  window: DateWindow,
  { coverage, subject }: Pick<Told, 'coverage' | 'subject'>,
): boolean {
  const lastDayOnly = isStock(measure) && id !== 'all-time';
  const from = lastDayOnly ? shiftDate(window.until, -1, 'day') : window.from;
  let day = lookedBackTo(measure, { from, until: window.until }, subject?.signed_on ?? null);
  for (const span of coverageOf(measure, coverage)) {
    if (span.from <= day && span.until > day) day = span.until;
  }
  return day >= window.until;
}

/** The first day on which a figure rests. Nothing was done under an agreement before it was signed. */
function lookedBackTo(measure: Measure, { from, until }: DateWindow, signed: IsoDate | null): IsoDate {
  if (measure.entity !== 'record' || measure.looksBack === undefined) return from;
  const { count, unit } = measure.looksBack;
  const back = shiftDate(measure.counted === 'standing' ? until : from, -count, unit);
  if (signed === null || signed <= back) return back;
  return signed < from ? signed : from;
}

type Told = Pick<Extract, 'coverage' | 'everyAgreementHasOffice' | 'tallies' | 'subject'>;

/**
 * Whether the sources tell a figure of a scope: of every day that it is about; of an office’s agreements, whose they are;
 * of offenses, what was on record about some event.
 */
export function isAvailable(
  measure: Measure,
  scope: string,
  id: WindowId | Month,
  window: DateWindow,
  told: Told,
): boolean {
  const { everyAgreementHasOffice, tallies, subject } = told;
  // Which office supervises an agreement is on record for all of them or stated for none.
  const isOfRegister = measure.entity === 'agreement' || measure.entity === 'record';
  const isToldByOffice = scope === 'national' || subject !== null || !isOfRegister || everyAgreementHasOffice;
  const { complete, incomplete, unlisted } = historiesIn(measure, scope, id, tallies);
  const isListed = complete + incomplete > 0 || unlisted === 0;
  const others = measure.entity === 'record' ? (measure.alsoNeeds ?? []) : [];
  const areOthersCovered = others.every((kind) => isCovered({ ...measure, entity: 'event', kind }, id, window, told));
  return isToldByOffice && isListed && isCovered(measure, id, window, told) && areOthersCovered;
}
