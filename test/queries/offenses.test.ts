import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expressionBuilder, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { offenseCategory } from '../../pipeline/measures/offense-category.ts';
import { absences } from '../../queries/codelists.ts';
import type { Session } from '../../queries/database.ts';
import { categories, categoryOfNumber } from '../../queries/offenses/categories.ts';
import { categoryOfCode, offenseCategories, offenseCategoryOf } from '../../queries/offenses/category-of.ts';
import { type GroupingDefinition, offenseGroupings, publishedCategories } from '../../queries/offenses/groupings.ts';
import { codeOfLabel, offenseLabels } from '../../queries/offenses/labels.ts';
import { isOffenseIn, membership, type OffenseGrouping } from '../../queries/offenses.ts';
import { describeOnEachEngine } from '../engines.ts';

const data = join(import.meta.dirname, '../../../shared/data');
const isThere = existsSync(data);
if (!isThere) console.warn(`offenses: no real data at ${data}; the tests against it are left out`);

type Rows = readonly Readonly<Record<string, string>>[];
const rowsOf = (path: string): Rows =>
  parse(readFileSync(join(data, path)), { columns: true, bom: true, relax_column_count: true });

const groupings = Object.entries(offenseGroupings) as readonly (readonly [OffenseGrouping, GroupingDefinition])[];
const entriesOf = (grouping: GroupingDefinition) => [...grouping.in, ...grouping.unknown, ...grouping.out];

/** Every code that any list of ours names, the neighbors of each number, and everything that is no code. */
const probes: readonly string[] = [
  ...new Set([
    ...[...categoryOfNumber.keys()].flatMap((number) =>
      ['00', '01', '99', 'AA', 'AB', 'ZZ'].map((end) => number + end),
    ),
    ...groupings.flatMap(([, grouping]) => entriesOf(grouping)),
    ...offenseLabels.map(({ code }) => code),
    ...offenseCategories.map(({ code }) => code),
    ...absences.map(({ code }) => code),
    ...(isThere ? rowsOf('lookups/ncic_codes.csv').map((row) => row.ncic_code ?? '') : []),
    ...[
      '301',
      '9999',
      '1501',
      '',
      ' 540',
      '54',
      '54040',
      'unmapped:Assault',
      'unmapped:',
      'None',
      '13ab',
      'Ünïq',
      '12😀1',
    ],
  ]),
];

describe('the categories', () => {
  test('have each number once, and each code and label once', () => {
    const whole = categories.filter(({ only }) => only === undefined);
    const numbers = whole.flatMap((category) => category.numbers);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const key of ['code', 'label'] as const)
      expect(new Set(offenseCategories.map((category) => category[key])).size).toBe(offenseCategories.length);
  });

  test.each([
    ['5403', 'traffic-dui'],
    ['5404', 'traffic-dui'],
    ['5401', 'traffic'],
    ['5499', 'traffic'],
    ['13AB', 'assault'],
    ['35AB', 'dangerous-drugs'],
    ['03AB', 'immigration'],
    ['70AA', 'general-crimes'],
    ['6300', 'general-crimes'],
    ['7299', 'general-crimes'],
    ['8101', 'juvenile-status'],
    ['traffic-dui', 'traffic-dui'],
    ['none', 'none'],
    ['withheld', 'withheld'],
    ['unknown', 'unknown'],
    ['not-recorded', 'not-recorded'],
    ['unmapped:Assault', 'unmapped'],
    ['unmapped', 'unmapped'],
    ['9999', 'unmapped'],
    ['301', 'unmapped'],
    ['', 'unmapped'],
  ])('%s is of %s', (code, category) => {
    expect(categoryOfCode(code)).toBe(category);
  });

  test('are complete: whatever is recorded, the breakdown lists its code, or it is an absence', () => {
    const listed = [...offenseCategories, ...absences].map(({ code }) => code);
    for (const code of probes) expect(listed).toContain(categoryOfCode(code));
    expect(offenseCategory.codes).toBe(offenseCategories);
  });

  test('that the 287(g) page printed are categories of ours', () => {
    const known = categories.map(({ code }) => code);
    expect(known).toEqual(expect.arrayContaining(publishedCategories.flatMap((each) => each.categories)));
    expect(publishedCategories).toHaveLength(6);
  });
});

describe('the groupings', () => {
  test.each(groupings)(
    '%s: no entry stands in two lists, and each is a number or a code of a category',
    (_, grouping) => {
      const entries = entriesOf(grouping);
      expect(new Set(entries).size).toBe(entries.length);
      for (const entry of entries) {
        expect(entry).toMatch(/^\d{2}(\d{2}|[A-Z]{2})?$/);
        expect(categoryOfNumber.has(entry.slice(0, 2))).toBe(true);
      }
    },
  );

  test.each(groupings)('%s: an exception says something else than its number', (_, grouping) => {
    const listOf = (entry: string) =>
      grouping.in.includes(entry) ? 'in' : grouping.unknown.includes(entry) ? 'unknown' : 'out';
    for (const entry of entriesOf(grouping)) {
      if (entry.length === 4) expect([entry, listOf(entry)]).not.toEqual([entry, listOf(entry.slice(0, 2))]);
    }
  });

  test.each<readonly [OffenseGrouping, OffenseGrouping]>([
    ['major-drug', 'minor-drug'],
    ['drug-distribution', 'minor-drug'],
    ['traffic', 'dui'],
    ['illegal-entry', 'illegal-reentry'],
    ['violent', 'property'],
    ['burglary', 'theft'],
  ])('nothing is in both %s and %s', (one, other) => {
    expect(probes.filter((code) => membership(one, code) && membership(other, code))).toEqual([]);
  });

  test.each<readonly [OffenseGrouping, OffenseGrouping]>([
    ['drug-distribution', 'major-drug'],
    ['illegal-entry', 'immigration-status'],
    ['illegal-reentry', 'immigration-status'],
    ['assault-of-officer', 'violent'],
    ['burglary', 'property'],
    ['theft', 'property'],
  ])('what is in %s is in %s', (part, whole) => {
    expect(probes.filter((code) => membership(part, code) && membership(whole, code) !== true)).toEqual([]);
  });

  test.each<readonly [OffenseGrouping, string, string, string]>([
    ['violent', '0999 1005 1199 1299 1313 13AB 2099 assault', '7099 70AB general-crimes', '16AA 2101 5212 70AA'],
    ['major-drug', '3503 3563 3570 35AB', '3505 3599 35AA dangerous-drugs', '3562 3550 5403'],
    ['minor-drug', '3504 3532 3550 3572', '3513 3599 35AA dangerous-drugs', '3560 35AB 5501'],
    ['property', '2202 2303 2610 2999 6300 7199 70AA larceny', 'general-crimes', '2001 5707 1299'],
    ['traffic', '5499', '54AA traffic', '5401 5402 5403 5404 traffic-dui'],
    ['dui', '5403 5404 traffic-dui', '54AA traffic', '5499 5401 4199'],
    ['sexual', '1116 3601 6406 1003 sexual-assault', '3605 3699 4002 6411', '3612 4004 1005 1399'],
    ['burglary', '2202 2299', '7199 burglary', '2206 5707 2399'],
    ['firearm', '0901 1201 1314 5213', '5212 5202 5299 1399 0999 09AA 13AB', '1315 1313 2299 3599'],
    ['drug-distribution', '3510 3561 35AB', '3570 3599 35AA', '3562'],
    ['domestic-violence', '13AB 1301 3803', '1313 1399 1316 3802', '1306 1310 2399'],
    ['theft', '2303 2399 2404', '2406 2803 2701 2610 7199 stolen-vehicle larceny', '2313 2299 1210 2602'],
    ['assault-of-officer', '1310 1312', '1307 1313 1399 assault', '1301 13AB 4801 0908'],
    ['death-or-serious-injury', '0999 09AA homicide', '1399 1116 2001 5404 3802', '2399 3599 5707'],
    ['immigration-status', '0301 03AB', '0302 0399 immigration', '0303 5801'],
    ['illegal-entry', '0301', '0399 03AA', '03AB 0303'],
    ['illegal-reentry', '03AB', '0399 immigration', '0301 0303'],
  ])('%s: what is in, what does not tell, what is out', (grouping, inside, unknown, outside) => {
    for (const code of inside.split(' ')) expect([code, membership(grouping, code)]).toEqual([code, true]);
    for (const code of unknown.split(' ')) expect([code, membership(grouping, code)]).toEqual([code, null]);
    for (const code of outside.split(' ')) expect([code, membership(grouping, code)]).toEqual([code, false]);
  });

  test.each(groupings)('%s: says nothing of what has no code, and no conviction is outside', (id) => {
    for (const code of [null, 'withheld', 'unknown', 'not-recorded', 'unmapped:Assault', 'unmapped', '9999', ''])
      expect(membership(id, code)).toBeNull();
    expect(membership(id, 'none')).toBe(false);
    expect(membership(id, '8101')).toBe(false);
  });
});

describe('the labels', () => {
  test.each([
    ['Driving Under Influence Liquor', '5404'],
    ['  driving under  influence LIQUOR', '5404'],
    ['Domestic Violence', '13AB'],
    ['Illegal Re-Entry (INA SEC.101(a)(43)(O), 8USC1326 only)', '03AB'],
    ['Drug Possession', 'dangerous-drugs'],
    ['RICO', 'general-crimes'],
    ['Traffic Offenses – DUI', 'traffic-dui'],
    ['Assault', '1399'],
    ['Jaywalking', undefined],
    ['', undefined],
  ])('"%s" stands for %s', (label, code) => {
    expect(codeOfLabel(label)).toBe(code);
  });

  test('all stand for a code of a category, or for a category; those from memory say so', () => {
    for (const { label, code, evidence, confirmed } of offenseLabels) {
      expect(codeOfLabel(label)).toBe(code);
      expect(categoryOfCode(code)).not.toBe('unmapped');
      expect(confirmed).toBe(evidence !== 'memory');
    }
  });
});

describe.skipIf(!isThere)('real data', () => {
  test('every code of the classification is of the category of its first two digits', () => {
    const codes = rowsOf('lookups/ncic_codes.csv').map((row) => row.ncic_code ?? '');
    expect(codes.length).toBeGreaterThan(400);
    for (const code of codes) {
      const category = categories.find((each) => each.code === categoryOfCode(code));
      expect([code, category?.numbers]).toEqual([code, expect.arrayContaining([code.slice(0, 2)])]);
    }
  });

  test('every code and label of the detainers of 2025 is known, and label and code agree', () => {
    const convictions = rowsOf('newer-schema/detainers.csv').map((row) => ({
      label: row['Most Serious Conviction Charge'] ?? '',
      code: (row['MSC Charge Code'] ?? '').padStart(4, '0'),
    }));
    const recorded = convictions.filter(({ label }) => label !== '');
    const strange = recorded.filter(
      ({ label, code }) => codeOfLabel(label) !== code || categoryOfCode(code) === 'unmapped',
    );
    console.log(`offenses: ${recorded.length} of ${convictions.length} detainers name one, ${strange.length} unmapped`);
    expect([recorded.length, strange]).toEqual([32, []]);
  });
});

interface Answer {
  readonly code: string | null;
  readonly category: string;
}

describeOnEachEngine('offenses in the database', (engine) => {
  const given = sql`(values ${sql.join([...probes, null].map((code) => sql`(${code}::text)`))}) as given(code)`;
  const code = sql.ref<string | null>('given.code');
  const ask = ({ own }: Session) => {
    const row = expressionBuilder<Record<string, never>, never>();
    const columns = groupings.map(([id]) => sql`${isOffenseIn(id, code)} as ${sql.ref(id)}`);
    return sql<Answer & Readonly<Record<OffenseGrouping, boolean | null>>>`
      select code, ${offenseCategoryOf(code, row)} as category, ${sql.join(columns)} from ${given}`.execute(own);
  };

  test('have the category and the groupings that they have outside it, code by code', async () => {
    await using database = await engine.open();
    const { rows } = await database.transaction('snapshot', ask);
    expect(rows).toHaveLength(probes.length + 1);
    for (const row of rows) {
      const expected = Object.fromEntries(groupings.map(([id]) => [id, membership(id, row.code)]));
      expect(row).toEqual({ code: row.code, category: categoryOfCode(row.code), ...expected });
    }
  });
});
