import { format } from 'd3-format';
import { cellText } from '../cell.ts';
import type { Chart } from '../compose.ts';

/** A way to draw figures. Pure: the same chart gives the same SVG, with ids made from the chart's own id. */
export interface ChartForm {
  readonly id: Chart['form'];
  /** A whole `<svg>` element without script, style sheet or outside reference; readable in grey. */
  readonly draw: (chart: Chart) => string;
}

/** All lengths are in units of the view box: one is 1/96 inch when the chart is printed at its full width. */
export const width = 672;
/** Of labels; figures and ticks are set in `smallSize`. */
export const fontSize = 10.5;
/** The smallest size of letters in a chart. */
export const smallSize = 9;

/** The colors that are not data: of text, of lesser text, and of lines behind the data. */
export const ink = '#1b1b1b';
/** Of text and lines that are read after the data. */
export const quiet = '#565c65';
/** Of the lines of a scale. */
export const rule = '#dfe1e2';

/** The drawing of a chart: its parts, back to front, in a view box of `width` by `height`. */
export function drawing(chart: Chart, height: number, parts: readonly string[]): string {
  const frame = `viewBox="0 0 ${width} ${round(height)}" width="${width}" height="${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${escapeXml(`drawing-${chart.id}`)}" ${frame} font-family="'Source Sans 3', sans-serif" font-size="${fontSize}" fill="${ink}">`,
    ...parts.filter((part) => part !== ''),
    '</svg>',
  ].join('\n');
}

/** A figure as the tables print it. */
export function figure(value: number | null): string {
  return cellText(value === null ? { kind: 'unavailable' } : { kind: 'count', value });
}

/** A number on a scale. Not `,`: that prints 20,000 as 2e+4. */
export const tickText: (tick: number) => string = format(',d');

/** Two decimals: the same text on every machine, and no more than a printer can show. */
export function round(length: number): number {
  return Math.round(length * 100) / 100;
}

/** Text of the data as text of the drawing. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]|\p{Cc}/gu, (sign) => entities[sign] ?? (/\s/.test(sign) ? ' ' : '\ufffd'));
}

/** Other control characters have no place in XML 1.0. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
