import { work } from '../../../pipeline/run/crew/worker.ts';
import { openQueue } from '../../../pipeline/run/queue.ts';
import { type DatabaseOptions, openDatabase } from '../../../queries/database.ts';
import { effectsOn } from '../agreements/small-register.ts';
import { openSamePress } from './same-press.ts';

// A worker in a process of its own, to be killed: says on standard output what it does.

/** What a test tells this process. */
export interface WorkerTask {
  readonly database: DatabaseOptions;
  readonly out: string;
  readonly cache: string;
  /** Milliseconds without work after which it ends. */
  readonly patience: number;
}

const task: WorkerTask = JSON.parse(process.argv[2] ?? '');
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);
await using database = await openDatabase(task.database);
await using queue = await openQueue(database, (text) => say({ kind: 'note', text }));
const openPress = async () => {
  const press = await openSamePress(task.out, task.cache);
  say({ kind: 'ready' });
  return press;
};
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
const shift = { queue, openPress, handing: { recipients: [] }, grace: 30_000, patience: task.patience };
say(await work({ ...shift, signal: stopping.signal }, effectsOn(database, say)));
