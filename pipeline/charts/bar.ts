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

const longestLabel = 220;
const gap = 8;
const groupGap = 4.5;
const axisHeight = 18;
const legendHeight = 22;
/** Rows beyond this stand in a second column beside the first, so that a chart never outgrows a page. */
const longestColumn = 32;

/** One series is dark and solid, the other pale and outlined: they differ in grey, and in print of one color. */
const looks = [
  { fill: '#1a4480', stroke: '#1a4480' },
  { fill: '#dce6f2', stroke: '#1a4480' },
] as const;

interface Frame {
  readonly rowHeight: number;
  readonly barHeight: number;
  readonly top: number;
  /** Left edge of the bars, relative to the column of rows. */
  readonly left: number;
  readonly columnWidth: number;
  readonly x: ScaleLinear<number, number>;
  readonly ticks: readonly number[];
}

/**
 * Horizontal bars: one row for each place or category, one bar or two, each with its figure. Throws `render` for a chart
 * with no series or more than two, which cannot be told apart without color.
 */
export const bar: ChartForm = { id: 'bar', draw };

function draw(chart: Chart): string {
  if (chart.series.length < 1 || chart.series.length > looks.length) {
    throw new PipelineError(
      'render',
      `bar chart "${chart.id}" has ${chart.series.length} series`,
      'give it one or two windows in the definition of the report',
    );
  }
  const columns = inColumns(chart.rows);
  const frame = frameOf(chart, columns.length);
  const tallest = columns[0]?.length ?? 0;
  return drawing(chart, frame.top + tallest * frame.rowHeight + 4, [
    ...legend(chart, frame.left),
    ...columns.map((rows, at) => column(rows, frame, at)),
  ]);
}

function inColumns(rows: Chart['rows']): readonly Chart['rows'][] {
  const count = Math.max(1, Math.ceil(rows.length / longestColumn));
  const length = Math.ceil(rows.length / count);
  return Array.from({ length: count }, (_, at) => rows.slice(at * length, (at + 1) * length));
}

function frameOf(chart: Chart, columnCount: number): Frame {
  const barHeight = chart.series.length === 1 ? 11 : 10;
  const columnWidth = (width - (columnCount - 1) * 3 * gap) / columnCount;
  const widest = max(chart.rows, (row) => estimatedWidth(row.label, fontSize)) ?? 0;
  const left = Math.min(widest, longestLabel, columnWidth * 0.4) + gap;
  const largest = max(chart.rows.flatMap((row) => row.values.map((value) => value ?? 0))) ?? 0;
  const room = estimatedWidth(figure(largest), fontSize) + gap;
  // A chart without any figure above zero still needs a scale that is not empty.
  const x = scaleLinear([0, Math.max(largest, 1)], [0, columnWidth - left - room]);
  const lines = max(chart.rows, (row) => fitEvenly(row.label, left - gap, fontSize).length) ?? 1;
  return {
    // Names that need two lines need the room of two.
    rowHeight: Math.max(barHeight * chart.series.length, lines * fontSize) + groupGap,
    barHeight,
    top: (chart.series.length > 1 ? legendHeight : 0) + axisHeight,
    left,
    columnWidth,
    x,
    // Whole numbers only, half an event is nothing; and none beyond the figures.
    ticks: x.ticks(columnCount > 1 ? 2 : 5).filter((tick) => Number.isInteger(tick) && tick <= largest),
  };
}

function legend(chart: Chart, from: number): readonly string[] {
  if (chart.series.length < 2) return [];
  let left = from;
  return chart.series.map(({ label }, at) => {
    const swatch = `<rect x="${round(left)}" y="3" width="18" height="10"${look(at)}/>`;
    const text = `<text x="${round(left + 24)}" y="12">${escapeXml(label)}</text>`;
    left += 24 + estimatedWidth(label, fontSize) + 24;
    return swatch + text;
  });
}

function column(rows: Chart['rows'], frame: Frame, at: number): string {
  const offset = round(at * (frame.columnWidth + 3 * gap));
  const content = [
    axis(frame, rows.length),
    ...rows.map((row, index) => group(row, frame, frame.top + index * frame.rowHeight + slack(row, frame))),
  ];
  return `<g transform="translate(${offset} 0)">\n${content.join('\n')}\n</g>`;
}

/** The bars of a row stand in its middle. */
function slack(row: Chart['rows'][number], { rowHeight, barHeight }: Frame): number {
  return (rowHeight - groupGap - row.values.length * barHeight) / 2;
}

function axis(frame: Frame, rowCount: number): string {
  const bottom = round(frame.top + rowCount * frame.rowHeight);
  return frame.ticks
    .map((tick) => {
      const x = round(frame.left + frame.x(tick));
      const line = `<path d="M${x} ${frame.top - 4}V${bottom}" stroke="${tick === 0 ? quiet : rule}" fill="none"/>`;
      return `${line}<text x="${x}" y="${frame.top - 8}" text-anchor="middle" font-size="${smallSize}" fill="${quiet}">${tickText(tick)}</text>`;
    })
    .join('');
}

function group(row: Chart['rows'][number], frame: Frame, top: number): string {
  const inner = row.values.length * frame.barHeight;
  const lines = fitEvenly(row.label, frame.left - gap, fontSize);
  const first = top + inner / 2 - ((lines.length - 1) * fontSize) / 2 + fontSize * 0.35;
  const label = lines
    .map(
      (line, at) =>
        `<text x="${round(frame.left - gap)}" y="${round(first + at * fontSize)}" text-anchor="end">${escapeXml(line)}</text>`,
    )
    .join('');
  const bars = row.values.map((value, at) => barOf(value, at, frame, top + at * frame.barHeight));
  return `<g>${label}${bars.join('')}</g>`;
}

function barOf(value: number | null, series: number, frame: Frame, top: number): string {
  // A count of one stays visible beside a count of a million.
  const length = value === null || value === 0 ? 0 : Math.max(frame.x(value), 1);
  const rect =
    length === 0
      ? ''
      : `<rect x="${round(frame.left)}" y="${round(top + 0.5)}" width="${round(length)}" height="${frame.barHeight - 1}"${look(series)}/>`;
  const x = round(frame.left + length + 4);
  return `${rect}<text x="${x}" y="${round(top + frame.barHeight * 0.82)}" font-size="${smallSize}">${figure(value)}</text>`;
}

function look(series: number): string {
  const { fill, stroke } = looks[series] ?? looks[0];
  return ` fill="${fill}" stroke="${stroke}" stroke-width="0.75"`;
}
