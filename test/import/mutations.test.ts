import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineError } from '../../pipeline/errors.ts';
import { cellsOf } from '../../pipeline/import/records.ts';
import { rowReader } from '../../pipeline/import/row.ts';
import { readAgain, rowsFrom, survey } from '../../pipeline/import/survey.ts';
import type { ImportSummary } from '../../pipeline/import.ts';
import { sources } from '../../pipeline/sources/index.ts';
import { eventContract } from '../../queries/events.ts';
import { describeOnEachEngine } from '../engines.ts';
import { arrest, contentsOf, importText, release, writeRelease } from './releases.ts';

const rows = Array.from({ length: 12 }, (_, at) =>
  arrest({ day: `10/${at + 1}/2016`, landmark: at % 3 === 0 ? '' : `"JAIL ${at}"` }),
);
const original = Buffer.from(release('arrests', rows));
const rowsBegin = original.indexOf('\n"Atlanta') + 1;

/** Bytes that mean something to a reader of such files, beside arbitrary ones. */
const byte = fc.oneof(fc.constantFrom(...Buffer.from('"|\n\r/,\\\0\t9-')), fc.integer({ min: 0, max: 255 }));
const edit = fc.record({
  at: fc.oneof(fc.integer({ min: rowsBegin, max: original.length }), fc.integer({ min: 0, max: original.length })),
  remove: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 400 }) },
  ),
  insert: fc.array(byte, { maxLength: 4 }),
});

function edited(
  edits: readonly { readonly at: number; readonly remove: number; readonly insert: readonly number[] }[],
): Buffer {
  return edits.reduce(
    (bytes, { at, remove, insert }) =>
      Buffer.concat([bytes.subarray(0, at), Buffer.from(insert), bytes.subarray(at + remove)]),
    original,
  );
}

const mutated = fc.array(edit, { minLength: 1, maxLength: 4 }).map(edited);

describe('a damaged file, read without a database', () => {
  test('is refused, or each of its rows is an event that keeps its contract or has reasons against it', async () => {
    const path = await writeRelease('');
    let refused = 0;
    let read = 0;
    await fc.assert(
      fc.asyncProperty(mutated, fc.boolean(), async (bytes, packed) => {
        await writeFile(path, packed ? gzipSync(bytes) : bytes);
        try {
          const file = await survey(path, sources);
          const readRow = rowReader(file.layout.source, file.layout.columns, new Map([['ATLANTA', 'ATL']]));
          let seen = 0;
          for await (const block of readAgain(file)) {
            for (const cells of cellsOf(block, file.layout.source.delimiter).slice(rowsFrom(block, file.layout))) {
              const result = readRow(cells);
              seen += 1;
              if (result.kind === 'row') eventContract.parse(result.row);
              else expect(result.reasons.length).toBeGreaterThan(0);
            }
          }
          expect(seen).toBe(file.rows);
          read += 1;
        } catch (error) {
          if (!(error instanceof PipelineError)) throw error;
          refused += 1;
        }
      }),
      { numRuns: 1000, seed: 287 },
    );
    expect(read).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });
});

describeOnEachEngine('a damaged file', ({ open }) => {
  test('is imported with a control total that holds and every line accounted for, or changes nothing', async () => {
    await using database = await open();
    const samples = fc.sample(mutated, { numRuns: 80, seed: 1996 });
    for (const bytes of samples) {
      const before = await contentsOf(database);
      let summary: ImportSummary;
      try {
        summary = await importText(database, bytes);
      } catch (error) {
        if (!(error instanceof PipelineError)) throw error;
        expect(await contentsOf(database)).toEqual(before);
        continue;
      }
      expect(summary.rowsRead).toBe(summary.loaded + summary.unchanged + summary.rejected);
      if (summary.state === 'already-imported') continue;
      const after = await contentsOf(database);
      const added = (table: string) => (after[table]?.length ?? 0) - (before[table]?.length ?? 0);
      expect(added('stored_event')).toBe(summary.loaded);
      expect(added('import_reject')).toBe(summary.rejected);
    }
  });
});
