import { benchAgreements } from './agreements.ts';
import { benchClassification } from './classification.ts';
import { copyRows, keepLines } from './copy-tasks.ts';
import { makeTemplate, nameEngine } from './fresh-database.ts';
import { importRows, readRows } from './import-tasks.ts';
import { importLists } from './lists.ts';
import { writeList } from './long-list.ts';
import { benchRun, fillDatabase } from './report-run.ts';

const tasks = {
  template: makeTemplate,
  engine: nameEngine,
  import: importRows,
  lines: keepLines,
  copy: copyRows,
  read: readRows,
  lists: importLists,
  longList: writeList,
  classification: benchClassification,
  fill: fillDatabase,
  run: benchRun,
  agreements: benchAgreements,
} as const;

/** What can be measured in a process of its own. */
export type Tasks = typeof tasks;

/** What such a process says before it ends. */
export type Answer<T> =
  | { readonly kind: 'done'; readonly result: T }
  | { readonly kind: 'failed'; readonly reason: string };

async function answerTo(name: keyof Tasks, input: string): Promise<Answer<unknown>> {
  try {
    return { kind: 'done', result: await tasks[name](JSON.parse(input) as never) };
  } catch (error) {
    const lines = error instanceof Error ? [error.message, ...detailsOf(error)] : [String(error)];
    return { kind: 'failed', reason: lines.join('\n  ') };
  }
}

const detailsOf = (error: Error) =>
  'details' in error && Array.isArray(error.details) ? error.details.map(String) : [];

// The answer was taken, or nobody waits for it any more.
process.once('disconnect', () => process.exit(0));

const [name = '', input = ''] = process.argv.slice(2);
process.send?.(await answerTo(name as keyof Tasks, input));
