import { offenseGroupings } from '../../queries/offenses/groupings.ts';
import type { Classification, ClassifiedSpan } from '../classify.ts';
import type { Block } from '../compose.ts';
import { readDetermination } from '../determination.ts';
import type { Extract } from '../extract.ts';
import { type EventBreakdown, isByDeterminations, talliedAs } from '../measures/measure.ts';
import {
  comparisonWindows,
  type DateWindow,
  dateInWords,
  daysIn,
  daysWithin,
  lastDay,
  openEnd,
  type Period,
} from '../period.ts';
import { type Axis, axisLabels, evidenceRead, type PriorityRegime } from '../priorities/regime.ts';
import { type ReportDefinition, tablesOf } from '../reports/report.ts';
import type { Table } from '../tabulate.ts';
import { columnHeader, type MeasuredWindows } from './headers.ts';
import { listInWords } from './wording.ts';

const whole = new Intl.NumberFormat('en-US');

/** Which days of the columns a regime's table counts, where that is not all of them. */
export function regimeNote(
  { regime, windows: ids }: Table,
  windows: MeasuredWindows,
  period: Period,
): readonly string[] {
  if (regime === null) return [];
  if (regime.inForce === null)
    return ['Only events under an agreement that stood under this template on their day are counted.'];
  const spans = regime.inForce;
  const parts = ids.map((id) => {
    const days = daysWithin(windows.days[id], spans);
    return { header: columnHeader(id, windows, period), none: days === 0, all: days === daysIn(windows.days[id]) };
  });
  const none = parts.filter((part) => part.none).map(({ header }) => header);
  const some = parts.filter((part) => !part.none && !part.all).map(({ header }) => header);
  return [
    ...(none.length === 0 ? [] : [`X: not in force on any day of ${listInWords(none)}.`]),
    ...(some.length === 0
      ? []
      : [
          `${listInWords(some)}: only the days on which the regime was in force are counted (${spansInWords(spans)}); such columns are not compared.`,
        ]),
  ];
}

function spansInWords(spans: readonly DateWindow[]): string {
  return listInWords(
    spans.map(({ from, until }) =>
      until === openEnd
        ? `from ${dateInWords(from)}`
        : `from ${dateInWords(from)} through ${dateInWords(lastDay({ from, until }))}`,
    ),
  );
}

/** The tables of a report that list determinations. */
function determinationsOf(definition: ReportDefinition) {
  return tablesOf(definition).flatMap(({ measure, by }) =>
    by.entity === 'event' && isByDeterminations(by.codes) ? [{ measure, by, codes: by.codes }] : [],
  );
}

const heading = (id: string, text: string): Block => ({ kind: 'heading', id: `notes-${id}`, text });

/** From the first day of any window that is compared to the end of the period. */
function daysCompared(period: Period): DateWindow {
  const windows = comparisonWindows(period);
  const starts = [windows['prior-fytd'].from, windows.previous.from, windows['year-earlier'].from].toSorted();
  return { from: starts[0] ?? period.from, until: period.until };
}

/** The regimes on the days compared, with what is disputed, unconfirmed or to be known about each. */
export function regimeNotes(
  definition: ReportDefinition,
  classification: Classification,
  { period, tallies }: Pick<Extract, 'period' | 'tallies'>,
): readonly Block[] {
  const axes: readonly Axis[] = [...new Set(determinationsOf(definition).map(({ codes }) => codes.axis))];
  const days = daysCompared(period);
  const spans = classification.spans
    .filter((span) => span.window.from < days.until && span.window.until > days.from)
    .filter((span) => axes.includes(span.axis) && (span.kind === 'regime' || span.axis === 'priority'));
  if (spans.length === 0) return [];
  // One that holds by agreement is on no day of the calendar: it is told where some event came under it.
  const agreed = classification.byAgreement.filter(({ id }) => tallies.some(({ code }) => code.startsWith(`${id}|`)));
  const shown = [...spans.flatMap((span) => (span.kind === 'regime' ? [span.regime] : [])), ...agreed];
  const regimes = [...new Map(shown.map((regime) => [regime.id, regime])).values()];
  const rows = [
    ...spans.map(spanInWords),
    ...agreed.map((regime) => [
      axisLabels[regime.axis],
      regime.knownAs,
      'On the days of an agreement under this template',
      sourceOf(regime),
    ]),
  ];
  return [
    heading('regimes', 'Regimes on the days compared'),
    {
      kind: 'facts',
      facts: {
        id: 'regimes',
        title: 'Regimes on the days compared',
        columns: ['Question', 'Regime', 'In force', 'Source'],
        rows,
      },
    },
    ...remarksOf(regimes),
    ...unconfirmedOf(regimes),
    ...groupingsFor(regimes),
  ];
}

const sourceOf = ({ source }: PriorityRegime) => `${source.title}. ${source.url}`;

function spanInWords(span: ClassifiedSpan): readonly string[] {
  const days = `From ${dateInWords(span.window.from)}${span.window.until === openEnd ? '' : ` through ${dateInWords(lastDay(span.window))}`}`;
  return span.kind === 'gap'
    ? [axisLabels[span.axis], 'None applied', days, span.gap.why]
    : [axisLabels[span.axis], span.regime.knownAs, days, sourceOf(span.regime)];
}

function remarksOf(regimes: readonly PriorityRegime[]): readonly Block[] {
  const items = regimes.flatMap(({ knownAs, remarks = [], edges = [] }) => [
    ...remarks.map((remark) => `${knownAs}: ${remark}`),
    ...edges.map(
      ({ chosen, other, why }) =>
        `${knownAs}: sources differ on a day. Chosen: ${dateInWords(chosen.on)} (${chosen.source}). Not chosen: ${dateInWords(other.on)} (${other.source}). ${why}`,
    ),
  ]);
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function unconfirmedOf(regimes: readonly PriorityRegime[]): readonly Block[] {
  const items = regimes.flatMap(({ knownAs, rules }) => {
    const cites = rules.filter((rule) => !rule.confirmed).map((rule) => rule.cite);
    return cites.length === 0 ? [] : [`${knownAs}: ${cites.join('; ')}`];
  });
  return items.length === 0
    ? []
    : [
        { kind: 'paragraph', text: 'These rules are to be confirmed against the instrument:' },
        { kind: 'list', items },
      ];
}

/** Tallies of charges that rest on this program's own groupings of offenses. */
const byGrouping: ReadonlySet<string> = new Set([
  'violent_or_major_drug_offenses',
  'minor_drug_or_property_offenses',
  'non_status_felony_convictions',
  'significant_misdemeanor_convictions',
  'other_misdemeanor_incidents',
  'illegal_entry_convictions',
  'illegal_reentry_convictions',
  'mandatory_detention_offenses',
]);

/** The groupings of offenses, where a rule of these regimes reads one. */
function groupingsFor(regimes: readonly PriorityRegime[]): readonly Block[] {
  const reads = regimes.some(({ rules }) =>
    rules.some((rule) => evidenceRead(rule).some((read) => byGrouping.has(read))),
  );
  if (!reads) return [];
  return [
    heading('offense-groupings', 'Groupings of offenses that the rules read'),
    {
      kind: 'paragraph',
      text: 'The instruments name kinds of offense and not codes. These groupings of NCIC codes are this program’s own.',
    },
    {
      kind: 'definitions',
      entries: Object.values(offenseGroupings).map(({ label, definition }) => ({ term: label, meaning: definition })),
    },
  ];
}

/** For each rule that some record of the period left open: how many events it left open, above the rule that decided. */
export function undecidedRules(
  definition: ReportDefinition,
  { period, tallies }: Pick<Extract, 'period' | 'tallies'>,
  scope: string,
  classification: Classification,
): readonly Block[] {
  const own = tallies.filter((tally) => tally.scope === scope);
  const listed = determinationsOf(definition).filter(({ codes }) => codes.part === 'category');
  const rows = listed.flatMap(({ measure, by, codes }) => {
    const open = openRules(own, measure.id, by);
    return classification.blocks(codes.axis, period).flatMap((block) =>
      block.rules.flatMap(({ label }, at) => {
        const count = open.get(`${block.id} ${at + 1}`) ?? 0;
        return count === 0 ? [] : [[measure.label, block.label, label, whole.format(count)]];
      }),
    );
  });
  if (rows.length === 0) return [];
  const facts = {
    id: 'undecided-rules',
    title: 'Rules that the record left open, in the period',
    columns: ['Counted', 'Regime', 'Rule', 'Events for which it could be neither applied nor excluded'],
    rows,
  };
  const text =
    'A rule that holds decides although the record may leave a rule before it open. Where no rule holds and one is open, the category cannot be determined. One event may leave several rules open.';
  return [
    { kind: 'paragraph', text },
    { kind: 'facts', facts },
  ];
}

function openRules(tallies: Extract['tallies'], measure: string, by: EventBreakdown): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const tally of tallies) {
    if (tally.measure !== measure || tally.breakdown !== talliedAs(by)) continue;
    const { block, notExcluded } = readDetermination(tally.code);
    for (const rule of notExcluded) {
      const key = `${block} ${rule}`;
      counts.set(key, (counts.get(key) ?? 0) + (tally.counts.period ?? 0));
    }
  }
  return counts;
}
