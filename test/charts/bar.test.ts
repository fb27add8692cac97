import { describe, expect, test } from 'vitest';
import { estimatedWidth, fitEvenly, fitLabel } from '../../pipeline/charts/bar/label.ts';
import { bar } from '../../pipeline/charts/bar.ts';
import type { Chart } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { hostileModel, sampleModel } from '../sample-model.ts';

const chart: Chart = {
  id: 'encounters-chart',
  form: 'bar',
  title: 'Encounters by field office',
  alternative: 'Bars. Table 1 holds the figures.',
  tableId: 'encounters-by-field-office',
  series: [
    { id: 'period', label: 'June 2020' },
    { id: 'year-earlier', label: 'June 2019' },
  ],
  rows: [
    { code: 'ATL', label: 'Atlanta', values: [20_000, 12_345] },
    { code: 'BUF', label: 'Buffalo', values: [0, 1] },
    { code: 'NEW', label: 'Newark', values: [null, null] },
  ],
};

const charts = [sampleModel, hostileModel].flatMap((model) =>
  model.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []))),
);

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const numbers = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, n]) => Number(n));

describe('a bar chart', () => {
  test('prints figures as the tables do: a dash for zero, NA where there is no number', () => {
    const printed = texts(bar.draw(chart));
    expect(printed).toEqual(expect.arrayContaining(['20,000', '12,345', '-', '1']));
    expect(printed.filter((text) => text === 'NA')).toHaveLength(2);
  });

  test('draws a bar for each count above zero and none for zero or no number', () => {
    const swatches = chart.series.length;
    expect(bar.draw(chart).match(/<rect/g)).toHaveLength(3 + swatches);
  });

  test('tells two series apart by lightness, so that print in grey keeps them', () => {
    const fills = new Set([...bar.draw(chart).matchAll(/<rect[^>]* fill="([^"]+)"/g)].map(([, fill]) => fill));
    expect(fills.size).toBe(2);
    const [dark = 0, light = 0] = [...fills]
      .map((fill) => Number.parseInt(fill?.slice(1, 3) ?? '', 16))
      .sort((a, b) => a - b);
    expect(light - dark).toBeGreaterThan(150);
  });

  test('is the same text every time and holds no script, style or outside reference', () => {
    for (const each of charts) {
      const svg = bar.draw(each);
      expect(bar.draw(structuredClone(each))).toBe(svg);
      expect(svg).not.toMatch(/<script|<style|href|url\(|NaN|undefined|e\+/);
    }
    expect(charts.length).toBeGreaterThan(4);
  });

  test('keeps text of the data as text', () => {
    const svg = bar.draw({
      ...chart,
      series: [{ id: 'period', label: 'a' }],
      rows: [{ code: 'a', label: '</text><b a="&">\u0001', values: [1] }],
    });
    expect(svg).toContain('&lt;/text&gt;&lt;b a=&quot;&amp;&quot;&gt;\ufffd');
  });

  test('keeps everything inside its frame, with sixty rows, no figure above zero or none at all', () => {
    for (const each of charts) {
      const svg = bar.draw(each);
      const [, width = 0, height = 0] = (/viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? []).map(Number);
      expect(Math.max(...numbers(svg, 'y'))).toBeLessThanOrEqual(height);
      expect(Math.max(...numbers(svg, 'x'))).toBeLessThanOrEqual(width);
      expect(Math.min(...numbers(svg, 'width'))).toBeGreaterThan(0);
      expect(height).toBeLessThan(890);
    }
  });

  test('refuses a number of series that cannot be told apart', () => {
    const third = { id: 'fytd', label: 'FY2020 to date' };
    expect(() => bar.draw({ ...chart, series: [...chart.series, third] })).toThrow(PipelineError);
    expect(() => bar.draw({ ...chart, series: [] })).toThrow('has 0 series');
  });
});

describe('a label', () => {
  test('stands in one line where it fits, in two where it must', () => {
    expect(fitLabel('Atlanta', 150, 10)).toEqual(['Atlanta']);
    expect(fitLabel('Otherwise a risk to public safety or national', 150, 10)).toHaveLength(2);
  });

  test('in two lines is divided about in the middle, and loses no word by it', () => {
    const label = 'Charged with any criminal offense, not resolved';
    expect(fitLabel(label, 210, 10.5)).toEqual(['Charged with any criminal offense, not', 'resolved']);
    expect(fitEvenly(label, 210, 10.5)).toEqual(['Charged with any criminal', 'offense, not resolved']);
    expect(fitEvenly('Atlanta', 150, 10)).toEqual(['Atlanta']);
    const long = 'x'.repeat(40);
    expect(fitEvenly(long, 150, 10)).toEqual(fitLabel(long, 150, 10));
  });

  test('is cut at a letter, never inside one, and says so', () => {
    const lines = fitLabel(`${'Llanfairpwllgwyngyll'.repeat(9)}é`, 150, 10);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/…$/);
    expect(estimatedWidth(lines[0] ?? '', 10)).toBeLessThanOrEqual(150);
  });
});
