import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ReportModel } from '../../compose.ts';
import type { ProgressEffect } from '../../effects.ts';
import type { Artifact, Format } from '../../formats/format.ts';
import { formats as allFormats } from '../../formats/index.ts';
import { openStaging } from '../../publish.ts';
import { drawDocument, type EditionRecord, inOrderOfPath, render } from '../../render.ts';
import type { Press } from '../../run.ts';
import { scopeFolder } from '../../scope-folder.ts';
import type { Crew, DrawnDocument } from '../crew.ts';

/** One document to draw. Paths are relative to the output folder. */
export interface DocumentTask {
  readonly kind: 'document';
  /** The id of its scope. */
  readonly scope: string;
  /** Its model, as JSON. */
  readonly model: string;
  /** Each attempt draws into a new folder whose name begins so: one that was thought dead writes where nobody looks. */
  readonly into: string;
  readonly formats: readonly Format['id'][];
}

/** Draws as `render` does, with every process of the crew. */
export async function renderTogether(
  crew: Crew,
  models: readonly ReportModel[],
  records: readonly EditionRecord[],
  folder: string,
  formats: readonly Format[],
  { out, tools }: Pick<Press, 'out' | 'tools'>,
  { progress }: ProgressEffect,
): Promise<readonly Artifact[]> {
  await using staging = await openStaging(out);
  const tasks = await Promise.all(
    models.map(async (model, at): Promise<DocumentTask> => {
      const path = join(staging.folder, `${at}.json`);
      await writeFile(path, JSON.stringify(model));
      const into = relative(out, join(staging.folder, `drawn-${at}`));
      return {
        kind: 'document',
        scope: model.scope.id,
        model: relative(out, path),
        into,
        formats: formats.map(({ id }) => id),
      };
    }),
  );
  const of = models.length;
  const heard = (done: number) => progress({ kind: 'count', stage: 'render', done, of, unit: 'documents' });
  const drawn = await crew.each(tasks, (task) => drawTask(task, { out, tools }), heard);
  for (const [at, document] of drawn.entries()) {
    const name = scopeFolder(models[at]?.scope.id ?? '');
    if (document.artifacts.length > 0) await rename(join(out, document.folder, name), join(folder, name));
  }
  const kept = await render([], records, folder, formats, tools, { progress });
  return [...kept, ...drawn.flatMap(({ artifacts }) => artifacts)].toSorted(inOrderOfPath);
}

/** Draws one document, wherever its model comes from. */
export async function drawTask(
  { model, into, formats }: DocumentTask,
  { out, tools }: Pick<Press, 'out' | 'tools'>,
): Promise<DrawnDocument> {
  const read: ReportModel = JSON.parse(await readFile(join(out, model), 'utf8'));
  const folder = `${into}.${randomUUID()}`;
  await mkdir(join(out, folder));
  const drawnAs = allFormats.filter(({ id }) => formats.includes(id));
  return { folder, artifacts: await drawDocument(read, join(out, folder), drawnAs, tools) };
}
