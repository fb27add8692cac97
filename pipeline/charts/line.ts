import { max } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { Chart } from '../compose.ts';
import { PipelineError } from '../errors.ts';
import { estimatedWidth, fitEvenly } from './bar/label.ts';
import {
  type ChartForm,
  drawing,
  escapeXml,
  figure,
  fontSize,
  quiet,
  round,
  rule,
  smallSize,
  tickText,
  width,
} from './chart.ts';
import { type Look, looks, marker } from './line/look.ts';
import { peaksOf } from './line/peaks.ts';
import { pushedApart } from './line/push-apart.ts';
import { runsOf } from './line/runs.ts';

const top = 18;
const shortestPlot = 190;
const lineHeight = 12;
/** Under a label at the end of a line, before the next. */
const labelGap = 4;
const widestLabel = 150;
/** From the last point to its label: room for the line that joins them, and for the marker. */
const leader = 30;

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: (at: number) => number;
  readonly y: ScaleLinear<number, number>;
  readonly ticks: readonly number[];
}

interface EndLabel {
  readonly lines: readonly string[];
  readonly height: number;
}

interface Series {
  readonly values: readonly (number | null)[];
  readonly look: Look;
  readonly label: EndLabel;
}

/**
 * Lines over time: up to six, each with its own dashes and markers, and its name and last figure at its right end; where
 * there is no number the line is broken. Throws `render` for a chart without a point in time, without a series, or with more than six.
 */
export const line: ChartForm = { id: 'line', draw };

function draw(chart: Chart): string {
  const series = seriesOf(chart);
  const frame = frameOf(chart, series);
  return drawing(chart, frame.bottom + 22, [
    scale(frame),
    months(chart.rows, frame),
    gaps(series, frame),
    ...series.map((each) => drawn(each, frame)),
    endLabels(series, frame),
    largest(series, frame),
  ]);
}

function seriesOf(chart: Chart): readonly Series[] {
  if (chart.rows.length === 0 || chart.series.length < 1 || chart.series.length > looks.length) {
    throw new PipelineError(
      'render',
      `line chart "${chart.id}" has ${chart.series.length} series of ${chart.rows.length} points`,
      `give it one to ${looks.length} series and at least one point in the definition of the report`,
    );
  }
  return chart.series.flatMap(({ label }, at) => {
    const look = looks[at];
    const values = chart.rows.map((row) => row.values[at] ?? null);
    // A figure never runs on in the middle of a name: it has its own line where both do not fit in one.
    const last = figure(values.at(-1) ?? null);
    const whole = `${label}: ${last}`;
    const isShort = estimatedWidth(whole, fontSize) <= widestLabel;
    const lines = isShort ? [whole] : [...fitEvenly(label, widestLabel, fontSize), last];
    return look === undefined ? [] : [{ values, look, label: { lines, height: lines.length * lineHeight + labelGap } }];
  });
}

function frameOf(chart: Chart, series: readonly Series[]): Frame {
  const labels = series.flatMap(({ label }) => label.lines);
  const labelWidth = max(labels, (text) => estimatedWidth(text, fontSize)) ?? 0;
  const stacked = series.reduce((sum, { label }) => sum + label.height, 0);
  const bottom = top + Math.max(shortestPlot, stacked);
  const highest = max(series.flatMap(({ values }) => values.map((value) => value ?? 0))) ?? 0;
  // A chart without any figure above zero still needs a scale that is not empty.
  const y = scaleLinear([0, Math.max(highest, 1)], [bottom, top]).nice(5);
  const ticks = y.ticks(5).filter(Number.isInteger);
  const left = (max(ticks, (tick) => estimatedWidth(tickText(tick), smallSize)) ?? 0) + 8;
  const right = width - labelWidth - leader;
  const step = (right - left - 16) / Math.max(chart.rows.length - 1, 1);
  const x = (at: number) => (chart.rows.length === 1 ? right - 8 : left + 8 + at * step);
  return { left, right, bottom, x, y, ticks };
}

function scale({ left, right, y, ticks }: Frame): string {
  return ticks
    .map((tick) => {
      const at = round(y(tick));
      const path = `<path d="M${round(left)} ${at}H${round(right)}" stroke="${tick === 0 ? quiet : rule}" fill="none"/>`;
      return `${path}<text x="${round(left - 6)}" y="${round(at + 3)}" text-anchor="end" font-size="${smallSize}" fill="${quiet}">${tickText(tick)}</text>`;
    })
    .join('');
}

/** Names every third point, or every sixth, and so on: counted back from the last, which always has its name. */
function months(rows: Chart['rows'], frame: Frame): string {
  const widest = (max(rows, (row) => estimatedWidth(row.label, smallSize)) ?? 0) + 8;
  const step = rows.length > 1 ? frame.x(1) - frame.x(0) : widest;
  const every = [1, 3, 6, 12].find((count) => count * step >= widest) ?? 12 * Math.ceil(widest / step / 12);
  return rows
    .map((row, at) => {
      if ((rows.length - 1 - at) % every !== 0) return '';
      const x = round(frame.x(at));
      const path = `<path d="M${x} ${round(frame.bottom)}v4" stroke="${quiet}" fill="none"/>`;
      return `${path}<text x="${x}" y="${round(frame.bottom + 15)}" text-anchor="middle" font-size="${smallSize}" fill="${quiet}">${escapeXml(row.label)}</text>`;
    })
    .join('');
}

/** The sign of what is not available, where no series has a number. */
function gaps(series: readonly Series[], { x, bottom }: Frame): string {
  const points = series[0]?.values ?? [];
  const isMissing = points.map((_, at) => (series.every(({ values }) => values[at] === null) ? 0 : null));
  return runsOf(isMissing)
    .map(([first = 0, ...rest]) => {
      const middle = (x(first) + x(rest.at(-1) ?? first)) / 2;
      return `<text x="${round(middle)}" y="${round(bottom - 5)}" text-anchor="middle" font-size="${smallSize}" fill="${quiet}">${figure(null)}</text>`;
    })
    .join('');
}

function drawn({ values, look }: Series, { x, y }: Frame): string {
  const point = (at: number) => `${round(x(at))} ${round(y(values[at] ?? 0))}`;
  const dashes = look.dashes === '' ? '' : ` stroke-dasharray="${look.dashes}"`;
  const runs = runsOf(values);
  const paths = runs
    .filter((run) => run.length > 1)
    .map(
      (run) =>
        `<path d="M${run.map(point).join('L')}" fill="none" stroke="${look.color}" stroke-width="1.6"${dashes}/>`,
    );
  // More markers than this would hide the dashes; a point alone has nothing but its marker.
  const every = Math.ceil(values.length / 30);
  const markers = runs.flatMap((run) =>
    run
      .filter((at) => run.length === 1 || (values.length - 1 - at) % every === 0)
      .map((at) => marker(look, x(at), y(values[at] ?? 0))),
  );
  return `<g>${[...paths, ...markers].join('')}</g>`;
}

/** The name and the last figure of each series beside its last point, pushed apart where they would overlap. */
function endLabels(series: readonly Series[], frame: Frame): string {
  const ends = series.map(({ values }) => values.findLastIndex((value) => value !== null));
  const wanted = series.map(({ values, label }, at) => ({
    // A series without any number stands at the foot.
    middle: frame.y(values[ends[at] ?? -1] ?? 0),
    height: label.height,
  }));
  const placed = pushedApart(wanted, [top - lineHeight / 2, frame.bottom + lineHeight / 2]);
  return series.map((each, at) => endLabel(each, placed[at] ?? 0, ends[at] ?? -1, frame)).join('\n');
}

function endLabel({ look, label, values }: Series, middle: number, end: number, frame: Frame): string {
  const left = frame.right + leader;
  const first = middle - ((label.lines.length - 1) * lineHeight) / 2 + fontSize * 0.35;
  const lines = label.lines.map(
    (text, row) => `<text x="${round(left)}" y="${round(first + row * lineHeight)}">${escapeXml(text)}</text>`,
  );
  return `<g>${joined(values, end, middle, frame)}${marker(look, left - 8, middle, 3)}${lines.join('')}</g>`;
}

/** From the last point to its label. None where it has no number: a line from an earlier one would look like data. */
function joined(values: Series['values'], end: number, middle: number, { right, x, y }: Frame): string {
  if (end < values.length - 1) return '';
  const from = x(end) + 5;
  const level = round(y(values[end] ?? 0));
  return `<path d="M${round(from)} ${level}H${round(right)}L${round(right + leader - 13)} ${round(middle)}" fill="none" stroke="${quiet}" stroke-width="0.5"/>`;
}

/** Only what a label at the end does not already say. */
function largest(series: readonly Series[], { left, right, bottom, x, y }: Frame): string {
  const peaks = peaksOf(
    series.map(({ values }) => values),
    {
      left,
      right,
      bottom,
      place: (at, value) => ({ x: x(at), y: y(value) }),
      widthOf: (value) => estimatedWidth(figure(value), smallSize),
      height: smallSize,
    },
  );
  return peaks
    .map(
      (peak) =>
        `<text x="${round(peak.x)}" y="${round(peak.y)}" text-anchor="middle" font-size="${smallSize}">${figure(peak.value)}</text>`,
    )
    .join('');
}
