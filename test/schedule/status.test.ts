import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { readSighted, type StatusTold } from '../../pipeline/schedule/status/read.ts';
import type { Standing, Status } from '../../pipeline/schedule/status.ts';
import { statusOf } from '../../pipeline/schedule/status.ts';
import { recordApproval } from '../../queries/approvals.ts';
import type { Database } from '../../queries/database.ts';
import type { EditionTable } from '../../queries/ledger.ts';
import { readOutstanding } from '../../queries/outstanding.ts';
import { readSubscriptionsTo } from '../../queries/owed.ts';
import { readStatusFacts } from '../../queries/status.ts';
import type { Subscription } from '../../queries/subscriptions.ts';
import { effectsOf, headquarters, subscribe, subscription } from '../deliveries/small-edition.ts';
import { describeOnEachEngine } from '../engines.ts';
import { claim, cover, handOver, hasFailed, inSeconds, publish, told } from './status-ledger.ts';

const nobody = `${hostname()}.4194304.00000000-0000-4000-8000-000000000000`;

/** As it is on February 9, 2026. */
async function look(database: Database, parts: Partial<StatusTold> = {}): Promise<Status> {
  const { facts, ground } = await readSighted(told('/nowhere', parts), effectsOf(database, '2026-02-09T12:00:00.000Z'));
  return statusOf(facts, [enforcementActions], ground);
}

const periodsOf = ({ reports }: Status) =>
  (reports[0]?.periods ?? []).map(
    ({ period, isOverdue, standing }) => `${period.id} ${standing.state}${isOverdue ? ' overdue' : ''}`,
  );

const standingOf = <S extends Standing['state']>(status: Status, period: string, state: S) => {
  const standing = status.reports[0]?.periods.find((each) => each.period.id === period)?.standing;
  if (standing?.state !== state) throw new Error(`${period} is ${standing?.state}`);
  return standing as Extract<Standing, { readonly state: S }>;
};

const outstandingOf = (status: Status, period = '2025-10') =>
  (standingOf(status, period, 'published').edition?.deliveries.outstanding ?? []).map(
    ({ recipient, channel, state }) => `${recipient} ${channel} ${state}`,
  );

describeOnEachEngine('status', (engine) => {
  test('tells the newest period first, and of each how it stands', async () => {
    await using database = await engine.open();
    await cover(database, '2025-10-01', '2026-01-01');
    await publish(database, { published_at: '2025-11-07T11:05:00Z' });
    await claim(database, '2025-11');
    const status = await look(database);
    expect(periodsOf(status)).toEqual([
      '2026-01 waiting',
      '2025-12 ready overdue',
      '2025-11 running overdue',
      '2025-10 published',
    ]);
    expect(standingOf(status, '2025-11', 'running')).toMatchObject({ attempt: 1 });
    expect(standingOf(status, '2026-01', 'waiting').missing.map(({ kind }) => kind)).toEqual([
      'encounter',
      'administrative-arrest',
      'agreement',
    ]);
    expect(standingOf(status, '2025-10', 'published').edition).toMatchObject({ number: 1, period: '2025-10' });
    expect(status).toMatchObject({ isWell: false, reports: [{ next: { period: { id: '2026-02' } } }] });
    expect(status.attention.map(({ what }) => what.slice(0, 27))).toEqual([
      'enforcement-actions 2025-12',
      'enforcement-actions 2025-11',
    ]);
  });

  test('tells why an attempt failed, when the next one is, and that there is none', async () => {
    await using database = await engine.open();
    await cover(database, '2025-10-01', '2026-01-01');
    await claim(database, '2025-10', hasFailed(2));
    await claim(database, '2025-11', hasFailed(6));
    await claim(database, '2025-12', { expires_at: inSeconds(-5), claimed_at: inSeconds(-9), holder: nobody });
    const status = await look(database);
    const problem = 'the browser could not be opened';
    expect(standingOf(status, '2025-10', 'resting')).toMatchObject({ attempts: 2, problem });
    expect(standingOf(status, '2025-11', 'given-up')).toMatchObject({ attempts: 6, problem });
    expect(standingOf(status, '2025-12', 'resting').problem).toBe('the process that ran it ended without a word');
    expect(status.attention.find(({ what }) => what.includes('given up'))?.remedy).toContain(
      'then: report287 run enforcement-actions --period 2025-11',
    );
  });

  test('is not well while a delivery is outstanding, and says what to do about each', async () => {
    await using database = await engine.open();
    await cover(database, '2025-10-01', '2026-02-01');
    for (const period of ['2025-11', '2025-12', '2026-01']) await publish(database, { period });
    const mailed = { channel: 'smtp', address: 'a@example.gov' } as const;
    await subscribe(database, [
      subscription(),
      ...['baltimore', 'boston', 'buffalo', 'chicago', 'dallas'].map((recipient) =>
        subscription({ recipient, ...mailed }),
      ),
      headquarters(),
    ]);
    const first = await publish(database);
    await handOver(database, first, { recipient: 'headquarters', state: 'failed' });
    const second = await publish(database, { number: 2, folder: 'internal/enforcement-actions/2025-10/edition-2' });
    const instant = '2026-02-09T11:59:00Z';
    for (const period of ['2025-11', '2025-12', '2026-01'])
      for (const recipient of ['atlanta', 'headquarters'])
        await handOver(database, { ...first, period }, { recipient });
    await handOver(database, second);
    await handOver(database, second, { recipient: 'baltimore', channel: 'smtp', state: 'failed', tried_at: instant });
    await handOver(database, second, { recipient: 'boston', channel: 'smtp', state: 'unknown' });
    await handOver(database, second, { recipient: 'buffalo', channel: 'smtp', state: 'sending', tried_at: instant });
    await handOver(database, second, { recipient: 'chicago', channel: 'smtp', state: 'sending', sender: nobody });
    await handOver(database, second, { recipient: 'gone', channel: 'smtp', state: 'failed' });
    const status = await look(database);
    expect(outstandingOf(status)).toEqual([
      'baltimore smtp failed',
      'boston smtp unknown',
      'buffalo smtp sending',
      'chicago smtp unknown',
      'dallas smtp not-tried',
      'headquarters folder not-tried',
    ]);
    expect(standingOf(status, '2025-10', 'published').edition).toMatchObject({
      number: 2,
      deliveries: { delivered: [{ channel: 'folder', count: 1 }] },
    });
    expect(status.isWell).toBe(false);
    const remedies = status.attention.filter(({ what }) => what.includes('2025-10')).map(({ remedy }) => remedy);
    expect(remedies[0]).toMatch(/^it is tried again from February 9, 2026 at 7:00 AM .*report287 deliver .*edition-2$/);
    expect(remedies[1]).toMatch(/^find out whether it arrived; if not: .* --retry-unknown$/);
  });

  test('gives up what is older than it is delivered by itself', async () => {
    await using database = await engine.open();
    await subscribe(database, [subscription()]);
    const old = await publish(database, { published_at: '2025-12-01T11:00:00Z' });
    await handOver(database, old, { state: 'failed', attempts: 60 });
    const status = await look(database);
    expect(outstandingOf(status)).toEqual(['atlanta folder given-up']);
    expect(status.attention.at(-1)?.remedy).toBe(`mend what is in the way, then: report287 deliver ${old.folder}`);
  });

  test('tells of an approval once, and not of each recipient that waits for it', async () => {
    await using database = await engine.open();
    await subscribe(database, [subscription(), headquarters()]);
    const { folder } = await publish(database);
    const status = await look(database, { approvals: { internal: ['director'], public: [] } });
    expect(outstandingOf(status)).toEqual([
      'atlanta folder awaiting-approval',
      'headquarters folder awaiting-approval',
    ]);
    const about = status.attention.filter(({ what }) => what.includes('2025-10'));
    expect(about).toEqual([
      {
        what: 'enforcement-actions 2025-10 waits for the approval of director',
        remedy: `report287 approve ${folder} --by director`,
      },
    ]);
  });

  const waiting = { internal: ['director', 'unit-chief'], public: [] };
  const since = { since: '2025-01-05T12:00:00Z', deliveredSince: '2026-01-10T12:00:00Z' };
  const untriedOf = async (
    database: Database,
    approvals: StatusTold['approvals'] = waiting,
    copies: readonly string[] = [],
  ) => {
    const horizon = { ...since, approvals, copies };
    const { untried } = await database.transaction('snapshot', (session) => readStatusFacts(session, horizon));
    return untried.map(({ period, recipient }) => `${period} ${recipient}`);
  };
  const approve = (database: Database, edition: EditionTable, role: string, approved_at: string) => {
    const { report, period, audience, subject, number, manifest_sha256 } = edition;
    const row = { report, period, audience, subject, number, manifest_sha256, role, approved_at };
    return database.transaction('read-write', (session) => recordApproval(session, row));
  };

  test('tells of an edition that waits for approvals however long it does, until it is thirty days approved', async () => {
    await using database = await engine.open();
    await subscribe(database, [subscription()]);
    const old = await publish(database, { published_at: '2025-03-01T11:00:00Z' });
    await publish(database, { period: '2023-10', published_at: '2023-11-07T11:00:00Z' });
    expect(await untriedOf(database, waiting, ['copy'])).toEqual(['2025-10 atlanta', '2025-10 copy']);
    expect(await untriedOf(database, { internal: [], public: ['director'] })).toEqual([]);
    await approve(database, old, 'director', '2025-03-02T11:00:00Z');
    expect(await untriedOf(database)).toEqual(['2025-10 atlanta']);
    await approve(database, { ...old, manifest_sha256: 'e'.repeat(64) }, 'unit-chief', '2026-02-01T11:00:00Z');
    expect(await untriedOf(database)).toEqual(['2025-10 atlanta']);
    await approve(database, old, 'unit-chief', '2026-01-09T11:00:00Z');
    expect(await untriedOf(database)).toEqual([]);
    await approve(database, old, 'secretary', '2026-01-11T11:00:00Z');
    expect(await untriedOf(database, waiting, ['copy'])).toEqual(['2025-10 atlanta', '2025-10 copy']);
  });

  test('does not tell who subscribed since of what was handed over before approvals were asked for', async () => {
    await using database = await engine.open();
    await subscribe(database, [subscription(), headquarters()]);
    await handOver(database, await publish(database, { published_at: '2025-03-01T11:00:00Z' }));
    expect(await untriedOf(database)).toEqual([]);
  });

  test('knows since when an edition that was approved late may be handed over', async () => {
    await using database = await engine.open();
    const edition = await publish(database, { published_at: '2025-03-01T11:00:00Z' });
    await handOver(database, edition, { state: 'failed' });
    const released = async () => {
      const horizon = { ...since, copies: [] };
      const { outstanding } = await database.transaction('snapshot', (session) => readStatusFacts(session, horizon));
      return outstanding.map(({ released_at }) => new Date(released_at).toISOString());
    };
    expect(await released()).toEqual(['2025-03-01T11:00:00.000Z']);
    await approve(database, edition, 'director', '2026-02-01T11:00:00Z');
    expect(await released()).toEqual(['2026-02-01T11:00:00.000Z']);
  });

  test('tells of a copy that was never made', async () => {
    await using database = await engine.open();
    await publish(database);
    const copy = { id: 'copy /shelf', name: '/shelf', channel: 'folder', address: '/shelf', options: {} } as const;
    expect(outstandingOf(await look(database, { copies: [copy] }))).toEqual(['copy /shelf folder not-tried']);
  });

  test('names the same people as are handed an edition: those of its scopes, report and audience who are active', async () => {
    await using database = await engine.open();
    const agency = (parts: Partial<Subscription>) =>
      subscription({ kind: 'agency', belongs_to: 'one', scope: 'agreement-1', ...parts });
    await subscribe(database, [
      subscription(),
      headquarters(),
      headquarters({ scope: 'national', formats: 'pdf' }),
      subscription({ recipient: 'resting', active: false }),
      subscription({ recipient: 'other-report', report: 'moa-statistics' }),
      subscription({ recipient: 'the-public', audience: 'public' }),
      agency({ recipient: 'agency' }),
      agency({ recipient: 'other-agency', scope: 'agreement-2' }),
    ]);
    const copies = [{ id: 'copy', channel: 'folder' }] as const;
    for (const [subject, people] of [
      ['', ['atlanta', 'copy', 'headquarters']],
      ['agreement-1', ['agency', 'copy']],
    ] as const) {
      const edition = await publish(database, { subject });
      const found = await database.transaction('snapshot', async (session) => ({
        to: await readSubscriptionsTo(session, edition),
        outstanding: await readOutstanding(session, since.deliveredSince, copies),
        untried: (await readStatusFacts(session, { ...since, copies: ['copy'] })).untried,
      }));
      const namesOf = (rows: readonly { readonly recipient: string; readonly subject?: string }[]) => [
        ...new Set(rows.filter((row) => (row.subject ?? subject) === subject).map(({ recipient }) => recipient)),
      ];
      expect([...namesOf(found.to), 'copy'].toSorted()).toEqual(people);
      expect(found.outstanding.filter((row) => row.subject === subject).map(({ recipient }) => recipient)).toEqual(
        people,
      );
      expect(namesOf(found.untried)).toEqual(people);
    }
  });

  test('counts the editions of agreements rather than listing them', async () => {
    await using database = await engine.open();
    await subscribe(database, [
      subscription({ recipient: 'agency', kind: 'agency', belongs_to: 'one', scope: 'agreement-2' }),
    ]);
    for (const subject of ['agreement-1', 'agreement-2', 'agreement-3']) {
      const edition = await publish(database, { subject });
      if (subject === 'agreement-2') await handOver(database, edition, { recipient: 'agency', state: 'failed' });
    }
    await claim(database, '2025-10', { subject: 'agreement-9', ...hasFailed(1) });
    const [report] = (await look(database)).reports;
    expect(report?.agreements).toMatchObject([
      {
        period: '2025-10',
        editions: 3,
        deliveries: { outstanding: [{ recipient: 'agency', subject: 'agreement-2' }] },
      },
    ]);
    expect(report?.agreementRuns).toMatchObject([{ agreement: 'agreement-9', standing: { state: 'resting' } }]);
    expect(periodsOf(await look(database)).at(-1)).toBe('2025-10 waiting overdue');
  });

  test('says that all is well where all is published and delivered', async () => {
    await using database = await engine.open();
    await subscribe(database, [subscription()]);
    for (const period of ['2025-10', '2025-11', '2025-12', '2026-01'])
      await handOver(database, await publish(database, { period }));
    const status = await look(database);
    expect(status).toMatchObject({ isWell: true, attention: [], lastImport: null });
    expect(periodsOf(status).every((text) => text.endsWith(' published'))).toBe(true);
  });
});
