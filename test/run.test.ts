import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finish, type Place, report287, start } from './run/command-line.ts';
import { csvRows, htmlTables, pdfTables, pdfText, workbookRows } from './run/reading.ts';

let home: string;
let first: Place;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'report287-run-'));
  first = { data: join(home, 'first', 'data'), out: join(home, 'first', 'out') };
  const started = await report287(first, ['demo', '--json']);
  expect(started, started.stderr).toMatchObject({ code: 0 });
}, 400_000);

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

/** A run of the nation's document alone, of a month whose whole edition no test needs. */
const month = '2020-05';
const nationalRun = (period = month) => ['run', 'enforcement-actions', '--period', period, '--scope', 'national'];

const editionOf = (place: Place, period: string, edition = 'current') =>
  join(place.out, 'internal', 'enforcement-actions', period, edition);
const documentOf = (place: Place, period: string, ending: string) =>
  join(editionOf(place, period), 'national', `enforcement-actions_${period}_national.${ending}`);

/** The nation's edition of a period, where it is not there yet. */
async function produce(period: string): Promise<void> {
  if (existsSync(editionOf(first, period))) return;
  const made = await report287(first, nationalRun(period));
  expect(made, made.stderr).toMatchObject({ code: 0 });
}

/** A copy of the first database with an empty output folder: as good as a second machine, and quicker. */
async function another(name: string): Promise<Place> {
  const place = { data: join(home, name, 'data'), out: join(home, name, 'out') };
  await cp(first.data, place.data, { recursive: true });
  return place;
}

/** Path and SHA-256 of every file below a folder, the manifest's run record left out. */
async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const { run: _, ...manifest } = entry.name === 'manifest.json' ? JSON.parse(bytes.toString()) : { run: null };
    const content = entry.name === 'manifest.json' ? JSON.stringify(manifest) : bytes;
    found.set(path.slice(folder.length), createHash('sha256').update(content).digest('hex'));
  }
  return found;
}

async function value(
  place: Place,
  period: string,
  table: string,
  code: string,
  window = 'period',
): Promise<string | undefined> {
  const rows = await csvRows(join(editionOf(place, period), 'national', 'tables', `${table}.csv`));
  return rows.find((row) => row[0] === code && row[2] === window)?.[3];
}

describe('the first run', () => {
  test('leaves one edition with every file that its manifest lists, each with its hash', async () => {
    const folder = editionOf(first, '2020-06');
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      report: 'enforcement-actions',
      edition: 1,
      synthetic: true,
      audience: 'internal',
    });
    for (const file of manifest.files) {
      const bytes = await readFile(join(folder, file.path));
      expect(createHash('sha256').update(bytes).digest('hex'), file.path).toBe(file.sha256);
    }
    const lying = [...(await contents(`${folder}/`)).keys()].filter((path) => path !== 'manifest.json');
    expect(lying.toSorted()).toEqual(manifest.files.map((file: { path: string }) => file.path).toSorted());
    expect(await readdir(join(first.out, '.staging'))).toEqual([]);
  });

  test('a second run reuses the database and says that nothing changed', async () => {
    const again = await report287(first, ['demo']);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Nothing changed: edition 1 stands.');
    expect(await readdir(join(editionOf(first, '2020-06', '.')))).toEqual(['current', 'edition-1']);
  }, 400_000);

  test('another machine makes the same bytes', async () => {
    const place = { data: join(home, 'second', 'data'), out: join(home, 'second', 'out') };
    expect(await report287(place, ['demo'])).toMatchObject({ code: 0 });
    expect(await contents(editionOf(place, '2020-06', 'edition-1'))).toEqual(
      await contents(editionOf(first, '2020-06', 'edition-1')),
    );
  }, 400_000);

  test('its recorded classification, run again beside the present rules, moves no event', async () => {
    const told = await report287(first, ['impact', '--period', '2020-06', '--json']);
    expect(told, told.stderr).toMatchObject({ code: 0 });
    const { axes } = JSON.parse(told.stdout) as {
      axes: readonly { kinds: readonly { kind: string; events: number; unchanged: number }[] }[];
    };
    expect(axes).toHaveLength(4);
    for (const { events, unchanged } of axes.flatMap(({ kinds }) => kinds)) expect(unchanged).toBe(events);
    const encounters = axes[0]?.kinds.find(({ kind }) => kind === 'encounter')?.events;
    expect(String(encounters)).toBe(await value(first, '2020-06', 'encounters-by-priority', 'total'));
  }, 400_000);

  test('lists itself on the page of its audience', async () => {
    const page = await readFile(join(first.out, 'internal', 'index.html'), 'utf8');
    expect(page).toContain('enforcement-actions/2020-06/edition-1/ATL/enforcement-actions_2020-06_ATL.pdf');
  });

  test('every document of the nation and the offices prints in its PDF the figures of its page, which are the model’s', async () => {
    const documents = (await readdir(editionOf(first, '2020-06'), { withFileTypes: true })).filter((entry) =>
      entry.isDirectory(),
    );
    expect(documents).toHaveLength(25);
    let figures = 0;
    for (const { name } of documents) {
      const stem = join(editionOf(first, '2020-06'), name, `enforcement-actions_2020-06_${name}`);
      const [printed, shown] = [await pdfTables(`${stem}.pdf`), await htmlTables(`${stem}.html`)];
      expect(printed, name).toEqual(shown);
      figures += shown.flat(2).filter((cell) => /^[-+]?[\d,.]+$/.test(cell)).length;
    }
    expect(figures).toBeGreaterThan(20_000);
  }, 400_000);

  test('every page and every sheet is marked as synthetic', async () => {
    for (const page of await pdfText(documentOf(first, '2020-06', 'pdf'))) expect(page).toContain('SYNTHETIC');
    for (const [name, rows] of await workbookRows(documentOf(first, '2020-06', 'xlsx'))) {
      expect(JSON.stringify(rows), name).toContain('SYNTHETIC');
    }
  });
});

describe('the figures of the seed documents, read out of the finished files', () => {
  /** The key figure as printed in the PDF and as it stands in the workbook. */
  async function keyFigure(
    period: string,
    label: string,
  ): Promise<{ readonly pdf: boolean; readonly workbook: string | undefined }> {
    const shown = async (figure: string) =>
      (await pdfText(documentOf(first, period, 'pdf'))).some(
        (page) => page.includes(`${figure} ${label}`) || page.includes(`${label} ${figure}`),
      );
    const rows = (await workbookRows(documentOf(first, period, 'xlsx'))).get('Key figures') ?? [];
    const workbook = rows.find((row) => row[0] === label)?.[1];
    return { workbook, pdf: workbook !== undefined && (await shown(Number(workbook).toLocaleString('en-US'))) };
  }

  test.each(['2020-06', '2020-07'])(
    '%s: 139 agencies in 24 states, 74 jail enforcement and 65 warrant service officer agreements',
    async (period) => {
      await produce(period);
      expect(await keyFigure(period, 'Agreements in force')).toEqual({ pdf: true, workbook: '139' });
      expect(await keyFigure(period, 'Agencies with an agreement')).toEqual({ pdf: true, workbook: '139' });
      expect(await keyFigure(period, 'States with an agreement')).toEqual({ pdf: true, workbook: '24' });
      expect(await keyFigure(period, 'Jail Enforcement Model agreements')).toEqual({ pdf: true, workbook: '74' });
      expect(await keyFigure(period, 'Warrant Service Officer agreements')).toEqual({ pdf: true, workbook: '65' });
    },
    400_000,
  );

  test('36 agreements in January 2017, 76 in March 2018 in 20 states', async () => {
    await produce('2017-01');
    await produce('2018-03');
    expect(await keyFigure('2017-01', 'Agreements in force')).toEqual({ pdf: true, workbook: '36' });
    expect(await keyFigure('2018-03', 'Agreements in force')).toEqual({ pdf: true, workbook: '76' });
    expect(await keyFigure('2018-03', 'States with an agreement')).toEqual({ pdf: true, workbook: '20' });
  }, 400_000);

  test('almost 25,000 encounters in fiscal year 2019', async () => {
    await produce('FY2019');
    const figure = Number(await value(first, 'FY2019', 'encounters-by-field-office', 'total'));
    expect(figure).toBeGreaterThan(24_800);
    expect(figure).toBeLessThan(25_000);
    const printed = figure.toLocaleString('en-US');
    expect((await pdfText(documentOf(first, 'FY2019', 'pdf'))).some((page) => page.includes(printed))).toBe(true);
    expect(await keyFigure('FY2019', 'Encounters')).toMatchObject({ pdf: true });
  }, 400_000);

  test('a quarter, a year and a range are the same run with another period, and months add up to their quarter', async () => {
    await produce('FY2020-Q3');
    for (const period of ['2020-04', '2020-05']) await produce(period);
    const months = await Promise.all(
      ['2020-04', '2020-05', '2020-06'].map((period) => value(first, period, 'encounters-by-citizenship', 'total')),
    );
    expect(months.reduce((sum, month) => sum + Number(month), 0)).toBe(
      Number(await value(first, 'FY2020-Q3', 'encounters-by-citizenship', 'total')),
    );
    const range = await report287(first, [
      'run',
      'enforcement-actions',
      '--from',
      '2020-06-01',
      '--through',
      '2020-06-30',
      '--scope',
      'national',
    ]);
    expect(range, range.stderr).toMatchObject({ code: 0 });
    expect(await value(first, '2020-06-01--2020-06-30', 'encounters-by-field-office', 'ATL')).toBe(
      await value(first, '2020-06', 'encounters-by-field-office', 'ATL'),
    );
  }, 240_000);
});

describe('publishing', () => {
  test('a dry run writes nothing', async () => {
    const place = await another('dry');
    const dry = await report287(place, [...nationalRun(), '--dry-run', '--json']);
    expect(dry, dry.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(dry.stdout)).toMatchObject({ kind: 'would-publish' });
    expect(existsSync(join(place.out, 'internal'))).toBe(false);
    expect(await readdir(join(place.out, '.staging'))).toEqual([]);
  }, 400_000);

  test('an edition whose folder is gone is made again, the same, under its own number', async () => {
    await produce(month);
    const place = await another('restored');
    const made = await report287(place, nationalRun());
    expect(made, made.stderr).toMatchObject({ code: 0 });
    expect(await contents(editionOf(place, month, 'edition-1'))).toEqual(
      await contents(editionOf(first, month, 'edition-1')),
    );
    expect(await readlink(editionOf(place, month))).toBe('edition-1');
  }, 400_000);

  test('a copy lies in each folder that receives editions, and a failing one is a receipt', async () => {
    const place = await another('delivered');
    const receiver = join(home, 'receiver');
    const delivered = await report287(place, [...nationalRun(), '--json'], {
      REPORT287_DELIVER_TO: `${receiver}:/dev/null/nowhere`,
    });
    expect(delivered.code, delivered.stderr).toBe(75);
    expect(JSON.parse(delivered.stdout).receipts.map((receipt: { state: string }) => receipt.state)).toEqual([
      'delivered',
      'failed',
    ]);
    const sent = join(receiver, 'internal', 'enforcement-actions', month, 'edition-1');
    expect(await contents(sent)).toEqual(await contents(editionOf(place, month, 'edition-1')));
  }, 400_000);

  test('figures that differ from a published edition are refused until --revise, and then are the next edition', async () => {
    const place = await another('revised');
    const run = (more: readonly string[]) => report287(place, [...nationalRun(), ...more]);
    expect((await run([])).code).toBe(0);
    const earlier = await contents(editionOf(place, month, 'edition-1'));
    // Another drawing of the same figures: what an edited ledger entry stands for here is any changed input.
    const manifest = join(editionOf(place, month, 'edition-1'), 'manifest.json');
    expect(JSON.parse(await readFile(manifest, 'utf8')).fingerprint).toMatch(/^[0-9a-f]{64}$/);
    const { openDatabase } = await import('../queries/database.ts');
    {
      await using database = await openDatabase({ folder: join(place.data, 'database') });
      await database.transaction('read-write', ({ own }) =>
        own
          .deleteFrom('stored_event')
          .where('kind', '=', 'encounter')
          .where('occurred_on', '=', '2020-05-04')
          .execute(),
      );
    }
    const compared = await run(['--dry-run', '--json']);
    const { differing } = JSON.parse(compared.stdout);
    expect(differing).toContain('national/tables/encounters-by-field-office.csv');
    expect(differing).not.toContain('national/tables/administrative-arrests-by-field-office.csv');
    expect(differing).not.toContain('national/tables/agreements-by-model.csv');
    const refused = await run([]);
    expect(refused.code).toBe(73);
    expect(refused.stderr).toContain('--revise');
    expect(refused.stderr).toContain('--dry-run');
    expect((await run(['--revise'])).code).toBe(0);
    expect(await contents(editionOf(place, month, 'edition-1'))).toEqual(earlier);
    expect(await readlink(editionOf(place, month))).toBe('edition-2');
    expect(JSON.parse(await readFile(join(editionOf(place, month), 'manifest.json'), 'utf8')).edition).toBe(2);

    const said = (await pdfText(documentOf(place, month, 'pdf'))).join(' ');
    expect(said).toContain('Changes since edition 1');
    expect(said).toMatch(/This edition replaces edition 1: \d+ figures in \d+ tables differ\./);
    expect(said).toMatch(/Table \d+, Encounters by field office, May 2020: \d+ figures\./);
    const totals = (await workbookRows(documentOf(place, month, 'xlsx'))).get('Totals that changed') ?? [];
    const [, , before, now] = totals.find((row) => row[0] === 'Encounters' && row[1] === 'May 2020') ?? [];
    const dataOf = (edition: string) =>
      csvRows(join(editionOf(place, month, edition), 'national', 'tables', 'encounters-by-field-office.csv'));
    const published = (rows: readonly (readonly string[])[]) =>
      Number(rows.find((row) => row[0] === 'total' && row[2] === 'period')?.[3]).toLocaleString('en-US');
    expect([before, now]).toEqual([published(await dataOf('edition-1')), published(await dataOf('edition-2'))]);
    // A figure that differs bears the sign r, and no other does.
    const earlierFigures = new Map((await dataOf('edition-1')).map((row) => [row.slice(0, 3).join(), row[3]]));
    const nowFigures = await dataOf('edition-2');
    const differ = nowFigures.filter((row) => earlierFigures.get(row.slice(0, 3).join()) !== row[3]);
    expect(differ.length).toBeGreaterThan(2);
    expect(nowFigures.filter((row) => row[4] === 'r')).toEqual(differ);
    expect(said).toMatch(new RegExp(`\\b${now}\\s*r\\b`));
    // Made again from the same inputs, it is the same.
    const second = await contents(editionOf(place, month, 'edition-2'));
    await rm(editionOf(place, month, 'edition-2'), { recursive: true });
    expect((await run([])).code).toBe(0);
    expect(await contents(editionOf(place, month, 'edition-2'))).toEqual(second);
  }, 400_000);

  test('a second process on the same database is kept out with a message', async () => {
    const place = await another('locked');
    const { openDatabase } = await import('../queries/database.ts');
    await using _held = await openDatabase({ folder: join(place.data, 'database') });
    const second = await report287(place, nationalRun());
    expect(second.code).toBe(69);
    expect(second.stderr).toContain(String(process.pid));
  }, 400_000);
});

describe('words that are not understood', () => {
  test.each([
    [['run', 'arrests', '--period', '2020-06'], 64, 'enforcement-actions'],
    [['run', 'enforcement-actions', '--period', '2020-13'], 64, '2020-06'],
    [['run', 'enforcement-actions', '--period', 'FY1990'], 64, 'FY1997'],
    [['run', 'enforcement-actions'], 64, '--period'],
    [['run', 'enforcement-actions', '--from', '2020-06-15', '--through', '2020-06-01'], 64, 'exchange'],
    [['run', 'enforcement-actions', '--from', '2020-02-30', '--through', '2020-03-01'], 64, '2020-02-30'],
    [['run', 'enforcement-actions', '--office', 'ATL'], 64, '--office'],
    [['run', 'enforcement-actions', '--period', '2190-01'], 64, 'has not begun'],
    [['print'], 64, 'print'],
    [['import'], 64, 'file'],
    [['import', '/nowhere/at-all.csv'], 69, 'at-all.csv does not exist'],
  ] as const)(
    '%j ends with %i and names the remedy',
    async (words, code, remedy) => {
      const place = { data: join(home, 'words', 'data'), out: join(home, 'words', 'out') };
      const told = await report287(place, words);
      expect(told.code, told.stderr).toBe(code);
      expect(told.stderr).toContain(remedy);
      expect(told.stdout).toBe('');
      expect(existsSync(place.out)).toBe(false);
    },
    400_000,
  );

  test('unsound settings are told all at once', async () => {
    const told = await report287({ data: home, out: home }, ['imports'], {
      DATABASE_URL: 'mysql://user:secret@host',
      PUPPETEER_EXECUTABLE_PATH: 'chrome',
    });
    expect(told.code).toBe(78);
    expect(told.stderr).toContain('DATABASE_URL');
    expect(told.stderr).toContain('PUPPETEER_EXECUTABLE_PATH');
    expect(told.stderr).not.toContain('secret');
  });

  test('with --json an error is one JSON document on standard output', async () => {
    const told = await report287({ data: home, out: home }, ['run', 'arrests', '--period', '2020-06', '--json']);
    expect(JSON.parse(told.stdout)).toMatchObject({ error: { kind: 'usage' } });
    for (const words of [
      ['frobnicate', '--json'],
      ['imports', 'rejects', '--json'],
      ['register', 'correct', '/nowhere.csv', '--json'],
    ]) {
      const { stdout } = await report287({ data: home, out: home }, words);
      expect(JSON.parse(stdout), words.join(' ')).toHaveProperty('error.message');
    }
  });
});

test('a folder that cannot be written is named, with the settings that move it', async () => {
  const place = { ...(await another('unwritable')), out: '/dev/null/out' };
  const told = await report287(place, nationalRun());
  expect(told.code, told.stderr).toBe(73);
  expect(told.stderr).toContain('/dev/null: a part of the path is no folder');
  expect(told.stderr).toContain('REPORT287_OUT');
}, 400_000);

describe('a run that is killed', () => {
  test('at any moment leaves no half edition and no browser, and the next run publishes', async () => {
    await produce(month);
    const place = await another('killed');
    const words = nationalRun();
    const browsers = async () => {
      const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const lines = await Promise.all(ids.map((id) => readFile(join('/proc', id, 'cmdline'), 'utf8').catch(() => '')));
      return lines.filter((line) => line.includes(place.data) && line.includes('--remote-debugging-pipe')).length;
    };
    for (const delay of [300, 900, 1300, 1700, 2100, 2500, 2900, 3300, 3700]) {
      const child = start(place, words);
      const ended = finish(child);
      setTimeout(() => child.kill('SIGKILL'), delay);
      await ended;
      const slot = join(place.out, 'internal', 'enforcement-actions', month);
      for (const name of existsSync(slot) ? await readdir(slot) : []) {
        if (!name.startsWith('edition-')) continue;
        const manifest = JSON.parse(await readFile(join(slot, name, 'manifest.json'), 'utf8'));
        for (const file of manifest.files)
          expect((await readFile(join(slot, name, file.path))).byteLength).toBe(file.size);
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await browsers(), `browsers alive after a kill at ${delay} ms`).toBe(0);
      if (existsSync(slot)) await rm(slot, { recursive: true });
    }
    const last = await report287(place, words);
    expect(last, last.stderr).toMatchObject({ code: 0 });
    expect(await contents(editionOf(place, month))).toEqual(await contents(editionOf(first, month, 'edition-1')));
    expect(await readdir(join(place.out, '.staging'))).toEqual([]);
  }, 400_000);
});
