import type { CoverageSpan } from '../../queries/provenance.ts';
import type { Extract } from '../extract.ts';
import { coverageOf, historiesIn, isStock, type Measure } from '../measures/measure.ts';
import type { DateWindow, Month, WindowId } from '../period.ts';

/**
 * Whether the sources cover every day that a figure is about: the last day of its window for what is in force then, and
 * every day of it for what began, ended or ever was in force.
 */
function isCovered(
  measure: Measure,
  id: WindowId | Month,
  window: DateWindow,
  coverage: readonly CoverageSpan[],
): boolean {
  const spans = coverageOf(measure, coverage);
  const lastDayOnly = isStock(measure) && id !== 'all-time';
  if (lastDayOnly) return spans.some((span) => span.from < window.until && span.until >= window.until);
  let day = window.from;
  for (const span of spans) {
    if (span.from <= day && span.until > day) day = span.until;
  }
  return day >= window.until;
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
  { coverage, everyAgreementHasOffice, tallies, subject }: Told,
): boolean {
  // Which office supervises an agreement is on record for all of them or stated for none.
  const isOfRegister = measure.entity === 'agreement' || measure.entity === 'record';
  const isToldByOffice = scope === 'national' || subject !== null || !isOfRegister || everyAgreementHasOffice;
  const { complete, incomplete, unlisted } = historiesIn(measure, scope, id, tallies);
  const isListed = complete + incomplete > 0 || unlisted === 0;
  const others = measure.entity === 'record' ? (measure.alsoNeeds ?? []) : [];
  const areOthersCovered = others.every((kind) =>
    isCovered({ ...measure, entity: 'event', kind }, id, window, coverage),
  );
  return isToldByOffice && isListed && isCovered(measure, id, window, coverage) && areOthersCovered;
}
