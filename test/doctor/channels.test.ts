import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { files, mail, objects } from '../../pipeline/cli/doctor/channels.ts';
import { settings } from '../../pipeline/cli/doctor/settings.ts';
import { startSftpServer } from '../channels/sftp-server.ts';
import { examined, newPatient } from './patient.ts';

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
    expectNoSecret(lines.join('\n'));
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
