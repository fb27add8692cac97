import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { type ClassificationRecord, classificationFile, recordClassification } from '../pipeline/classify/recorded.ts';
import { classify } from '../pipeline/classify.ts';
import { impactOf, showImpact } from '../pipeline/cli/impact.ts';
import { encounters } from '../pipeline/measures/encounters.ts';
import { priority } from '../pipeline/measures/priority.ts';
import { parsePeriod } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import type { PriorityRegime } from '../pipeline/priorities/regime.ts';
import { hashOf, type Manifest } from '../pipeline/publish/manifest.ts';
import { openStaging, publish } from '../pipeline/publish.ts';
import { enforcementActions } from '../pipeline/reports/enforcement-actions.ts';
import { type ReportDefinition, tablesOf } from '../pipeline/reports/report.ts';
import { sharedWords } from '../pipeline/reports/words.ts';
import { type Database, openDatabase, ownSchema } from '../queries/database.ts';
import { writeDetermination } from '../queries/impact.ts';
import { recordEdition } from '../queries/ledger.ts';
import { describeOnEachEngine } from './engines.ts';
import { configOf } from './explain/command-config.ts';
import { putOnRecord } from './explain/small-events.ts';

const period = parsePeriod('2020-06');
const table = { measure: encounters, by: priority, rows: 'present', order: 'listed' } as const;
const definition: ReportDefinition = {
  id: 'encounters-by-priority',
  title: 'Encounters by priority',
  purpose: 'For tests.',
  sections: [{ id: 'all', title: 'All', blocks: [{ kind: 'table', table }] }],
  method: [],
  words: sharedWords,
  changes: [],
};

/** The catalogue with another Executive Order 13768. */
const changed = (change: (regime: PriorityRegime) => Partial<PriorityRegime>) =>
  classify(
    regimes.map((regime) => (regime.id === 'eo-13768-2017-01-25' ? { ...regime, ...change(regime) } : regime)),
    gaps,
  );
const today = classify(regimes, gaps);

const recordOf = (classification = today): ClassificationRecord =>
  recordClassification(classification, { tables: tablesOf(definition), period, schema: ownSchema }, writeDetermination);

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Publishes an edition of nothing but a record; `null`: an edition of before records were kept. */
async function publishRecord(database: Database, record: unknown, reportId = definition.id): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'report287-impact-'));
  folders.push(out);
  const text = `${JSON.stringify(record, null, 1)}\n`;
  const file = { path: classificationFile, format: 'classification', size: text.length, sha256: hashOf(text) };
  await using staging = await openStaging(out);
  if (record !== null) await writeFile(join(staging.folder, classificationFile), text);
  const manifest = {
    manifestVersion: 1,
    report: reportId,
    period: { id: period.id, from: period.from, until: period.until },
    audience: 'internal',
    edition: 1,
    fingerprint: 'a',
    files: record === null ? [] : [file],
  } as const satisfies Partial<Manifest>;
  const edition = await publish(staging, manifest as unknown as Manifest, out);
  const { report, audience, number, fingerprint, folder, manifestSha256 } = edition;
  await database.transaction('read-write', (session) =>
    recordEdition(session, {
      ...{ report, audience, subject: '', number, fingerprint, folder, period: period.id },
      manifest_sha256: manifestSha256,
      published_at: '2020-07-02T00:00:00.000Z',
      run_id: 'a run',
    }),
  );
  return out;
}

const impactIn = (out: string, database: Database, classification = today) =>
  impactOf({ definition, period, classification, out }, { database });

const someEvents = [
  { id: 'convicted', event: { criminality: 'convicted' } },
  { id: 'convicted-and-charged', event: { criminality: 'convicted' }, evidence: { pending_charge_count: 1 } },
  { id: 'charged', event: { criminality: 'pending-charges' } },
  { id: 'unknown' },
  { id: 'july', event: { criminality: 'convicted', occurred_on: '2020-07-01' } },
  { id: 'arrest', event: { criminality: 'convicted', kind: 'administrative-arrest' } },
  { id: 'other-program', event: { criminality: 'convicted', program: 'not-recorded' } },
] as const;

describeOnEachEngine('the impact of a rule change', ({ open, place }) => {
  test('of the same rules is none', async () => {
    await using database = await open();
    await putOnRecord(database, someEvents);
    const impact = await impactIn(await publishRecord(database, recordOf()), database);
    expect(impact).toMatchObject({ report: definition.id, period: '2020-06', edition: 1 });
    expect(impact.axes).toEqual([
      {
        kind: 'compared',
        axis: 'priority',
        kinds: [
          {
            kind: 'encounter',
            events: 4,
            unchanged: 4,
            decidedOtherwise: 0,
            moved: 0,
            moves: [],
            onlyRecorded: 0,
            onlyPresent: 0,
          },
        ],
      },
    ]);
  });

  test('is told from which category to which, in the words of each side', async () => {
    await using database = await open();
    await putOnRecord(database, someEvents);
    const before = changed(({ rules, categories }) => ({
      rules: rules.slice(1),
      categories: { ...categories, C2: { label: 'Charged, as it was called then' } },
    }));
    const { axes } = await impactIn(await publishRecord(database, recordOf(before)), database);
    const [priorities] = axes;
    if (priorities?.kind !== 'compared') throw new Error('not compared');
    const [encountered] = priorities.kinds;
    expect(encountered).toMatchObject({ events: 4, unchanged: 2, decidedOtherwise: 2, moved: 2 });
    const convicted = {
      code: 'eo-13768-2017-01-25:C1',
      label: regimes.find(({ id }) => id === 'eo-13768-2017-01-25')?.categories.C1?.label,
    };
    expect(encountered?.moves).toEqual([
      {
        from: { code: 'eo-13768-2017-01-25:C2', label: 'Charged, as it was called then' },
        to: convicted,
        events: 1,
      },
      {
        from: {
          code: 'eo-13768-2017-01-25:cannot-be-determined',
          label: 'Cannot be determined from recorded data',
        },
        to: convicted,
        events: 1,
      },
    ]);
  });

  test('is said in words, and nothing is published', async () => {
    const options = await place();
    let out = '';
    {
      await using database = await openDatabase(options);
      await putOnRecord(database, someEvents);
      const before = changed(({ rules }) => ({ rules: rules.slice(1) }));
      const counted = { tables: tablesOf(enforcementActions), period, schema: ownSchema };
      out = await publishRecord(
        database,
        recordClassification(before, counted, writeDetermination),
        enforcementActions.id,
      );
    }
    const config = await configOf(options, out, out);
    const { lines } = await showImpact(config, undefined, { period: '2020-06' }, { progress: () => undefined });
    expect(lines[0]).toMatch(/^enforcement-actions 2020-06: edition 1 beside .*Nothing was published\.$/);
    const at = lines.indexOf('Civil-enforcement priority, encounter: 4 events; 2 stay, 2 would move.');
    expect(at, lines.join('\n')).toBeGreaterThan(0);
    expect(lines[at + 1]).toMatch(/^ {2}1: .*\(eo-13768-2017-01-25:C2\) -> .*\(eo-13768-2017-01-25:C1\)$/);
    expect(lines).toContain('  2 stay, but by another rule or with other rules not excluded.');
    expect(await readdir(join(out, 'internal', enforcementActions.id, '2020-06'))).toEqual(['current', 'edition-1']);
  });

  test('names events that only one of the two counts, and axes that only one has', async () => {
    await using database = await open();
    await putOnRecord(database, someEvents);
    const record = recordOf();
    const narrower = record.axes.priority?.sql.replace("'2020-07-01'", "'2020-06-15'") ?? '';
    const other = { ...record, axes: { priority: { sql: narrower, labels: {} }, detainer: record.axes.priority } };
    const { axes } = await impactIn(await publishRecord(database, other), database);
    expect(axes).toMatchObject([
      { kind: 'compared', axis: 'priority', kinds: [{ events: 0, onlyRecorded: 0, onlyPresent: 4 }] },
      { kind: 'only', axis: 'detainer', in: 'edition' },
    ]);
  });

  test('cannot be told without an edition, its record, or the file as it was published', async () => {
    await using database = await open();
    await expect(impactIn('/nowhere', database)).rejects.toMatchObject({ kind: 'usage' });
    const out = await publishRecord(database, recordOf());
    const folder = join(out, 'internal', definition.id, '2020-06', 'edition-1');
    await expect(impactIn(out, database)).resolves.toMatchObject({ edition: 1 });
    await writeFile(join(folder, classificationFile), JSON.stringify(recordOf()));
    await expect(impactIn(out, database)).rejects.toMatchObject({ kind: 'check', message: /classification\.json/ });
    await writeFile(join(folder, 'manifest.json'), '{"files":[]}');
    await expect(impactIn(out, database)).rejects.toMatchObject({ kind: 'check', message: /manifest\.json/ });
    await rm(folder, { recursive: true });
    await expect(impactIn(out, database)).rejects.toMatchObject({ kind: 'source', message: /cannot be read/ });
  });

  test('cannot be told of an edition of before records were kept', async () => {
    await using database = await open();
    const out = await publishRecord(database, null);
    await expect(impactIn(out, database)).rejects.toMatchObject({ kind: 'source', message: /does not record/ });
  });

  test('cannot be told where the recorded query no longer runs, or reads another schema', async () => {
    await using database = await open();
    const record = recordOf();
    const gone = { sql: record.axes.priority?.sql.replaceAll('"kind"', '"sort"'), labels: {} };
    const out = await publishRecord(database, { ...record, axes: { priority: gone } });
    await expect(impactIn(out, database)).rejects.toMatchObject({ kind: 'contract', message: /no longer runs.*sort/ });
    await using second = await open();
    const elsewhere = await publishRecord(second, { ...record, schema: 'theirs' });
    await expect(impactIn(elsewhere, second)).rejects.toMatchObject({ kind: 'usage', message: /theirs/ });
  });

  test('a record of more than one query is refused, and one that would write changes nothing', async () => {
    await using database = await open();
    await putOnRecord(database, someEvents);
    const twice = { sql: 'select 1; delete from report287.stored_event', labels: {} };
    const refused = await publishRecord(database, { ...recordOf(), axes: { priority: twice } });
    await expect(impactIn(refused, database)).rejects.toMatchObject({
      kind: 'contract',
      details: [expect.stringMatching(/semicolon/)],
    });
    await using second = await open();
    await putOnRecord(second, someEvents);
    await second.transaction('read-write', ({ own }) =>
      sql`create function report287.meddle() returns text language sql volatile
        as 'delete from report287.stored_event returning ''gone'''`.execute(own),
    );
    const writing = {
      sql: "select event_id, kind, report287.meddle() as determination from report287.enforcement_event where kind = 'encounter'",
      labels: {},
    };
    const out = await publishRecord(second, { ...recordOf(), axes: { priority: writing } });
    await expect(impactIn(out, second)).rejects.toThrow(/read-only/);
    const left = await second.transaction('snapshot', ({ source }) =>
      source.selectFrom('enforcement_event').select('event_id').execute(),
    );
    expect(left).toHaveLength(someEvents.length);
  });
});

test('the record is the same each time, holds whole queries without parameters, and only axes that are counted', () => {
  const record = recordOf();
  expect(JSON.stringify(recordOf())).toBe(JSON.stringify(record));
  expect(Object.keys(record.axes)).toEqual(['priority']);
  expect(record.axes.priority?.sql).toMatch(/^select .*'2020-06-01'::date/);
  expect(record.axes.priority?.sql).not.toMatch(/\$\d/);
});
