import { openQueue, type Queue } from '../../../pipeline/run/queue.ts';
import type { Database } from '../../../queries/database.ts';

/** A queue of which it is known how long its statements take. */
export interface TimedQueue {
  readonly queue: Queue;
  /** In which a statement of the queue was under way, so far; of two at the same time both count. */
  readonly seconds: () => number;
}

/** Opens a queue whose statements are timed. */
export async function openTimedQueue({ engine, statement }: Database): Promise<TimedQueue> {
  let milliseconds = 0;
  const timed: Database['statement'] = async (text, values) => {
    const began = performance.now();
    try {
      return await statement(text, values);
    } finally {
      milliseconds += performance.now() - began;
    }
  };
  return { queue: await openQueue({ engine, statement: timed }), seconds: () => milliseconds / 1_000 };
}
