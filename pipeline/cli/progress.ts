import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { pino } from 'pino';
import type { ProgressEvent } from '../effects.ts';

/** Where a command says how far it is: always on standard error. */
export interface Display {
  readonly progress: (event: ProgressEvent) => void;
  /** Ends the display; stages that never began are passed over, and one that is under way has failed. */
  readonly end: () => Promise<void>;
}

/** JSON lines, for logs and other programs. */
export function jsonLines(): Display {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
  return {
    progress: ({ kind, ...event }) => log.info({ kind, ...event }),
    end: async () => undefined,
  };
}

/** A line for each stage on a terminal, in the order in which they will come. */
export function terminal(stages: readonly string[]): Display {
  // Standard output is for data alone.
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
  const steps = new Map(stages.map((stage) => [stage, step()]));
  const list = new Listr(
    [...steps].map(([stage, { begun, done }]) => ({
      title: stage,
      task: async (_: unknown, task: { output: string; skip: (message: string) => void }) => {
        steps.get(stage)?.show((text) => {
          task.output = text;
        });
        if ((await begun.promise) === 'passed over') return task.skip(`${stage} (not run)`);
        await done.promise;
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      forceTTY: true,
      rendererOptions: { showErrorMessage: false, collapseErrors: false, logger },
    },
  );
  const drawn = list.run().catch(() => undefined);
  return {
    progress: (event) => advance(steps, event),
    end: async () => {
      for (const { begun, done, isBegun } of steps.values()) {
        if (isBegun()) done.reject(new Error('stopped'));
        begun.resolve('passed over');
      }
      await drawn;
    },
  };
}

type Step = ReturnType<typeof step>;

function step() {
  const begun = Promise.withResolvers<'begun' | 'passed over'>();
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => undefined);
  let isBegun = false;
  let say: (text: string) => void = () => undefined;
  return {
    begun,
    done,
    isBegun: () => isBegun,
    begin: () => {
      isBegun = true;
      begun.resolve('begun');
    },
    show: (how: (text: string) => void) => {
      say = how;
    },
    say: (text: string) => say(text),
  };
}

function advance(steps: ReadonlyMap<string, Step>, event: ProgressEvent): void {
  if (event.kind === 'note') return;
  const at = steps.get(event.stage);
  if (at === undefined) return;
  if (event.kind === 'count') {
    at.begin();
    at.say(
      `${event.done.toLocaleString('en-US')}${event.of === undefined ? '' : ` of ${event.of.toLocaleString('en-US')}`} ${event.unit}`,
    );
  } else if (event.state === 'started') at.begin();
  else at.done.resolve();
}
