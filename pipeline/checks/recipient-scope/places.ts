import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { scopeFolder } from '../../scope-folder.ts';
import type { Candidate } from '../check.ts';
import { filesOf } from '../every-format.ts';
import type { Report } from './report.ts';

/** What holds every office's figures stands at the top of an edition, in no document's folder. */
const recordFormats: ReadonlySet<string> = new Set(['tallies', 'classification']);

/** Finds every file that is not in the folder of the document to which it belongs. */
export async function examinePlaces({ folder, models, artifacts }: Candidate, report: Report): Promise<void> {
  for (const { report: of, period, scope, fileStem } of models) {
    if (fileStem !== `${of.id}_${period.id}_${scopeFolder(scope.id)}`)
      report(scope.id, `has files named ${fileStem}, not for its scope`);
    if (models.filter((other) => other.scope.id === scope.id).length > 1)
      report(scope.id, 'is the scope of two documents');
  }
  const known = new Set(models.flatMap((model) => filesOf(model)));
  for (const { path, format } of artifacts) {
    const isRecord = !path.includes('/') && recordFormats.has(format);
    if (!isRecord && !known.has(path)) report(path, 'is no file of the document in whose folder it lies');
  }
  const drawn = new Set(artifacts.map(({ path }) => path));
  for (const { scope } of models) {
    for (const file of await filesIn(folder, scopeFolder(scope.id)))
      if (!drawn.has(file)) report(file, 'lies in the folder of a document and was not drawn for it');
  }
}

async function filesIn(folder: string, scope: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, scope), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
