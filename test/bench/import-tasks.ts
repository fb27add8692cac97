import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { importFile } from '../../pipeline/import.ts';
import type { Database } from '../../queries/database.ts';
import { openFresh, type Place, touchBuffers } from './fresh-database.ts';
import { type Memory, watchMemory } from './memory.ts';
import { type Took, timed } from './stopwatch.ts';

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

/** Opens a fresh database in which the small file has been imported. */
export async function openWarm({ database: place, warmUp }: Omit<ImportTask, 'file'>): Promise<Database> {
  const database = await openFresh(place);
  if (database.engine === 'pglite') await touchBuffers(database);
  await bring(warmUp, database);
  return database;
}

/** Imports a file as the command line does, without its display. */
export const bring = (file: string, database: Database) =>
  importFile(file, {}, { database, now: () => new Date(), progress: () => undefined });

/** The import itself. */
export async function importRows(task: ImportTask): Promise<ImportTaken> {
  await using database = await openWarm(task);
  const memory = watchMemory();
  const { result, ...took } = await timed(() => bring(task.file, database));
  return { ...took, rows: result.rowsRead, memory: memory() };
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
