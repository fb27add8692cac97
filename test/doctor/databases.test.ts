import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clock } from '../../pipeline/cli/doctor/clock.ts';
import { database } from '../../pipeline/cli/doctor/database.ts';
import { standing } from '../../pipeline/cli/doctor/folders.ts';
import { deliveries } from '../../pipeline/cli/doctor/leftovers.ts';
import { migrations } from '../../pipeline/cli/doctor/migrations.ts';
import { due } from '../../pipeline/cli/doctor/schedule.ts';
import { sources } from '../../pipeline/cli/doctor/sources.ts';
import { subscriptions } from '../../pipeline/cli/doctor/subscriptions.ts';
import { type Database, openDatabase } from '../../queries/database.ts';
import { replaceSubscriptions } from '../../queries/subscriptions.ts';
import { administer } from '../engines/setup.ts';
import { describeOnServer } from '../engines.ts';
import { examined, newPatient, patientWith, subscriptionOf } from './patient.ts';

const stored = [database, migrations, sources, clock, subscriptions];
const isNewer = (of: Database) =>
  of.statement("insert into report287.migration (number, name) values (9001, '9001-of-tomorrow')");

describe('an embedded database', () => {
  test('that no command has made is a warning, and is not made', async () => {
    const patient = newPatient();
    const { states, findings, exitCode } = await examined(patient, stored);
    expect(states).toContain('warning: database');
    expect(findings[0]?.found).toContain('the first command makes it');
    expect(states).toContain('well: migrations');
    expect(exitCode).toBe(0);
    expect(existsSync(join(patient.root, 'data'))).toBe(false);
    mkdirSync(join(patient.root, 'data', 'database'), { recursive: true });
    expect((await examined(patient, [database])).states).toEqual(['warning: database']);
    expect(existsSync(join(patient.root, 'data', 'database', 'PG_VERSION'))).toBe(false);
  });

  test('that is migrated is well, with its version and size', async () => {
    const patient = await patientWith(async () => undefined);
    const { findings, states } = await examined(patient, stored);
    expect(states).toEqual([
      'well: database',
      'well: migrations',
      'well: rights in the ledger',
      'well: contract of sources',
      'well: clock',
      'warning: subscriptions',
    ]);
    expect(findings.at(-1)?.found).toBe('none: what is published is handed to nobody');
    expect(findings[0]?.facts).toMatchObject({ engine: 'pglite', version: expect.stringMatching(/^1\d\./) });
    expect(findings[0]?.facts.size).toBeGreaterThan(1e6);
  });

  test('that another process holds is a warning that names it, and the rest goes on', async () => {
    const patient = await patientWith(async () => undefined);
    await using _held = await openDatabase({ folder: join(patient.root, 'data', 'database') });
    const { findings, exitCode } = await examined(patient, [database, migrations, subscriptions]);
    expect(findings.map(({ state }) => state)).toEqual(['warning', 'warning', 'warning']);
    expect(findings[0]?.found).toContain(`is in use by process ${process.pid}`);
    expect(findings[2]?.found).toBe('not examined: the database cannot be read');
    expect(exitCode).toBe(0);
  });

  test('whose folder holds something else is a fault', async () => {
    const patient = newPatient();
    mkdirSync(join(patient.root, 'data', 'database', 'letters'), { recursive: true });
    const { findings, exitCode } = await examined(patient, [database]);
    expect(findings[0]).toMatchObject({ state: 'fault', found: expect.stringContaining('something other') });
    expect(exitCode).toBe(69);
  });

  test('that a newer program migrated is a fault', async () => {
    const newer = await patientWith(async (of) => void (await isNewer(of)));
    const { findings, exitCode } = await examined(newer, [migrations, subscriptions]);
    expect(findings[0]).toMatchObject({ state: 'fault', found: 'this program does not know 9001-of-tomorrow' });
    expect(findings.at(-1)?.found).toBe('not examined: the tables are not those of this program');
    expect(exitCode).toBe(69);
  });

  test('that an older program left is a warning, and stays as it is', async () => {
    const older = await patientWith(async (of) => {
      await of.statement('delete from report287.migration where number = 12');
    });
    for (const _ of ['once', 'again']) {
      const { findings: found } = await examined(older, [migrations]);
      expect(found[0]).toMatchObject({ state: 'warning', facts: { pending: 1 } });
      expect(found[0]?.found).toBe('the first command applies 0012-required-approvals');
    }
  });

  test('of which the records are read: the last edition, and deliveries of the newest alone', async () => {
    const patient = await patientWith(async (of) => {
      for (const number of [1, 2]) {
        const slot = `'enforcement-actions', '2025-10', 'internal', '', ${number}`;
        const hash = 'a'.repeat(64);
        await of.statement(`insert into report287.edition
          (report, period, audience, subject, number, fingerprint, folder, manifest_sha256, published_at, run_id)
          values (${slot}, 'f', 'internal/a/edition-${number}', '${hash}', '2025-11-07T12:00:0${number}Z', 'r')`);
        const sent = `'smtp', 'ATL', 'x@example.gov', '${hash}', '${hash}'`;
        await of.statement(`insert into report287.delivery (report, period, audience, subject, number, recipient, channel,
          scope, address, parcel_key, manifest_sha256, state, attempts, own_attempts, sender, detail, first_tried_at, tried_at, ended_at)
          values (${slot}, 'atlanta', ${sent}, '${number === 1 ? 'failed' : 'unknown'}', 1, 0, 's', 'd', now(), now(), now())`);
      }
      const byMail = subscriptionOf({ channel: 'smtp', address: 'x@example.gov' });
      await of.transaction('read-write', (session) => replaceSubscriptions(session, [byMail]));
    });
    const early = await examined(patient, [clock], { now: () => new Date('2025-11-07T11:00:00Z') });
    expect(early.states).toContain('fault: clock against records');
    const { findings } = await examined(patient, [clock, due, deliveries, standing], {
      now: () => new Date('2025-11-07T12:00:02Z'),
    });
    expect(findings.map(({ state, what, found }) => `${state}: ${what}: ${found}`).slice(1)).toEqual([
      'well: clock against records: the last edition is of 2025-11-07T12:00:02.000Z',
      'well: due: enforcement-actions: every period that is due is published',
      'well: due: moa-statistics: every period that is due is published',
      'warning: deliveries: 1 unknown: atlanta (enforcement-actions 2025-10, smtp)',
      expect.stringMatching(/^fault: published editions: the ledger knows 1 edition; none .*: internal\/a\/edition-2$/),
    ]);
  });
});

describe('a server', () => {
  test('that nobody answers for is a fault', async () => {
    const more = { DATABASE_URL: 'postgresql://reports:odd%20Secret%2F71@127.0.0.1:1/reports' };
    const { findings, lines, exitCode } = await examined(newPatient(), stored, { more });
    expect(findings[0]).toMatchObject({ what: 'database', state: 'fault' });
    expect(findings[0]?.found).toContain('no PostgreSQL answers at 127.0.0.1:1/reports');
    expect(exitCode).toBe(69);
    expect(lines.join('\n')).not.toMatch(/odd|Secret/);
  });

  test('that accepts and says nothing keeps nobody waiting', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => void silent.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const more = { DATABASE_URL: `postgresql://reports@127.0.0.1:${port}/reports` };
    const { findings } = await examined(newPatient(), [database], { more, limit: 300 });
    expect(findings[0]).toMatchObject({ state: 'fault', found: 'no answer within 0.3 s' });
  });
});

describeOnServer('doctor', (engine) => {
  test('compares clocks, and finds a database of its own well', async () => {
    const { url = '' } = await engine.place();
    const more = { DATABASE_URL: url };
    const { findings, states } = await examined(newPatient(), stored, { more });
    expect(states.filter((state) => !state.startsWith('well'))).toEqual(['warning: subscriptions']);
    expect(findings.at(-1)?.found).toBe('none: what is published is handed to nobody');
    expect(findings[0]?.facts.engine).toBe('postgresql');
    const later = await examined(newPatient(), [clock], { more, now: () => new Date(Date.now() + 3_600_000) });
    expect(later.states).toContain('fault: clock');
    const slightly = await examined(newPatient(), [clock], { more, now: () => new Date(Date.now() - 60_000) });
    expect(slightly.states).toContain('warning: clock');
  });

  test('lists what a schema of sources lacks, and a schema that is not there', async () => {
    const { url = '' } = await engine.place();
    await administer(url, 'create schema program');
    const more = { DATABASE_URL: url, REPORT287_SCHEMA: 'program' };
    const { findings, exitCode } = await examined(newPatient(), stored, { more });
    const contract = findings.find(({ what }) => what === 'contract of sources');
    expect(contract).toMatchObject({ state: 'fault', found: expect.stringContaining('agreement: no such view') });
    expect(exitCode).toBe(69);
    const absent = await examined(newPatient(), [database], { more: { ...more, REPORT287_SCHEMA: 'elsewhere' } });
    expect(absent.findings[0]?.found).toContain('no schema "elsewhere"');
  });

  test('tells a user who may not write the ledger', async () => {
    const { url = '' } = await engine.place();
    const role = `reader_${process.pid}`;
    await administer(url, `create role ${role} login`);
    onTestFinished(async () => {
      await administer(url, `drop owned by ${role}`);
      await administer(url, `drop role ${role}`);
    });
    await administer(url, `grant usage on schema report287 to ${role}`);
    await administer(url, `grant select on all tables in schema report287 to ${role}`);
    const as = new URL(url);
    as.username = role;
    const { findings } = await examined(newPatient(), [migrations], { more: { DATABASE_URL: as.href } });
    expect(findings.at(-1)).toMatchObject({ what: 'rights in the ledger', state: 'fault' });
    expect(findings.at(-1)?.found).toContain('agency');
    expect(findings.at(-1)?.remedy).toContain('grant');
  });
});
