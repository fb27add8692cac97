import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import type { ReportDefinition } from '../../pipeline/reports/report.ts';
import { adoptEditions, forgetSyntheticEditions } from '../../pipeline/run/adopt-editions.ts';
import { claimSlot } from '../../pipeline/run/claim.ts';
import { type Order, run } from '../../pipeline/run.ts';
import type { Duties } from '../../pipeline/schedule/duties.ts';
import { isUnfinished, type Look, look } from '../../pipeline/schedule/look.ts';
import { type ClaimTable, readClaims, takeClaim } from '../../queries/claims.ts';
import type { Database } from '../../queries/database.ts';
import { readAllEditions, recordEdition } from '../../queries/ledger.ts';
import { headquarters, subscribe, subscription } from '../deliveries/small-edition.ts';
import { describeOnEachEngine } from '../engines.ts';
import { putAgreementsOnRecord } from '../run/agreements/small-register.ts';
import { cover, effectsAt, noHalts, pressWithoutBrowser, smallDuties, smallReport } from './world/small-duties.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-look-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const june = '2020-06-10T12:00:00Z';
const july = '2020-07-10T12:00:00Z';

const inWords = ({ ran }: Look) => ran.map(({ kind, period, subject }) => `${kind} ${period} ${subject}`.trim());
const claimsIn = async (database: Database): Promise<readonly ClaimTable[]> =>
  (await database.transaction('snapshot', readClaims)).claims;

/** Puts what was claimed and imported so many minutes further back. */
const passMinutes = (database: Database, minutes: number) =>
  database.transaction('read-write', async (session) => {
    const { own } = session;
    const { claims } = await readClaims(session);
    const before = (instant: string) => new Date(Date.parse(instant) - minutes * 60_000).toISOString();
    for (const { import_id, recorded_at, stored_at } of await own.selectFrom('import_file').selectAll().execute())
      await own
        .updateTable('import_file')
        .set({ recorded_at: before(recorded_at), stored_at: before(stored_at) })
        .where('import_id', '=', import_id)
        .execute();
    for (const { report, period, subject, ...claim } of claims)
      await own
        .updateTable('claim')
        .set({
          claimed_at: before(claim.claimed_at),
          expires_at: before(claim.expires_at),
          next_try_at: before(claim.next_try_at),
          failed_at: claim.failed_at === null ? null : before(claim.failed_at),
        })
        .where('report', '=', report)
        .where('period', '=', period)
        .where('subject', '=', subject)
        .execute();
  });

describeOnEachEngine('a look', (engine) => {
  let made = 0;
  const place = () => {
    made += 1;
    return join(home, `${engine.name}-${made}`);
  };
  /** A database whose sources cover May and June 2020; in June's first days May is due, and nothing else. */
  async function inMay() {
    const database = await engine.open();
    await cover(database, '2020-05-01', '2020-07-01');
    return database;
  }
  const lookAt = (database: Database, now: string, duties: Duties, halts = noHalts()) =>
    look(duties, halts, effectsAt(database, now));
  const broken = (out: string): Partial<Duties> => ({
    openPress: async () =>
      pressWithoutBrowser(out, () => {
        throw new PipelineError('render', 'the page is too large', 'make it smaller');
      }),
  });

  test('publishes every period that is due and complete, in order, and the next look does nothing', async () => {
    await using database = await engine.open();
    await cover(database, '2020-01-01', '2020-07-01');
    const out = place();
    const definitions = [smallReport({ atMost: 2 })];
    const first = await lookAt(database, july, smallDuties(out, { definitions }));
    expect(inWords(first)).toEqual(['published 2020-04', 'published 2020-05']);
    expect(isUnfinished(first)).toBe(false);
    const second = await lookAt(database, july, smallDuties(out, { definitions }));
    expect(inWords(second)).toEqual(['published 2020-06']);
    const third = await lookAt(database, july, smallDuties(out, { definitions }));
    expect(third).toMatchObject({ ran: [], left: [], problems: [], redelivered: [], later: 0 });
    const claims = await claimsIn(database);
    expect(claims.map(({ state, attempts, fence }) => `${state} ${attempts} ${fence}`)).toEqual(
      Array(3).fill('done 0 1'),
    );
    expect(existsSync(join(out, 'internal/enforcement-actions/2020-06/edition-1/manifest.json'))).toBe(true);
  });

  test('imports what lies in the inbox and runs in the same look what that makes complete', async () => {
    await using database = await engine.open();
    const out = place();
    const folder = join(out, 'inbox');
    const importFile = async () => {
      await cover(database, '2020-05-01', '2020-06-01');
      return { state: 'imported' as const };
    };
    const duties = smallDuties(out, { inbox: { folder, importFile, quiet: 10 } });
    expect(inWords(await lookAt(database, june, duties))).toEqual([]);
    await writeFile(join(folder, 'may.csv'), 'rows');
    const looked = await lookAt(database, june, duties);
    expect(looked.imported).toEqual([{ file: 'may.csv', state: 'imported' }]);
    expect(inWords(looked)).toEqual(['published 2020-05']);
  });

  test('rests after a failure, tries again, gives up loudly, and begins anew when something is imported', async () => {
    await using database = await inMay();
    const out = place();
    const duties = smallDuties(out, { definitions: [smallReport({ from: '2020-05' })] });
    const failing = { ...duties, ...broken(out) };
    for (const [attempt, rest] of [1, 5, 15, 60, 240, 0].entries()) {
      const failed = await lookAt(database, june, failing);
      expect(failed.ran).toMatchObject([
        {
          ...{ kind: 'failed', attempt: attempt + 1, isGivenUp: attempt === 5 },
          problem: { what: 'enforcement-actions 2020-05 internal', message: 'the page is too large' },
        },
      ]);
      const [claim] = await claimsIn(database);
      expect(claim).toMatchObject({ state: 'failed', problem: 'the page is too large', remedy: 'make it smaller' });
      if (rest === 0) break;
      await passMinutes(database, rest - 0.5);
      const resting = await lookAt(database, june, failing);
      expect(resting).toMatchObject({ ran: [], left: [{ period: '2020-05', why: { kind: 'resting' } }] });
      expect(isUnfinished(resting)).toBe(true);
      await passMinutes(database, 0.5);
    }
    await passMinutes(database, 60 * 24 * 30);
    // What a machine whose clock runs ahead says of its import: the database knows better.
    const ahead = { recorded_at: '2199-01-01T00:00:00Z' };
    await database.transaction('read-write', ({ own }) => own.updateTable('import_file').set(ahead).execute());
    const givenUp = await lookAt(database, june, duties);
    expect(givenUp).toMatchObject({ ran: [], left: [{ why: { kind: 'given-up', attempts: 6 } }] });
    await cover(database, '2020-06-01', '2020-07-01');
    const anew = await lookAt(database, june, duties);
    expect(anew.ran).toMatchObject([{ kind: 'published', period: '2020-05', attempt: 1 }]);
    expect(await claimsIn(database)).toMatchObject([{ state: 'done', attempts: 0, problem: null }]);
  });

  test('goes on after one slot that fails', async () => {
    await using database = await inMay();
    const out = place();
    let pages = 0;
    const openPress = async () =>
      pressWithoutBrowser(out, () => {
        pages += 1;
        if (pages === 1) throw new Error('what is this?');
      });
    const duties = smallDuties(out, { definitions: [smallReport({ from: '2020-05' })], openPress });
    const looked = await lookAt(database, july, duties);
    expect(inWords(looked)).toEqual(['failed 2020-05', 'published 2020-06']);
    expect(looked.ran[0]).toMatchObject({ problem: { message: 'unexpected: what is this?' } });
  });

  test('counts an attempt whose process was killed, and rests before the next', async () => {
    await using database = await inMay();
    const out = place();
    const duties = smallDuties(out, { definitions: [smallReport({ from: '2020-05' })] });
    const slot = { report: 'enforcement-actions', period: '2020-05', audience: 'internal', subject: '' };
    // This process, started another time.
    const holder = `${(await claimSlot(slot, null, 1, { database })) === null}.1.`;
    const [claim] = await claimsIn(database);
    if (claim === undefined) throw new Error(`no claim of ${holder}`);
    const gone = claim.holder.replace(/[0-9a-f-]{36}$/, '00000000-0000-4000-8000-000000000000');
    await database.transaction('read-write', (session) =>
      takeClaim(session, slot, { holder: gone, lease: 120_000, seen: claim, attempts: 2 }),
    );
    const resting = await lookAt(database, june, duties);
    expect(resting).toMatchObject({ ran: [], left: [{ why: { kind: 'resting', attempts: 2 } }] });
    await passMinutes(database, 5);
    expect((await lookAt(database, june, duties)).ran).toMatchObject([{ kind: 'published', attempt: 3 }]);
  });

  test('is refused publication where another process has taken the slot over meanwhile', async () => {
    await using database = await inMay();
    const out = place();
    const slot = { report: 'enforcement-actions', period: '2020-05', audience: 'internal', subject: '' };
    const openPress = async () => {
      const [seen = null] = await claimsIn(database);
      await database.transaction('read-write', (session) =>
        takeClaim(session, slot, { holder: 'another', lease: 60_000, seen, attempts: 2 }),
      );
      return pressWithoutBrowser(out);
    };
    const duties = smallDuties(out, { definitions: [smallReport({ from: '2020-05' })], openPress });
    expect(inWords(await lookAt(database, june, duties))).toEqual(['overtaken 2020-05']);
    expect(existsSync(join(out, 'internal'))).toBe(false);
    expect(await claimsIn(database)).toMatchObject([{ holder: 'another', state: 'held', fence: 2 }]);
    const held = await lookAt(database, june, duties);
    expect(held).toMatchObject({ ran: [], left: [{ why: { kind: 'held', holder: 'another' } }] });
  });

  test('begins nothing once it is told to stop, and leaves off what is under way when the grace is over', async () => {
    await using database = await inMay();
    const out = place();
    const [stop, end] = [new AbortController(), new AbortController()];
    const released = Promise.withResolvers<void>();
    const openPress = async () => {
      stop.abort();
      end.abort();
      await released.promise;
      return pressWithoutBrowser(out);
    };
    const definitions = [smallReport({ from: '2020-05' })];
    const halts = { stop: stop.signal, end: end.signal };
    const looking = lookAt(database, july, smallDuties(out, { definitions, openPress }), halts);
    setTimeout(() => released.resolve(), 300);
    expect(inWords(await looking)).toEqual(['stopped 2020-05']);
    expect(await claimsIn(database)).toMatchObject([{ state: 'stopped', attempts: 0 }]);
    expect(existsSync(join(out, 'internal'))).toBe(false);
    const next = await lookAt(database, july, smallDuties(out, { definitions }));
    expect(inWords(next)).toEqual(['published 2020-05', 'published 2020-06']);
    expect(await readdir(join(out, '.staging'))).toEqual([]);
  });

  test('makes the editions of agreements that subscriptions name, and of no other', async () => {
    await using database = await engine.open();
    await putAgreementsOnRecord(database);
    const out = place();
    const asked = (scope: string, told = {}) =>
      subscription({
        ...{ recipient: `agency-${scope.toLowerCase()}`, kind: 'agency', belongs_to: `agency ${scope}`, scope },
        address: `${out}-receiver`,
        ...told,
      });
    await subscribe(database, [asked('A-1'), asked('A-2', { active: false }), asked('ended'), asked('unheard-of')]);
    const duties = smallDuties(out, { definitions: [smallReport({ from: '2020-06' })] });
    const first = await lookAt(database, july, duties);
    expect(inWords(first)).toEqual(['published 2020-06', 'published 2020-06 A-1']);
    expect(first.ran[1]).toMatchObject({
      distribution: { receipts: [{ recipient: 'agency-a-1', state: 'delivered' }] },
    });
    // A range and a quarter that a person ran are a person's: nobody is sent anything of them, and no look fails for them.
    for (const period of ['2020-06-01--2020-06-15', 'FY2020-Q3'])
      await database.transaction('read-write', (session) =>
        recordEdition(session, {
          ...{ report: 'enforcement-actions', period, audience: 'internal', subject: '', number: 1, run_id: 'by hand' },
          ...{ fingerprint: 'f', folder: `${period}/edition-1`, manifest_sha256: '0'.repeat(64) },
          published_at: '2020-07-09T00:00:00Z',
        }),
      );
    const second = await lookAt(database, july, duties);
    expect(inWords(second)).toEqual([]);
    expect(second.problems).toEqual([]);
    const folder = join(out, 'internal/enforcement-actions/2020-06/agreements');
    expect((await readdir(folder)).filter((name) => name !== 'index.html')).toEqual(['A-1']);
  });

  const byHand = async (database: Database, out: string, definition: ReportDefinition, now: string) => {
    await using press = pressWithoutBrowser(out);
    const { documents, formats, disclosure, recipients } = smallDuties(out);
    const drawn = { definition, documents, formats, disclosure, recipients, subject: null, cases: false };
    const period = parsePeriod('2020-05');
    const order: Order = { ...drawn, period, audience: 'internal', revise: false, dryRun: false };
    return run(order, press, effectsAt(database, now));
  };

  test('replaces what a person published before its sources covered the period, as soon as they do, and once', async () => {
    await using database = await engine.open();
    const out = place();
    const definition = smallReport({ from: '2020-05' });
    await cover(database, '2020-05-01', '2020-05-16');
    expect(await byHand(database, out, definition, june)).toMatchObject({ kind: 'published' });
    const duties = smallDuties(out, { definitions: [definition] });
    expect(inWords(await lookAt(database, june, duties))).toEqual([]);
    await cover(database, '2020-05-16', '2020-06-01');
    const failed = await lookAt(database, june, { ...duties, ...broken(out) });
    expect(failed.ran).toMatchObject([{ kind: 'failed', problem: { message: 'the page is too large' } }]);
    await passMinutes(database, 1);
    const looked = await lookAt(database, june, duties);
    expect(looked.ran).toMatchObject([{ kind: 'published', period: '2020-05', edition: { number: 2 } }]);
    expect(inWords(await lookAt(database, june, duties))).toEqual([]);
  });

  test('publishes nothing beside an edition of synthetic data, says what to move, and then publishes the first one', async () => {
    await using database = await inMay();
    const out = place();
    const definition = smallReport({ from: '2020-05' });
    const first = 'internal/enforcement-actions/2020-05/edition-1';
    await subscribe(database, [headquarters({ address: `${out}-receiver` })]);
    expect(await byHand(database, out, definition, june)).toMatchObject({ receipts: [{ state: 'delivered' }] });
    // Before synthetic data are removed, their editions are forgotten; until then, what lies there is adopted again.
    expect(await forgetSyntheticEditions(out, { database })).toEqual([first]);
    expect(await database.transaction('snapshot', readAllEditions)).toEqual([]);
    expect(await adoptEditions(out, { database })).toEqual([]);
    expect(await database.transaction('snapshot', readAllEditions)).toMatchObject([
      { folder: first, run_id: 'adopted' },
    ]);
    // What the database holds from now on is real.
    await database.transaction('read-write', ({ own }) =>
      own.updateTable('import_file').set({ synthetic: false }).execute(),
    );
    const duties = smallDuties(out, { definitions: [definition] });
    expect((await lookAt(database, june, duties)).ran).toMatchObject([
      {
        kind: 'failed',
        problem: {
          message: `${first} is of synthetic data, and this database is not: nothing is published beside it`,
          remedy: expect.stringContaining(`move ${join(out, first)} out of the output folder`),
        },
      },
    ]);
    expect(await adoptEditions(out, { database })).toEqual([first]);
    await rename(join(out, first), `${out}-set-aside`);
    await rm(`${out}-receiver`, { recursive: true });
    await passMinutes(database, 1);
    const looked = await lookAt(database, june, duties);
    expect(looked.ran).toMatchObject([
      {
        ...{ kind: 'published', edition: { folder: first } },
        distribution: { receipts: [{ recipient: 'headquarters', state: 'delivered' }] },
      },
    ]);
  });
});
