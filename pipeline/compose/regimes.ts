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
import type { ReportWords } from '../reports/words.ts';
import type { Table } from '../tabulate.ts';
import { fill, listInWords, wholeNumber } from '../wording.ts';
import { columnHeader, type MeasuredWindows } from './headers.ts';

type RegimeWords = ReportWords['regimes'];

/** Which days of the columns a regime's table counts, where that is not all of them. */
export function regimeNote(
  { regime, windows: ids }: Table,
  windows: MeasuredWindows,
  period: Period,
  words: ReportWords,
): readonly string[] {
  const { notes } = words.tables;
  if (regime === null) return [];
  if (regime.inForce === null) return [notes.underTemplate];
  const spans = regime.inForce;
  const parts = ids.map((id) => {
    const days = daysWithin(windows.days[id], spans);
    const header = columnHeader(id, windows, period, words.periods);
    return { header, none: days === 0, all: days === daysIn(windows.days[id]) };
  });
  const none = parts.filter((part) => part.none).map(({ header }) => header);
  const some = parts.filter((part) => !part.none && !part.all).map(({ header }) => header);
  return [
    ...(none.length === 0 ? [] : [fill(notes.notInForce, { columns: listInWords(none) })]),
    ...(some.length === 0
      ? []
      : [
          fill(notes.someDays, { columns: listInWords(some), days: spansInWords(spans, words.regimes.daysInSentence) }),
        ]),
  ];
}

function spansInWords(spans: readonly DateWindow[], words: RegimeWords['days']): string {
  return listInWords(spans.map((span) => daysInWords(span, words)));
}

function daysInWords(span: DateWindow, { open, closed }: RegimeWords['days']): string {
  const from = dateInWords(span.from);
  return span.until === openEnd ? fill(open, { from }) : fill(closed, { from, through: dateInWords(lastDay(span)) });
}

/** The tables of a report that list determinations. */
function determinationsOf(definition: ReportDefinition) {
  return tablesOf(definition).flatMap(({ measure, by }) =>
    by.entity === 'event' && isByDeterminations(by.codes) ? [{ measure, by, codes: by.codes }] : [],
  );
}

const heading = (id: string, text: string): Block => ({ kind: 'heading', id: `notes-${id}`, text });

const overlaps = (a: DateWindow, b: DateWindow) => a.from < b.until && a.until > b.from;

/** From the first day of any window that is compared to the end of the period. */
function daysCompared(period: Period): DateWindow {
  const windows = comparisonWindows(period);
  const starts = [windows['prior-fytd'].from, windows.previous.from, windows['year-earlier'].from].toSorted();
  return { from: starts[0] ?? period.from, until: period.until };
}

/** The regimes on the days compared, with what is disputed, unconfirmed or to be known about those of the period. */
export function regimeNotes(
  definition: ReportDefinition,
  classification: Classification,
  { period, tallies }: Pick<Extract, 'period' | 'tallies'>,
): readonly Block[] {
  const words = definition.words.regimes;
  const { columns } = words;
  const axes: readonly Axis[] = [...new Set(determinationsOf(definition).map(({ codes }) => codes.axis))];
  const days = daysCompared(period);
  const spans = classification.spans
    .filter((span) => overlaps(span.window, days))
    .filter((span) => axes.includes(span.axis) && (span.kind === 'regime' || span.axis === 'priority'));
  if (spans.length === 0) return [];
  // One that holds by agreement is on no day of the calendar: it is told where some event came under it.
  const agreed = classification.byAgreement.filter(({ id }) => tallies.some(({ code }) => code.startsWith(`${id}|`)));
  // Of one that no day of the period is under, its row tells name, days and source.
  const own = spans.flatMap((span) => (span.kind === 'regime' && overlaps(span.window, period) ? [span.regime] : []));
  const regimes = [...new Map([...own, ...agreed].map((regime) => [regime.id, regime])).values()];
  const rows = [
    ...spans.map((span) => spanInWords(span, words)),
    ...agreed.map((regime) => [axisLabels[regime.axis], regime.knownAs, words.byAgreement, sourceOf(regime, words)]),
  ];
  return [
    heading('regimes', words.heading),
    {
      kind: 'facts',
      facts: {
        id: 'regimes',
        title: words.heading,
        columns: [columns.axis, columns.regime, columns.days, columns.source],
        rows,
      },
    },
    ...remarksOf(regimes, words),
    ...unconfirmedOf(regimes, words),
    ...groupingsFor(regimes, words.groupings),
  ];
}

const sourceOf = ({ source }: PriorityRegime, words: RegimeWords) =>
  fill(words.source, { title: source.title, address: source.url });

function spanInWords(span: ClassifiedSpan, words: RegimeWords): readonly string[] {
  const days = daysInWords(span.window, words.days);
  return span.kind === 'gap'
    ? [axisLabels[span.axis], words.noRegime, days, span.gap.why]
    : [axisLabels[span.axis], span.regime.knownAs, days, sourceOf(span.regime, words)];
}

function remarksOf(regimes: readonly PriorityRegime[], words: RegimeWords): readonly Block[] {
  const items = regimes.flatMap(({ knownAs, remarks = [], edges = [] }) => [
    ...remarks.map((remark) => fill(words.remark, { regime: knownAs, remark })),
    ...edges.map(({ chosen, other, why }) =>
      fill(words.disputedDay, {
        regime: knownAs,
        chosenDay: dateInWords(chosen.on),
        chosenSource: chosen.source,
        otherDay: dateInWords(other.on),
        otherSource: other.source,
        why,
      }),
    ),
  ]);
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function unconfirmedOf(regimes: readonly PriorityRegime[], words: RegimeWords): readonly Block[] {
  const items = regimes.flatMap(({ knownAs, rules }) => {
    const cites = rules.filter((rule) => !rule.confirmed).map((rule) => rule.cite);
    return cites.length === 0 ? [] : [fill(words.unconfirmedRules, { regime: knownAs, rules: cites.join('; ') })];
  });
  return items.length === 0
    ? []
    : [
        { kind: 'paragraph', text: words.unconfirmed },
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
function groupingsFor(regimes: readonly PriorityRegime[], words: RegimeWords['groupings']): readonly Block[] {
  const reads = regimes.some(({ rules }) =>
    rules.some((rule) => evidenceRead(rule).some((read) => byGrouping.has(read))),
  );
  if (!reads) return [];
  return [
    heading('offense-groupings', words.heading),
    { kind: 'paragraph', text: words.text },
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
  const words = definition.words.regimes.undecided;
  const { columns } = words;
  const own = tallies.filter((tally) => tally.scope === scope);
  const listed = determinationsOf(definition).filter(({ codes }) => codes.part === 'category');
  const rows = listed.flatMap(({ measure, by, codes }) => {
    const open = openRules(own, measure.id, by);
    return classification.blocks(codes.axis, period).flatMap((block) =>
      block.rules.flatMap(({ label }, at) => {
        const count = open.get(`${block.id} ${at + 1}`) ?? 0;
        return count === 0 ? [] : [[measure.label, block.label, label, wholeNumber(count)]];
      }),
    );
  });
  if (rows.length === 0) return [];
  const facts = {
    id: 'undecided-rules',
    title: words.title,
    columns: [columns.measure, columns.regime, columns.rule, columns.events],
    rows,
  };
  return [
    { kind: 'paragraph', text: words.text },
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
