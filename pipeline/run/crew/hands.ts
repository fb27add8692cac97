import { processName } from '../../process-name.ts';
import { type Job, silence, type WorkList } from '../queue/work-list.ts';
import type { Desk } from './desk.ts';

/** Where the tasks of a run are taken from, and where they lie. */
export interface Source {
  readonly list: WorkList;
  readonly desk: Desk;
}

/** What a process has of a task that it has taken. */
export interface Hold {
  /** Whether what is done of it still counts. */
  readonly isOurs: () => boolean;
  /** Does work beside what else is under way here, or alone: after all that was begun before, and before all that comes after. */
  readonly inTurn: <T>(isAlone: boolean, work: () => Promise<T>) => Promise<T>;
}

/** What this process has taken off lists and not ended yet. While it is at work, the lists hear so. */
export interface Hands extends AsyncDisposable {
  readonly busy: () => number;
  readonly begin: (source: Source, job: Job, work: (hold: Hold) => Promise<void>) => void;
  /** Waits until something ends; if nothing is under way, for ever. */
  readonly oneEnded: () => Promise<void>;
  /** Throws what the first thing threw that failed. */
  readonly throwFailure: () => void;
  /** Lets everything that is still under way be taken by others; what it comes to is no longer told. */
  readonly giveBack: () => Promise<number>;
}

/** A process at work. Disposing waits for what is under way, unless it was given back. */
export function openHands(): Hands {
  const underWay = new Map<Job, { readonly source: Source; readonly ended: Promise<void> }>();
  let failure: { readonly error: unknown } | null = null;
  const keep = async () => {
    const lists = Map.groupBy(underWay, ([, { source }]) => source.list);
    // A database that is away for a moment: the next time, or somebody else does it once more.
    for (const [list, own] of lists) await list.keep(own.map(([job]) => job)).catch(() => undefined);
  };
  const timer = setInterval(keep, (silence * 1_000) / 4);
  const inTurn = turns();
  return {
    busy: () => underWay.size,
    begin: (source, job, work) => {
      const ended = work({ isOurs: () => underWay.has(job), inTurn })
        .catch((error: unknown) => {
          if (underWay.has(job)) failure ??= { error };
        })
        .finally(() => underWay.delete(job));
      underWay.set(job, { source, ended });
    },
    oneEnded: () => Promise.race([...underWay.values()].map(({ ended }) => ended)),
    throwFailure: () => {
      if (failure !== null) throw failure.error;
    },
    giveBack: async () => {
      const left = [...underWay];
      underWay.clear();
      for (const [job, { source }] of left) await leaveTo(source, job);
      return left.length;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...underWay.values()].map(({ ended }) => ended));
      clearInterval(timer);
    },
  };
}

/** Leaves a task to others; where that cannot be said, they take it when nothing is heard of it. */
export async function leaveTo({ desk, list }: Source, job: Job): Promise<void> {
  // First: whoever takes it next must not think that a process was lost at it.
  await sayLeft(desk, job).catch(() => undefined);
  await list.giveBack(job).catch(() => undefined);
}

async function sayLeft(desk: Desk, job: Job): Promise<void> {
  const [word] = await desk.words([job.task]);
  if (word?.worker === processName()) await desk.say({ ...word, state: 'left' });
}

function turns(): Hold['inTurn'] {
  const beside = new Set<Promise<void>>();
  let lastAlone = Promise.resolve();
  return (isAlone, work) => {
    const turn = Promise.all(isAlone ? [lastAlone, ...beside] : [lastAlone]).then(work);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    if (isAlone) lastAlone = over;
    else {
      beside.add(over);
      over.then(() => beside.delete(over));
    }
    return turn;
  };
}
