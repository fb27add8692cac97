import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openPress } from '../../pipeline/cli/press.ts';
import { readConfig } from '../../pipeline/config.ts';
import { none } from '../../pipeline/disclosure/none.ts';
import type { ProgressEvent } from '../../pipeline/effects.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { parsePeriod } from '../../pipeline/period.ts';
import { moaStatistics } from '../../pipeline/reports/moa-statistics.ts';
import { runAgreements } from '../../pipeline/run/agreements.ts';
import { type Database, ownSchema } from '../../queries/database.ts';
import { descendantsOf } from '../formats/pdf/processes.ts';
import { watchBrowserMemory } from './browser-memory.ts';
import { openFresh } from './fresh-database.ts';
import { watchMemory } from './memory.ts';
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
  /** Pages of the browser at the same time, by the processes that draw them. */
  readonly pages: number;
  /** Of each third of the documents: the most memory of this process and of its browser, in megabytes. */
  readonly thirds: readonly { readonly own: number; readonly browser: number }[];
}

const period = parsePeriod('2020-06');

/** Carries the agreements, and watches. */
export async function benchAgreements({ synthetic, agreements }: AgreementsTask): Promise<AgreementsFigures> {
  await using database = await openFresh({ kind: 'embedded', template: synthetic });
  await makeAsMany(database, agreements);
  const out = await mkdtemp(join(tmpdir(), 'agreements-'));
  await using press = await openPress({ ...readConfig(process.env, process.cwd()), out }, database.engine);
  const watch = watchThirds(agreements);
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
async function makeAsMany(database: Database, wanted: number): Promise<void> {
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

/** Watches memory by thirds of the documents, and everything else from the first document to the last. */
function watchThirds(agreements: number) {
  const thirds: { own: number; browser: number }[] = [];
  const third = () => ({ own: watchMemory(), browser: watchBrowserMemory() });
  let current = third();
  let cpu = process.cpuUsage();
  let browserCpu = descendantsCpuSeconds();
  let began = performance.now();
  let pages = 0;
  const timer = setInterval(() => {
    pages = Math.max(pages, pagesOpen());
  }, 500);
  const close = () => {
    const ended = current;
    thirds.push({ own: ended.own().peak, browser: ended.browser().peak });
  };
  return {
    hear: (event: ProgressEvent) => {
      if (event.kind === 'stage' && event.stage === 'agreements' && event.state === 'started') {
        began = performance.now();
        cpu = process.cpuUsage();
        browserCpu = descendantsCpuSeconds();
      }
      if (event.kind !== 'count' || event.stage !== 'agreements') return;
      if (event.done !== Math.round((agreements * (thirds.length + 1)) / 3)) return;
      close();
      current = third();
    },
    end: () => {
      clearInterval(timer);
      current.own();
      current.browser();
      const { user, system } = process.cpuUsage(cpu);
      const figures = {
        seconds: (performance.now() - began) / 1_000,
        cpuSeconds: (user + system) / 1_000_000,
        browserCpuSeconds: descendantsCpuSeconds() - browserCpu,
        pages,
        thirds,
      };
      return { began, figures };
    },
  };
}

/** The browser's processes that draw a page; Linux only, elsewhere 0. One may be held ready beside them. */
function pagesOpen(): number {
  if (process.platform !== 'linux') return 0;
  return descendantsOf(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
    } catch {
      return false;
    }
  }).length;
}

/** The figures as a table. */
export function agreementsTable(figures: AgreementsFigures): string {
  const { agreements, published, failed, extractSeconds, seconds, cpuSeconds, browserCpuSeconds, pages, thirds } =
    figures;
  const share = (100 * browserCpuSeconds) / (cpuSeconds + browserCpuSeconds);
  return [
    `${agreements} agreements, PDF + XLSX each, checked and published: ${published} published, ${failed} failed`,
    `read in ${extractSeconds.toFixed(1)} s; then ${((60 * (published + failed)) / seconds).toFixed(1)} documents a minute (${seconds.toFixed(1)} s)`,
    `CPU ${cpuSeconds.toFixed(1)} s here, ${browserCpuSeconds.toFixed(1)} s in the browser: ${share.toFixed(0)} %; processes that draw pages, at most: ${pages}`,
    '',
    alignedTable(
      ['third', 'memory here, MB', 'browser, MB'],
      thirds.map(({ own, browser }, at) => [String(at + 1), own.toFixed(0), browser.toFixed(0)]),
    ),
  ].join('\n');
}
