import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { appliedTo } from '../pipeline/classify/axes.ts';
import { type AxisExplanation, explain, questionOn } from '../pipeline/classify/explanation.ts';
import { classify } from '../pipeline/classify.ts';
import { readingInWords } from '../pipeline/cli/explain/readings.ts';
import { explainEvent, explanationOf, listDay } from '../pipeline/cli/explain.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import { evidenceRead } from '../pipeline/priorities/regime.ts';
import { type Database, openDatabase, ownSchema } from '../queries/database.ts';
import type { Answered } from '../queries/explain.ts';
import { describeOnEachEngine } from './engines.ts';
import { configOf } from './explain/command-config.ts';
import { putOnRecord } from './explain/small-events.ts';

const classification = classify(regimes, gaps);

const explainOn = (database: Database, id: string) =>
  database.transaction('snapshot', (session) => explanationOf(id, classification, session));

type Regime = AxisExplanation & { readonly kind: 'regime' };

async function priorityOf(database: Database, id: string): Promise<Regime> {
  const found = (await explainOn(database, id)).axes.find(({ axis }) => axis === 'priority');
  if (found?.kind !== 'regime') throw new Error('no regime was applied');
  return found;
}

describeOnEachEngine('explaining one event', ({ open, place }) => {
  test('tells every rule with its verdict, evidence and citation, and what decided', async () => {
    await using database = await open();
    await putOnRecord(database, [
      {
        id: 'E-1',
        event: { criminality: 'convicted' },
        evidence: { pending_charge_count: 0, fraud_finding: false },
        charges: [{}, {}],
      },
    ]);
    const { event, findings } = await explainOn(database, 'E-1');
    expect(event).toEqual({
      event_id: 'E-1',
      kind: 'encounter',
      occurred_on: '2020-06-15',
      office_code: 'ATL',
      is_287g: true,
      agreement_template: null,
    });
    expect(findings).toEqual([]);
    const { regime, rules, determination, missing } = await priorityOf(database, 'E-1');
    expect(regime.id).toBe('eo-13768-2017-01-25');
    expect(rules.map(({ verdict }) => verdict)).toEqual([
      'holds',
      'does-not-hold',
      'cannot-be-determined',
      'does-not-hold',
      'cannot-be-determined',
      'cannot-be-determined',
      'cannot-be-determined',
    ]);
    expect(rules[0]).toMatchObject({ cite: 'section 5(a)', basis: 'computed', confirmed: true, category: 'C1' });
    expect(rules[0]?.evidence).toEqual([{ kind: 'tally', name: 'convictions', least: 2, most: null }]);
    expect(rules[3]?.evidence).toEqual([{ kind: 'fact', name: 'fraud_finding', value: false }]);
    expect(determination).toMatchObject({ category: 'C1', rule: 1, notExcluded: [], label: expect.any(String) });
    expect(missing).toEqual([]);
  });

  test('names what is missing where nothing can be determined, and no detail of what is recorded as no', async () => {
    await using database = await open();
    await putOnRecord(database, [
      {
        id: 'E-1',
        event: { criminality: 'other-violator' },
        evidence: { chargeable_acts_determined: false, benefit_abuse_finding: false, final_order: false },
      },
      { id: 'E-2', event: { criminality: 'pending-charges' }, evidence: { final_order: true } },
    ]);
    const first = await priorityOf(database, 'E-1');
    expect(first.determination).toMatchObject({ category: 'cannot-be-determined', rule: null, notExcluded: [4, 7] });
    expect(first.missing.map(({ name }) => name)).toEqual(['fraud_finding', 'public_safety_risk_determined']);
    const second = await priorityOf(database, 'E-2');
    expect(second.determination).toMatchObject({ category: 'C2', rule: 2, notExcluded: [] });
  });

  test('says of every other axis which regime holds, or why none does', async () => {
    await using database = await open();
    await database.transaction('read-write', async ({ own }) => {
      await own
        .insertInto('agency')
        .values({ agency_id: 'A', name: 'Agency', state: 'TX', county: null, agency_type: 'county' })
        .execute();
      await own
        .insertInto('agreement')
        .values({ agreement_id: 'A1', agency_id: 'A', model: 'JEM', office_code: null, signed_on: null })
        .execute();
      await own
        .insertInto('agreement_status')
        .values({ agreement_id: 'A1', status: 'active', valid_from: '2010-01-01', valid_until: null, template: '2009' })
        .execute();
    });
    await putOnRecord(database, [
      { id: 'agreed', event: { agreement_id: 'A1', occurred_on: '2011-01-01' } },
      { id: 'detainer', event: { kind: 'detainer', occurred_on: '2013-01-01' } },
      { id: 'early', event: { occurred_on: '1999-01-01' } },
    ]);
    const told = async (id: string) =>
      Object.fromEntries(
        (await explainOn(database, id)).axes.map((each) => [
          each.axis,
          each.kind === 'regime' ? each.regime.id : each.why,
        ]),
      );
    expect(await told('agreed')).toMatchObject({
      'moa-level': 'moa-2009-levels',
      detainer: expect.stringMatching(/detainer only/),
    });
    expect(await told('detainer')).toMatchObject({
      detainer: 'ice-2012-12-21',
      'moa-level': expect.stringMatching(/none is recorded/),
    });
    const gap = gaps.find(({ axis, window }) => axis === 'priority' && window.from <= '1999-01-01');
    expect((await told('early')).priority).toBe(gap?.why);
  });

  test('shows no place, no person, and nothing of the row but its day, kind and office', async () => {
    await using database = await open();
    await putOnRecord(database, [{ id: 'E-1', evidence: {} }]);
    const text = JSON.stringify(await explainOn(database, 'E-1'));
    for (const hidden of ['A place that must not be shown', 'MEX', '1980', '"male"'])
      expect(text).not.toContain(hidden);
  });

  test('an unknown id says how ids look and how to list them', async () => {
    await using database = await open();
    await expect(explainOn(database, 'E-9')).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('E-9'),
      remedy: expect.stringContaining('--day'),
    });
  });

  test('a day lists its first twenty 287(g) events, and says that there are more', async () => {
    await using database = await open();
    const numbers = Array.from({ length: 21 }, (_, at) => String(at + 1).padStart(2, '0'));
    await putOnRecord(database, [
      ...numbers.map((number) => ({ id: `E-${number}` })),
      { id: 'E-00', event: { program: 'not-recorded' } },
      { id: 'E-99', event: { occurred_on: '2020-06-16' } },
    ]);
    const list = (day: string) => database.transaction('snapshot', (session) => listDay(day, {}, session));
    const { data, lines } = await list('2020-06-15');
    expect(data).toMatchObject({ more: true });
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/^E-01 {2}encounter {2}ATL {2}eo-13768-2017-01-25:\S+$/);
    expect(lines[20]).toContain('there are more');
    expect((await list('2020-06-16')).lines).toEqual([expect.stringMatching(/^E-99 {2}encounter {2}ATL {2}\S+$/)]);
    expect((await list('2020-06-17')).lines).toEqual(['No such 287(g) event is on record on 2020-06-17.']);
  });

  test('says the same in words, on the operator’s terminal', async () => {
    const options = await place();
    const home = await mkdtemp(join(tmpdir(), 'report287-explain-'));
    {
      await using plain = await openDatabase(options);
      const charges = [{ convicted_on: '2010-01-01' }, { convicted_on: '2020-06-16' }];
      await putOnRecord(plain, [{ id: 'E-1', evidence: { fraud_finding: false }, charges }, { id: 'E-2' }]);
    }
    const config = await configOf(options, home);
    const say = async (id: string | undefined, day?: string) =>
      (await explainEvent(config, id, day === undefined ? {} : { day }, { progress: () => undefined })).lines.join(
        '\n',
      );
    const first = await say('E-1');
    expect(first).toMatch(/^Event E-1: encounter of 2020-06-15, office ATL; counted as a 287\(g\) event\n/);
    expect(first).toContain('1. C1, Convicted of any criminal offense: holds\n     section 5(a); computed; confirmed');
    expect(first).toContain('Convictions: 1 certain, no upper bound');
    expect(first).toContain('Whether fraud or willful misrepresentation before an agency was found: no');
    expect(first).toContain('Determination: C1, Convicted of any criminal offense; rule 1 decides');
    expect(first).toMatch(/Contradiction in the evidence: A conviction on record .* dated after that day\.$/);
    const second = await say('E-2');
    expect(second).toContain('Not excluded by the record: section 5(a); section 5(b); ');
    expect(second).toContain('Missing: Convictions: 0 certain, no upper bound; ');
    expect(await say(undefined, '2020-06-15')).toMatch(
      /^E-1 {2}encounter {2}ATL {2}\S+\nE-2 {2}encounter {2}ATL {2}\S+$/,
    );
    for (const [id, day] of [[undefined], ['E-1', '2020-06-15'], [undefined, '2020-06-31']] as const)
      await expect(say(id, day)).rejects.toMatchObject({ kind: 'usage' });
    await rm(home, { recursive: true });
  });

  test('has words for everything that a rule reads', () => {
    const names = new Set(regimes.flatMap(({ rules }) => rules.flatMap(evidenceRead)));
    const said = [...names].map((name) => readingInWords({ kind: 'fact', name, value: null }));
    expect(said.length).toBeGreaterThan(40);
    for (const words of said) expect(words).toMatch(/^[A-Z][^_;]+: cannot be known$/);
  });

  test('reads a program’s own database through its views', async () => {
    const options = await place();
    {
      await using plain = await openDatabase(options);
      await putOnRecord(plain, [{ id: 'E-1', charges: [{ convicted_on: '2021-01-01' }] }]);
      const views = [
        'enforcement_event',
        'evidence',
        'criminal_charge',
        'criminal_record',
        'agreement_status',
        'agreement',
        'agency',
      ];
      await plain.transaction('read-write', async ({ own }) => {
        await sql`create schema theirs`.execute(own);
        for (const view of views)
          await sql`create view ${sql.table(`theirs.${view}`)} as select * from ${sql.table(`${ownSchema}.${view}`)}`.execute(
            own,
          );
      });
    }
    await using theirs = await openDatabase({ ...options, sourceSchema: 'theirs' });
    const { event, findings, axes } = await explainOn(theirs, 'E-1');
    expect(event.event_id).toBe('E-1');
    expect(findings.map(({ kind }) => kind)).toEqual(['conviction-after-event']);
    expect(axes.map(({ axis }) => axis)).toContain('priority');
  });
});

describe('the verdicts of the rules', () => {
  const event = { kind: 'encounter', occurred_on: '2020-06-15', agreement_template: null };
  const applied = appliedTo(classification, event).find(({ axis }) => axis === 'priority');
  if (applied?.kind !== 'regime') throw new Error('no regime on that day');
  const { columns } = questionOn(applied, classification);
  const evidence = Object.fromEntries(columns.map((column) => [column, null]));
  const answered = (determination: string, verdicts: Answered['verdicts']): Answered => ({
    verdicts,
    evidence,
    determination,
  });
  const open = [null, null, null, null, null, null, null];

  test('give the determination that is counted', () => {
    const text = 'eo-13768-2017-01-25|C3|3|1,2,';
    expect(explain(applied, answered(text, [null, null, true, null, null, null, null]))).toMatchObject({
      determination: { category: 'C3', rule: 3, notExcluded: [1, 2] },
    });
  });

  test.each([
    ['another category', 'eo-13768-2017-01-25|C1|1|'],
    ['another rule not excluded', 'eo-13768-2017-01-25|cannot-be-determined|0|1,2,3,4,5,6,'],
    ['another regime', 'none-in-force|none-in-force|0|'],
  ])('stop where the determination that is counted has %s', (_what, text) => {
    const stop = () => explain(applied, answered(text, open));
    expect(stop).toThrow(PipelineError);
    expect(stop).toThrow(/is counted is/);
  });
});
