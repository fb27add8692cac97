import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { readConfig } from '../../pipeline/config.ts';
import { none } from '../../pipeline/disclosure/none.ts';
import type { ProgressEvent } from '../../pipeline/effects.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import { runAgreements } from '../../pipeline/run/agreements.ts';
import { type Database, ownSchema } from '../../queries/database.ts';
import { browserMemory, type MostMemory, watchBoth } from './agreements/memory.ts';
import { openWatchedPress, type WatchedPress } from './agreements/press.ts';
import { openFresh } from './fresh-database.ts';
import { currentLoad } from './machine.ts';
import { descendantsCpuSeconds } from './processor-time.ts';
import { alignedTable } from './table.ts';

/** Which agreements to carry: so many, of an embedded database with synthetic data, to be copied. */
export interface AgreementsTask {
  readonly synthetic: string;
  readonly agreements: number;
}

/** What the editions of many agreements took. */
export interface AgreementsFigures {
  readonly agreements: number;
  readonly published: number;
  readonly failed: number;
  readonly extractSeconds: number;
  /** From the first document to the last. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the browser's processes. */
  readonly browserCpuSeconds: number;
  /** In which a page of the browser was printing; of two at the same time both count. */
  readonly printingSeconds: number;
  /** The most pages of the browser that were printing at the same time. */
  readonly pages: number;
  /** Of each third of the documents. */
  readonly thirds: readonly Third[];
}

/** A part of the documents: how long it took, how busy the machine was at its end, and the most memory in it. */
export interface Third extends MostMemory {
  readonly seconds: number;
  readonly load: number;
}

/** The synthetic register has its most agreements then. */
export const period = parsePeriod('2025-09');

/** Carries the agreements, and watches. */
export async function benchAgreements({ synthetic, agreements }: AgreementsTask): Promise<AgreementsFigures> {
  await using database = await openFresh({ kind: 'embedded', template: synthetic });
  await makeAsMany(database, agreements);
  const out = await mkdtemp(join(tmpdir(), 'agreements-'));
  const { cache } = readConfig(process.env, process.cwd());
  await using press = await openWatchedPress(out, join(cache, 'browser'), database.engine);
  const watch = watchThirds(agreements, press);
  const started = performance.now();
  const outcome = await runAgreements(
    {
      definition: moaStatistics,
      period,
      audience: 'internal',
      disclosure: none,
      recipients: [],
      formats: formats.filter(({ id }) => id === 'pdf' || id === 'xlsx'),
      revise: false,
      dryRun: false,
    },
    press,
    { database, now: () => new Date(), progress: watch.hear },
  );
  const seen = watch.end();
  return {
    agreements,
    published: outcome.published.length,
    failed: outcome.failed.length,
    extractSeconds: (seen.began - started) / 1_000,
    ...seen.figures,
  };
}

/** Leaves so many agreements in force: takes others away, or adds copies under other ids. */
export async function makeAsMany(database: Database, wanted: number): Promise<void> {
  const table = (name: string) => sql.table(`${ownSchema}.${name}`);
  await database.transaction('read-write', async ({ own }) => {
    await sql`create temporary table kept on commit drop as select agreement_id,
      row_number() over (order by agreement_id)::int as number from ${table('agreement')} where agreement_id in (
        select agreement_id from ${table('agreement_status')} where status = 'active'
        and valid_from < ${period.until}::date and coalesce(valid_until, 'infinity') > ${period.from}::date)`.execute(
      own,
    );
    await sql`delete from ${table('agreement_status')} where agreement_id not in (
      select agreement_id from kept where number <= ${wanted}::int)`.execute(own);
    await sql`create temporary table copies on commit drop as select kept.agreement_id, copy
      from kept, generate_series(1, ${wanted}::int) as copy
      where kept.number + copy * (select max(number) from kept) <= ${wanted}::int`.execute(own);
    for (const [name, columns] of [
      ['agreement', 'agency_id, model, office_code, signed_on'],
      ['agreement_status', 'status, valid_from, valid_until, agency_id, template'],
    ] as const) {
      const rest = sql.raw(columns);
      await sql`insert into ${table(name)} (agreement_id, ${rest}) select agreement_id || '-copy-' || copy, ${rest}
        from ${table(name)} join copies using (agreement_id)`.execute(own);
    }
  });
}

const toldEvery = 100;

/** The full number takes the better part of an hour. */
function tell(done: number, seconds: number): void {
  const { rss } = process.memoryUsage();
  const memory = `${(rss / 1_000_000).toFixed(0)} MB here, ${browserMemory().toFixed(0)} MB in the browser`;
  console.error(`bench: ${done} agreements in ${seconds.toFixed(0)} s, load ${currentLoad().toFixed(1)}, ${memory}`);
}

/** Watches memory by thirds of the documents, and everything else from the first document to the last. */
function watchThirds(agreements: number, press: WatchedPress) {
  const thirds: Third[] = [];
  let current = { most: watchBoth(), since: performance.now() };
  let cpu = process.cpuUsage();
  let browserCpu = descendantsCpuSeconds();
  let began = performance.now();
  const begin = () => {
    current.most();
    current = { most: watchBoth(), since: performance.now() };
  };
  return {
    hear: (event: ProgressEvent) => {
      if (event.kind === 'stage' && event.stage === 'agreements' && event.state === 'started') {
        began = performance.now();
        cpu = process.cpuUsage();
        browserCpu = descendantsCpuSeconds();
        begin();
      }
      if (event.kind !== 'count' || event.stage !== 'agreements') return;
      if (event.done % toldEvery === 0) tell(event.done, (performance.now() - began) / 1_000);
      if (event.done !== Math.round((agreements * (thirds.length + 1)) / 3)) return;
      const seconds = (performance.now() - current.since) / 1_000;
      thirds.push({ ...current.most(), seconds, load: currentLoad() });
      begin();
    },
    end: () => {
      current.most();
      const { user, system } = process.cpuUsage(cpu);
      const figures = {
        seconds: (performance.now() - began) / 1_000,
        cpuSeconds: (user + system) / 1_000_000,
        browserCpuSeconds: descendantsCpuSeconds() - browserCpu,
        printingSeconds: press.printingSeconds(),
        pages: press.mostPages(),
        thirds,
      };
      return { began, figures };
    },
  };
}

/** The figures as a table. */
export function agreementsTable(figures: AgreementsFigures): string {
  const { agreements, published, failed, extractSeconds, seconds, cpuSeconds, browserCpuSeconds, thirds } = figures;
  const { printingSeconds, pages } = figures;
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;
  return [
    `${agreements} agreements, PDF + XLSX each, checked and published: ${published} published, ${failed} failed`,
    `read in ${extractSeconds.toFixed(1)} s; then ${((60 * (published + failed)) / seconds).toFixed(1)} agreements a minute (${seconds.toFixed(1)} s)`,
    `pages printing at once, at most: ${pages}; two could have printed all the time, and did ${share(printingSeconds, 2 * seconds)} of it`,
    `CPU ${cpuSeconds.toFixed(1)} s here, ${browserCpuSeconds.toFixed(1)} s in the browser, which is ${share(browserCpuSeconds, cpuSeconds + browserCpuSeconds)}`,
    '',
    alignedTable(
      ['third', 'seconds', 'load', 'memory here, MB', 'browser, MB'],
      thirds.map((third, at) => [
        String(at + 1),
        third.seconds.toFixed(1),
        third.load.toFixed(1),
        third.own.toFixed(0),
        third.browser.toFixed(0),
      ]),
    ),
  ].join('\n');
}
