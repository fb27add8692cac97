import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf, recordBlocks } from '../../pipeline/import/records.ts';
import { rowReader } from '../../pipeline/import/row.ts';
import { sources } from '../../pipeline/sources/index.ts';
import type { Source } from '../../pipeline/sources/source.ts';
import { eventContract } from '../../queries/events.ts';

/** Mutated rows in all: as many as a release may hold in a bad year. */
const wanted = 100_000;

/** What cells of releases hold, and what has no business there. */
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', 'NA', 'UNKNOWN', '--', '(B)(6);(B)(7)(C) ', '(b)(6), (b)(7)(c)') },
  { weight: 6, arbitrary: fc.constantFrom('1/9/2024', '2024-01-09', '2024-01-09 11:59:00', '07/02/0999', '2/30/2024') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('Seattle Area of Responsibility', 'HQ', 'MEXICO', 'Male', '1', '1 Convicted Criminal'),
  },
  { weight: 2, arbitrary: fc.constantFrom('#N/A', '=1+1', '\\N', '1e9', '-0', 'NaN', '__proto__', 'constructor') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom('X'.repeat(1_001), '9'.repeat(5_000), '\u202E\u0007', '"', '\t', 'a\nb') },
);

/** A row for a header of some width, and how it is spoiled as text. */
const mutation = (width: number) =>
  fc.record({
    cells: fc.array(cell, { minLength: Math.max(0, width - 1), maxLength: width + 1, size: 'max' }),
    cut: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(200) }),
    unquoted: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  });

const offices = new Map([
  ['SEATTLE', 'SEA'],
  ['HQ', 'HQ'],
]);

interface Outcome {
  readonly rows: number;
  readonly events: number;
}

async function outcomeOf(text: string, source: Source): Promise<Outcome> {
  const read = rowReader(source, source.columns, offices);
  const counts = { rows: 0, events: 0 };
  const bytes = Buffer.from(text);
  for await (const block of recordBlocks(oncePiece(bytes), 'mutated', source.delimiter)) {
    for (const cells of cellsOf(block, source.delimiter)) {
      const result = read(cells);
      counts.rows += 1;
      if (result.kind === 'row') {
        counts.events += 1;
        eventContract.parse(result.row);
        expect(source.undated).toBeUndefined();
      } else expect(result.reasons.join('')).not.toBe('');
    }
    expect(block.lines).toHaveLength(block.starts.length);
  }
  return counts;
}

async function* oncePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

describe('rows of every format, mutated', () => {
  test(`each of ${wanted} is an event that keeps its contract, or is refused with reasons`, async () => {
    const total = { rows: 0, events: 0 };
    for (const source of sources) {
      const samples = fc.sample(mutation(source.columns.length), {
        numRuns: Math.ceil(wanted / sources.length),
        seed: 287,
      });
      for (const { cells, cut, unquoted, lineEnd } of samples) {
        // U+0000 and an end inside quotes refuse the whole file, which other tests show.
        const plain = cells.map((text) => text.replaceAll('\0', ''));
        const line = plain.map((text) => (unquoted ? text : `"${text.replaceAll('"', '""')}"`)).join(source.delimiter);
        const text = `${cut === null ? line : line.slice(0, cut)}${lineEnd}`;
        const whole = (text.split('"').length - 1) % 2 === 0 ? text : `${text}"${lineEnd}`;
        const { rows, events } = await outcomeOf(whole, source);
        total.rows += rows;
        total.events += events;
      }
    }
    expect(total.rows).toBeGreaterThan(wanted * 0.95);
    expect(total.events).toBeGreaterThan(0);
    expect(total.events).toBeLessThan(total.rows);
  }, 600_000);
});
