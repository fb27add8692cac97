import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPublished } from '../../pipeline/distribute/published.ts';
import { type Distribution, distribute, type Mandate } from '../../pipeline/distribute.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { adoptEditions } from '../../pipeline/run/adopt-editions.ts';
import { run } from '../../pipeline/run.ts';
import type { Duties } from '../../pipeline/schedule/duties.ts';
import { look } from '../../pipeline/schedule/look.ts';
import { redeliver } from '../../pipeline/schedule/redeliver.ts';
import { readSighted } from '../../pipeline/schedule/status/read.ts';
import { statusOf } from '../../pipeline/schedule/status.ts';
import { recordApproval } from '../../queries/approvals.ts';
import type { Database } from '../../queries/database.ts';
import { describeOnEachEngine } from '../engines.ts';
import { cover, effectsAt, noHalts, smallDuties } from '../schedule/world/small-duties.ts';
import { headquarters, keepingChannel, mandate, subscribe } from './small-edition.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-required-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const none = { internal: [], public: [] };
const settings = { patience: 1000 };
/** A machine that asks for an approval, one whose settings forget to, and one whose settings say that none is needed. */
const asking: Duties['delivery'] = { settings, approvals: { ...none, internal: ['release-authority'] } };
const forgetful: Duties['delivery'] = { settings, approvals: none };
const waiving: Duties['delivery'] = { settings, approvals: none, stated: ['internal'] };

const folderOf = (period: string) => `internal/enforcement-actions/${period}/edition-1`;

describeOnEachEngine('the approvals that an edition needs', (engine) => {
  async function world(name: string) {
    const database = await engine.open();
    const out = join(home, `${engine.name}-${name}`);
    await cover(database, '2020-04-01', '2020-08-01');
    await subscribe(database, [headquarters({ address: join(out, '..', `${engine.name}-${name}-hq`) })]);
    return { database, out };
  }

  /** Publishes what is due at an instant; returns the roles that hold each edition back. */
  async function publishAt(now: string, database: Database, out: string, delivery: Duties['delivery']) {
    const { ran } = await look(smallDuties(out, { delivery }), noHalts(), effectsAt(database, now));
    return ran.map((one) => [one.period, one.kind === 'published' ? one.distribution.awaited : one]);
  }

  const handOver = async (database: Database, out: string, period: string, told: Partial<Mandate> = {}) => {
    const { edition } = await readPublished(folderOf(period), out);
    return distribute(
      edition,
      mandate(out, [keepingChannel('folder')], told),
      effectsAt(database, '2020-08-10T12:00Z'),
    );
  };
  const inWords = ({ awaited, receipts }: Distribution) => [...awaited, ...receipts.map(({ state }) => state)];

  test('are on record with it: a process whose settings ask for none hands it to nobody', async () => {
    const { database, out } = await world('asked');
    await using _ = database;
    expect(await publishAt('2020-05-10T12:00:00Z', database, out, asking)).toEqual([
      ['2020-04', ['release-authority']],
    ]);
    expect(inWords(await handOver(database, out, '2020-04', { retries: 'by-hand' }))).toEqual(['release-authority']);
    const effects = effectsAt(database, '2020-05-10T13:00:00Z');
    const bySchedule = mandate(out, [keepingChannel('folder')]);
    expect(await redeliver(bySchedule, noHalts().stop, effects)).toEqual({ redelivered: [], later: 1, problems: [] });
    const { definitions } = smallDuties(out);
    const { facts, ground } = await readSighted({ definitions, approvals: none, copies: [], out }, effects);
    expect(statusOf(facts, definitions, ground).attention).toContainEqual({
      what: 'enforcement-actions 2020-04 waits for the approval of release-authority',
      remedy: `report287 approve ${folderOf('2020-04')} --by release-authority`,
    });
    const { edition } = await readPublished(folderOf('2020-04'), out);
    const { report, period, audience, subject, number, manifestSha256: manifest_sha256 } = edition;
    const approval = { report, period, audience, subject, number, manifest_sha256 };
    await database.transaction('read-write', (session) =>
      recordApproval(session, { ...approval, role: 'release-authority', approved_at: '2020-05-10T13:00:00Z' }),
    );
    expect((await redeliver(bySchedule, noHalts().stop, effects)).redelivered).toMatchObject([
      { edition: edition.folder, distribution: { receipts: [{ recipient: 'headquarters', state: 'delivered' }] } },
    ]);
  });

  test('are needed again by the next edition, until settings say otherwise', async () => {
    const { database, out } = await world('next');
    await using _ = database;
    const held = ['release-authority'];
    expect(await publishAt('2020-05-10T12:00:00Z', database, out, asking)).toEqual([['2020-04', held]]);
    expect(await publishAt('2020-06-10T12:00:00Z', database, out, forgetful)).toEqual([['2020-05', held]]);
    expect(await publishAt('2020-07-10T12:00:00Z', database, out, waiving)).toEqual([['2020-06', []]]);
    expect(await publishAt('2020-08-10T12:00:00Z', database, out, forgetful)).toEqual([['2020-07', []]]);
    // What says that none is needed says so of what it publishes, and of nothing that was published before.
    expect(inWords(await handOver(database, out, '2020-05'))).toEqual(held);
  });

  test('stand in the edition as well: a ledger that was lost takes them over from there', async () => {
    const { database: lost, out } = await world('lost');
    {
      await using _ = lost;
      await publishAt('2020-05-10T12:00:00Z', lost, out, asking);
    }
    await using database = await engine.open();
    await cover(database, '2020-04-01', '2020-08-01');
    await subscribe(database, [headquarters()]);
    expect(inWords(await handOver(database, out, '2020-04'))).toEqual(['release-authority']);
    const effects = effectsAt(database, '2020-05-10T13:00:00Z');
    await adoptEditions(out, effects);
    const bySchedule = mandate(out, [keepingChannel('folder')]);
    expect(await redeliver(bySchedule, noHalts().stop, effects)).toEqual({ redelivered: [], later: 1, problems: [] });
  });

  test('stay with an edition that is made again because its folder was lost', async () => {
    const { database, out } = await world('again');
    await using _ = database;
    await publishAt('2020-05-10T12:00:00Z', database, out, asking);
    await rm(join(out, folderOf('2020-04')), { recursive: true });
    const { definitions, ...duties } = smallDuties(out);
    const [definition] = definitions;
    if (definition === undefined) throw new Error('the small report is there');
    const order = {
      ...duties,
      definition,
      period: parsePeriod('2020-04'),
      audience: 'internal',
      subject: null,
    } as const;
    const flags = { cases: false, revise: false, dryRun: false, delivery: waiving };
    await using press = await duties.openPress();
    const outcome = await run({ ...order, ...flags }, press, effectsAt(database, '2020-05-11T12:00:00Z'));
    expect(outcome).toMatchObject({ kind: 'published', awaited: ['release-authority'] });
  });
});
