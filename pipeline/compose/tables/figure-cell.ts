import { type Cell, changeOf, percentChangeOf, shareOf, shortDate } from '../../cell.ts';
import { elapsed, elapsedSeparator } from '../../measures/elapsed.ts';
import { type Breakdown, coverageOf, type Measure, talliedAs, windowsOn } from '../../measures/measure.ts';
import { outcome, outcomeSeparator } from '../../measures/outcome.ts';
import { type DateWindow, lastDay, type WindowId } from '../../period.ts';
import type { Figure, NamedRow } from '../../reports/report/figures.ts';
import { tableId } from '../../reports/report.ts';
import { fill } from '../../wording.ts';
import { type Drawn, tableNamed } from '../drawn.ts';
import { figureIn } from '../figures.ts';
import { isListed, listedRows } from './listing.ts';

/** Where a figure stands: in the row of a code of a breakdown or of all codes (null), or in a row of its own. */
export interface Place {
  readonly row: { readonly by: Breakdown; readonly code: string } | NamedRow | null;
  readonly window: WindowId;
}

type FigureOf<K extends Figure['kind']> = Extract<Figure, { readonly kind: K }>;

/** What stands in one place of a table of figures. */
export function figureCell(figure: Figure, place: Place, drawn: Drawn): Cell {
  const cell = (of: Figure) => figureCell(of, place, drawn);
  switch (figure.kind) {
    case 'count':
      return countCell(figure, place, drawn);
    case 'sum':
      return combined(figure.of.map(cell), (values) => values.reduce((sum, value) => sum + value, 0));
    case 'difference':
      return combined([cell(figure.of), cell(figure.less)], ([of = 0, less = 0]) => of - less);
    case 'where-any': {
      const any = cell(figure.any);
      return any.kind === 'count' && any.value === 0 ? { kind: 'not-applicable' } : cell(figure.of);
    }
    case 'change':
      return changeOf(cell(figure.from), cell(figure.to));
    case 'percent-change':
      return percentChangeOf(cell(figure.from), cell(figure.to));
    case 'share':
      return shareOf(cell(figure.part), cell(figure.of));
    case 'needed':
      return combined(
        figure.for.map((need) => cell(need.figure)),
        (values) => Math.max(...values.map((value, at) => Math.ceil(value / (figure.for[at]?.each ?? 1)))),
      );
    case 'median':
    case 'longest':
      return timeCell(figure, place, drawn);
    case 'outcome':
      return outcomeCell(figure, place, drawn);
    case 'listed':
      // A listing tells how things stand at the end of the period alone.
      return place.window === 'period' ? listedCell(figure, drawn) : { kind: 'not-applicable' };
    case 'on-record':
      return onRecordCell(figure, drawn);
    case 'covered-days':
      return coveredCell(figure, place, drawn);
    case 'words':
      return textCell(codeIn(place) === null ? undefined : figure.of[codeIn(place) ?? '']);
    case 'target':
      return textCell(ownRow(place)?.target?.words ?? figure.none);
    case 'trend':
      return trendCell(figure, place, drawn);
    case 'agreement':
      return agreementCell(figure, cell);
  }
}

const textCell = (text: string | undefined): Cell =>
  text === undefined ? { kind: 'not-applicable' } : { kind: 'text', text };

const codeIn = ({ row }: Place): string | null => row?.code ?? null;
const ownRow = ({ row }: Place): NamedRow | null => (row !== null && 'figure' in row ? row : null);

function countCell({ measure, row, window }: FigureOf<'count'>, place: Place, drawn: Drawn): Cell {
  const asked = window ?? place.window;
  if (row === 'all') return figureIn({ measure }, asked, drawn);
  const found = row ?? (place.row !== null && 'by' in place.row ? place.row : undefined);
  return figureIn(found === undefined ? { measure } : { measure, row: found }, asked, drawn);
}

/** A count worked out of counts; the first reason why one of them is none. */
function combined(cells: readonly Cell[], work: (values: readonly number[]) => number): Cell {
  const values = cells.flatMap((cell) => (cell.kind === 'count' ? [cell.value] : []));
  return cells.find(({ kind }) => kind !== 'count') ?? { kind: 'count', value: work(values) };
}

/** Of the records of the row, or of all of them, those with an outcome. */
function outcomeCell(figure: FigureOf<'outcome'>, place: Place, drawn: Drawn): Cell {
  const { measure, window } = figure;
  const asked = window ?? place.window;
  const total = figureIn({ measure }, asked, drawn);
  if (total.kind !== 'count') return total;
  const wanted = figure.code ?? (ownRow(place) === null ? codeIn(place) : null);
  const value = tableNamed(tableId(measure, outcome), drawn.tables).rows.reduce((sum, row) => {
    const [of, what] = row.code.split(outcomeSeparator);
    const cell = row.cells[asked];
    const isOne = what === figure.outcome && (wanted === null || of === wanted);
    return isOne && cell?.kind === 'count' ? sum + cell.value : sum;
  }, 0);
  return { kind: 'count', value };
}

/** Of what is listed in the document's scope. */
function listedCell({ listing, coverage, where, tell }: FigureOf<'listed'>, drawn: Drawn): Cell {
  if (!isListed(coverage, drawn)) return { kind: 'unavailable' };
  const rows = listedRows(listing, drawn).filter(
    ({ facts }) => where === undefined || where.in.includes(String(facts[where.fact])),
  );
  if (tell === 'number') return { kind: 'count', value: rows.length };
  const times = rows.flatMap(({ facts }) => {
    const time = facts[tell.fact];
    return typeof time === 'number' ? [{ time, count: 1 }] : [];
  });
  return durationOf(tell.kind, times);
}

/** All that is on record under an agreement, of days that the sources cover or not; unavailable where they cover none. */
function onRecordCell({ measure, row }: FigureOf<'on-record'>, { extract, scope }: Drawn): Cell {
  if (coveredSpans(measure, extract).length === 0) return { kind: 'unavailable' };
  const tally = extract.tallies.find(
    (each) =>
      each.scope === scope &&
      each.measure === measure.id &&
      each.breakdown === (row === undefined ? null : talliedAs(row.by)) &&
      (row === undefined || each.code === row.code),
  );
  return { kind: 'count', value: tally?.counts['all-time'] ?? 0 };
}

/** Which days since the signing the sources cover of the row's measure. */
function coveredCell({ words }: FigureOf<'covered-days'>, place: Place, { extract }: Drawn): Cell {
  const figure = ownRow(place)?.figure;
  if (figure?.kind !== 'on-record') return { kind: 'not-applicable' };
  const spans = coveredSpans(figure.measure, extract);
  const whole = windowsOn(figure.measure, extract)['all-time'];
  if (spans.length === 0) return textCell(words.none);
  const [first] = spans;
  if (spans.length === 1 && first?.from === whole.from && first.until === whole.until) return textCell(words.all);
  const days = spans.map((span) => `${shortDate(span.from)} – ${shortDate(lastDay(span))}`).join('; ');
  return textCell(fill(words.some, { days }));
}

/** The days since the signing, to the end of the period, that the sources cover, joined where they touch. */
function coveredSpans(measure: Measure, extract: Drawn['extract']): readonly DateWindow[] {
  const whole = windowsOn(measure, extract)['all-time'];
  const spans: DateWindow[] = [];
  for (const span of coverageOf(measure, extract.coverage)) {
    const from = span.from > whole.from ? span.from : whole.from;
    const until = span.until < whole.until ? span.until : whole.until;
    const before = spans.at(-1);
    if (from >= until) continue;
    if (before === undefined || before.until < from) spans.push({ from, until });
    else if (before.until < until) spans.splice(-1, 1, { from: before.from, until });
  }
  return spans;
}

interface Times {
  readonly time: number;
  readonly count: number;
}

function durationOf(kind: 'median' | 'longest', times: readonly Times[]): Cell {
  if (times.length === 0) return { kind: 'not-applicable' };
  return { kind: 'duration', value: kind === 'longest' ? Math.max(...times.map(({ time }) => time)) : medianOf(times) };
}

/** The median or the longest of the times that are known; not applicable where none is. */
function timeCell({ kind, measure, code, window }: FigureOf<'median' | 'longest'>, place: Place, drawn: Drawn): Cell {
  const asked = window ?? place.window;
  const total = figureIn({ measure }, asked, drawn);
  if (total.kind !== 'count') return total;
  const wanted = code ?? (ownRow(place) === null ? codeIn(place) : null);
  const times = tableNamed(tableId(measure, elapsed), drawn.tables).rows.flatMap((row) => {
    const [of, time = ''] = row.code.split(elapsedSeparator);
    const cell = row.cells[asked];
    const isOne = /^\d+$/.test(time) && cell?.kind === 'count' && cell.value > 0;
    return isOne && (wanted === null || of === wanted) ? [{ time: Number(time), count: cell.value }] : [];
  });
  return durationOf(kind, times);
}

/** Of an even number of times the mean of the two in the middle. */
function medianOf(times: readonly Times[]): number {
  const sorted = times.toSorted((a, b) => a.time - b.time);
  const count = sorted.reduce((sum, each) => sum + each.count, 0);
  const at = (place: number) => {
    let passed = 0;
    for (const each of sorted) {
      passed += each.count;
      if (passed >= place) return each.time;
    }
    return 0;
  };
  return (at(Math.floor((count + 1) / 2)) + at(Math.floor(count / 2) + 1)) / 2;
}

/** How a figure of one window compares with the same of another: in points, tenths of them told. */
function trendCell({ since, words }: FigureOf<'trend'>, place: Place, drawn: Drawn): Cell {
  const figure = ownRow(place)?.figure;
  if (figure === undefined) return { kind: 'not-applicable' };
  const now = figureCell(figure, place, drawn);
  const before = figureCell(figure, { ...place, window: since }, drawn);
  if (!('value' in now)) return now;
  if (!('value' in before)) return before;
  const tenths = Math.round((now.value - before.value) * 10);
  if (tenths === 0) return { kind: 'text', text: words.same };
  const size = (Math.abs(tenths) / 10).toFixed(1);
  return { kind: 'text', text: fill(tenths > 0 ? words.higher : words.lower, { size }) };
}

function agreementCell(figure: FigureOf<'agreement'>, cell: (of: Figure) => Cell): Cell {
  const [theirs, ours] = [cell(figure.of), cell(figure.with)];
  if (theirs.kind !== 'count') return theirs;
  if (ours.kind !== 'count') return ours;
  const { tolerance, words } = figure;
  const difference = Math.abs(theirs.value - ours.value);
  if (difference === 0) return { kind: 'text', text: words.agree };
  const allowed = Math.max(tolerance.least, (ours.value * tolerance.percent) / 100);
  return { kind: 'text', text: difference <= allowed ? words.within : words.beyond };
}
