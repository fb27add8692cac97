import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ChannelSettings } from '../../../pipeline/channels/channel.ts';
import type { Effects } from '../../../pipeline/effects.ts';
import { formats } from '../../../pipeline/formats/index.ts';
import { importExtract } from '../../../pipeline/import/program-extract.ts';
import type { Month } from '../../../pipeline/period.ts';
import { writeArchive } from '../../../pipeline/publish/archive.ts';
import { adoptEditions } from '../../../pipeline/run/adopt-editions.ts';
import type { Duties, Halts } from '../../../pipeline/schedule/duties.ts';
import { look } from '../../../pipeline/schedule/look.ts';
import { keepLooking } from '../../../pipeline/schedule/loop.ts';
import { type DatabaseOptions, openDatabase } from '../../../queries/database.ts';
import { pressWithoutBrowser, smallDuties, smallReport } from './small-duties.ts';

// A scheduler in a process of its own, to be killed: says on standard output how far it is and what came of each look.

/** What a test tells this process. */
export interface ChildTask {
  readonly database: DatabaseOptions;
  readonly out: string;
  /** A folder into which program extracts are put. */
  readonly inbox: string;
  /** The instant that its clock shows. */
  readonly now: string;
  /** The first month that is due by schedule. */
  readonly from: Month;
  readonly settings: ChannelSettings;
  /** `once`: one look. `again`: looks until it is told to stop. */
  readonly looks: 'once' | 'again';
  /** What it does to itself: kill itself as a page is drawn, or never finish printing. */
  readonly harm?: 'kill' | 'stall';
  /** Milliseconds; as {@link Duties} has them. */
  readonly rests?: readonly number[];
}

const task: ChildTask = JSON.parse(process.argv[2] ?? '');
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);

function dutiesOf({ out, inbox, from, settings, harm, rests }: ChildTask, effects: Effects): Duties {
  const press = pressWithoutBrowser(out, () => {
    if (harm === 'kill') process.kill(process.pid, 'SIGKILL');
  });
  const stalling = { ...press, tools: { ...press.tools, print: () => setTimeout(3_600_000, new Uint8Array()) } };
  return smallDuties(out, {
    definitions: [smallReport({ from })],
    delivery: { settings, approvals: { internal: [], public: [] } },
    openPress: async () => (harm === 'stall' ? stalling : press),
    ...(harm === 'stall' ? { formats: formats.filter(({ id }) => id === 'pdf' || id === 'html') } : {}),
    inbox: { folder: inbox, quiet: 50, importFile: (path) => importOf(path, effects) },
    ...(rests === undefined ? {} : { claims: { rests } }),
  });
}

async function importOf(path: string, effects: Effects) {
  const files = await importExtract(path, {}, effects);
  return {
    state: files.some(({ state }) => state === 'imported') ? ('imported' as const) : ('already-imported' as const),
  };
}

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
{
  await using database = await openDatabase(task.database);
  const effects = { database, now: () => new Date(task.now), progress: say };
  const looking = async (halts: Halts) => {
    const looked = await look(dutiesOf(task, effects), halts, effects);
    say({ kind: 'look', looked });
    return looked;
  };
  say({ kind: 'ready' });
  // As the command does when it starts.
  await adoptEditions(task.out, effects);
  if (existsSync(join(task.out, 'internal'))) await writeArchive(task.out, 'internal');
  if (task.looks === 'once') await looking({ stop: stop.signal, end: new AbortController().signal });
  else await keepLooking(looking, { interval: 50, grace: 1_000 }, stop.signal, effects);
}
// As the command line does: what was left off may still hold the process.
process.exit(0);
