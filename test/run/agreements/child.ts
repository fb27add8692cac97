import { runAgreements } from '../../../pipeline/run/agreements.ts';
import { type DatabaseOptions, openDatabase } from '../../../queries/database.ts';
import { effectsOn, openPressIn, order } from './small-register.ts';

// A process of its own, to be killed: says on standard output how far it is, then what came of it.

/** What a test tells this process. */
export interface ChildTask {
  readonly database: DatabaseOptions;
  readonly out: string;
  readonly cache: string;
}

const task: ChildTask = JSON.parse(process.argv[2] ?? '');
await using database = await openDatabase(task.database);
await using press = await openPressIn(task.out, task.cache);
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);
say(await runAgreements(order, press, effectsOn(database, say)));
