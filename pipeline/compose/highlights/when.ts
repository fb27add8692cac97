import { isStock, type Measure } from '../../measures/measure.ts';
import { comparisonWindows, dateInWords, fiscalYearOf, lastDay, type Period, type WindowId } from '../../period.ts';
import type { HighlightsDefinition } from '../../reports/report/highlights.ts';
import type { ReportWords } from '../../reports/words.ts';
import { fill } from '../../wording.ts';
import { windowHeader } from '../headers.ts';

/** A window as a sentence names it: `in June 2020`; a range by its days; of what is in force its last day. */
export function whenInWords(
  id: Exclude<WindowId, 'all-time'>,
  measure: Measure,
  period: Period,
  words: HighlightsDefinition['words']['when'],
  periods: ReportWords['periods'],
): string {
  const window = comparisonWindows(period)[id];
  const [first, last] = [window.from, lastDay(window)];
  const through = dateInWords(last);
  if (isStock(measure)) return fill(words.day, { day: through });
  if (id === 'fytd' || id === 'prior-fytd')
    return fill(words.toDate, { year: String(fiscalYearOf(last)), day: through });
  if (period.kind !== 'range') return fill(words.named, { name: windowHeader(id, window, period, periods) });
  if (first === last) return fill(words.day, { day: through });
  return fill(words.days, { from: dateInWords(first), through });
}
