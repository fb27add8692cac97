import { eventLine, type Reject } from '../../queries/imports.ts';
import type { IsoDate } from '../period.ts';
import type { OfficeCodes } from './facts.ts';
import { hashWith, keptOriginal } from './people.ts';
import type { Layout } from './recognize.ts';
import { rowReader } from './row.ts';
import type { RowBatch } from './sheets.ts';

/** What rows are read with: all of it can be sent to another thread. */
export interface RowContext {
  readonly importId: number;
  readonly offices: OfficeCodes;
  /** The salt of the database, for people's keys. */
  readonly salt: string;
}

/** Rows as they are stored, and what was refused. */
export interface StoredRows {
  /** Lines of COPY, as `eventLine` makes them, in UTF-8: bytes that a thread can hand over without a copy. */
  readonly lines: Uint8Array<ArrayBuffer>;
  readonly stored: number;
  /** How many of them bear each day. */
  readonly days: ReadonlyMap<IsoDate, number>;
  readonly rejects: readonly Reject[];
}

const encoder = new TextEncoder();

/** Reads the rows of a table, batch by batch. */
export async function* storedRows(
  { source, columns }: Layout,
  batches: AsyncIterable<RowBatch> | Iterable<RowBatch>,
  { importId, offices, salt }: RowContext,
): AsyncGenerator<StoredRows> {
  const hash = hashWith(salt);
  const read = rowReader(source, columns, offices, hash);
  for await (const batch of batches) {
    const lines: string[] = [];
    const days = new Map<IsoDate, number>();
    const rejects: Reject[] = [];
    batch.cells.forEach((cells, at) => {
      const result = read(cells);
      const rowNumber = batch.numbers[at] ?? 0;
      if (result.kind === 'row') {
        const day = result.row.occurred_on;
        days.set(day, (days.get(day) ?? 0) + 1);
        lines.push(eventLine(importId, rowNumber, result.row, result.personKey));
        return;
      }
      const row = { cells, original: () => batch.original(at) };
      const original = keptOriginal(row, columns, source.delimiter, hash);
      rejects.push({ rowNumber, original, reasons: result.reasons });
    });
    yield { lines: encoder.encode(lines.join('')), stored: lines.length, days, rejects };
  }
}
