import type { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { rowsApart } from '../../pipeline/import/rows-apart.ts';
import { type RowContext, type StoredRows, storedRows } from '../../pipeline/import/stored-rows.ts';
import { survey } from '../../pipeline/import/survey.ts';
import { textRows } from '../../pipeline/import/text-rows.ts';
import { sources } from '../../pipeline/sources/index.ts';
import { arrest, release, writeRelease } from './releases.ts';

const context: RowContext = { importId: 7, offices: new Map([['ATLANTA', 'ATL']]), salt: 'salt' };

/** Rows of many blocks, every hundredth refused. */
const rows = Array.from({ length: 30_000 }, (_, at) =>
  at % 100 === 99 ? arrest({ day: '07/02/0999' }) : arrest({ day: `10/${1 + (at % 31)}/2016` }),
);

async function collect(read: AsyncIterable<StoredRows>) {
  const all: StoredRows[] = [];
  for await (const batch of read) all.push(batch);
  const days = new Map<string, number>();
  for (const [day, count] of all.flatMap((batch) => [...batch.days])) days.set(day, (days.get(day) ?? 0) + count);
  return {
    lines: Buffer.concat(all.map((batch) => batch.lines)).toString(),
    rejects: all.flatMap((batch) => batch.rejects),
    days,
  };
}

test('a thread of its own reads the same rows, days and refusals in the same order', async () => {
  const path = await writeRelease(gzipSync(release('arrests', rows)), 'many.csv.gz');
  const file = await survey(path, sources);
  const apart = await collect(rowsApart(file, context));
  expect(apart).toEqual(await collect(storedRows(file.layout, textRows(file), context)));
  expect(apart.rejects).toHaveLength(300);
  expect(apart.lines.split('\n')).toHaveLength(29_701);
});

test('a file that changes after it was looked at is refused from the thread as well', async () => {
  const path = await writeRelease(release('arrests', rows), 'changing.csv');
  const file = { ...(await survey(path, sources)), contentSha256: '0'.repeat(64) };
  await expect(collect(rowsApart(file, context))).rejects.toMatchObject({
    kind: 'source',
    message: 'changing.csv changed while it was being read',
  });
});

test('a reader who stops early leaves no thread behind', async () => {
  const path = await writeRelease(release('arrests', rows), 'left.csv');
  const file = await survey(path, sources);
  const started: Worker[] = [];
  const note = (worker: Worker) => started.push(worker);
  process.on('worker', note);
  for await (const batch of rowsApart(file, context)) {
    expect(batch.stored).toBeGreaterThan(0);
    break;
  }
  process.off('worker', note);
  // A thread that has ended has no number any more.
  expect(started.map((worker) => worker.threadId)).toEqual([-1]);
});
