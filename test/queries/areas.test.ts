import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import counties from 'us-atlas/counties-albers-10m.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { states } from '../../queries/codelists.ts';
import { type AreaMap, areaMaps, areasOn, officeOfCounty } from '../../queries/areas.ts';
import { fieldOffices } from '../../queries/field-offices.ts';

const known = new Map(counties.objects.counties.geometries.map(({ id, properties }) => [id, properties.name]));
const texas = '48';

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
      const existed = fieldOffices.filter(({ office_code: code, exists_from: from }) => code !== 'HQ' && from <= inForce.from);
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
      'Aransas,Brooks,Cameron,Duval,Hidalgo,Jim Hogg,Jim Wells,Kenedy,Kleberg,Nueces,San Patricio,Starr,Webb,Willacy,Zapata'.split(','),
    );
    expect(new Set(harlingen.map((county) => before.counties.get(county)))).toEqual(new Set(['HOU', 'SNA']));
  });
});
