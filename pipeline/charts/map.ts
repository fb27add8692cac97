import { least } from 'd3-array';
import { type AreaMap, areaMaps } from '../../queries/areas.ts';
import type { Chart } from '../compose.ts';
import { PipelineError } from '../errors.ts';
import { estimatedWidth, fitLabel } from './bar/label.ts';
import { type ChartForm, drawing, escapeXml, figure, fontSize, ink, quiet, round, smallSize, width } from './chart.ts';
import { classesOf, emptyFill, type Fill, fillOf, unavailableFill, type ValueClass } from './map/classes.ts';
import { type Geography, geographyOf } from './map/geography.ts';
import { hatched } from './map/hatch.ts';
import type { Corners } from './map/path.ts';
import { outlyingParts, type Place, places, territories } from './map/places.ts';

/** The lowest point of the land is the tip of Hawaii or of Texas. */
const landHeight = 422;
const legendTop = landHeight + 10;
const lineHeight = 12;
const legendLine = 18;
const labelHeight = 21;

/**
 * Areas of responsibility, filled by class of figure: each bears its office and its figure; figures that belong to no area are
 * listed below. Drawn as of the time whose offices are the chart's rows. Throws `render` for a chart that has not one series.
 */
export const map: ChartForm = { id: 'map', draw };

type Row = Chart['rows'][number];

function draw(chart: Chart): string {
  if (chart.series.length !== 1) {
    throw new PipelineError(
      'render',
      `map "${chart.id}" has ${chart.series.length} series`,
      'give it one window in the definition of the report',
    );
  }
  const areas = areasOf(chart.rows);
  const isOnMap = ({ code }: Row) => areas.offices.includes(code);
  const rows = chart.rows.filter(isOnMap);
  const classes = classesOf(rows.map(figureOf));
  const geography = geographyOf(areas);
  const notes = notesOf(
    chart.rows.filter((row) => !isOnMap(row)),
    areas,
  );
  const legend = legendOf(chart, rows, classes);
  const notesTop = legendTop + 26 + legend.lines * legendLine;
  return drawing(chart, notesTop + (notes.length - 1) * lineHeight + 5, [
    ...areas.offices.map((office) => areaOf(office, rows, geography, classes)),
    border(geography.stateBorders, '#8d97a5', 0.5),
    // A white edge on both sides keeps neighbors of one class apart, dark or hatched.
    border(geography.areaBorders, '#fff', 2.6),
    border(geography.areaBorders, ink, 0.9),
    ...rows.map(labelOf),
    ...outlyingParts.map(({ office, x, y }) => (rows.some(({ code }) => code === office) ? tag([office], x, y) : '')),
    ...legend.parts,
    ...notes.map((note, at) => noteAt(note, notesTop + at * lineHeight)),
  ]);
}

/** Of series there is one. */
function figureOf(row: Row): number | null {
  return row.values[0] ?? null;
}

/** The areas that leave the fewest offices without a row; of equals, the latest. */
function areasOf(rows: readonly Row[]): AreaMap {
  const codes = new Set(rows.map(({ code }) => code));
  const missing = ({ offices }: AreaMap) => offices.filter((office) => !codes.has(office)).length;
  const found = least(areaMaps.toReversed(), missing);
  if (found !== undefined) return found;
  throw new PipelineError('internal', 'no areas of responsibility are known', 'add them to queries/areas.ts');
}

/** An area whose office has no row stays white and without a label. */
function areaOf(office: string, rows: readonly Row[], { areas }: Geography, classes: readonly ValueClass[]): string {
  const row = rows.find(({ code }) => code === office);
  const { outlines, path } = areas.get(office) ?? { outlines: [], path: '' };
  const fill = row === undefined ? emptyFill : fillOf(figureOf(row), classes);
  return `<g>${filled(`<path d="${path}" fill-rule="evenodd"`, outlines, fill)}</g>`;
}

function border(path: string, color: string, thickness: number): string {
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${thickness}" stroke-linejoin="round"/>`;
}

/** An outline with its fill and, over it, its hatch. */
function filled(outline: string, rings: readonly Corners[], { color, hatch }: Fill): string {
  const shape = `${outline} fill="${color}" stroke="${quiet}" stroke-width="0.8"/>`;
  return hatch === null ? shape : shape + border(hatched(rings, hatch), hatch.color, hatch.width);
}

function labelOf(row: Row): string {
  const place = places[row.code];
  return place === undefined ? '' : `${leaderOf(place)}${tag([row.code, figure(figureOf(row))], place.x, place.y)}`;
}

function leaderOf({ x, y, from }: Place): string {
  if (from === undefined) return '';
  const [startX, startY] = from;
  return `<path d="M${startX} ${startY}L${x} ${y}" stroke="${ink}" stroke-width="0.6"/><circle cx="${startX}" cy="${startY}" r="1.8" stroke="#fff" stroke-width="0.7"/>`;
}

/** One line of text above the other, on white, so that no hatch runs through the letters. */
function tag(lines: readonly string[], x: number, y: number): string {
  const wide = Math.max(...lines.map((text) => estimatedWidth(text, smallSize))) + 3;
  const high = lines.length === 1 ? labelHeight / 2 + 1 : labelHeight;
  const texts = lines.map(
    (text, at) =>
      `<text x="${x}" y="${round(y - high / 2 + 8.4 + at * (labelHeight / 2 - 0.6))}" text-anchor="middle" font-size="${smallSize}"${at === 0 ? ' font-weight="600"' : ''}>${escapeXml(text)}</text>`,
  );
  return `<g><rect x="${round(x - wide / 2)}" y="${round(y - high / 2)}" width="${round(wide)}" height="${round(high)}" rx="2" fill="#fff"/>${texts.join('')}</g>`;
}

interface Legend {
  readonly parts: readonly string[];
  /** Lines of fills. */
  readonly lines: number;
}

/** What is counted; then each fill that is in use with its bounds. */
function legendOf(chart: Chart, rows: readonly Row[], classes: readonly ValueClass[]): Legend {
  const values = rows.map(figureOf);
  const entries = [
    ...(values.includes(0) ? [{ fill: emptyFill, text: `Zero (${figure(0)})` }] : []),
    ...classes.map(({ fill, lowest, highest }) => ({
      fill,
      text: lowest === highest ? figure(lowest) : `${figure(lowest)} to ${figure(highest)}`,
    })),
    ...(values.includes(null) ? [{ fill: unavailableFill, text: `Not available (${figure(null)})` }] : []),
  ];
  const heading = `<text x="0" y="${legendTop + 4}" font-weight="600">${escapeXml(chart.series[0]?.label ?? '')}</text>`;
  let [left, lines] = [1, 1];
  const swatches = entries.map(({ fill, text }) => {
    const wide = 30 + estimatedWidth(text, fontSize);
    if (left + wide > width) [left, lines] = [1, lines + 1];
    const top = legendTop + 11 + (lines - 1) * legendLine;
    const entry = `<g>${swatchAt(left, top, fill)}<text x="${round(left + 30)}" y="${top + 10}">${text}</text></g>`;
    left += wide + 18;
    return entry;
  });
  return { parts: [heading, ...swatches], lines };
}

function swatchAt(left: number, top: number, fill: Fill): string {
  const [x, y] = [round(left), round(top)];
  const corners = [
    [x, y],
    [round(x + 24), y],
    [round(x + 24), y + 12],
    [x, y + 12],
  ] as const;
  return filled(`<rect x="${x}" y="${y}" width="24" height="12"`, [corners], fill);
}

/** What the map cannot show: territories that it lacks, and figures without an area on it. */
function notesOf(others: readonly Row[], areas: AreaMap): readonly string[] {
  const byOffice = Map.groupBy(territories, ([fips]) => areas.states.get(fips));
  const held = [...byOffice].map(([office, held]) => `${held.map(([, postal]) => postal).join(', ')}: ${office}`);
  const counted = others.filter((row) => figureOf(row) !== 0);
  const elsewhere = counted.map((row) => `${row.label} ${figure(figureOf(row))}`);
  return [
    `Not drawn: ${held.join('; ')}.`,
    ...(elsewhere.length === 0 ? [] : [`Without an area on the map: ${elsewhere.join('; ')}.`]),
  ].flatMap((note) => inLines(note));
}

/** Words in lines as wide as the drawing. */
function inLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trimStart();
    if (lines.length > 0 && estimatedWidth(longer, smallSize) <= width) lines.splice(-1, 1, longer);
    else lines.push(fitLabel(word, width, smallSize)[0] ?? '');
  }
  return lines;
}

function noteAt(text: string, y: number): string {
  return `<text x="0" y="${y}" font-size="${smallSize}" fill="${quiet}">${escapeXml(text)}</text>`;
}
