import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportModel } from '../../compose.ts';
import { PipelineError } from '../../errors.ts';
import type { DrawingTools } from '../../formats/format.ts';
import { openData } from '../../formats/open-data.ts';
import { scopeFolder } from '../../scope-folder.ts';
import type { Candidate } from '../check.ts';
import type { Report } from './report.ts';

function needless(): never {
  throw new PipelineError('internal', 'a description of open data asked for a page', 'report this defect');
}

const noTools: DrawingTools = { html: needless, print: needless };

/** Finds every description of an office's open data that is not, byte for byte, what its own document says. */
export async function examineDescriptions(
  model: ReportModel,
  { folder, artifacts }: Candidate,
  report: Report,
): Promise<void> {
  if (!artifacts.some(({ format }) => format === openData.id)) return;
  for (const { path, bytes } of await openData.draw(model, noTools)) {
    const file = `${scopeFolder(model.scope.id)}/${path}`;
    if (!artifacts.some((artifact) => artifact.path === file))
      report(file, 'is not among the files of the edition, so that nothing is proved of it');
    else if (!(await readFile(join(folder, file))).equals(bytes))
      report(file, 'is not the description of this document’s open data');
  }
}
