import type { DatabaseEffect, ProgressEffect } from '../effects.ts';
import { openQueue } from '../run/queue.ts';

/**
 * Has a scheduler on the same server look at once, because something has changed that it may have waited for. Where none runs,
 * nothing comes of it; the embedded database has no other process.
 */
export async function wakeScheduler({ database, progress }: DatabaseEffect & ProgressEffect): Promise<void> {
  if (database.engine !== 'postgresql') return;
  try {
    await using queue = await openQueue(database);
    await queue.wake();
  } catch (error) {
    // It looks by itself before long.
    const why = error instanceof Error ? error.message : String(error);
    progress({ kind: 'note', text: `no scheduler was woken: ${why}` });
  }
}
