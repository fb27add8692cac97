import { parentPort, Worker } from 'node:worker_threads';
import { PipelineError } from '../../errors.ts';
import { limited } from './limited.ts';

/** Threads that do one kind of work, each one piece at a time, until they are disposed of. */
export interface Threads<Task, Result> extends AsyncDisposable {
  /** Rejects as the work itself would: PipelineError of the same kind, or the error of a thread that ended. */
  readonly ask: (task: Task) => Promise<Result>;
}

/** Megabytes: room for the garbage of one file of a hundred pages, which a smaller young generation keeps copying. */
const heap = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 64 } as const;

type Answer<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'refused'; readonly refusal: Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'> }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Runs `script` in at most so many threads; each is started by the first task that finds no other idle. */
export function openThreads<Task, Result>(script: URL, most: number): Threads<Task, Result> {
  const all = new Set<Worker>();
  const idle: Worker[] = [];
  const start = () => {
    const thread = new Worker(script, { resourceLimits: heap, execArgv: [] });
    all.add(thread);
    return thread;
  };
  let isDisposed = false;
  const ask = async (task: Task): Promise<Result> => {
    // What still waits by then would start a thread that nobody ends.
    if (isDisposed) throw new Error('the threads were disposed of before this work was begun');
    const thread = idle.pop() ?? start();
    const answer = await answerOf<Task, Result>(thread, task).catch(async (error: unknown) => {
      // One that ended takes no more tasks.
      all.delete(thread);
      await thread.terminate();
      throw error;
    });
    idle.push(thread);
    return resultOf(answer);
  };
  return {
    ask: limited(most, ask),
    [Symbol.asyncDispose]: async () => {
      isDisposed = true;
      await Promise.all([...all].map((thread) => thread.terminate()));
    },
  };
}

async function answerOf<Task, Result>(thread: Worker, task: Task): Promise<Answer<Result>> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer<Result>>();
  const ended = (code: number) => reject(new Error(`a thread ended with ${code} before its work was done`));
  thread.once('message', resolve).once('error', reject).once('exit', ended);
  // An idle thread keeps no program from ending.
  thread.ref();
  try {
    thread.postMessage(task);
    return await promise;
  } finally {
    thread.unref();
    thread.off('message', resolve).off('error', reject).off('exit', ended);
  }
}

function resultOf<Result>(answer: Answer<Result>): Result {
  switch (answer.kind) {
    case 'done':
      return answer.result;
    case 'refused': {
      const { kind, message, remedy, details } = answer.refusal;
      throw new PipelineError(kind, message, remedy, { details });
    }
    case 'failed':
      throw answer.error;
  }
}

/** Does the work that a thread is asked for; does nothing in the main thread. */
export function serveTasks<Task, Result>(work: (task: Task) => Promise<Result>): void {
  const port = parentPort;
  port?.on('message', async (task: Task) => {
    port.postMessage(await answerTo(work, task));
  });
}

async function answerTo<Task, Result>(work: (task: Task) => Promise<Result>, task: Task): Promise<Answer<Result>> {
  try {
    return { kind: 'done', result: await work(task) };
  } catch (error) {
    if (!(error instanceof PipelineError)) return { kind: 'failed', error };
    // What crosses between threads loses its class.
    const { kind, message, remedy, details } = error;
    return { kind: 'refused', refusal: { kind, message, remedy, details } };
  }
}
