import { readFile } from 'node:fs/promises';
import { serveTasks } from '../../formats/pdf/threads.ts';
import type { ExpectedPdf } from './opened-pdf.ts';
import { readPdf } from './read-pdf.ts';

/** One file to read. */
export interface ReadingTask {
  readonly file: string;
  readonly expected: ExpectedPdf | null;
}

serveTasks(async ({ file, expected }: ReadingTask) => readPdf(await readFile(file), expected));
