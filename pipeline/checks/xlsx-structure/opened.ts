import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../check.ts';
import { type ReadWorkbook, readWorkbook } from './workbook.ts';

type Opened = Map<string, Promise<ReadWorkbook | null>>;

const opened = new WeakMap<Candidate, Opened>();

/**
 * A workbook of a candidate, read once for all the checks that ask for it: reading costs as much as writing. Null where
 * the file is no workbook. A candidate's files do not change while it is examined.
 */
export function openedWorkbook(candidate: Candidate, path: string): Promise<ReadWorkbook | null> {
  const known: Opened = opened.get(candidate) ?? new Map();
  opened.set(candidate, known);
  const workbook = known.get(path) ?? readFile(join(candidate.folder, path)).then(readWorkbook);
  known.set(path, workbook);
  return workbook;
}
