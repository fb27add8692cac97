import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from '../../pipeline/cli/commands.ts';
import { listDue } from '../../pipeline/cli/due.ts';
import { showStatus } from '../../pipeline/cli/status.ts';
import { readConfig } from '../../pipeline/config.ts';
import { processName } from '../../pipeline/process-name.ts';
import type { Status } from '../../pipeline/schedule/status.ts';
import type { DueSlot } from '../../pipeline/schedule.ts';
import { recordEdition } from '../../queries/ledger.ts';
import { claim, hasFailed } from './status-ledger.ts';

const quiet = { progress: () => undefined };
let root = '';
const config = (more: Readonly<Record<string, string>> = {}) =>
  readConfig({ REPORT287_DATA: root, REPORT287_OUT: join(root, 'out'), ...more }, root);

/** October to December 2025 covered for the enforcement report, of which November is published. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'report287-due-'));
  await withDatabase(config(), quiet.progress, ({ database }) =>
    database.transaction('read-write', async (session) => {
      const file = { sha256: 'a'.repeat(64), content_sha256: 'a'.repeat(64), source_id: 'test', title: 'A test' };
      const rows = { rows_read: 0, rows_loaded: 0, rows_unchanged: 0, rows_rejected: 0, rows_outside_span: 0 };
      const told = { as_of: '2026-01-05T00:00:00Z', recorded_at: '2026-01-05T00:00:00Z', synthetic: true };
      const { import_id } = await session.own
        .insertInto('import_file')
        .values({ file_name: 'a.csv', ...file, ...rows, ...told })
        .returning('import_id')
        .executeTakeFirstOrThrow();
      const days = { covers_from: '2025-10-01', covers_until: '2026-01-01', office_code: null, identifies_287g: true };
      const kinds = ['encounter', 'administrative-arrest', 'agreement'] as const;
      await session.own
        .insertInto('import_coverage')
        .values(kinds.map((kind) => ({ import_id, kind, ...days })))
        .execute();
      for (const subject of ['', 'an-agreement']) {
        const slot = {
          report: 'enforcement-actions',
          period: subject === '' ? '2025-11' : '2025-10',
          audience: 'internal',
        };
        const folder = `internal/enforcement-actions/${slot.period}/edition-1`;
        const made = { number: 1, fingerprint: 'f', folder, manifest_sha256: 'b'.repeat(64), run_id: 'a-run' };
        await recordEdition(session, { ...slot, subject, ...made, published_at: '2025-12-05T11:00:00Z' });
      }
    }),
  );
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const slotsAt = async (at: string, more: Readonly<Record<string, string>> = {}) => {
  const { data } = await listDue(config(more), { at }, quiet);
  return (data as { readonly slots: readonly DueSlot[] }).slots.map(
    ({ report, period, state, isOverdue }) => `${report} ${period.id} ${state}${isOverdue ? ' overdue' : ''}`,
  );
};

describe('report287 due', () => {
  test('lists what is due and has no edition of the nation and its offices', async () => {
    expect(await slotsAt('2026-02-09T06:00:00-05:00')).toEqual([
      'enforcement-actions 2025-10 ready overdue',
      'enforcement-actions 2025-12 ready overdue',
      'enforcement-actions 2026-01 waiting',
      'moa-statistics 2025-10 waiting overdue',
      'moa-statistics 2025-11 waiting overdue',
      'moa-statistics 2025-12 waiting overdue',
    ]);
  });

  test('leaves to people the months before the one with which this machine begins', async () => {
    const from = { REPORT287_FROM: '2025-12' };
    expect(await slotsAt('2026-02-09T06:00:00-05:00', from)).toEqual([
      'enforcement-actions 2025-12 ready overdue',
      'enforcement-actions 2026-01 waiting',
      'moa-statistics 2025-12 waiting overdue',
    ]);
    const { data } = await showStatus(config(from), {}, quiet);
    const oldest = (data as Status).reports.map(({ periods }) => periods.at(-1)?.period.id);
    expect(oldest).toEqual(['2025-12', '2025-12']);
  });

  test('says when and why in words, how to run it, and what is next', async () => {
    const { lines, exitCode } = await listDue(config(), { at: '2025-11-07T11:00:00Z' }, quiet);
    expect(exitCode).toBe(0);
    expect(lines).toEqual([
      'enforcement-actions 2025-10: ready; due November 7, 2025 at 6:00 AM (New York)',
      '   every required source covers its days',
      '   report287 run enforcement-actions --period 2025-10',
      'Next: enforcement-actions 2025-11, due December 5, 2025 at 6:00 AM (New York).',
      'Next: moa-statistics 2025-10, due November 17, 2025 at 6:00 AM (New York).',
    ]);
  });

  test('says who is at a slot now and what failed, as status does; of another instant it says neither', async () => {
    await withDatabase(config(), quiet.progress, async ({ database }) => {
      await claim(database, '2025-10', hasFailed(2));
      await claim(database, '2025-12');
    });
    const { data, lines } = await listDue(config(), {}, quiet);
    const about = (period: string) => {
      const first = lines.findIndex((line) => line.startsWith(`enforcement-actions ${period}: `));
      return lines
        .slice(first, first + 3)
        .map((line) => line.replaceAll(/[A-Z][a-z]+ \d+, \d{4} at .*?\(New York\)/g, 'then'));
    };
    expect(about('2025-10')).toEqual([
      'enforcement-actions 2025-10: resting, overdue; due then',
      '   failed 2 times, again from then: the browser could not be opened',
      '   what to do: see that there is memory',
    ]);
    expect(about('2025-12').slice(0, 2)).toEqual([
      'enforcement-actions 2025-12: running, overdue; due then',
      `   by ${processName()}, since then`,
    ]);
    expect(lines).not.toContain('   report287 run enforcement-actions --period 2025-12');
    expect((data as { readonly slots: readonly unknown[] }).slots[0]).toMatchObject({
      ...{ state: 'ready', work: { state: 'resting', attempts: 2 } },
    });
    const status = await showStatus(config(), { period: '2025-10' }, quiet);
    expect(status.lines.find((line) => line.includes('2025-10   resting'))).toMatch(/ failed 2 times, again from /);
    expect((await slotsAt('2026-02-09T06:00:00-05:00'))[0]).toBe('enforcement-actions 2025-10 ready overdue');
  });

  test('says that nothing is due', async () => {
    const { lines } = await listDue(config(), { at: '2025-11-07T10:59:00Z' }, quiet);
    expect(lines[0]).toBe('Nothing is due on November 7, 2025 at 5:59 AM (New York).');
  });

  test.each([
    '2025-11-07',
    '2025-11-07T06:00',
    '2025-02-31T06:00:00Z',
    '2025-11-07T25:00:00Z',
    '2300-01-01T00:00:00Z',
    'now',
  ])('refuses %s, which names no instant', async (at) => {
    await expect(listDue(config(), { at }, quiet)).rejects.toMatchObject({ kind: 'usage' });
  });
});
