import type { AgreementStatusSpan } from '../agreements.ts';
import type { AgreementModel } from '../codelists.ts';
import { type Day, dayOf, weekdayOf } from './calendar.ts';
import { type Random, randomStream } from './random.ts';

/** Generation of the template of an agreement; null: the agreements before that of 2009, which had no common one. */
export type Template = NonNullable<AgreementStatusSpan['template']> | null;

/** From this day on, an agreement stands under this template. */
export interface TemplateStart {
  readonly template: Template;
  readonly from: Day;
}

/** A span of days, which this module divides where an agreement was signed anew under another template. */
interface Span {
  readonly status: AgreementStatusSpan['status'];
  readonly from: Day;
  readonly until: Day | null;
}

/** Announced on this day; who held an agreement then had about 90 days to sign it (`domain.md` §3.0). */
const announced2009 = dayOf('2009-07-10');
/** Agreements of 2009 ran three years: each was signed anew in some month of 2012 or 2013 (`domain.md` §2.1). */
const renewal2013 = { from: dayOf('2012-07-01'), through: dayOf('2013-12-20'), forNew: dayOf('2013-01-01') };
/** Those of 2013 and 2016 ran out at the end of June 2020 at the latest. */
const renewal2020 = { from: dayOf('2020-05-01'), through: dayOf('2020-06-30') };
/** Since then they run without an end: the template of 2025 is that of new agreements alone. */
const revised2025 = dayOf('2025-02-15');

/** The templates of one agreement from its signing on, in order of time; the draws are this agreement's alone. */
export function templatesOf(
  seed: number,
  agreementId: string,
  model: AgreementModel,
  signed: Day,
): readonly TemplateStart[] {
  const current = signed >= revised2025 ? '2025' : model === 'WSO' ? '2019' : null;
  if (model === 'TFM') return [{ template: '2025', from: signed }];
  if (current !== null) return [{ template: current, from: signed }];
  if (signed >= renewal2020.from) return [{ template: '2020', from: signed }];
  const random = randomStream(seed, `templates of ${agreementId}`);
  const renewed2020 = { template: '2020', from: workday(random, renewal2020.from, renewal2020.through) } as const;
  if (signed >= renewal2013.forNew) return [{ template: '2013', from: signed }, renewed2020];
  const of2009: readonly TemplateStart[] =
    signed >= announced2009
      ? [{ template: '2009', from: signed }]
      : [
          { template: null, from: signed },
          { template: '2009', from: workday(random, announced2009 + 20, announced2009 + 85) },
        ];
  // The task force models ended before they were signed anew.
  if (model !== 'JEM') return of2009;
  const from = workday(random, Math.max(renewal2013.from, signed + 90), renewal2013.through);
  return [...of2009, { template: '2013', from }, renewed2020];
}

/** The template under which an agreement stood on a day; before its signing, that under which it was to be signed. */
export function templateOn(starts: readonly TemplateStart[], day: Day): Template {
  const last = starts.findLast(({ from }) => from <= day) ?? starts[0];
  return last === undefined ? null : last.template;
}

/** Divides the spans in which an agreement was in force by template; what came before and after bears the nearest one. */
export function underTemplates<S extends Span>(
  spans: readonly S[],
  starts: readonly TemplateStart[],
): readonly (S & { readonly template: Template })[] {
  return spans.flatMap((span) => {
    const { from, until } = span;
    if (span.status !== 'active') return [{ ...span, template: templateOn(starts, from) }];
    const within = starts.filter((start) => start.from > from && (until === null || start.from < until));
    const days = [from, ...within.map((start) => start.from)];
    return days.map((day, at) => ({
      ...span,
      from: day,
      until: days[at + 1] ?? until,
      template: templateOn(starts, day),
    }));
  });
}

function workday(random: Random, first: Day, last: Day): Day {
  const day = random.between(first, last);
  const weekday = weekdayOf(day);
  return weekday === 0 ? day + 1 : weekday === 6 ? day - 1 : day;
}
