import { setTimeout } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Database } from '../../queries/database.ts';
import { type WorkList, workListOn } from './queue/work-list.ts';

/** Wakes schedulers and hands out work, on the database that they share. It holds no state that counts. */
export interface Queue extends AsyncDisposable {
  /** Wakes one process that waits, or the next one to wait; a wake-up that nobody has heard yet is not doubled. */
  readonly wake: () => Promise<void>;
  /** Waits until somebody wakes, the time is over or the signal says stop. One wake-up is heard by one process. */
  readonly nextWake: (milliseconds: number, signal: AbortSignal) => Promise<'woken' | 'elapsed' | 'stopped'>;
  /** Makes a list of work that others find by its name. @throws Error where the database cannot be reached. */
  readonly openList: (name: string) => Promise<WorkList>;
  /** The lists that are open and whose names begin so, in order of their names. */
  readonly lists: (prefix: string) => Promise<readonly WorkList[]>;
}

/** The schema of the queue's own tables. */
export const queueSchema = 'report287_queue';

const wakeUps = 'wake';
/** Milliseconds between two looks for a wake-up. */
const lookedEvery = 500;
/** Seconds between two looks for work that somebody took and will not finish. */
const supervisedEvery = 10;

/**
 * Opens the queue, and makes its tables where there are none. `tell` hears of trouble that passes: a database that is away
 * for a moment. Disposing of it takes no longer than what it is just doing.
 */
export async function openQueue(
  database: Pick<Database, 'engine' | 'statement'>,
  tell: (trouble: string) => void = () => undefined,
): Promise<Queue> {
  const tellOnce = onceInARow(tell);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.statement(text, values) },
    backend: database.engine === 'pglite' ? 'pglite' : 'postgres',
    schema: queueSchema,
    schedule: false,
    superviseIntervalSeconds: supervisedEvery,
    monitorIntervalSeconds: supervisedEvery,
    queueCacheIntervalSeconds: 600,
    flowIntervalSeconds: 600,
    bamIntervalSeconds: 600,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => tellOnce(error instanceof Error ? error.message : String(error)));
  boss.on('warning', ({ message }) => tellOnce(message));
  const close = () => boss.stop({ graceful: false, close: false });
  try {
    await boss.start();
    await boss.createQueue(wakeUps, { policy: 'short', retryLimit: 0, expireInSeconds: 60, retentionSeconds: 86_400 });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    wake: async () => {
      await boss.send(wakeUps);
    },
    nextWake: (milliseconds, signal) => nextWake(boss, milliseconds, signal, tellOnce),
    openList: async (name) => {
      const list = workListOn(boss, name);
      await list.open();
      return list;
    },
    lists: async (prefix) => {
      // Not by the time of their making: a server may write dates in a way that the queue's own client cannot read.
      const names = (await boss.getQueues()).map(({ name }) => name).filter((name) => name.startsWith(prefix));
      return names.toSorted().map((name) => workListOn(boss, name));
    },
    [Symbol.asyncDispose]: close,
  };
}

/** Says the same thing once, however often it comes in a row within an hour. */
function onceInARow(tell: (trouble: string) => void): (trouble: string) => void {
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  return (text) => {
    const at = performance.now();
    if (text === last.text && at - last.at < 3_600_000) return;
    last = { text, at };
    tell(text);
  };
}

async function nextWake(
  boss: PgBoss,
  milliseconds: number,
  signal: AbortSignal,
  tell: (trouble: string) => void,
): Promise<'woken' | 'elapsed' | 'stopped'> {
  const until = performance.now() + milliseconds;
  for (;;) {
    if (signal.aborted) return 'stopped';
    if (await takeWakeUp(boss, tell)) return 'woken';
    const left = until - performance.now();
    if (left <= 0) return 'elapsed';
    await setTimeout(Math.min(left, lookedEvery), undefined, { signal }).catch(() => undefined);
  }
}

async function takeWakeUp(boss: PgBoss, tell: (trouble: string) => void): Promise<boolean> {
  try {
    const [heard] = await boss.fetch(wakeUps);
    if (heard === undefined) return false;
    await boss.deleteJob(wakeUps, heard.id);
    return true;
  } catch (error) {
    // Who waits looks by itself when the time is over; until then the database may have come back.
    tell(error instanceof Error ? error.message : String(error));
    return false;
  }
}
