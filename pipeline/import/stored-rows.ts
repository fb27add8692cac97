import type { EvidenceFact } from '../../queries/evidence.ts';
import { chargeLine, evidenceLine } from '../../queries/imports/evidence.ts';
import { eventLine, type Reject } from '../../queries/imports.ts';
import type { IsoDate } from '../period.ts';
import type { OfficeCodes } from './facts.ts';
import { hashWith, keptOriginal } from './people.ts';
import type { Layout } from './recognize.ts';
import { rowReader } from './row.ts';
import { evidenceReader, type RowEvidence } from './row-evidence.ts';
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
  /** null: the file has no column of evidence. */
  readonly evidence: StoredEvidence | null;
}

/** What rows say beyond their events, as it is stored. */
export interface StoredEvidence {
  /** The facts that each line of `facts` gives. */
  readonly columns: readonly EvidenceFact[];
  /** Lines of COPY, as `evidenceLine` and `chargeLine` make them. */
  readonly facts: Uint8Array<ArrayBuffer>;
  readonly charges: Uint8Array<ArrayBuffer>;
  /** Why something was left unknown, and in how many rows. */
  readonly leftUnknown: ReadonlyMap<string, number>;
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
  const facts = evidenceReader(columns)?.facts ?? null;
  for await (const batch of batches) {
    const lines: string[] = [];
    const days = new Map<IsoDate, number>();
    const rejects: Reject[] = [];
    const evidence = facts === null ? null : evidenceOfBatch(importId, facts);
    batch.cells.forEach((cells, at) => {
      const result = read(cells);
      const rowNumber = batch.numbers[at] ?? 0;
      if (result.kind === 'row') {
        const day = result.row.occurred_on;
        days.set(day, (days.get(day) ?? 0) + 1);
        lines.push(eventLine(importId, rowNumber, result.row, result.personKey));
        if (result.evidence !== null) evidence?.add(rowNumber, result.evidence);
        return;
      }
      const row = { cells, original: () => batch.original(at) };
      const original = keptOriginal(row, columns, source.delimiter, hash);
      rejects.push({ rowNumber, original, reasons: result.reasons });
    });
    const stored = lines.length;
    yield { lines: encoder.encode(lines.join('')), stored, days, rejects, evidence: evidence?.stored() ?? null };
  }
}

function evidenceOfBatch(importId: number, columns: readonly EvidenceFact[]) {
  const facts: string[] = [];
  const charges: string[] = [];
  const leftUnknown = new Map<string, number>();
  return {
    add: (rowNumber: number, { values, conviction, leftUnknown: reasons }: RowEvidence): void => {
      if (values !== null) facts.push(evidenceLine(importId, rowNumber, values));
      if (conviction !== null) charges.push(chargeLine(importId, rowNumber, conviction));
      for (const reason of reasons) leftUnknown.set(reason, (leftUnknown.get(reason) ?? 0) + 1);
    },
    stored: (): StoredEvidence => ({
      columns,
      facts: encoder.encode(facts.join('')),
      charges: encoder.encode(charges.join('')),
      leftUnknown,
    }),
  };
}
