import { Worker } from 'node:worker_threads';
import { PipelineError } from '../errors.ts';
import type { RowMessage, RowTask } from './row-thread.ts';
import type { RowContext, StoredRows } from './stored-rows.ts';
import type { SurveyedFile } from './survey.ts';

/** Batches that the thread may be ahead of the database: enough to keep both busy, and no more memory. */
const ahead = 2;

/** Megabytes of the thread's heap: what it holds at once is a few blocks, and garbage must not wait for more. */
const heap = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 32 } as const;

/**
 * Reads the rows of a surveyed file of text in a thread of its own, so that reading and storing go on side by side and the
 * garbage of reading is bounded by the thread's heap.
 * @throws PipelineError as reading in place does.
 */
export async function* rowsApart(file: SurveyedFile, context: RowContext): AsyncGenerator<StoredRows> {
  const task: RowTask = { file, context };
  const worker = new Worker(new URL('./row-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: heap,
    execArgv: [],
  });
  const waiting: RowMessage[] = [];
  let arrived = Promise.withResolvers<void>();
  worker.on('message', (message: RowMessage) => {
    waiting.push(message);
    arrived.resolve();
  });
  worker.on('error', (error) => arrived.reject(error));
  arrived.promise.catch(() => undefined);
  try {
    for (let asked = 0; asked < ahead; asked += 1) worker.postMessage('more');
    for (;;) {
      await arrived.promise;
      arrived = Promise.withResolvers();
      arrived.promise.catch(() => undefined);
      for (const message of waiting.splice(0)) {
        if (message.kind === 'end') return;
        if (message.kind === 'refused') throw refusalOf(message.error);
        worker.postMessage('more');
        yield message.rows;
      }
    }
  } finally {
    await worker.terminate();
  }
}

function refusalOf({ kind, message, remedy, details }: Extract<RowMessage, { kind: 'refused' }>['error']) {
  return new PipelineError(kind, message, remedy, { details });
}
