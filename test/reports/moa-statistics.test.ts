import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPress } from '../../pipeline/cli/press.ts';
import { readConfig } from '../../pipeline/config.ts';
import { none } from '../../pipeline/disclosure/none.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import { run } from '../../pipeline/run.ts';
import { fillWithSyntheticData } from '../../queries/demo.ts';
import { embeddedEngine } from '../engines.ts';
import { checkout } from '../run/command-line.ts';
import { type FinishedTable, tableInPdf, tableInWorkbook } from './finished.ts';

const { open } = embeddedEngine();
let out = '';

/** The tables of the same title in both documents. */
interface Both {
  readonly pdf: FinishedTable;
  readonly workbook: FinishedTable;
}

async function titled(title: string): Promise<Both> {
  const folder = join(out, 'internal', 'moa-statistics', '2018-03', 'current', 'national');
  const stem = join(folder, 'moa-statistics_2018-03_national');
  return { pdf: await tableInPdf(`${stem}.pdf`, title), workbook: await tableInWorkbook(`${stem}.xlsx`, title) };
}

/** One row of a table in both documents, by what stands in its first columns. */
async function rowOf(title: string, label: string): Promise<{ readonly [D in keyof Both]: FinishedTable[number] }> {
  const { pdf, workbook } = await titled(title);
  const found = (rows: FinishedTable) => rows.find((row) => Object.values(row).slice(0, 2).includes(label)) ?? {};
  return { pdf: found(pdf), workbook: found(workbook) };
}

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'report287-moa-'));
  await using database = await open();
  const effects = { database, progress: () => undefined, now: () => new Date() };
  // Few events: no figure of the source that is read here is one of events.
  await fillWithSyntheticData(database, { volume: 0.01 }, effects);
  await using press = await openPress({ ...readConfig(process.env, checkout), out }, 'test');
  const outcome = await run(
    {
      definition: moaStatistics,
      period: parsePeriod('2018-03'),
      audience: 'internal',
      documents: 'national',
      cases: false,
      disclosure: none,
      recipients: [],
      revise: false,
      dryRun: false,
      subject: null,
      formats,
    },
    press,
    effects,
  );
  expect(outcome.kind).toBe('published');
}, 240_000);

afterAll(() => rm(out, { recursive: true, force: true }));

describe('the report for March 2018, read out of its PDF and its workbook, says what OIG-18-77 says', () => {
  test('of 24 installations 22 are completed, more than half of them after more than 180 days, the longest after 258', async () => {
    const both = await rowOf('Installations since the start of the prior fiscal year, March 2018', 'Allsites');
    for (const row of Object.values(both)) {
      expect(row).toMatchObject({
        Requested: '24',
        Completed: '22',
        Within180days: '9',
        Over180days: '13',
        'Over180days(%)': '59.1',
        'Longest(days)': '258',
        Outstanding: '2',
      });
      expect(Number(row.Over180days)).toBeGreaterThan(Number(row.Completed) / 2);
    }
  });

  test('the installations are listed one by one: 24 sites, 22 with their day, and the same days in both documents', async () => {
    const { pdf, workbook } = await titled('Installations by site, March 2018');
    for (const rows of [pdf, workbook]) {
      expect(rows).toHaveLength(24);
      const installed = rows.filter(({ Installed }) => Installed !== 'X');
      expect(installed).toHaveLength(22);
      const days = installed.map(({ Days }) => Number(Days));
      expect(Math.max(...days)).toBe(258);
      expect(days.filter((count) => count > 180)).toHaveLength(13);
      const open = rows.filter(({ Installed }) => Installed === 'X').map((row) => row.Goalof180days);
      expect(open).toEqual(['Outstanding,pastthegoal', 'Outstanding,pastthegoal']);
    }
    const days = ({ Agency, Days }: FinishedTable[number]) => `${Agency} ${Days}`;
    expect(workbook.map(days)).toEqual(pdf.map(days));
    for (const { Agreementsigned: signed = '', Installed: installed = '', Days } of workbook) {
      const end = installed === 'X' ? '2018-03-31' : installed;
      expect((Date.parse(end) - Date.parse(signed)) / 86_400_000).toBe(Number(Days));
      expect(end <= '2018-03-31').toBe(true);
    }
  });

  test('212 officers are active through the first quarter of fiscal year 2017, and 374 in March 2018: 76.4 % more', async () => {
    const { pdf, workbook } = await titled('Active officers by month, 24 months to March 2018');
    for (const rows of [pdf, workbook]) {
      const active = new Map(rows.map((row) => [row.Month, row.Activeofficers]));
      const change = new Map(rows.map((row) => [row.Month, row['ChangesinceOctober2016(%)']]));
      expect(['October2016', 'November2016', 'December2016'].map((month) => active.get(month))).toEqual(
        Array(3).fill('212'),
      );
      expect(active.get('March2018')).toBe('374');
      expect(change.get('March2018')).toMatch(/^\+?76\.4$/);
      // Of the months before, nothing is on record: not available, which is not zero.
      expect(active.get('September2016')).toBe('NA');
      expect(change.get('September2016')).toBe('NA');
      expect(rows).toHaveLength(24);
    }
  });

  test('20 field program managers supervise 374 officers, 32 are required: 12 are missing, and 62.5 % filled', async () => {
    const both = await rowOf('Program managers and what they supervise, March 2018', 'Allofficers');
    for (const row of Object.values(both)) {
      expect(row).toMatchObject({
        Fieldprogrammanagers: '20',
        Activeofficers: '374',
        Requiredbyofficers: '32',
        Required: '32',
        Gap: '12',
        'Filled(%)': '62.5',
      });
      expect(Number(row.Requiredbycases)).toBeLessThan(32);
    }
  });

  test('the field offices’ posts, officers and gap are those of the nation, with no national program manager among them', async () => {
    const total = await rowOf('Supervision by field office, March 2018', 'Total');
    for (const row of Object.values(total)) {
      expect(row).toMatchObject({ Fieldprogrammanagers: '20', Activeofficers: '374', Required: '32', Gap: '12' });
    }
    const { pdf } = await titled('Supervision by field office, March 2018');
    expect(pdf.map((row) => Object.values(row)[0])).not.toContain('Nofieldoffice');
  });

  test('the headline figures stand in one table, and are those of the tables below', async () => {
    const headlines = await titled('Headline figures, March 2018');
    for (const rows of [headlines.pdf, headlines.workbook]) {
      const of = (label: string) => rows.find(({ Figure }) => Figure === label)?.March2018;
      expect(of('Fieldprogrammanagers')).toBe('20');
      expect(of('Fieldprogrammanagersrequiredbythestaffingmodel')).toBe('32');
      expect(of('Gapbetweenthoserequiredandthosethereare')).toBe('12');
      expect(of('Installationsrequestedsincethestartofthepriorfiscalyear')).toBe('24');
      expect(of('Installationscompleted,ofthose')).toBe('22');
      expect(of('Installationsover180days,ofthose')).toBe('13');
    }
  });

  test('as many inspections are listed as overdue as are counted, and each complaint resolved is one duty', async () => {
    const counted = await rowOf('Inspections due and done by model, March 2018', 'Total');
    const listed = await titled('Agreements with an inspection overdue, March 2018');
    expect(Number(counted.pdf.Overdue)).toBeGreaterThan(0);
    expect(String(listed.pdf.length)).toBe(counted.pdf.Overdue);
    expect(listed.workbook).toHaveLength(listed.pdf.length);
    const duty = await rowOf('Duties about complaints by timeliness, March 2018', 'Resolveacomplaint');
    const resolved = await rowOf('Complaints resolved by finding, March 2018', 'Total');
    expect(duty.pdf.Performed).toBe(resolved.pdf.March2018);
  });

  test('76 agreements are in force, under one model, in 20 states', async () => {
    const agreements = await rowOf('Agreements in force by model, March 2018', 'Total');
    const states = await rowOf('States with an agreement in force by model, March 2018', 'Total');
    for (const row of Object.values(agreements)) expect(row).toMatchObject({ March2018: '76' });
    for (const row of Object.values(states)) expect(row).toMatchObject({ March2018: '20' });
  });

  test('the measures of performance repeat them, each with its target, or say that none is set', async () => {
    const measures = await titled('Performance measures, March 2018');
    for (const rows of [measures.pdf, measures.workbook]) {
      const of = (label: string) => rows.find(({ Measure }) => Measure === label);
      expect(of('Fieldprogrammanagersofthoserequired(%)')).toMatchObject({ Target: '100%', March2018: '62.5' });
      expect(of('Installationswithin180daysofsigning(%)')).toMatchObject({
        Target: '100%',
        March2018: '40.9',
        February2018: 'X',
      });
      expect(of('Agenciesinfullcompliancewithtraining(%)')).toMatchObject({ Target: 'Notargetset' });
      for (const { Target } of rows) expect(Target).not.toBe('');
    }
  });
});
