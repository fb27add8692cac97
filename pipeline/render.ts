import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ReportModel } from './compose.ts';
import type { ProgressEffect } from './effects.ts';
import type { Artifact, DrawingTools, Format } from './formats/format.ts';
import { everyOne, limited } from './formats/pdf/limited.ts';
import { scopeFolder } from './scope-folder.ts';

/** Something that an edition keeps of how its figures came about, as JSON at its top. */
export interface EditionRecord {
  readonly path: string;
  readonly format: 'tallies' | 'classification';
  readonly value: unknown;
}

/** Two that print, and two that are repaired, drawn as workbooks or written meanwhile; no more is in memory. */
const documentsAtOnce = 4;

/**
 * Draws every model in every format straight into `folder`, each document in a folder named for its scope, beside the
 * records, and makes each file durable. What travels on is path, size and hash. Artifacts in order of path, whatever the
 * order in which they were drawn. Once a document fails, no other is begun, and nothing is written any more when the error
 * is thrown.
 */
export async function render(
  models: readonly ReportModel[],
  records: readonly EditionRecord[],
  folder: string,
  formats: readonly Format[],
  tools: DrawingTools,
  { progress }: ProgressEffect,
): Promise<readonly Artifact[]> {
  const artifacts: Artifact[] = [];
  const keep = keepIn(folder);
  for (const { path, format, value } of records) {
    artifacts.push(await keep(path, format, Buffer.from(`${JSON.stringify(value, null, 1)}\n`)));
  }
  let done = 0;
  let hasFailed = false;
  const draw = async (model: ReportModel) => {
    if (hasFailed) return;
    try {
      artifacts.push(...(await drawDocument(model, folder, formats, tools)));
    } catch (error) {
      hasFailed = true;
      throw error;
    }
    done += 1;
    progress({ kind: 'count', stage: 'render', done, of: models.length, unit: 'documents' });
  };
  await everyOne(models.map(limited(documentsAtOnce, draw)));
  return artifacts.toSorted(inOrderOfPath);
}

/** The order in which an edition lists its files. */
export const inOrderOfPath = (a: Artifact, b: Artifact): number => (a.path < b.path ? -1 : 1);

/** Draws one model in every format at the same time, into a folder below `folder`; its page is made once. */
export async function drawDocument(
  model: ReportModel,
  folder: string,
  formats: readonly Format[],
  tools: DrawingTools,
): Promise<readonly Artifact[]> {
  const keep = keepIn(folder);
  let page: string | undefined;
  const html = (of: ReportModel) => {
    page ??= tools.html(of);
    return page;
  };
  const drawFormat = async (format: Format) => {
    // What was begun before goes on in the browser and the other threads while this one is busy.
    await setImmediate();
    const drawings = await format.draw(model, { ...tools, html });
    return everyOne(
      drawings.map(({ path, bytes }) => keep(`${scopeFolder(model.scope.id)}/${path}`, format.id, bytes)),
    );
  };
  return (await everyOne(formats.map(drawFormat))).flat();
}

/** Writes files below a folder, and says what they are. */
function keepIn(folder: string) {
  return async (path: string, format: string, bytes: Uint8Array): Promise<Artifact> => {
    await writeDurably(join(folder, path), bytes);
    return { path, format, size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
}

/** Writes a new file and waits until it is on the disk; an existing file is an error. */
async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await using file = await open(path, 'wx');
  await file.writeFile(bytes);
  await file.sync();
}
