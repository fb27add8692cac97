import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from '../../pipeline/cli/commands.ts';
import { showStatus } from '../../pipeline/cli/status.ts';
import { readConfig } from '../../pipeline/config.ts';
import { reports } from '../../pipeline/reports/index.ts';
import { afterLook } from '../../pipeline/schedule/after-look.ts';
import type { Status } from '../../pipeline/schedule/status.ts';
import { subscribe, subscription } from '../deliveries/small-edition.ts';
import { readOpenMetrics } from './open-metrics.ts';
import { cover, handOver, publish, told } from './status-ledger.ts';

const quiet = { progress: () => undefined };
let root = '';
const config = () => readConfig({ REPORT287_DATA: root, REPORT287_OUT: join(root, 'out') }, root);

/** October 2025 is published, and Boston’s mail is unknown; November can be run; all else waits. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'report287-status-'));
  await withDatabase(config(), quiet.progress, async ({ database }) => {
    await cover(database, '2025-10-01', '2025-12-01');
    const smtp = { channel: 'smtp', address: 'boston@example.gov' } as const;
    await subscribe(database, [subscription(), subscription({ recipient: 'boston', ...smtp })]);
    const edition = await publish(database, { published_at: new Date().toISOString() });
    await handOver(database, edition);
    await handOver(database, edition, {
      recipient: 'boston',
      channel: 'smtp',
      state: 'unknown',
      detail: 'it was lost',
    });
  });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const firstOf = ({ data }: { readonly data: unknown }) => (data as Status).reports[0];

describe('report287 status', () => {
  test('says in a few lines how each report stands, then what to do, and ends with 75 where something is', async () => {
    const { lines, exitCode } = await showStatus(config(), {}, quiet);
    expect(exitCode).toBe(75);
    expect(lines[0]).toBe('enforcement-actions');
    expect(lines.find((line) => line.startsWith('  2025-10 '))).toMatch(
      /^ {2}2025-10 {3}published {10}edition 1, .* \(New York\); delivered 1, unknown 1$/,
    );
    expect(lines.find((line) => line.startsWith('  2025-11 '))).toMatch(
      /^ {2}2025-11 {3}ready, overdue {5}due December 5/,
    );
    const kinds = 'encounter, administrative-arrest, agreement';
    expect(lines.find((line) => line.includes(' waiting'))).toMatch(/^ {2}20\d\d-\d\d {3}waiting/);
    expect(lines.some((line) => line.includes(`periods since 2025-12, for ${kinds}`))).toBe(true);
    expect(lines.some((line) => line.startsWith('- enforcement-actions: ') && line.endsWith(` for ${kinds}`))).toBe(
      true,
    );
    expect(lines).toContainEqual(expect.stringMatching(/^Needs attention \(\d+\):$/));
    expect(lines.at(-1)).toMatch(/^Last import: January 4, 2026 at 7:00 PM/);
  });

  test('tells one period alone, with all of it', async () => {
    const answer = await showStatus(config(), { period: '2025-10' }, quiet);
    expect(firstOf(answer)?.periods.map(({ period }) => period.id)).toEqual(['2025-10']);
    expect((answer.data as Status).attention.map(({ what }) => what)).toEqual([
      expect.stringMatching(
        /^moa-statistics 2025-10, overdue since .*: officer, training, .*complaint: no source covers October 1, 2025 through October 31, 2025$/,
      ),
      'enforcement-actions 2025-10 may or may not have reached boston (smtp): it was lost',
    ]);
    const { exitCode, lines } = await showStatus(config(), { period: '2019-01' }, quiet);
    expect(exitCode).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^All is well /));
  });

  test('tells that sources changed after an edition, and how to see what that changes, as no trouble', async () => {
    const folder = join(root, 'out/internal/enforcement-actions/2025-10/edition-1');
    const period = { id: '2025-10', from: '2025-10-01', until: '2025-11-01' };
    const taken = { fileName: 'october.csv', sha256: 'd'.repeat(64) };
    const made = { report: 'enforcement-actions', audience: 'internal', edition: 1, period, files: [], coverage: [] };
    const manifest = { ...made, sources: [taken], run: { startedAt: '2026-01-01T00:00:00Z' } };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const { lines, data } = await showStatus(config(), { period: '2025-10' }, quiet);
    await rm(folder, { recursive: true });
    const first = lines.findIndex((line) => line.startsWith('Sources of '));
    expect(lines.slice(first, first + 2)).toEqual([
      'Sources of enforcement-actions 2025-10 changed after edition 1: a.csv was imported on January 4, 2026 at 7:00 PM (New York); october.csv was taken back.',
      '  What differs: report287 run enforcement-actions --period 2025-10 --dry-run. To publish it as edition 2: report287 run enforcement-actions --period 2025-10 --revise.',
    ]);
    expect((data as Status).attention.some(({ what }) => what.includes('Sources'))).toBe(false);
  });

  test('tells of an edition that was handed to nobody', async () => {
    const fields = { report: 'moa-statistics', period: '2025-11', folder: 'internal/moa-statistics/2025-11/edition-1' };
    await withDatabase(config(), quiet.progress, ({ database }) =>
      publish(database, { ...fields, published_at: new Date(Date.now() - 31 * 86_400_000).toISOString() }),
    );
    const { lines } = await showStatus(config(), { period: '2025-11' }, quiet);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}2025-11 {3}published .*; handed to nobody$/));
  });

  test('prints metrics that are sound', async () => {
    const { lines } = await showStatus(config(), { metrics: true }, quiet);
    const families = readOpenMetrics(`${lines.join('\n')}\n`);
    expect(families.get('report287_well')?.samples[0]?.value).toBe(0);
    expect(families.get('report287_last_look_timestamp_seconds')?.samples).toEqual([]);
  });

  test('refuses what makes no sense', async () => {
    const asked = { metrics: true, period: '2025-10' };
    await expect(showStatus(config(), asked, quiet)).rejects.toMatchObject({ kind: 'usage' });
    await expect(showStatus(config(), { period: 'soon' }, quiet)).rejects.toMatchObject({ kind: 'usage' });
  });

  test('tells of the last look while `schedule` has the embedded database, or what to do where there is none', async () => {
    await withDatabase(config(), quiet.progress, async (effects) => {
      await expect(showStatus(config(), {}, quiet)).rejects.toMatchObject({
        kind: 'source',
        remedy: expect.stringContaining('wait for the first look'),
      });
      const { data, out } = config();
      const sight = { ...told(out), definitions: reports, scheduling: {}, channels: { patience: 1000 }, data };
      await afterLook(sight, { at: effects.now().toISOString(), problems: [] }, effects);
      const answer = await showStatus(config(), {}, quiet);
      expect(answer.lines[0]).toMatch(/^The database is in use: this is the status of the last look, on .*New York/);
      expect(answer.exitCode).toBe(75);
      expect(firstOf(answer)?.periods.at(-1)).toMatchObject({ standing: { state: 'published' } });
      const { lines } = await showStatus(config(), { metrics: true }, quiet);
      const families = readOpenMetrics(`${lines.join('\n')}\n`);
      expect(families.get('report287_last_look_timestamp_seconds')?.samples).toHaveLength(1);
    });
  });
});
