import { readFile } from 'node:fs/promises';
import { serveTasks } from '../../formats/pdf/threads.ts';
import { type FindingTask, pdfFindings } from '../pdf-structure.ts';

serveTasks(async ({ file, expected }: FindingTask) => pdfFindings(await readFile(file), expected));
