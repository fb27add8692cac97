import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { classify } from '../pipeline/classify.ts';
import { readDetermination, undetermined } from '../pipeline/determination.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import type { Axis } from '../pipeline/priorities/regime.ts';
import { copyLine, type Database, type Session } from '../queries/database.ts';
import { settleCriminalRecords } from '../queries/evidence/criminal-record.ts';
import { eventsWithEvidence } from '../queries/evidence/on-record.ts';
import { criminalChargeContract, evidenceFacts } from '../queries/evidence.ts';
import { beginImport, copyEvents, eventLine } from '../queries/imports.ts';
import { describeOnEachEngine } from './engines.ts';
import { agreements } from './priorities/interpreter/agreements.ts';
import { type Drawn, drawCases } from './priorities/interpreter/sample.ts';
import { interpret } from './priorities/interpreter.ts';

const seed = 287;
const cases = drawCases(seed, 10_000);
const classification = classify(regimes, gaps);
const axes = ['priority', 'detainer', 'moa-level', 'mandatory-detention'] as const satisfies readonly Axis[];

const eventOf = ({ eventId, day, agreementId, criminality, threatLevel }: Drawn) =>
  ({
    kind: 'detainer',
    occurred_on: day,
    occurred_at: null,
    source_key: eventId,
    encounter_key: null,
    agreement_id: agreementId,
    office_code: 'ATL',
    program: '287G Program',
    method: '287(g) Program',
    landmark: null,
    disposition: 'not-recorded',
    form: null,
    citizenship: 'unknown',
    sex: 'unknown',
    birth_year: null,
    birth_year_absence: 'unknown',
    criminality,
    threat_level: threatLevel,
    most_serious_conviction: 'not-recorded',
  }) as Parameters<typeof eventLine>[2];

const chunkSize = 2_500;

async function* linesOf<T>(rows: readonly T[], line: (row: T) => string) {
  for (let at = 0; at < rows.length; at += chunkSize) {
    yield rows
      .slice(at, at + chunkSize)
      .map(line)
      .join('');
  }
}

async function storeAgreements({ own }: Session): Promise<void> {
  await own
    .insertInto('agency')
    .values({ agency_id: 'A', name: 'Agency A', state: 'TX', county: null, agency_type: 'county' })
    .execute();
  for (const { agreementId, standings } of agreements) {
    await own
      .insertInto('agreement')
      .values({ agreement_id: agreementId, agency_id: 'A', model: 'JEM', office_code: null, signed_on: null })
      .execute();
    const statuses = standings.map(({ status, from, until, template }) => ({
      agreement_id: agreementId,
      status,
      valid_from: from,
      valid_until: until,
      template,
    }));
    await own.insertInto('agreement_status').values(statuses).execute();
  }
}

async function store(session: Session): Promise<void> {
  const importId = await beginImport(session, {
    fileName: 'random evidence',
    sha256: 'a'.repeat(64),
    contentSha256: 'a'.repeat(64),
    sourceId: 'a-source',
    title: 'A source',
    asOf: '2026-10-01T00:00:00Z',
    recordedAt: '2026-10-02T00:00:00Z',
  });
  await storeAgreements(session);
  let row = 0;
  for await (const lines of linesOf(cases, (each) => eventLine(importId, ++row, eventOf(each)))) {
    await copyEvents(session, lines);
  }
  const facts = cases.flatMap((each) => each.facts ?? []);
  await session.copy(
    'evidence',
    ['import_id', 'event_id', ...evidenceFacts],
    linesOf(facts, (each) => copyLine([importId, each.event_id, ...evidenceFacts.map((fact) => each[fact])])),
  );
  const columns = Object.keys(criminalChargeContract.shape) as (keyof typeof criminalChargeContract.shape)[];
  await session.copy(
    'criminal_charge',
    ['import_id', ...columns],
    linesOf(
      cases.flatMap((each) => each.charges),
      (each) => copyLine([importId, ...columns.map((column) => each[column])]),
    ),
  );
  await settleCriminalRecords(session);
}

type Answers = Readonly<Record<Axis, string>>;

/** What the database answers for each event, all axes in one query. */
async function answersOf(database: Database): Promise<ReadonlyMap<string, Answers>> {
  const rows = await database.transaction('snapshot', ({ source }) =>
    eventsWithEvidence(source)
      .select('event.event_id')
      .select(axes.map((axis) => sql<string>`${classification.determination(axis)}`.as(axis)))
      .execute(),
  );
  expect(rows).toHaveLength(cases.length);
  return new Map(rows.map((row) => [row.event_id, row as unknown as Answers]));
}

/** What the catalogue can answer: every rule and what no rule decides, for each regime, and each kind of gap. */
const everyAnswer = [
  ...regimes.flatMap(({ id, rules, otherwise }) => [
    ...rules.map(({ category }, at) => `${id} ${category} ${at + 1}`),
    `${id} ${otherwise} null`,
    `${id} ${undetermined} null`,
  ]),
  ...new Set(gaps.map(({ kind }) => `${kind} ${kind} null`)),
];

describeOnEachEngine('a plain interpreter of the regimes', ({ name, open }) => {
  test('agrees with the database on ten thousand random records, on every axis', async () => {
    await using database = await open();
    await database.transaction('read-write', store);
    const answers = await answersOf(database);
    const seen = new Set<string>();
    let differing = 0;
    for (const each of cases) {
      const plain = interpret(each);
      for (const axis of axes) {
        const answer = readDetermination(answers.get(each.eventId)?.[axis] ?? '');
        seen.add(`${answer.block} ${answer.category} ${answer.rule}`);
        if (JSON.stringify(answer) === JSON.stringify(plain[axis])) continue;
        differing += 1;
        if (differing > 3) continue;
        console.error(
          `seed ${seed}, ${axis}`,
          JSON.stringify({ database: answer, plain: plain[axis], case: each }, null, 1),
        );
      }
    }
    expect(differing, 'determinations on which the two differ').toBe(0);
    expect(
      everyAnswer.filter((answer) => !seen.has(answer)),
      'answers that never occurred',
    ).toEqual([]);
    console.info(
      `${name}: ${cases.length} records × ${axes.length} axes compared, ${everyAnswer.length} rules and other answers seen`,
    );
  });
});
