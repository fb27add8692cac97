import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { writeArchive } from '../../pipeline/publish/archive.ts';
import { writingIn } from '../../pipeline/publish/refusal.ts';
import { openStaging } from '../../pipeline/publish.ts';
import { inspect, openViewer } from '../formats/html/axe.ts';

const parent = mkdtempSync(join(tmpdir(), 'report287-archive-'));
let out: string;

beforeEach(() => {
  out = mkdtempSync(join(parent, 'out-'));
});

afterAll(() => rmSync(parent, { recursive: true }));

const months: Readonly<Record<string, readonly [from: string, until: string]>> = {
  '2020-05': ['2020-05-01', '2020-06-01'],
  '2020-06': ['2020-06-01', '2020-07-01'],
  'FY2020-Q3': ['2020-04-01', '2020-07-01'],
  '2020-06-01--2020-06-15': ['2020-06-01', '2020-06-16'],
};

/** Lays down the manifest of an edition with documents of some scopes, and returns its folder. */
function edition(period: string, number: number, scopes: readonly string[], synthetic = true): string {
  const [from = '', until = ''] = months[period] ?? [];
  const folder = join(out, 'internal', 'enforcement-actions', period, `edition-${number}`);
  const stem = (scope: string) => `enforcement-actions_${period}_${scope}`;
  const file = (path: string, format: string, size: number) => ({
    path,
    format,
    size,
    sha256: 'ab12cd34ef567890'.repeat(4),
  });
  const files = scopes.flatMap((scope) => [
    file(`${scope}/${stem(scope)}.html`, 'html', 310_400),
    file(`${scope}/${stem(scope)}.pdf`, 'pdf', 1_234_567),
    file(`${scope}/${stem(scope)}.xlsx`, 'xlsx', 400),
    file(`${scope}/tables/encounters by "state".csv`, 'csv', 999_499),
  ]);
  mkdirSync(folder, { recursive: true });
  const manifest = {
    report: 'enforcement-actions',
    period: { id: period, from, until },
    audience: 'internal',
    edition: number,
    asOf: '2020-07-08T12:00:00.000Z',
    synthetic,
    files: [...files, file('tallies.json', 'tallies', 5)],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

const archive = async (): Promise<string> => readFileSync(await writeArchive(out, 'internal'), 'utf8');
const all = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map(([, text = '']) => text);

describe('the archive of an audience', () => {
  test('lists periods newest first, the longer before the shorter, and of each the current edition before the earlier ones', async () => {
    edition('2020-05', 1, ['national']);
    edition('2020-06', 1, ['national']);
    edition('2020-06', 2, ['national']);
    edition('2020-06', 10, ['national']);
    edition('FY2020-Q3', 1, ['national']);
    edition('2020-06-01--2020-06-15', 1, ['national']);
    const page = await archive();
    expect(all(page, /<h3[^>]*>([^<]*)/g)).toEqual([
      'quarter 3 of fiscal year 2020',
      'June 2020',
      'June 1, 2020 through June 15, 2020',
      'May 2020',
    ]);
    expect(all(page, /<h4 id="enforcement-actions-2020-06-edition[^>]*>([^<]*)/g).map((text) => text.trim())).toEqual([
      'Edition 10, current edition',
      'Edition 2, earlier edition',
      'Edition 1, earlier edition',
    ]);
    expect(page).toContain('July 8, 2020 at 8:00 AM (New York)');
  });

  test('offers every file of every document with its size and hash, the nation first', async () => {
    edition('2020-06', 1, ['ATL', 'BAL', 'national']);
    const page = await archive();
    expect(all(page, /<tr><th scope="row">([^<]*)/g)).toEqual(['National', 'ATL', 'BAL']);
    const links = all(page, /href="([^#"][^"]*)"/g);
    expect(links).toHaveLength(13);
    const folder = 'enforcement-actions/2020-06/edition-1';
    expect(links).toContain(`${folder}/ATL/enforcement-actions_2020-06_ATL.pdf`);
    expect(links).toContain(`${folder}/BAL/tables/encounters%20by%20%22state%22.csv`);
    expect(links[0]).toBe(`${folder}/manifest.json`);
    expect(page).toContain('>PDF</a>, 1.2 MB <code>ab12cd34ef56</code>');
    expect(page).toContain('>XLSX</a>, 1 KB');
    expect(page).toContain('&quot;state&quot;.csv</a>, 999 KB');
  });

  test('marks synthetic editions, and only those', async () => {
    edition('2020-05', 1, ['national'], false);
    edition('2020-06', 1, ['national'], true);
    expect(all(await archive(), /<h4 id="([^"]*)">[^<]*<b class="mark">SYNTHETIC/g)).toEqual([
      'enforcement-actions-2020-06-edition-1',
    ]);
    expect(all(await archive(), /<b class="mark">([^<]*)/g)).toEqual(['SYNTHETIC']);
  });

  test('is the same bytes for the same editions, and leaves nothing else behind', async () => {
    edition('2020-06', 1, ['national']);
    const once = await archive();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(out, 'internal', `.index.html-${hostname()}.${dead}.${randomUUID()}`), '<half');
    expect(await archive()).toBe(once);
    expect(readdirSync(join(out, 'internal')).toSorted()).toEqual(['enforcement-actions', 'index.html']);
  });

  test('lists what its caller releases, and nothing else', async () => {
    edition('2020-06', 1, ['national']);
    edition('2020-06', 2, ['national']);
    const page = readFileSync(await writeArchive(out, 'internal', ({ edition }) => edition === 1), 'utf8');
    expect(page).toContain('Edition 1, current edition');
    expect(page).not.toContain('edition-2');
  });

  test('refuses a manifest that cannot be read', async () => {
    writeFileSync(join(edition('2020-06', 1, ['national']), 'manifest.json'), '{');
    await expect(writeArchive(out, 'internal')).rejects.toMatchObject({ kind: 'publish' });
  });

  test('that cannot be written is trouble that names the folder, and so is a staging folder', async () => {
    writeFileSync(join(out, 'internal'), 'a letter');
    const refused = (folder: string) => ({
      kind: 'publish',
      message: `${folder}: a part of the path is no folder`,
      remedy: expect.stringMatching(/^let this user write there and in every folder below/),
    });
    await expect(openStaging(join(out, 'internal'))).rejects.toMatchObject(refused(join(out, 'internal')));
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    await expect(writingIn(join(out, 'not', 'made'), () => Promise.reject(full))).rejects.toMatchObject({
      ...{ kind: 'publish', message: `${out}: the disk is full` },
      remedy: expect.stringMatching(/^make room/),
    });
    const defect = new Error('nobody foresaw it');
    await expect(writingIn(out, () => Promise.reject(defect))).rejects.toBe(defect);
  });

  test('has nothing for axe-core to find, and fits a phone', async () => {
    for (const scope of [['national'], ['national', 'ATL']]) edition('2020-06', scope.length, scope);
    edition('2020-05', 1, ['national']);
    const page = await archive();
    const browser = await openViewer();
    try {
      for (const width of [360, 1280]) {
        const { findings, passes, overflow } = await inspect(browser, page, width);
        expect(findings).toEqual([]);
        expect(passes).toBeGreaterThan(20);
        expect(overflow).toBeLessThanOrEqual(0);
      }
    } finally {
      await browser.close();
    }
  });
});
