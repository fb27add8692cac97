import { makeTemplate, nameEngine } from './fresh-database.ts';
import { copyRows, importRows, readRows } from './import-tasks.ts';
import { benchRun } from './report-run.ts';

const tasks = {
  template: makeTemplate,
  engine: nameEngine,
  import: importRows,
  copy: copyRows,
  read: readRows,
  run: benchRun,
} as const;

/** What can be measured in a process of its own. */
export type Tasks = typeof tasks;

// Nobody waits for the answer any more.
process.once('disconnect', () => process.exit(1));

const [name = '', input = ''] = process.argv.slice(2);
const task = tasks[name as keyof Tasks];
const answer = await task(JSON.parse(input) as never);
process.send?.(answer, () => process.exit(0));
