import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf, originalText, recordBlocks } from '../../pipeline/import/records.ts';

async function recordsIn(text: string | Buffer, pieceSize: number) {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
  }
  const found: { line: number; cells: readonly string[] | null; original: string }[] = [];
  for await (const block of recordBlocks(pieces(), 'test', '|')) {
    const cells = cellsOf(block, '|');
    block.lines.forEach((line, at) => {
      found.push({ line, cells: cells[at] ?? null, original: originalText(block, at) });
    });
  }
  return found;
}

describe('dividing a file into records', () => {
  test('a wrong quotation mark spoils its own row, or that and the next, and no more', async () => {
    const rows = ['a|b', '5" x|b', '"a"b|c', '"open|b', '"c"|"d"', 'e|f', 'a "q" b|g', '"h"|"i"'];
    const found = await recordsIn(`${rows.join('\n')}\n`, 7);
    expect(found.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['a', 'b']],
      [2, null],
      [3, null],
      [4, null],
      [6, ['e', 'f']],
      [7, null],
      [8, ['h', 'i']],
    ]);
    expect(found[3]?.original).toBe('"open|b\n"c"|"d"');
  });

  test('how the bytes arrive does not matter, and whatever cells hold comes back', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', '|', '\n', ' ', '😀'), maxLength: 6 });
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const quoted = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join('|'));
          const found = await recordsIn(`${quoted.join('\r\n')}\r\n`, size);
          expect(found.map(({ cells }) => cells)).toEqual(rows);
          expect(found.map(({ original }) => original)).toEqual(quoted);
        },
      ),
      { numRuns: 300, seed: 287 },
    );
  });
});
