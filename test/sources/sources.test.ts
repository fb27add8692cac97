import { describe, expect, test } from 'vitest';
import { sources } from '../../pipeline/sources/index.ts';
import { countries, countryNamed } from '../../queries/countries.ts';
import { dispositionNamed, dispositions } from '../../queries/dispositions.ts';

describe('the formats of files that we import', () => {
  test.each(sources)(
    '$id has one column for the day or says why not, no column twice, and no fact from two columns',
    ({ columns, undated }) => {
      const headers = columns.flatMap(({ header, alsoHeaded = [] }) => [header, ...alsoHeaded]).map(inCapitals);
      const facts = columns.flatMap((column) => {
        if (column.holds === 'nothing' || column.holds === 'contrary') return [];
        if (column.holds === 'evidence' || column.holds === 'evidence-day') return [`${column.holds} ${column.fact}`];
        return [column.holds === 'conviction' ? `${column.holds} ${column.part}` : column.holds];
      });
      expect(facts.filter((holds) => holds === 'occurred_on')).toHaveLength(undated === undefined ? 1 : 0);
      expect(new Set(headers).size).toBe(headers.length);
      expect(new Set(facts).size).toBe(facts.length);
    },
  );

  test.each(sources)('$id states no absence from a blank, and reads texts in capitals', ({ columns }) => {
    const texts = columns.flatMap((column) => {
      if (column.holds === 'contrary') return column.says;
      return column.holds === 'evidence' ? Object.keys(column.means) : [];
    });
    expect(texts).toEqual(texts.map(inCapitals));
    const saidByBlanks = columns.filter((column) => column.holds === 'evidence' && column.blank === 'no');
    expect(saidByBlanks).toEqual([]);
  });

  test('no two formats have the same columns, so that a header means one of them', () => {
    const headers = sources.map(({ columns }) =>
      columns
        .map(({ header }) => header.toUpperCase())
        .toSorted()
        .join('|'),
    );
    expect(new Set(headers).size).toBe(sources.length);
  });

  test('no two formats of one kind of event come from the same year, so that the later of two is always known', () => {
    const years = sources.map(({ kind, released }) => `${kind} ${released}`);
    expect(new Set(years).size).toBe(sources.length);
  });
});

const inCapitals = (text: string) => text.toUpperCase();

describe('the code lists that imported values are mapped to', () => {
  test.each([
    ['countries', countries],
    ['dispositions', dispositions],
  ])('%s have one label a code and one code a label', (_, list) => {
    expect(new Set(list.map(({ code }) => code)).size).toBe(list.length);
    expect(new Set(list.map(({ label }) => label)).size).toBe(list.length);
  });

  test.each([
    ['WA/NTA', 'wa-nta'],
    ['Warrant of Arrest/Notice to Appear', 'wa-nta'],
    ['REINST', 'reinst'],
    ['reinstatement of deport  order i-871', 'reinst'],
    ['T', 'other'],
    ['VWPP Removal', 'vwp-removal'],
  ])('the disposition %s is %s, spelled out or coded', (recorded, code) => {
    expect(dispositionNamed(recorded)).toBe(code);
  });

  test.each([
    ['CHINA, PEOPLES REPUBLIC OF', 'CHN'],
    ['Mexico', 'MEX'],
    ['USSR', 'SUN'],
    ['DEM REP OF THE CONGO', 'COD'],
    ['CONGO', 'COG'],
    ['KOREA', 'XKO'],
    ['SOUTH KOREA', 'KOR'],
  ])('the citizenship %s is %s', (recorded, code) => {
    expect(countryNamed(recorded)).toBe(code);
  });

  test('what no list has stays without a code', () => {
    expect(countryNamed('Atlantis')).toBeUndefined();
    expect(dispositionNamed('')).toBeUndefined();
  });
});
