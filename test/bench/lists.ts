import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importAgencyList, openAgencyList } from '../../pipeline/import/agreement-list.ts';
import { readWorkbook } from '../../pipeline/import/workbook.ts';
import { openFresh, type Place } from './fresh-database.ts';
import { timed } from './stopwatch.ts';
import { alignedTable, count, seconds, times } from './table.ts';

/** What importing every published list came to, beside merely reading the cells of the same workbooks. */
export interface ListFigures {
  readonly lists: number;
  readonly rows: number;
  readonly seconds: number;
  readonly reading: number;
  /** The import divided by the reading. */
  readonly ratio: number;
}

/** The published lists in a folder; none where it is absent. */
export function listsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.xlsx'))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Imports the lists one after another, the register made anew with each, as separate commands would. */
export async function importLists(task: {
  readonly lists: readonly string[];
  readonly database: Place;
}): Promise<ListFigures> {
  const { lists } = task;
  const readAll = async () => {
    for (const list of lists) readWorkbook(readFileSync(list), list);
  };
  // Once to warm the reader, as the import finds it after its first list.
  await readAll();
  const reading = await timed(readAll);
  await using database = await openFresh(task.database);
  let rows = 0;
  const importing = await timed(async () => {
    for (const list of lists) {
      const sheets = await openAgencyList(list);
      if (sheets === null) throw new Error(`${list} is no list of agencies`);
      const summary = await importAgencyList(list, sheets, { confirm: true }, { database, now: () => new Date() });
      rows += summary.rowsRead;
    }
  });
  return {
    lists: lists.length,
    rows,
    seconds: importing.seconds,
    reading: reading.seconds,
    ratio: importing.seconds / reading.seconds,
  };
}

/** The part of the output that is about lists. */
export function listTable(figures: ListFigures): string {
  return alignedTable(
    ['published lists', 'rows', 's', 'reading cells, s', 'ratio'],
    [
      [
        count(figures.lists),
        count(figures.rows),
        seconds(figures.seconds),
        seconds(figures.reading),
        times(figures.ratio),
      ],
    ],
  );
}
