import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type Worked, work } from '../run/crew/worker.ts';
import { openQueue } from '../run/queue.ts';
import { type Answer, withDatabase } from './commands.ts';
import { termsOf } from './distribution.ts';
import { openPress } from './press.ts';

/** What `report287 worker` is told. */
export interface WorkerFlags {
  /** End when there has been nothing to do for a few seconds. */
  readonly once?: boolean;
}

/** The stages of a worker as displays list them. */
export const workerStages = ['worker'];

const patience = 5_000;

/** Does the documents of runs that were begun with `--workers`, until it is told to stop. */
export async function runWorker(
  config: Config,
  { once = false }: WorkerFlags,
  signal: AbortSignal,
  { progress }: ProgressEffect,
): Promise<Answer> {
  refuseEmbedded(config, 'a worker');
  return withDatabase(config, progress, async (effects) => {
    const { database } = effects;
    await using queue = await openQueue(database, (text) => progress({ kind: 'note', text }));
    progress({ kind: 'stage', stage: 'worker', state: 'started' });
    const worked = await work(
      {
        queue,
        openPress: () => openPress(config, `${database.engine} ${database.version}`),
        handing: termsOf(config),
        signal,
        grace: config.scheduling.grace,
        patience: once ? patience : null,
      },
      effects,
    );
    progress({ kind: 'stage', stage: 'worker', state: 'finished' });
    return { data: worked, lines: [describe(worked)], exitCode: 0 };
  });
}

const describe = ({ tasks, givenBack, ended }: Worked) =>
  `Worker: ${tasks.toLocaleString('en-US')} documents done${givenBack > 0 ? `, ${givenBack} left to others` : ''}; ended because: ${ended}.`;

/** @throws PipelineError `config` where the database can be open in one process alone. */
export function refuseEmbedded({ databaseUrl }: Pick<Config, 'databaseUrl'>, what: string): void {
  if (databaseUrl !== undefined) return;
  const remedy = 'set DATABASE_URL to a PostgreSQL server, for the run and for each worker';
  throw new PipelineError(
    'config',
    `the embedded database is open in one process at a time: ${what} needs a server`,
    remedy,
  );
}
