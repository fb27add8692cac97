import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from '../../pipeline/cli/commands.ts';
import { listDue } from '../../pipeline/cli/due.ts';
import { readConfig } from '../../pipeline/config.ts';
import type { DueSlot } from '../../pipeline/schedule.ts';
import { recordEdition } from '../../queries/ledger.ts';

const quiet = { progress: () => undefined };
let root = '';
const config = () => readConfig({ REPORT287_DATA: root, REPORT287_OUT: join(root, 'out') }, root);

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

const slotsAt = async (at: string) => {
  const { data } = await listDue(config(), { at }, quiet);
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
