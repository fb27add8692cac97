import { exitCodes } from '../../errors.ts';
import { doctor } from '../doctor.ts';
import { jsonLines } from '../progress.ts';
import { type ScheduleFlags, schedule } from '../schedule.ts';
import { type StatusFlags, showStatus } from '../status.ts';
import { runWorker, type WorkerFlags, workerStages } from '../worker.ts';
import type { Shell } from './shell.ts';

/** What publishes and hands over by itself, and shows how that goes. */
export function schedulingCommands({ command, answer, config, surroundings, stopSignal, endWithin }: Shell): void {
  command(
    'schedule',
    'import, publish and hand over by itself what is due, until SIGTERM; the embedded database is its own meanwhile',
  )
    .option('--once', 'look once and end: for a timer')
    .action((flags: ScheduleFlags) => {
      const told = config();
      const stop = stopSignal();
      // What does not end in its grace, such as a long import, is undone by the database.
      stop.addEventListener('abort', () => endWithin(told.scheduling.grace + 1_000, exitCodes.delivery));
      // A log, on a terminal too: no list of stages holds what is yet to come.
      return answer([], () => schedule(told, flags, stop, jsonLines()));
    });
  command('worker', 'do documents of runs with --workers, on the same PostgreSQL and output folder, until told to stop')
    .option('--once', 'end when there has been nothing to do for a few seconds')
    .action((flags: WorkerFlags) =>
      answer(workerStages, (effects) => runWorker(config(), flags, stopSignal(), effects)),
    );
  command('status', 'show what is published and delivered, what is waiting or overdue and why, and what to do')
    .option('--metrics', 'print OpenMetrics text instead')
    .option('--period <period>', 'only this period, with all of it')
    .action((flags: StatusFlags) => answer([], (effects) => showStatus(config(), flags, effects)));
  command(
    'doctor',
    'examine everything that a scheduled month needs, with a remedy for what is not well; changes nothing on record',
  ).action(async () => {
    const { variables, folder } = surroundings();
    await answer(['examine'], (effects) => doctor(variables, folder, effects));
    // What was given up may go on waiting for a disk or a server: nobody waits for that.
    endWithin(1_000);
  });
}
