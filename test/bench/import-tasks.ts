import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { cellsOf } from '../../pipeline/import/records.ts';
import { rowReader } from '../../pipeline/import/row.ts';
import { readAgain, rowsFrom, survey } from '../../pipeline/import/survey.ts';
import { importFile } from '../../pipeline/import.ts';
import { sources } from '../../pipeline/sources/index.ts';
import type { Database } from '../../queries/database.ts';
import { copyEvents, eventLine, registeredOffices } from '../../queries/imports.ts';
import { openFresh, type Place, touchBuffers } from './fresh-database.ts';
import { type Memory, watchMemory } from './memory.ts';
import { stopwatch, type Took, timed } from './stopwatch.ts';

/** Which file goes into which database. */
export interface ImportTask {
  readonly file: string;
  /** A small file of the same layout, of another year, that program and database have seen before the measured one. */
  readonly warmUp: string;
  readonly database: Place;
}

/** What one task came to. */
export interface ImportTaken extends Took {
  readonly rows: number;
  readonly memory: Memory;
}

async function openWarm({ database: place, warmUp }: ImportTask): Promise<Database> {
  const database = await openFresh(place);
  if (database.engine === 'pglite') await touchBuffers(database);
  await bring(warmUp, database);
  return database;
}

const bring = (file: string, database: Database) =>
  importFile(file, {}, { database, now: () => new Date(), progress: () => undefined });

/** The import itself. */
export async function importRows(task: ImportTask): Promise<ImportTaken> {
  await using database = await openWarm(task);
  const memory = watchMemory();
  const { result, ...took } = await timed(() => bring(task.file, database));
  return { ...took, rows: result.rowsRead, memory: memory() };
}

const linesInCopy = 4_000;
/** Belongs to no file. */
const noImport = 0;

/** The bare COPY of the lines that the import makes of the same file; making them is not in its time. */
export async function copyRows(task: ImportTask): Promise<ImportTaken> {
  await using database = await openWarm(task);
  const memory = watchMemory();
  const watch = stopwatch();
  watch.start();
  const rows = await database.transaction('read-write', async (session) => {
    let copied = 0;
    watch.stop();
    for await (const lines of linesOf(task.file, await registeredOffices(session))) {
      watch.start();
      await copyEvents(session, lines.join(''));
      watch.stop();
      copied += lines.length;
    }
    watch.start();
    return copied;
  });
  watch.stop();
  return { ...watch.took(), rows, memory: memory() };
}

async function* linesOf(path: string, offices: ReadonlyMap<string, string>): AsyncGenerator<readonly string[]> {
  const file = await survey(path, sources);
  const { source, columns } = file.layout;
  const read = rowReader(source, columns, offices);
  let lines: string[] = [];
  let rows = 0;
  for await (const block of readAgain(file)) {
    for (const cells of cellsOf(block, source.delimiter).slice(rowsFrom(block, file.layout))) {
      const result = read(cells);
      rows += 1;
      if (result.kind === 'row') lines.push(eventLine(noImport, rows, result.row));
      if (lines.length < linesInCopy) continue;
      yield lines;
      lines = [];
    }
  }
  if (lines.length > 0) yield lines;
}

/** Merely reading, unpacking and dividing the file into cells, with the library's own stream. */
export async function readRows({ file }: Pick<ImportTask, 'file'>): Promise<ImportTaken> {
  const memory = watchMemory();
  let rows = 0;
  const took = await timed(() =>
    pipeline(
      createReadStream(file),
      createGunzip(),
      parse({ delimiter: '|', relax_column_count: true, skip_empty_lines: true }),
      async (records: AsyncIterable<unknown>) => {
        for await (const _ of records) rows += 1;
      },
    ),
  );
  return { seconds: took.seconds, cpuSeconds: took.cpuSeconds, rows, memory: memory() };
}
