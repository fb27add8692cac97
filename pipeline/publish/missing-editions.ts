import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EditionTable } from '../../queries/ledger.ts';
import { limited } from '../formats/pdf/limited.ts';
import { hashOf } from './manifest.ts';

/** An edition as the ledger knows it. */
export type KnownEdition = Pick<EditionTable, 'folder' | 'manifest_sha256'>;

/** The editions of the ledger that do not lie in the output folder as they were published. */
export interface MissingEditions {
  /** How many the ledger knows. */
  readonly known: number;
  /** Folders in which no edition lies, relative to the output folder, in order. */
  readonly absent: readonly string[];
  /** Folders in which another edition lies than the one on record, in order. */
  readonly other: readonly string[];
}

/** Looks for the editions of the ledger: an output folder that was not mounted or restored, or is another one, has none of them. */
export async function findMissingEditions(known: readonly KnownEdition[], out: string): Promise<MissingEditions> {
  const look = limited(16, async ({ folder, manifest_sha256 }: KnownEdition) => {
    const text = await readFile(join(out, folder, 'manifest.json'), 'utf8').catch(() => null);
    return { folder, isAbsent: text === null, isOther: text !== null && hashOf(text) !== manifest_sha256 };
  });
  const seen = await Promise.all(known.map((edition) => look(edition)));
  return {
    known: known.length,
    absent: seen.flatMap(({ folder, isAbsent }) => (isAbsent ? [folder] : [])).toSorted(),
    other: seen.flatMap(({ folder, isOther }) => (isOther ? [folder] : [])).toSorted(),
  };
}

/** `the ledger knows 3 editions; none of them lies in /srv/out`; null: every one does. */
export function missingInWords({ known, absent, other }: MissingEditions, out: string): string | null {
  const lying = known - absent.length - other.length;
  if (lying === known) return null;
  const count = known === 1 ? '1 edition' : `${known} editions`;
  const found = lying === 0 ? 'none of them lies' : lying === 1 ? 'one of them lies' : `${lying} of them lie`;
  const stranger = other.length === 0 ? '' : `, and another edition lies in the place of ${other.length}`;
  return `the ledger knows ${count}; ${found} in ${out}${stranger}`;
}

/** What to do about editions that do not lie there. A run would make them anew, and not as they were handed over. */
export const missingRemedy =
  'mount the output folder or restore it from the backup, or set REPORT287_OUT to the folder where they lie';
