import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReportModel } from './compose.ts';
import type { ProgressEffect } from './effects.ts';
import type { Extract } from './extract.ts';
import type { Artifact, DrawingTools, Format } from './formats/format.ts';

/**
 * Draws every model in every format straight into `folder`, each document in a folder named for its scope, beside
 * the tallies that they were made from, and makes each file durable. What travels on is path, size and hash. Artifacts in order of path.
 */
export async function render(
  models: readonly ReportModel[],
  extract: Extract,
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
  await keep('tallies.json', 'tallies', Buffer.from(`${JSON.stringify(extract, null, 1)}\n`));
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
