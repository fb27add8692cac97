import { join } from 'node:path';
import type { ReportModel } from '../../compose.ts';
import { contentsOf } from '../../formats/html/view.ts';
import { everyOne } from '../../formats/pdf/limited.ts';
import { openThreads } from '../../formats/pdf/threads.ts';
import type { Candidate } from '../check.ts';
import type { ExpectedPdf } from './opened-pdf.ts';
import type { ReadPdf } from './read-pdf.ts';
import type { ReadingTask } from './reading-thread.ts';

const readingThread = new URL('./reading-thread.ts', import.meta.url);

/** What the checks do in the main thread needs no more than the cores that these leave idle. */
const threadsAtOnce = 2;

const read = new WeakMap<Candidate, Promise<ReadonlyMap<string, ReadPdf>>>();

/**
 * Every PDF of a candidate by its path, each parsed once for all the checks that ask. A candidate's files do not change
 * while it is examined.
 */
export function readPdfs(candidate: Candidate): Promise<ReadonlyMap<string, ReadPdf>> {
  const reading = read.get(candidate) ?? readAll(candidate);
  read.set(candidate, reading);
  return reading;
}

async function readAll({ folder, models, artifacts }: Candidate): Promise<ReadonlyMap<string, ReadPdf>> {
  const paths = artifacts.map(({ path }) => path).filter((path) => path.endsWith('.pdf'));
  await using threads = openThreads<ReadingTask, ReadPdf>(readingThread, threadsAtOnce);
  const asked = paths.map(
    async (path) =>
      [path, await threads.ask({ file: join(folder, path), expected: expectedOf(path, models) })] as const,
  );
  return new Map(await everyOne(asked));
}

function expectedOf(path: string, models: readonly ReportModel[]): ExpectedPdf | null {
  const model = models.find(({ fileStem }) => path.split('/').at(-1) === `${fileStem}.pdf`);
  if (model === undefined) return null;
  const blocks = model.sections.flatMap((section) => section.blocks);
  const alternatives = blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart.alternative] : []));
  const contents = contentsOf(model).flatMap(({ text, entries }) => [text, ...entries.map((entry) => entry.text)]);
  return { title: model.title, language: model.language, dated: model.asOf.iso, alternatives, contents };
}
