import { work } from '../../../pipeline/run/crew/worker.ts';
import { openDatabase } from '../../../queries/database.ts';
import { openWatchedPress } from '../agreements/press.ts';
import { openTimedQueue } from './timed-queue.ts';

// A worker in a process of its own: says when it is ready and, told to stop by the end of its input, what it took.

/** What the bench tells a worker. */
export interface WorkerTask {
  readonly url: string;
  readonly out: string;
  /** Folder of the unpacked browser. */
  readonly browser: string;
}

/** What a worker says at its end. */
export interface WorkerFigures {
  readonly tasks: number;
  readonly queueSeconds: number;
}

const task: WorkerTask = JSON.parse(process.argv[2] ?? '');
const stopping = new AbortController();
process.stdin.on('end', () => stopping.abort()).resume();
await using database = await openDatabase({ url: task.url, folder: '' });
const { queue, seconds } = await openTimedQueue(database);
await using _closing = queue;
const openPress = async () => {
  const press = await openWatchedPress(task.out, task.browser, database.engine);
  console.log('ready');
  return press;
};
const shift = { queue, openPress, handing: { recipients: [] }, signal: stopping.signal, grace: 0, patience: null };
const { tasks } = await work(shift, { database, now: () => new Date(), progress: () => undefined });
console.log(JSON.stringify({ tasks, queueSeconds: seconds() } satisfies WorkerFigures));
