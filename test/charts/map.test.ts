import { describe, expect, test } from 'vitest';
import { classesOf, emptyFill, fillOf, unavailableFill } from '../../pipeline/charts/map/classes.ts';
import { geographyOf } from '../../pipeline/charts/map/geography.ts';
import { hatched } from '../../pipeline/charts/map/hatch.ts';
import { places } from '../../pipeline/charts/map/places.ts';
import { map } from '../../pipeline/charts/map.ts';
import type { Chart } from '../../pipeline/compose.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { areaMaps } from '../../queries/areas.ts';
import { fieldOffices } from '../../queries/field-offices.ts';
import { outsideOf, overlapsIn, textsIn, xmlFaults } from './svg-reading.ts';

function of(value: (at: number, code: string) => number | null, without = ''): Chart {
  const rows = fieldOffices.filter((office) => office.office_code !== without);
  return {
    id: 'areas',
    form: 'map',
    title: 'Encounters by area',
    alternative: 'A map. Table 1 holds the figures.',
    tableId: 'encounters-by-field-office',
    series: [{ id: 'period', label: 'June 2025' }],
    rows: rows.map(({ office_code: code, name }, at) => ({ code, label: name, values: [value(at, code)] })),
  };
}

const mixed = of((at, code) => (code === 'ELP' ? null : at % 6 === 0 ? 0 : at * 37));
const charts: readonly (readonly [string, Chart])[] = [
  ['figures, zero and no figure', mixed],
  ['millions', of((at) => 12_345 + at * 98_765)],
  ['nothing above zero', of(() => 0)],
  ['no number at all', of(() => null)],
  ['the time before Harlingen', of((at) => at, 'HLG')],
  ['text that looks like markup', { ...mixed, series: [{ id: 'period', label: '<script>alert("&")</script>\u0001' }] }],
];

const printed = (chart: Chart) => textsIn(map.draw(chart)).map(({ text }) => text);

describe('a map', () => {
  test.each(charts)(
    'of %s stays in its frame, without one text over another, as XML of modest size',
    (_what, chart) => {
      const svg = map.draw(chart);
      expect(overlapsIn(svg)).toEqual([]);
      expect(outsideOf(svg)).toEqual([]);
      expect(xmlFaults(svg)).toEqual([]);
      expect(map.draw(structuredClone(chart)) === svg).toBe(true);
      expect(/<script|<style|href|url\(|NaN|undefined|\de[+-]/.exec(svg)).toBeNull();
      expect(svg.length).toBeLessThan(150_000);
    },
  );

  test('writes the office and the figure of every area, so that no fill has to be read', () => {
    const texts = printed(of((at) => at * 1_001));
    for (const office of areaMaps.at(-1)?.offices ?? []) {
      const at = fieldOffices.findIndex(({ office_code: code }) => code === office);
      expect(texts[texts.indexOf(office) + 1]).toBe(at === 0 ? '-' : (at * 1_001).toLocaleString('en-US'));
    }
  });

  test('fills the area of each office by the figure of that office, and no other', () => {
    const areas = areaMaps.at(-1);
    expect(areas?.offices).toHaveLength(25);
    for (const office of areas?.offices ?? []) {
      const svg = map.draw(of((_, code) => (code === office ? 7 : 0)));
      const path = areas && geographyOf(areas).areas.get(office)?.path;
      const filled = /<path d="([^"]*)" fill-rule="evenodd" fill="#a3bfe0"/g;
      expect([...svg.matchAll(filled)].map(([, drawn]) => drawn)).toEqual([path]);
    }
  });

  test('has a place for the label of every office that ever had an area', () => {
    expect(Object.keys(places)).toEqual(expect.arrayContaining(areaMaps.flatMap(({ offices }) => offices)));
  });

  test('draws the areas whose offices are in the table', () => {
    expect(printed(of((at) => at))).toContain('HLG');
    const before = map.draw(of((at) => at, 'HLG'));
    expect(textsIn(before).map(({ text }) => text)).not.toContain('HLG');
    expect(before.match(/fill-rule/g)).toHaveLength(24);
  });

  test('says what it leaves out: territories, and figures without an area', () => {
    const texts = printed({
      ...mixed,
      rows: [...mixed.rows, { code: 'not-recorded', label: 'Not recorded', values: [40] }],
    });
    expect(texts).toContain('Not drawn: PR, VI: MIA; GU, MP: SFR.');
    expect(texts.join(' ')).toMatch(/Without an area on the map: Headquarters \d+; Not recorded 40\./);
  });

  test('explains each fill that is in use, and no other', () => {
    expect(printed(mixed)).toEqual(expect.arrayContaining(['Zero (-)', 'Not available (NA)']));
    expect(printed(of((at) => at + 1)).join()).not.toMatch(/Zero|Not available/);
  });

  test('refuses more than one series', () => {
    expect(() => map.draw({ ...mixed, series: [...mixed.series, ...mixed.series] })).toThrow(PipelineError);
  });
});

describe('classes', () => {
  test('hold every figure above zero exactly once, equal figures together', () => {
    const values = [0, null, 1, 1, 1, 1, 2, 5, 9, 9, 300];
    const classes = classesOf(values);
    expect(classes.length).toBeLessThanOrEqual(5);
    for (const value of [1, 2, 5, 9, 300]) {
      expect(classes.filter(({ lowest, highest }) => lowest <= value && value <= highest)).toHaveLength(1);
    }
    expect(classesOf([0, null])).toEqual([]);
    expect(fillOf(0, classes)).toBe(emptyFill);
    expect(fillOf(null, classes)).toBe(unavailableFill);
  });

  test('are told apart in grey by lightness, and again by hatch', () => {
    const fills = classesOf([1, 2, 3, 4, 5]).map(({ fill }) => fill);
    const greys = fills.map(({ color }) => greyOf(color));
    for (const [at, grey] of greys.entries()) expect(at === 0 ? 255 : (greys[at - 1] ?? 0) - grey).toBeGreaterThan(15);
    const hatches = fills.map(({ hatch }) => hatch?.run ?? 'none');
    expect(hatches).toEqual(['none', 'rising', 'falling', 'level', 'none']);
  });
});

function greyOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

describe('a hatch', () => {
  const square = [
    [0, 1],
    [10, 1],
    [10, 9],
    [0, 9],
  ] as const;
  const hole = [
    [4, 3],
    [6, 3],
    [6, 7],
    [4, 7],
  ] as const;

  test('ends at the outline and leaves holes free', () => {
    expect(hatched([square, hole], { run: 'level', spacing: 5 })).toBe('M0 5H4M6 5H10');
  });

  test('rises or falls by 45 degrees', () => {
    expect(hatched([square], { run: 'falling', spacing: 20 })).toBe('M1 1L9 9');
    expect(hatched([square], { run: 'rising', spacing: 10 })).toBe('M1 9L9 1');
  });
});
