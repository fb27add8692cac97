import { createHmac } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { foldBlanks } from '../../queries/spellings.ts';
import type { SourceColumn } from '../sources/source.ts';
import type { Cells } from './records.ts';
import { isRedacted } from './redaction.ts';

/** Turns a person's key into what may be stored. */
export type HashKey = (key: string) => string;

/** Hashes with the salt of one database: 128 bits, in hexadecimal. */
export function hashWith(salt: string): HashKey {
  return (key) => createHmac('sha256', salt).update(key).digest('hex').slice(0, 32);
}

/** How a hash is written in a refused row: mended and imported again, it is still the same person. */
const hashMark = /^hash:([0-9a-f]{32})$/;

/** What stands in a cell that points to one person, as it may be stored; a blank or a redaction points to nobody. */
export function personKeyOf(cell: string, hash: HashKey): string | null {
  const key = foldBlanks(cell);
  const before = hashMark.exec(key)?.[1];
  if (before !== undefined) return before;
  return key === '' || isRedacted(key) ? null : hash(key);
}

const isPersonal = (column: SourceColumn) =>
  column.holds === 'person_key' || (column.holds === 'nothing' && column.personal === true);

/**
 * A refused row as it may be kept: as it was, or, in a format that says which person an event is about, with those cells
 * hashed. Where the cells do not stand under their headers, a key may be anywhere, and only the place of the row is kept.
 */
export function keptOriginal(
  row: { readonly cells: Cells; readonly original: () => string },
  columns: readonly SourceColumn[],
  delimiter: string,
  hash: HashKey,
): string {
  if (!columns.some(isPersonal)) return row.original();
  if (row.cells === null || row.cells.length !== columns.length) {
    return "(not kept: the row cannot be divided into its columns, one of which is a person's key)";
  }
  const cells = row.cells.map((cell, at) => {
    const column = columns[at];
    const key = column !== undefined && isPersonal(column) ? personKeyOf(cell, hash) : null;
    return key === null ? cell : `hash:${key}`;
  });
  return stringify([cells], { delimiter, record_delimiter: '' });
}
