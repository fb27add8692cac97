import type { ProgressEvent } from '../../../pipeline/effects.ts';
import { work } from '../../../pipeline/run/crew/worker.ts';
import { openDatabase } from '../../../queries/database.ts';
import { openWatchedPress } from '../agreements/press.ts';
import { openTimedQueue } from './timed-queue.ts';

// A worker in a process of its own: says when it is ready and, for each line of its input, what it took so far; stops at its end.

/** What the bench tells a worker. */
export interface WorkerTask {
  readonly url: string;
  readonly out: string;
  /** Folder of the unpacked browser. */
  readonly browser: string;
}

/** What a worker took so far. */
export interface WorkerFigures {
  readonly tasks: number;
  readonly queueSeconds: number;
}

const task: WorkerTask = JSON.parse(process.argv[2] ?? '');
const stopping = new AbortController();
await using database = await openDatabase({ url: task.url, folder: '' });
const { queue, seconds } = await openTimedQueue(database);
await using _closing = queue;
const openPress = async () => {
  const press = await openWatchedPress(task.out, task.browser, database.engine);
  console.log('ready');
  return press;
};
let tasks = 0;
process.stdin.on('end', () => stopping.abort());
process.stdin.on('data', () => console.log(JSON.stringify({ tasks, queueSeconds: seconds() } satisfies WorkerFigures)));
const progress = (event: ProgressEvent) => {
  if (event.kind === 'count') tasks = event.done;
};
const shift = { queue, openPress, handing: { recipients: [] }, signal: stopping.signal, grace: 0, patience: null };
await work(shift, { database, now: () => new Date(), progress });
