import { work } from '../../../pipeline/run/crew/worker.ts';
import { openQueue } from '../../../pipeline/run/queue.ts';
import type { Press } from '../../../pipeline/run.ts';
import { type DatabaseOptions, openDatabase } from '../../../queries/database.ts';
import { pressWithoutBrowser } from '../../schedule/world/small-duties.ts';
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
  /** The scope at whose document it kills itself; then it has no browser. */
  readonly diesAt?: string;
}

const task: WorkerTask = JSON.parse(process.argv[2] ?? '');
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);
await using database = await openDatabase(task.database);
await using queue = await openQueue(database, (text) => say({ kind: 'note', text }));
const openPress = async () => {
  const press = task.diesAt === undefined ? await openSamePress(task.out, task.cache) : deadlyPress(task.diesAt);
  say({ kind: 'ready' });
  return press;
};
function deadlyPress(scope: string): Press & AsyncDisposable {
  const press = pressWithoutBrowser(task.out);
  const html: Press['tools']['html'] = (model) => {
    if (model.scope.id === scope) process.kill(process.pid, 'SIGKILL');
    return press.tools.html(model);
  };
  return { ...press, tools: { ...press.tools, html } };
}
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
const shift = { queue, openPress, handing: { recipients: [] }, grace: 30_000, patience: task.patience };
say(await work({ ...shift, signal: stopping.signal }, effectsOn(database, say)));
