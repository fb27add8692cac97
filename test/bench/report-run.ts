import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../pipeline/checks/index.ts';
import { classify } from '../../pipeline/classify.ts';
import { runStages } from '../../pipeline/cli/commands.ts';
import { extract } from '../../pipeline/extract.ts';
import { formats } from '../../pipeline/formats/index.ts';
import { gaps, regimes } from '../../pipeline/priorities/index.ts';
import { openDatabase } from '../../queries/database.ts';
import { fillWithSyntheticData } from '../../queries/demo.ts';
import { migrate } from '../../queries/migrations/migrate.ts';
import { countScanned, overhear } from './bare-sql.ts';
import type { BrowserMemory } from './browser-memory.ts';
import { openFresh } from './fresh-database.ts';
import type { Memory } from './memory.ts';
import { checkLine, floor, formatLine, line, measured, type RoundFacts, roundOf } from './run-round.ts';
import { type Samples, samples, type TimedLine } from './samples.ts';

/** Which run to measure, and how often again after the first time. */
export interface RunTask {
  /** Folder of an embedded database with synthetic data, to be copied. */
  readonly synthetic: string;
  /** How many it holds. */
  readonly events: number;
  readonly rounds: number;
}

/** What a run took, stage by stage, beside its floors. */
export interface RunFigures {
  readonly report: string;
  readonly period: string;
  /** In the database. */
  readonly events: number;
  /** Of these, of the kinds and days that the report looks at. */
  readonly scanned: number;
  readonly documents: number;
  readonly pages: RoundFacts['pages'];
  readonly rounds: number;
  readonly browser: string;
  /** Of the first run with its browser's launch; the browser's own processes are not in it. */
  readonly memory: Memory;
  /** Of the first run, its browser's processes together. */
  readonly browserMemory: BrowserMemory;
  readonly lines: readonly TimedLine[];
}

/** What the synthetic data of volume 1 hold, about. */
const eventsAtVolumeOne = 226_000;

/** Makes an embedded database with about so many synthetic events, where there is none yet; returns how many there are. */
export async function fillDatabase({ folder, events }: { readonly folder: string; readonly events: number }) {
  await using database = await openDatabase({ folder });
  await migrate(database);
  const volume = events / eventsAtVolumeOne;
  const filled = await fillWithSyntheticData(database, { volume }, { progress: () => undefined });
  return filled.events;
}

/** Runs the report, round by round, each followed by its floors. */
export async function benchRun(task: RunTask): Promise<RunFigures> {
  await using database = await openFresh({ kind: 'embedded', template: task.synthetic });
  const overheard = overhear(database);
  await extract(measured.definition, measured.period, classify(regimes, gaps), { cases: false }, overheard);
  const taken = samples();
  const facts: RoundFacts[] = [];
  for (let round = 0; round <= task.rounds; round += 1) {
    const out = await mkdtemp(join(tmpdir(), 'out-'));
    const parts = round === task.rounds;
    facts.push(await roundOf({ database, queries: overheard.queries, out, taken, parts }));
  }
  const [first] = facts;
  if (first === undefined) throw new Error('no round was run');
  return {
    report: measured.definition.id,
    period: measured.period.id,
    events: task.events,
    scanned: await countScanned(database, measured.definition, measured.period),
    ...first,
    rounds: task.rounds,
    lines: linesOf(taken),
  };
}

const floorsOfStages: Readonly<Record<string, readonly string[]>> = {
  extract: [floor.sql, floor.count],
};

function linesOf(taken: Samples): readonly TimedLine[] {
  return [
    taken.line('open the browser', [floor.launch]),
    taken.line('whole run', [floor.print, floor.printAnew, floor.together]),
    taken.line(line.drawing, [floor.print, floor.printAnew, floor.drawing]),
    ...runStages.map((stage) => taken.line(stage, floorsOfStages[stage])),
    ...formats.map(({ id }) => taken.line(formatLine(id), floorsOfFormats[id])),
    taken.line(line.repair),
    taken.line(line.disk),
    ...checks.map(({ id }) => taken.line(checkLine(id))),
  ];
}

const floorsOfFormats: Readonly<Partial<Record<(typeof formats)[number]['id'], readonly string[]>>> = {
  pdf: [floor.print],
  xlsx: [floor.cells],
};
