import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buckets, files, mail, objects, remoteFolders } from '../../pipeline/cli/doctor/channels.ts';
import { settings } from '../../pipeline/cli/doctor/settings.ts';
import { startStore } from '../channels/s3-server.ts';
import { startSftpServer } from '../channels/sftp-server.ts';
import { examined, foundWith, newPatient, subscriptionOf } from './patient.ts';

const secrets = ['0dd-smtp-Secret%', '0dd-sftp Secret', '0dd-s3-Secret', '0dd-db-Secret', 'open sesame'];
const encoded = secrets.map(encodeURIComponent);

describe('channels', () => {
  test('that are not set and not needed are well', async () => {
    const { states } = await examined(newPatient(), [mail, files, objects]);
    expect(states).toEqual(['well: channel smtp', 'well: channel sftp', 'well: channel s3']);
  });

  test('of which nobody answers at the port are faults, and say no secret', async () => {
    const more = {
      REPORT287_SMTP: `smtp://reports:${encoded[0]}@127.0.0.1:1`,
      REPORT287_SMTP_FROM: 'reports@example.gov',
      REPORT287_SFTP: `sftp://reports:${encoded[1]}@127.0.0.1:1`,
      REPORT287_SFTP_HOST_KEY: 'A'.repeat(43),
      REPORT287_S3_REGION: 'us-gov-west-1',
      REPORT287_S3_ACCESS_KEY: 'AKIA287',
      REPORT287_S3_SECRET: secrets[2],
      REPORT287_S3_ENDPOINT: 'http://127.0.0.1:1',
      REPORT287_PATIENCE: '3',
    };
    const { findings, lines, data, exitCode } = await examined(newPatient(), [mail, files, objects], { more });
    expect(findings.map(({ state }) => state)).toEqual(['fault', 'fault', 'fault']);
    expect(findings.every(({ remedy }) => remedy?.startsWith('see that'))).toBe(true);
    expect(exitCode).toBe(69);
    expectNoSecret(JSON.stringify(data) + lines.join('\n'));
  });

  test('that say nothing are given up after their patience', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => void silent.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const more = { REPORT287_SMTP: `smtp://127.0.0.1:${port}`, REPORT287_SMTP_FROM: 'a@example.gov' };
    const began = Date.now();
    const { states } = await examined(newPatient(), [mail], { more: { ...more, REPORT287_PATIENCE: '1' } });
    expect(states).toEqual(['fault: channel smtp']);
    expect(Date.now() - began).toBeLessThan(15_000);
  });

  test('over SFTP are well with the pinned host key, and a fault with another', async () => {
    const patient = newPatient();
    const { port, hostKey } = await startSftpServer(patient.root);
    const settingsWith = (key: string) => ({
      REPORT287_SFTP: `sftp://reports:open%20sesame@127.0.0.1:${port}`,
      REPORT287_SFTP_HOST_KEY: key,
    });
    expect((await examined(patient, [files], { more: settingsWith(hostKey) })).states).toEqual(['well: channel sftp']);
    const { findings, lines } = await examined(patient, [files], { more: settingsWith('B'.repeat(43)) });
    expect(findings[0]).toMatchObject({ state: 'fault', found: expect.stringContaining('is pinned') });
    expect(findings[0]?.remedy).toMatch(/REPORT287_SFTP_HOST_KEY/);
    expectNoSecret(lines.join('\n'));
  });

  test('over SFTP say what to do about user, key, server and folder', async () => {
    const patient = newPatient();
    writeFileSync(join(patient.root, 'taken'), '');
    const { port, hostKey } = await startSftpServer(patient.root);
    const locked = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
    }).privateKey;
    const at = (url: string, more = {}) => ({
      ...{ REPORT287_SFTP: url, REPORT287_SFTP_HOST_KEY: hostKey, REPORT287_PATIENCE: '3' },
      ...more,
    });
    const remedyOf = async (more: Readonly<Record<string, string>>) =>
      (await examined(patient, [files], { more })).findings[0]?.remedy;
    expect(await remedyOf(at(`sftp://reports:wrong@127.0.0.1:${port}`))).toMatch(/the user and the password/);
    expect(await remedyOf(at(`sftp://reports@127.0.0.1:${port}`, { REPORT287_SFTP_KEY: locked }))).toMatch(
      /passphrase/,
    );
    expect(await remedyOf(at('sftp://reports:open%20sesame@127.0.0.1:1'))).toMatch(/that the server runs/);
    const more = at(`sftp://reports:open%20sesame@127.0.0.1:${port}`);
    const by = (address: string) => [subscriptionOf({ channel: 'sftp', address })];
    expect(await foundWith(remoteFolders, { subscriptions: by('/made/later') }, { more })).toMatchObject([
      { state: 'well', facts: { folders: 1 } },
    ]);
    expect(await foundWith(remoteFolders, { subscriptions: by('/taken/x') }, { more })).toMatchObject([
      {
        state: 'fault',
        found: '/taken/x: /taken is no folder on the server',
        remedy: expect.stringMatching(/^have the/),
      },
    ]);
  });

  test('by objects are faults where a bucket is not there, and a warning where it may not be looked at', async () => {
    let isHidden = false;
    const { endpoint } = await startStore(() => (isHidden ? 'forbid' : 'go'));
    const more = {
      ...{ REPORT287_S3_REGION: 'us-gov-west-1', REPORT287_S3_ENDPOINT: endpoint, REPORT287_S3_PATH_STYLE: 'yes' },
      ...{ REPORT287_S3_ACCESS_KEY: 'AKIA287', REPORT287_S3_SECRET: secrets[2], REPORT287_PATIENCE: '3' },
    };
    const told = async (...addresses: readonly string[]) => {
      const subscriptions = addresses.map((address) => subscriptionOf({ channel: 's3', address }));
      const found = await foundWith(buckets, { subscriptions }, { more });
      return found.map(({ state, found: words }) => `${state}: ${words}`);
    };
    expect(await told('field-offices/atlanta', 'field-offices/boston')).toEqual(['well: field-offices: there']);
    expect(await told('field-offices', 'elsewhere/x')).toEqual(['fault: the bucket elsewhere is not there']);
    isHidden = true;
    expect(await told('field-offices')).toEqual([
      'warning: the bucket field-offices may not be looked at with this key',
    ]);
    expect(await told()).toEqual([]);
  });
});

function expectNoSecret(text: string): void {
  for (const secret of [...secrets, ...encoded]) expect(text).not.toContain(secret);
}

describe('settings', () => {
  test('that are not sound are all told, and what does not need them is examined', async () => {
    const patient = newPatient();
    const secretFile = join(patient.root, 'secret');
    writeFileSync(secretFile, `smtp://reports:${encoded[0]}@127.0.0.1:notaport\n`);
    const more = {
      DATABASE_URL: `mysql://reports:${encoded[3]}@db/reports`,
      REPORT287_SMTP_FILE: secretFile,
      REPORT287_SMTP_FROM: 'reports@example.gov',
      REPORT287_SFTP: `sftp://reports:${encoded[1]}@127.0.0.1:22`,
      REPORT287_S3_SECRET_FILE: join(patient.root, 'absent'),
      REPORT287_S3_SECRET: secrets[2],
      REPORT287_INTERVAL: 'often',
    };
    const { findings, lines, data, exitCode } = await examined(patient, [settings, mail, objects], { more });
    const faults = findings.filter(({ state }) => state === 'fault').map(({ found }) => found);
    expect(faults).toEqual([
      'given twice: REPORT287_S3_SECRET',
      'DATABASE_URL: must begin with postgresql://',
      'REPORT287_SMTP: must be of the form smtp://user:password@host:587',
      'REPORT287_INTERVAL: must be a number of seconds',
      'REPORT287_SFTP: needs REPORT287_SFTP_HOST_KEY',
    ]);
    expect(findings.at(-2)?.found).toMatch(/^not examined: REPORT287_SMTP(_FILE)? is not sound$/);
    expect(exitCode).toBe(78);
    expectNoSecret(JSON.stringify(data) + lines.join('\n'));
    expect(readFileSync(secretFile, 'utf8')).toContain('notaport');
  });

  test('that are sound are well', async () => {
    const { states, exitCode } = await examined(newPatient(), [settings]);
    expect(states).toEqual(['well: settings']);
    expect(exitCode).toBe(0);
  });
});
