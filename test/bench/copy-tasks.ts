import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Database, Session } from '../../queries/database.ts';
import { bring, type ImportTaken, type ImportTask, openWarm } from './import-tasks.ts';
import { watchMemory } from './memory.ts';
import { stopwatch } from './stopwatch.ts';

type CopyArguments = Parameters<Session['copy']>;
type Table = CopyArguments[0];

const measuredTable: Table = 'stored_event';

/** The lines that an import makes of a file, lying in a file of their own. */
export interface KeptLines {
  readonly path: string;
  readonly columns: readonly string[];
}

/** Imports a file, and keeps the lines of its events in place of storing them. */
export async function keepLines(task: ImportTask & { readonly path: string }): Promise<KeptLines> {
  await using database = await openWarm(task);
  await using file = await open(task.path, 'w');
  let columns: readonly string[] = [];
  const keep: Session['copy'] = async (_, names, chunks) => {
    columns = names;
    for await (const chunk of chunks) await file.appendFile(chunk);
  };
  await bring(task.file, withCopy(database, keep));
  return { path: task.path, columns };
}

function withCopy(database: Database, keep: Session['copy']): Database {
  const copyOf =
    (session: Session): Session['copy'] =>
    (...all) =>
      all[0] === measuredTable ? keep(...all) : session.copy(...all);
  return {
    ...database,
    transaction: (mode, work) => database.transaction(mode, (session) => work({ ...session, copy: copyOf(session) })),
  };
}

/** The bare COPY of lines that were kept; reading them is not in its time. */
export async function copyRows(task: Omit<ImportTask, 'file'> & { readonly lines: KeptLines }): Promise<ImportTaken> {
  await using database = await openWarm(task);
  const before = await countEvents(database);
  const memory = watchMemory();
  const watch = stopwatch();
  watch.start();
  await database.transaction('read-write', async ({ copy }) => {
    watch.stop();
    for await (const chunk of wholeLines(task.lines.path)) {
      watch.start();
      await copy(measuredTable, task.lines.columns, once(chunk));
      watch.stop();
    }
    watch.start();
  });
  watch.stop();
  const used = memory();
  return { ...watch.took(), rows: (await countEvents(database)) - before, memory: used };
}

/** About 4,000 lines: more together are no faster. */
const bytesAtOnce = 768 * 1024;

async function* wholeLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: bytesAtOnce })) {
    const text = `${rest}${piece}`;
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
  if (rest !== '') yield rest;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function countEvents(database: Database): Promise<number> {
  return database.transaction('snapshot', async ({ own }) => {
    const { rows } = await own
      .selectFrom(measuredTable)
      .select(({ fn }) => fn.countAll<string | number>().as('rows'))
      .executeTakeFirstOrThrow();
    return Number(rows);
  });
}
