import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../pipeline/classify.ts';
import { type Extract, extract, extractEach, type Tally } from '../pipeline/extract.ts';
import { measures } from '../pipeline/measures/index.ts';
import { addsUp, isStock, type Measure } from '../pipeline/measures/measure.ts';
import { parsePeriod } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import { moaStatistics } from '../pipeline/reports/moa-statistics.ts';
import { definitionOn, measuresOf } from '../pipeline/reports/report.ts';
import { extractOne } from '../pipeline/run/extract-one.ts';
import { type AgreementSubject, readAgreementSubject } from '../queries/agreement-subjects.ts';
import { type Database, ownSchema } from '../queries/database.ts';
import { fillWithSyntheticData } from '../queries/demo.ts';
import { countRecords, coverageOfRelation } from '../queries/records.ts';
import { countEventTotals } from '../queries/tallies.ts';
import { embeddedEngine } from './engines.ts';

const classification = classify(regimes, gaps);
const period = parsePeriod('2018-03');
const { open } = embeddedEngine();

/** What the documents of an agreement count, and those of the nation as well. */
const ofAgreements = measuresOf(definitionOn(moaStatistics, 'agreement')).filter((measure) =>
  measuresOf(definitionOn(moaStatistics, 'areas')).includes(measure),
);

const recordMeasures = measures.filter((measure) => measure.entity === 'record');

describe('the measures of records', () => {
  test('are available where the records of their relation are covered', () => {
    expect(recordMeasures.length).toBeGreaterThan(30);
    const declared = recordMeasures.map(({ id, coverage }) => [id, coverage]);
    expect(declared).toEqual(recordMeasures.map(({ id, relation }) => [id, coverageOfRelation[relation]]));
  });

  test('each have words of their own: a sentence that defines them, a source, and what one of them is called', () => {
    for (const { id, definition, source, unit } of recordMeasures) {
      expect(definition, id).toMatch(/^[A-Z].*\.$/s);
      expect(source, id).not.toBe('');
      expect(unit, id).toMatch(/^[a-z]/);
    }
    for (const word of ['id', 'label', 'definition'] as const) {
      expect(new Set(recordMeasures.map((measure) => measure[word])).size, word).toBe(recordMeasures.length);
    }
  });
});

describe('what is read of each agreement', () => {
  let database: Database;
  let subjects: readonly AgreementSubject[] = [];
  let nation: Extract;
  const byAgreement = new Map<string, Extract>();

  beforeAll(async () => {
    database = await open();
    await fillWithSyntheticData(database, { volume: 0.02 }, { progress: () => undefined });
    subjects = await database.transaction('snapshot', async ({ source }) => {
      const rows = await source.selectFrom('agreement').select('agreement_id').orderBy('agreement_id').execute();
      const found = await Promise.all(rows.map(({ agreement_id: id }) => readAgreementSubject(source, id)));
      return found.filter((subject) => subject !== null);
    });
    const keep = async (one: Extract) => {
      byAgreement.set(one.subject?.agreement_id ?? '', one);
    };
    await extractEach(moaStatistics, period, classification, subjects, keep, { database });
    nation = await extract(moaStatistics, period, classification, { cases: false }, { database });
  }, 240_000);
  afterAll(() => database[Symbol.asyncDispose]());

  const totalOf = (tallies: readonly Tally[], measure: Measure, window: 'period' | 'fytd') =>
    tallies
      .filter((tally) => tally.measure === measure.id && tally.breakdown === null)
      .reduce((sum, { counts }) => sum + (counts[window] ?? 0), 0);
  const overAgreements = (measure: Measure, window: 'period' | 'fytd') =>
    [...byAgreement.values()].reduce((sum, { tallies }) => sum + totalOf(tallies, measure, window), 0);

  test('comes for every agreement of the register, each about itself alone', () => {
    expect(byAgreement.size).toBe(subjects.length);
    expect(subjects.length).toBeGreaterThan(100);
    for (const [id, { subject, tallies, months, listings }] of byAgreement) {
      expect(subject?.agreement_id).toBe(id);
      expect(new Set([...tallies, ...months].map(({ scope }) => scope).filter((scope) => scope !== id))).toEqual(
        new Set(),
      );
      for (const { listing, rows } of listings)
        expect(
          rows.filter((row) => row.agreement_id !== id),
          listing,
        ).toEqual([]);
    }
  });

  test('adds up to the nation’s records of agreements, in every measure that adds up', async () => {
    // Where it is a matter of offices, such as who supervises, an agreement’s own document says nothing of it.
    const wanted = ofAgreements.filter((measure) => measure.entity === 'record' && addsUp(measure));
    expect(wanted.length).toBeGreaterThan(20);
    let above = 0;
    for (const measure of wanted) {
      const national = nation.tallies.filter(({ scope }) => scope === 'national');
      for (const window of isStock(measure) ? (['period'] as const) : (['period', 'fytd'] as const)) {
        const whole = totalOf(national, measure, window);
        expect(overAgreements(measure, window), `${measure.id}, ${window}`).toBe(whole);
        above += Number(whole > 0);
      }
    }
    // Not all of nothing.
    expect(above).toBeGreaterThan(wanted.length);
  });

  test('adds up to the events that bear an agreement, and no other event is in it', async () => {
    const wanted = ofAgreements.filter((measure) => measure.entity === 'event');
    expect(wanted.length).toBeGreaterThan(5);
    const ids = subjects.map(({ agreement_id }) => agreement_id);
    const { counted, unattributed } = await database.transaction('snapshot', async ({ source }) => ({
      counted: await countEventTotals(
        source,
        wanted.map(({ kind }) => kind),
        { period, fytd: { from: '2017-10-01', until: period.until } },
        { by: 'agreement', ids },
      ),
      unattributed: await source
        .selectFrom('enforcement_event')
        .select((row) => row.fn.countAll().as('events'))
        .where('agreement_id', 'is not', null)
        .where('agreement_id', 'not in', ids)
        .executeTakeFirstOrThrow(),
    }));
    expect(Number(unattributed.events)).toBe(0);
    for (const measure of wanted) {
      for (const window of ['period', 'fytd'] as const) {
        const own = counted.filter((tally) => tally.counted === measure.kind);
        const whole = own.reduce((sum, { counts }) => sum + (counts[window] ?? 0), 0);
        expect(overAgreements(measure, window), `${measure.id}, ${window}`).toBe(whole);
        const national = nation.tallies.filter(({ scope }) => scope === 'national');
        expect(whole, `${measure.id}, ${window}`).toBeLessThanOrEqual(totalOf(national, measure, window));
      }
    }
  });

  test('is the same whether it is read alone or among all the others', async () => {
    // In force in March 2018, with officers, an installation, events and figures of its agency.
    const subject = subjects.find(({ agreement_id }) => agreement_id === 'SYN-FL-004-JEM');
    if (subject === undefined) throw new Error('the agreement is not on record');
    const among = byAgreement.get(subject.agreement_id);
    expect(among?.tallies.length).toBeGreaterThan(50);
    expect(await extractOne(moaStatistics, period, classification, subject, { database })).toEqual(among);
  }, 120_000);

  test('leaves out the posts of program managers, which are of no agreement', async () => {
    expect(database.sourceSchema).toBe(ownSchema);
    const ids = subjects.map(({ agreement_id }) => agreement_id);
    const posts = await database.transaction('snapshot', ({ source }) =>
      countRecords(
        source,
        { relation: 'program-managers', counted: 'standing', of: 'records' },
        null,
        { period },
        { by: 'agreement', ids },
      ),
    );
    expect(posts).toEqual([]);
  });
});
