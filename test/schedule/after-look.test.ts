import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Effects } from '../../pipeline/effects.ts';
import { enforcementActions } from '../../pipeline/reports/enforcement-actions.ts';
import { afterLook, readStatusRecord, type SightTold } from '../../pipeline/schedule/after-look.ts';
import { beat } from '../../pipeline/schedule/heartbeat.ts';
import type { Looked } from '../../pipeline/schedule/notices.ts';
import type { Database } from '../../queries/database.ts';
import { selfSigned } from '../channels/certificate.ts';
import { subscribe, subscription } from '../deliveries/small-edition.ts';
import { describeOnEachEngine } from '../engines.ts';
import { readOpenMetrics } from './open-metrics.ts';
import { cover, handOver, publish, told } from './status-ledger.ts';

const { cert, key } = selfSigned();
const look: Looked = { at: '2025-11-20T11:59:58.000Z', problems: [] };
const now = () => new Date('2025-11-20T12:00:00.000Z');

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-after-look-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));
let place = '';
beforeEach(async () => {
  place = await mkdtemp(join(home, 'place-'));
});

/** A mail server on loopback that can be told to refuse. */
async function startMail() {
  const letters: string[] = [];
  const mail = { letters, port: 0, isClosed: false };
  const server = new SMTPServer({
    ...{ cert, key, authOptional: true, disableReverseLookup: true },
    onMailFrom: (_address, _session, done) =>
      done(mail.isClosed ? Object.assign(new Error('try later'), { responseCode: 451 }) : null),
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      stream.on('end', () => {
        letters.push(text);
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  mail.port = typeof address === 'object' && address !== null ? address.port : 0;
  return mail;
}

const sight = (port: number, parts: Partial<SightTold['scheduling']> = {}): SightTold => ({
  ...told(join(place, 'out'), { inbox: join(place, 'inbox') }),
  definitions: [enforcementActions],
  scheduling: { operator: 'operator@example.gov', ...parts },
  channels: {
    smtp: {
      ...{ host: 'localhost', port, secure: false, allowPlain: false, authority: cert, sizeLimit: 1_000_000 },
      from: 'Reports <reports@example.gov>',
    },
    patience: 2000,
  },
  data: join(place, 'data'),
  host: 'one',
});

function effectsOf(database: Database): Effects & { readonly said: readonly string[] } {
  const said: string[] = [];
  return { database, now, said, progress: (event) => event.kind === 'note' && said.push(event.text) };
}

const read = (letters: readonly string[]): Promise<readonly ParsedMail[]> =>
  Promise.all(letters.map((letter) => simpleParser(letter)));

describeOnEachEngine('after a look', (engine) => {
  test('the operator is told once of trouble, and once that it is over; no recipient is', async () => {
    await using database = await engine.open();
    const mail = await startMail();
    await subscribe(database, [subscription({ channel: 'smtp', address: 'atlanta@example.gov' })]);
    await cover(database, '2025-10-01', '2025-11-01');
    const effects = effectsOf(database);
    const told = sight(mail.port);
    for (const _ of [1, 2, 3]) expect(await afterLook(told, look, effects)).toEqual([]);
    expect(mail.letters).toHaveLength(1);
    expect((await readStatusRecord(told.data))?.status).toMatchObject({ isWell: false, notices: [{ isTold: true }] });
    const edition = await publish(database, { published_at: '2025-11-20T11:00:00Z' });
    await handOver(database, edition, { channel: 'smtp' });
    for (const _ of [1, 2]) expect(await afterLook(told, look, effects)).toEqual([]);
    const [first, second, ...others] = await read(mail.letters);
    expect(first?.subject).toBe('report287: enforcement-actions 2025-10 is overdue');
    expect(first?.text).toContain('was to be published by November 13, 2025 at 6:00 AM (New York)');
    expect(second?.subject).toBe('report287: over: enforcement-actions 2025-10 is overdue');
    expect(others).toEqual([]);
    for (const letter of [first, second])
      expect([letter?.to].flat().map((to) => to?.text)).toEqual(['"Operator of report287" <operator@example.gov>']);
    expect((await readStatusRecord(told.data))?.status).toMatchObject({ isWell: true, notices: [] });
  });

  test('of two schedulers only one tells', async () => {
    await using database = await engine.open();
    const mail = await startMail();
    await cover(database, '2025-10-01', '2025-11-01');
    const both = [1, 2].map(() => afterLook(sight(mail.port), look, effectsOf(database)));
    expect(await Promise.all(both)).toEqual([[], []]);
    expect(mail.letters).toHaveLength(1);
  });

  test('what could not be told is told later, and keeps nothing else from being done', async () => {
    await using database = await engine.open();
    const mail = await startMail();
    await cover(database, '2025-10-01', '2025-11-01');
    const heartbeat = join(place, 'heartbeat');
    const effects = effectsOf(database);
    mail.isClosed = true;
    const problems = await afterLook(sight(mail.port, { heartbeat }), look, effects);
    expect(problems).toEqual([expect.stringMatching(/^the operator could not be told: .*451 try later/)]);
    expect(effects.said).toEqual(problems);
    expect(await readFile(heartbeat, 'utf8')).toBe('2025-11-20T12:00:00.000Z attention\n');
    mail.isClosed = false;
    await database.transaction('read-write', ({ own }) =>
      own
        .updateTable('notice')
        .set({ raised_at: new Date(Date.now() - 120_000).toISOString() })
        .execute(),
    );
    expect(await afterLook(sight(mail.port), look, effectsOf(database))).toEqual([]);
    expect(mail.letters).toHaveLength(1);
  });
});

describeOnEachEngine('the signs of a look', (engine) => {
  test('are a status, metrics that are sound, and last a heartbeat', async () => {
    await using database = await engine.open();
    await mkdir(join(place, 'inbox', 'refused'), { recursive: true });
    const reason = 'a.xlsx is held\n  - ended: one\nWhat to do: report287 import --confirm refused/a.xlsx.\n';
    for (const [name, content] of [
      ['a.xlsx', ''],
      ['a.xlsx.reason.txt', reason],
    ] as const)
      await writeFile(join(place, 'inbox', 'refused', name), content);
    const [metrics, heartbeat] = [join(place, 'report287.prom'), join(place, 'heartbeat')];
    const told = sight(1, { metrics, heartbeat });
    const { operator: _, ...scheduling } = told.scheduling;
    const problem = { what: 'inbox: b.xlsx', message: 'it is locked', remedy: 'close it' };
    const looked = { ...look, problems: [problem] };
    expect(await afterLook({ ...told, scheduling }, looked, effectsOf(database))).toEqual([]);
    const record = await readStatusRecord(told.data);
    expect(record).toMatchObject({
      look: { startedAt: look.at, endedAt: '2025-11-20T12:00:00.000Z', failures: 0, problems: [problem] },
      status: { refusedFiles: [{ file: 'a.xlsx' }], isWell: false },
    });
    expect(record?.status.attention).toContainEqual({
      what: 'the inbox refused a.xlsx: a.xlsx is held',
      remedy: expect.stringMatching(/^report287 import --confirm refused\/a\.xlsx; .*a file that is not wanted/),
    });
    expect(record?.status.notices.map(({ key, isTold }) => `${key} ${isTold}`)).toEqual([
      'host one: file a.xlsx: refused false',
      'host one: look inbox: b.xlsx false',
      'slot enforcement-actions 2025-10 internal: overdue false',
    ]);
    const families = readOpenMetrics(await readFile(metrics, 'utf8'));
    expect(families.get('report287_files_refused')?.samples[0]?.value).toBe(1);
    expect(families.get('report287_notices_open')?.samples[0]?.value).toBe(3);
    expect(await readFile(heartbeat, 'utf8')).toMatch(/ attention\n$/);
    expect(await readdir(place)).not.toContainEqual(expect.stringMatching(/\.tmp$/));
  });

  test('are without a heartbeat where the look failed, and count how often in a row', async () => {
    await using database = await engine.open();
    const [metrics, heartbeat] = [join(place, 'report287.prom'), join(place, 'heartbeat')];
    const told = sight(1, { metrics, heartbeat });
    const { operator: _, ...scheduling } = told.scheduling;
    const failed = { ...look, problems: [{ what: 'look', message: 'no database', remedy: 'start it' }] };
    for (const _ of [1, 2]) await afterLook({ ...told, scheduling }, failed, effectsOf(database));
    expect(existsSync(heartbeat)).toBe(false);
    const failures = async () =>
      readOpenMetrics(await readFile(metrics, 'utf8')).get('report287_look_failures')?.samples[0]?.value;
    expect(await failures()).toBe(2);
    await afterLook({ ...told, scheduling }, look, effectsOf(database));
    expect(await failures()).toBe(0);
    expect(existsSync(heartbeat)).toBe(true);
  });

  test('of two hosts with different troubles take nothing back of one another', async () => {
    await using database = await engine.open();
    const { operator: _, ...scheduling } = sight(1).scheduling;
    const problem = (what: string) => ({ ...look, problems: [{ what, message: 'no', remedy: 'mend it' }] });
    const hosts = { one: problem('inbox: b.xlsx'), two: problem('look') };
    for (const host of ['one', 'two', 'one', 'two'] as const)
      expect(await afterLook({ ...sight(1), scheduling, host }, hosts[host], effectsOf(database))).toEqual([]);
    const rows = await database.transaction('snapshot', ({ own }) =>
      own.selectFrom('notice').select(['key', 'cleared_at']).where('key', 'like', 'host %').orderBy('key').execute(),
    );
    expect(rows).toEqual([
      { key: 'host one: look inbox: b.xlsx', cleared_at: null },
      { key: 'host two: look: failed', cleared_at: null },
    ]);
  });

  test('are metrics that say so and count on where the database is gone, and no heartbeat', async () => {
    const database = await engine.open();
    const [metrics, heartbeat] = [join(place, 'report287.prom'), join(place, 'heartbeat')];
    const { operator: _, ...scheduling } = sight(1, { metrics, heartbeat }).scheduling;
    const told = { ...sight(1), scheduling };
    const failed = { ...look, problems: [{ what: 'look', message: 'no database', remedy: 'start it' }] };
    const read = async (...families: readonly string[]) => {
      const all = readOpenMetrics(await readFile(metrics, 'utf8'));
      return families.map((family) => all.get(`report287_${family}`)?.samples.map(({ value }) => value));
    };
    const afterGone = { ...told, data: join(place, 'never-seen') };
    await afterLook(told, look, effectsOf(database));
    expect(await read('database_up', 'look_failures', 'well')).toEqual([[1], [0], [0]]);
    const before = await readStatusRecord(told.data);
    await rm(heartbeat);
    await database[Symbol.asyncDispose]();
    for (const failures of [1, 2, 3]) {
      const problems = await afterLook(told, failed, effectsOf(database));
      expect(problems).toEqual([expect.stringMatching(/^status could not be seen: /)]);
      expect(await read('database_up', 'look_failures', 'last_look_timestamp_seconds', 'well')).toEqual([
        [0],
        [failures],
        [now().getTime() / 1000],
        undefined,
      ]);
    }
    const after = await readStatusRecord(told.data);
    expect(after).toMatchObject({ look: { failures: 3 }, status: { at: before?.status.at } });
    for (const _ of [1, 2]) await afterLook(afterGone, failed, effectsOf(database));
    expect(await read('look_failures')).toEqual([[2]]);
    expect(await readStatusRecord(afterGone.data)).toBeNull();
    expect(existsSync(heartbeat)).toBe(false);
  });

  test('are without a heartbeat where status cannot be written, or the database is gone, and with one where metrics cannot', async () => {
    const database = await engine.open();
    const heartbeat = join(place, 'heartbeat');
    // Where a folder should be, there is a file.
    await writeFile(join(place, 'nowhere'), '');
    const told = sight(1, { heartbeat, metrics: join(place, 'nowhere', 'report287.prom') });
    const unwritten = (parts: Partial<SightTold>) =>
      afterLook({ ...told, ...parts }, look, effectsOf(database)).then((all) => all.slice(-1));
    expect(await unwritten({})).toEqual([expect.stringMatching(/^metrics could not be written: .*nowhere/)]);
    expect(existsSync(heartbeat)).toBe(true);
    await rm(heartbeat);
    expect(await unwritten({ data: join(place, 'nowhere', 'data'), scheduling: { heartbeat } })).toEqual([
      expect.stringMatching(/^status could not be written: .*nowhere/),
    ]);
    await database[Symbol.asyncDispose]();
    const problems = await afterLook(sight(1, { heartbeat }), look, effectsOf(database));
    expect(problems).toEqual([expect.stringMatching(/^status could not be seen: /)]);
    expect(existsSync(heartbeat)).toBe(false);
  });
});

describe('a heartbeat', () => {
  const sign = { at: '2025-11-20T12:00:00.000Z', isWell: true };

  /** A web server on loopback; without a status it never answers. */
  async function startWeb(status: number | null) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (status !== null) response.writeHead(status).end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return { asked, url: `http://127.0.0.1:${port}/ping/a` };
  }

  test('calls a web address', async () => {
    const { asked, url } = await startWeb(200);
    await beat(url, sign);
    expect(asked).toEqual(['GET /ping/a']);
  });

  test.each([
    ['refuses', 500, /answered with 500/],
    ['never answers', null, /not within 0.3 s/],
  ] as const)('that %s is trouble', async (_what, status, reason) => {
    const { url } = await startWeb(status);
    await expect(beat(url, sign, 300)).rejects.toThrow(reason);
  });

  test('that nobody takes says why', async () => {
    await expect(beat('http://127.0.0.1:1/ping', sign)).rejects.toThrow(/does not answer \(.+\)/);
    const { url } = await startWeb(200);
    await expect(beat(url.replace(/^http/, 'https'), sign)).rejects.toThrow(/\(ERR_SSL/);
  });

  test('writes a file anew, each time whole', async () => {
    const path = join(place, 'heartbeat');
    await beat(path, { ...sign, isWell: false });
    await beat(path, sign);
    expect(await readFile(path, 'utf8')).toBe('2025-11-20T12:00:00.000Z well\n');
    expect(await readdir(place)).toEqual(['heartbeat']);
  });
});
