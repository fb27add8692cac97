import { describe, expect, test } from 'vitest';
import { looks } from '../../pipeline/charts/line/look.ts';
import { pushedApart } from '../../pipeline/charts/line/push-apart.ts';
import { runsOf } from '../../pipeline/charts/line/runs.ts';
import { line } from '../../pipeline/charts/line.ts';
import type { Chart } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { outsideOf, overlapsIn, textsIn, xmlFaults } from './svg-reading.ts';

const names = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const models = [
  'Jail Enforcement Model',
  'Warrant Service Officer',
  'Task Force Model',
  'Tribal Task Force Model',
  'Task Force Officer model (to 2012)',
  'Joint jail and task force model (to 2012)',
];

function over(
  months: number,
  labels: readonly string[],
  value: (series: number, month: number) => number | null,
): Chart {
  return {
    id: 'trend',
    form: 'line',
    title: 'Trend',
    alternative: 'Lines. Table 1 holds the figures.',
    tableId: 'trend-table',
    series: labels.map((label, at) => ({ id: `s${at}`, label })),
    rows: Array.from({ length: months }, (_, month) => ({
      code: `m${month}`,
      label: `${names[month % 12]} ${2018 + Math.floor(month / 12)}`,
      values: labels.map((_, series) => value(series, month)),
    })),
  };
}

const wave = (series: number, month: number) => 75 - series + ((month * (series + 3)) % 5);
const charts: readonly (readonly [string, Chart])[] = [
  ['one series', over(24, ['Encounters'], wave)],
  ['six series that run together', over(24, models, wave)],
  ['ten years', over(120, models, wave)],
  [
    'gaps',
    over(24, ['Encounters', 'Arrests'], (series, month) => ((month + series) % 4 === 0 || month === 9 ? null : month)),
  ],
  ['nothing above zero', over(24, models, () => 0)],
  ['no number at all', over(24, models, () => null)],
  ['one point', over(1, ['Encounters'], () => 7)],
  ['a million', over(24, ['Encounters'], (_, month) => month * 43_478)],
  ['text that looks like markup', over(3, ['</text><script>alert("&")</script>\u0001'], wave)],
];

const printed = (chart: Chart) => textsIn(line.draw(chart)).map(({ text }) => text);
const strokes = (svg: string) =>
  [...svg.matchAll(/ d="(M[^"]*)" fill="none" stroke="#1a4480"/g)].map(([, path = '']) => path);

describe('a line chart', () => {
  test.each(charts)('of %s stays in its frame, without one text over another, as XML', (_what, chart) => {
    const svg = line.draw(chart);
    expect(overlapsIn(svg)).toEqual([]);
    expect(outsideOf(svg)).toEqual([]);
    expect(xmlFaults(svg)).toEqual([]);
    expect(line.draw(structuredClone(chart))).toBe(svg);
    expect(/<script|<style|href|url\(|NaN|undefined|\de[+-]/.exec(svg)).toBeNull();
    expect(svg).toContain('id="drawing-trend"');
  });

  test('breaks the line where there is no number, and marks a point that stands alone', () => {
    const svg = line.draw(over(7, ['Encounters'], (_, month) => [4, 5, null, 6, null, 7, 8][month] ?? null));
    expect(strokes(svg)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(5 + 1);
    expect(printed(over(7, ['Encounters'], (_, month) => (month === 2 ? null : 1)))).toContain('NA');
  });

  test('writes the largest figure, and the last beside the name, as the tables do', () => {
    const chart = over(4, ['Encounters'], (_, month) => [10, 19_876, 0, 12_345][month] ?? null);
    expect(printed(chart)).toEqual(expect.arrayContaining(['19,876', 'Encounters: 12,345']));
    expect(printed(over(2, ['Encounters'], () => 0))).toContain('Encounters: -');
    expect(printed(over(2, ['Encounters'], (_, month) => (month === 0 ? 3 : null)))).toContain('Encounters: NA');
  });

  test('draws no line from a series that ended before the last point', () => {
    const ended = line.draw(over(4, ['Encounters'], (_, month) => (month < 2 ? 3 : null)));
    expect(ended).not.toContain('stroke-width="0.5"');
    expect(line.draw(over(4, ['Encounters'], () => 3))).toContain('stroke-width="0.5"');
  });

  test('has a scale of whole numbers from zero', () => {
    const svg = line.draw(over(3, ['Encounters'], (_, month) => month));
    const ticks = textsIn(svg).filter(({ text }) => /^[\d,]+$/.test(text));
    expect(ticks.map(({ text }) => text)).toEqual(['0', '1', '2']);
    expect(printed(over(3, ['Encounters'], (_, month) => month * 500_000))).toContain('1,000,000');
  });

  test('names the last month, and others a quarter or more apart', () => {
    const months = printed(over(24, models, wave)).filter((text) => /^[A-Z][a-z]{2} \d{4}$/.test(text));
    expect(months).toEqual([
      'Mar 2018',
      'Jun 2018',
      'Sep 2018',
      'Dec 2018',
      'Mar 2019',
      'Jun 2019',
      'Sep 2019',
      'Dec 2019',
    ]);
  });

  test('tells series apart by dashes and by markers, never by color alone', () => {
    expect(new Set(looks.map(({ dashes }) => dashes)).size).toBe(looks.length);
    expect(new Set(looks.map(({ marker }) => marker)).size).toBe(looks.length);
    const svg = line.draw(over(24, models, wave));
    for (const { dashes } of looks.slice(1)) expect(svg).toContain(`stroke-dasharray="${dashes}"`);
  });

  test('refuses what it cannot draw', () => {
    expect(() => line.draw(over(3, [...models, 'Seventh'], wave))).toThrow(PipelineError);
    expect(() => line.draw(over(3, [], wave))).toThrow('0 series');
    expect(() => line.draw(over(0, models, wave))).toThrow('0 points');
  });
});

describe('labels at the ends of lines', () => {
  test('stand where they want to where there is room, and else next to each other in their order', () => {
    const tall = (middle: number) => ({ middle, height: 10 });
    expect(pushedApart([tall(20), tall(60)], [0, 100])).toEqual([20, 60]);
    expect(pushedApart([tall(99), tall(98), tall(97)], [0, 100])).toEqual([95, 85, 75]);
    expect(pushedApart([tall(0), tall(1)], [0, 100])).toEqual([5, 15]);
  });
});

describe('runs of numbers', () => {
  test('end at each gap', () => {
    expect(runsOf([null, 1, 0, null, null, 3])).toEqual([[1, 2], [5]]);
    expect(runsOf([null])).toEqual([]);
  });
});
