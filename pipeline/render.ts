import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ClassificationRecord, classificationFile } from './classify/recorded.ts';
import type { ReportModel } from './compose.ts';
import type { ProgressEffect } from './effects.ts';
import type { Extract } from './extract.ts';
import type { Artifact, DrawingTools, Format } from './formats/format.ts';

/** What an edition keeps of how its figures came about. */
export interface EditionRecords {
  readonly tallies: Extract;
  readonly classification: ClassificationRecord;
}

/**
 * Draws every model in every format straight into `folder`, each document in a folder named for its scope, beside
 * the tallies that they were made from and the classification that made them, and makes each file durable. What travels on is path, size and hash. Artifacts in order of path.
 */
export async function render(
  models: readonly ReportModel[],
  records: EditionRecords,
  folder: string,
  formats: readonly Format[],
  tools: DrawingTools,
  { progress }: ProgressEffect,
): Promise<readonly Artifact[]> {
  const artifacts: Artifact[] = [];
  const keep = async (path: string, format: string, bytes: Uint8Array) => {
    await writeDurably(join(folder, path), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    artifacts.push({ path, format, size: bytes.byteLength, sha256 });
  };
  const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
  await keep('tallies.json', 'tallies', json(records.tallies));
  await keep(classificationFile, 'classification', json(records.classification));
  for (const [at, model] of models.entries()) {
    for (const format of formats) {
      for (const drawing of await format.draw(model, tools)) {
        await keep(`${model.scope.id}/${drawing.path}`, format.id, drawing.bytes);
      }
    }
    progress({ kind: 'count', stage: 'render', done: at + 1, of: models.length, unit: 'documents' });
  }
  return artifacts.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Writes a new file and waits until it is on the disk; an existing file is an error. */
async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await using file = await open(path, 'wx');
  await file.writeFile(bytes);
  await file.sync();
}
