import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AxisExplanation, explain, questionOn } from '../pipeline/classify/explanation.ts';
import { classify } from '../pipeline/classify.ts';
import { type EventExplanation, explanationOf } from '../pipeline/cli/explain.ts';
import { undetermined } from '../pipeline/determination.ts';
import { importFile } from '../pipeline/import.ts';
import { openEnd, programStart } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import type { PriorityRegime } from '../pipeline/priorities/regime.ts';
import type { Database } from '../queries/database.ts';
import { eventsWithEvidence } from '../queries/evidence/on-record.ts';
import type { EvidenceValue } from '../queries/explain.ts';
import { describeOnEachEngine } from './engines.ts';
import { importText, quietly } from './import/releases.ts';
import { type DetainerRow, statementsOf } from './priorities/detainer-statements.ts';

const path = resolve(import.meta.dirname, '../../shared/data/newer-schema/detainers.csv');
const there = existsSync(path);
if (!there) console.log(`Priorities of the real detainers: skipped, because ${path} is not on this machine.`);
const fileRows = (): readonly DetainerRow[] => parse(readFileSync(path), { columns: true, bom: true });

/** The row of evidence that rules read, by column. */
type OnRecord = Readonly<Record<string, EvidenceValue>>;
type Explained = AxisExplanation & { readonly kind: 'regime' };

/** What each of its columns is where nothing is stated. */
const unstated = (column: string): EvidenceValue => (column.endsWith('_least') ? 0 : null);

/** The events of the file in its order, with their evidence. */
async function recordsOf(database: Database) {
  return database.transaction('snapshot', ({ source }) =>
    eventsWithEvidence(source)
      .select(['event.event_id', sql<OnRecord>`to_jsonb(evidence)`.as('on_record')])
      .orderBy(sql`split_part(event.event_id, '-', 2)::integer`)
      .execute(),
  );
}

/** What rows are expected to have on record: what their cells state, and nothing else. */
const expectedOf = (row: DetainerRow, columns: readonly string[]) => {
  const stated = statementsOf(row);
  return Object.fromEntries(columns.map((column) => [column, stated.get(column)?.value ?? unstated(column)]));
};

/** A regime asked of every row, whatever its day. */
async function explainThroughout(regime: PriorityRegime, database: Database): Promise<readonly Explained[]> {
  const always: PriorityRegime = { ...regime, inForce: [{ from: programStart, until: openEnd }] };
  const applied = { kind: 'regime', axis: regime.axis, regime: always } as const;
  const { verdicts, determination } = questionOn(applied, classify([always], []));
  const rows = await database.transaction('snapshot', ({ source }) =>
    eventsWithEvidence(source)
      .select(sql<(boolean | null)[]>`to_jsonb(array[${sql.join(verdicts)}])`.as('verdicts'))
      .select([sql<OnRecord>`to_jsonb(evidence)`.as('evidence'), sql<string>`${determination}`.as('determination')])
      .orderBy(sql`split_part(event.event_id, '-', 2)::integer`)
      .execute(),
  );
  return rows.map((answered) => explain(applied, answered)).filter((told) => told.kind === 'regime');
}

/** Why an explanation rests on more, or names less, than the cells of its row; none: an empty list. */
function guessesIn({ rules, determination, missing }: Explained, row: DetainerRow): readonly string[] {
  const stated = statementsOf(row);
  const isStated = (column: string) => (stated.get(column)?.cells ?? []).some((header) => row[header] !== '');
  const names = new Set(missing.map(({ name }) => name));
  const isNamed = (name: string) => names.has(name);
  return [
    ...rules.flatMap(({ number, verdict, evidence }) => {
      const read = evidence.flatMap(({ kind, name }) => (kind === 'fact' ? [name] : [`${name}_least`, `${name}_most`]));
      return verdict === 'cannot-be-determined' || read.some(isStated) ? [] : [`rule ${number} ${verdict} by no cell`];
    }),
    ...determination.notExcluded
      .filter((number) => !rules[number - 1]?.evidence.some(({ name }) => isNamed(name)))
      .map((number) => `what rule ${number} lacks is not named`),
    ...missing
      .filter((reading) =>
        reading.kind === 'fact'
          ? stated.has(reading.name)
          : stated.has(`${reading.name}_most`) &&
            stated.get(`${reading.name}_most`)?.value === (stated.get(`${reading.name}_least`)?.value ?? 0),
      )
      .map(({ name }) => `${name} is named as missing, and a cell states it`),
    ...(determination.category === undetermined && missing.length === 0 ? ['nothing is named as missing'] : []),
  ];
}

const tally = (categories: readonly string[]) =>
  [...Map.groupBy(categories, (category) => category)].map(([category, all]) => `${category} ${all.length}`).join(', ');

/** Cells to be blanked together, and by what name: a label gives the code that a row lacks. */
const blankings: readonly (readonly [name: string, ...headers: readonly string[]])[] = [
  ['the criminality', 'Detainer Prepared Criminality'],
  ['the threat level', 'Detainer Prep Threat Level'],
  ['the offense of the conviction', 'MSC Charge Code', 'Most Serious Conviction Charge'],
  ['the conviction', 'MSC Charge Code', 'Most Serious Conviction Charge', 'MSC Conviction Date'],
  ['the aggravated felon', 'Felon'],
  ['the mark of an aggravated felony', 'Aggravated Felony Yes No'],
  ['the final order without its day', 'Final Order Yes No 33'],
  ['the final order and its day', 'Final Order Yes No 33', 'Final Order Date'],
  ['the day of the final order', 'Final Order Date'],
  ['the mark of an order', 'Deportation Ordered Yes No'],
  ['the category of the case', 'Case Category'],
  ['the marks of prior crimes', 'Prior Felony Yes No', 'Multiple Prior Misd Yes No', 'Violent Misdemeanor Yes No'],
];

describe.skipIf(!there)('the real detainers of 2025', () => {
  describeOnEachEngine('classified by the rules', ({ name, open }) => {
    let database: Database;
    let explained: readonly EventExplanation[] = [];
    const rows = there ? fileRows() : [];
    beforeAll(async () => {
      database = await open();
      await importFile(path, {}, quietly(database));
      const ids = (await recordsOf(database)).map(({ event_id }) => event_id);
      const classification = classify(regimes, gaps);
      explained = await database.transaction('snapshot', async (session) => {
        const all: EventExplanation[] = [];
        for (const id of ids) all.push(await explanationOf(id, classification, session));
        return all;
      });
    });

    test('have on record what their cells state, and nothing else', async () => {
      const records = await recordsOf(database);
      expect(records).toHaveLength(rows.length);
      records.forEach(({ on_record }, at) => {
        expect(on_record, `line ${at + 2}`).toEqual(expectedOf(rows[at] ?? {}, Object.keys(on_record)));
      });
    });

    test('have a determination or a reason on every axis, without a guess', () => {
      const categories: string[] = [];
      explained.forEach(({ event, axes, findings }, at) => {
        expect(event.occurred_on).toBe(rows[at]?.['Detainer Prepare Date']);
        expect(axes.map(({ axis }) => axis)).toEqual(['priority', 'detainer', 'moa-level', 'mandatory-detention']);
        expect(findings, `line ${at + 2}`).toEqual([]);
        for (const told of axes) {
          if (told.kind === 'none') {
            expect(told.axis, 'the guidelines or the order are in force throughout').not.toBe('priority');
            expect(told.why).not.toBe('');
            continue;
          }
          expect(guessesIn(told, rows[at] ?? {}), `line ${at + 2}, ${told.regime.id}`).toEqual([]);
          categories.push(`${told.regime.id} ${told.determination.category}`);
        }
      });
      console.log(`The ${rows.length} real detainers by category on their days (${name}): ${tally(categories)}.`);
    });

    test('are decided by no rule of any regime without a cell, had it been in force', async () => {
      const decided: Record<string, string> = {};
      for (const regime of regimes) {
        const told = await explainThroughout(regime, database);
        expect(told).toHaveLength(rows.length);
        told.forEach((each, at) => {
          expect(guessesIn(each, rows[at] ?? {}), `line ${at + 2}, ${regime.id}`).toEqual([]);
        });
        decided[regime.id] = tally(told.map(({ determination }) => determination.category).toSorted());
      }
      expect(decided).toEqual(decidedThroughout);
    });

    test.for(blankings)(
      'have on record no more than the other cells state once these are blank: %s',
      async (blanking) => {
        const [, ...headers] = blanking;
        await using blanked = await open();
        const changed = rows.map((row) => ({ ...row, ...Object.fromEntries(headers.map((header) => [header, ''])) }));
        await importText(blanked, stringify(changed, { header: true }));
        (await recordsOf(blanked)).forEach(({ on_record }, at) => {
          expect(on_record, `line ${at + 2}`).toEqual(expectedOf(changed[at] ?? {}, Object.keys(on_record)));
        });
      },
    );
  });
});

/** Categories of the rows had each regime been in force on their days, counted by hand in the file. */
const decidedThroughout: Readonly<Record<string, string>> = {
  // 15 convictions for violent or major drug offenses, 3 for lesser ones; the others are convicted of, or charged with, something.
  'moa-2009-levels': 'L1 15, L2 3, L3 29',
  // The recorded levels of the 32 convicted; 15 persons have charges alone, and nothing is known of the other priorities.
  'ice-2010-06-30': 'P1.b-L1 15, P1.b-L2 16, P1.b-L3 1, cannot-be-determined 15',
  // By the boxes of the form, and one conviction of illegal entry.
  'ice-2012-12-21':
    'cannot-be-determined 20, deportation-ordered 8, illegal-entry 1, prior-felony 8, violent-misdemeanor 10',
  // Nine of the eleven final orders are of 2014 or later.
  'dhs-2014-11-20': 'P3 9, cannot-be-determined 38',
  'eo-13768-2017-01-25': 'C1 32, C2 15',
  'dhs-2021-01-20': 'cannot-be-determined 47',
  'ice-2021-02-18': 'cannot-be-determined 47',
  'dhs-2021-09-30': 'cannot-be-determined 47',
  // Eleven of the thirty orders were final on the day of the detainer.
  'eo-14159-2025-01-20': 'FO 11, cannot-be-determined 36',
  'pl-119-1-2025': 'cannot-be-determined 47',
};
