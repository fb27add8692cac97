import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import counties from 'us-atlas/counties-albers-10m.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { type AreaMap, areaMaps, areasOn, officeOfCounty } from '../../queries/areas.ts';
import { fieldOffices } from '../../queries/field-offices.ts';

const known = new Map(counties.objects.counties.geometries.map(({ id, properties }) => [id, properties.name]));

describe('areas of responsibility', () => {
  test('follow each other without a gap or an overlap from the day on which the agency began', () => {
    expect(areaMaps[0]?.inForce.from).toBe('2003-03-01');
    for (const [at, { inForce }] of areaMaps.entries()) {
      expect(inForce.from < inForce.until).toBe(true);
      expect(areaMaps[at + 1]?.inForce.from ?? inForce.until).toBe(inForce.until);
    }
    expect(() => areasOn('2003-02-28')).toThrow('2003-02-28');
  });

  test('belong to the offices that existed on their first day, headquarters aside', () => {
    for (const { inForce, offices } of areaMaps) {
      const existed = fieldOffices.filter(
        ({ office_code: code, exists_from: from }) => code !== 'HQ' && from <= inForce.from,
      );
      expect(offices).toEqual(existed.map((office) => office.office_code));
    }
  });

  test('hold every county of every state, and name none that does not exist', () => {
    for (const areas of areaMaps) {
      expect([...known.keys()].filter((county) => officeOfCounty(county, areas) === undefined)).toEqual([]);
      expect([...areas.counties.keys()].filter((county) => !known.has(county))).toEqual([]);
    }
  });

  test('give Harlingen its fifteen counties from its first day, and its parents before', () => {
    const [before, after] = [areasOn('2020-09-30'), areasOn('2020-10-01')];
    const harlingen = [...after.counties].filter(([, office]) => office === 'HLG').map(([county]) => county);
    expect(harlingen.map((county) => known.get(county)).toSorted()).toEqual(
      'Aransas,Brooks,Cameron,Duval,Hidalgo,Jim Hogg,Jim Wells,Kenedy,Kleberg,Nueces,San Patricio,Starr,Webb,Willacy,Zapata'.split(
        ',',
      ),
    );
    expect(new Set(harlingen.map((county) => before.counties.get(county)))).toEqual(new Set(['HOU', 'SNA']));
  });
});

const folder = join(import.meta.dirname, '../../../shared/data/lookups');
const [older, newer] = ['uwchr_county_aor.csv', 'ddp_ice-areas-of-responsibility.csv'].map((name) =>
  join(folder, name),
);
const arePresent = [older, newer].every((path) => path !== undefined && existsSync(path));
if (!arePresent) console.log('areas: skipped the comparison with the lists by county, which are not in ../shared/data');

function rowsOf(path = ''): readonly Record<string, string>[] {
  return parse(readFileSync(path), { columns: true, trim: true, relax_column_count: true, bom: true });
}

/** `DeWitt` and `de witt county, texas` are one name. */
const plain = (name = '') =>
  name
    .toLowerCase()
    .replace(/ (county|parish).*$/, '')
    .replaceAll(/[^a-z]/g, '');

describe.runIf(arePresent)('the lists by county', () => {
  const codeOf = new Map(fieldOffices.map((office) => [plain(office.name), office.office_code]));
  const [older24 = areasOn('2020-09-30'), newer25 = areasOn('2020-10-01')] = areaMaps;
  const isOtherwise = (fips: string, office: string | undefined, areas: AreaMap) =>
    officeOfCounty(fips, areas) !== office;

  test('of 24 offices agree in every county with the areas before Harlingen', () => {
    const rows = rowsOf(older);
    expect(rows.length).toBeGreaterThan(3_200);
    expect(rows.filter(({ geoid = '', aor }) => isOtherwise(geoid, aor, older24))).toEqual([]);
  });

  test('of 25 offices agree in every state and county with the areas since Harlingen', () => {
    const fipsOf = new Map(
      rowsOf(older).map(({ geoid = '', name = '' }) => [name.split(', ').at(-1), geoid.slice(0, 2)]),
    );
    const territories = {
      guam: '66',
      'commonwealth of the northern mariana islands': '69',
      'united states virgin islands': '78',
    };
    for (const [name, fips] of Object.entries(territories)) fipsOf.set(name, fips);
    const rows = rowsOf(newer).flatMap(({ office_name: office, state_name: state = '', county_name: county = '' }) => {
      const fips = fipsOf.get(state.toLowerCase()) ?? state;
      const counties = [...known].filter(([id, name]) => id.startsWith(fips) && plain(name) === plain(county));
      const ids = county === '' ? [`${fips}000`] : counties.map(([id]) => id);
      return ids.length === 1
        ? ids.map((id) => ({ id, office: codeOf.get(plain(office)) }))
        : [{ id: `${state} ${county}`, office }];
    });
    expect(rows.length).toBeGreaterThan(400);
    expect(rows.filter(({ id, office }) => isOtherwise(id, office, newer25))).toEqual([]);
    const split = [...known.keys()].filter((id) => ['06', '36', '48'].includes(id.slice(0, 2)));
    expect(split.filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
  });

  test('differ in Harlingen’s fifteen counties and in ten around Waco, which San Antonio gave to Houston', () => {
    const moved = [...known.keys()].filter((id) => officeOfCounty(id, older24) !== officeOfCounty(id, newer25));
    const ways = Map.groupBy(moved, (id) => `${officeOfCounty(id, older24)} to ${officeOfCounty(id, newer25)}`);
    expect(Object.fromEntries([...ways].map(([way, ids]) => [way, ids.length]))).toEqual({
      'HOU to HLG': 7,
      'SNA to HLG': 8,
      'SNA to HOU': 10,
    });
    expect(
      ways
        .get('SNA to HOU')
        ?.map((id) => known.get(id))
        .toSorted(),
    ).toEqual('Bell,Bosque,Coryell,Falls,Freestone,Hamilton,Hill,Limestone,McLennan,Somervell'.split(','));
  });
});
