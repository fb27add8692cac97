import type { ReportModel } from '../compose.ts';
import { csvPath } from '../formats/csv.ts';
import { descriptionPaths } from '../formats/open-data.ts';
import { scopeFolder } from '../scope-folder.ts';
import type { Candidate, Check } from './check.ts';
import { allTables } from './same-numbers/reading.ts';

/** Refuses an edition in which a document lacks a format, or a table its open data. */
export const everyFormat: Check = {
  id: 'every-format',
  proves:
    'Every document is there as PDF, XLSX and HTML, and every one of its tables as CSV, with their description, or in those of these formats that were asked for; no file is empty.',
  examine: async (candidate) => [
    ...candidate.models
      .flatMap((model) => filesOf(model, candidate.formats))
      .filter((path) => !candidate.artifacts.some((artifact) => artifact.path === path))
      .map((path) => ({ check: 'every-format', subject: path, problem: 'was not drawn' })),
    ...candidate.artifacts
      .filter((artifact) => artifact.size === 0)
      .map((artifact) => ({ check: 'every-format', subject: artifact.path, problem: 'is empty' })),
  ],
};

/** The files that a document must have in some formats, or in all, and no other, relative to the edition’s folder. */
export function filesOf(model: ReportModel, formats?: Candidate['formats']): readonly string[] {
  const isDrawn = (format: string) => formats === undefined || formats.includes(format);
  const documents = ['pdf', 'xlsx', 'html'].filter(isDrawn).map((ending) => `${model.fileStem}.${ending}`);
  const tables = isDrawn('csv') ? allTables(model).map(({ id }) => csvPath(id)) : [];
  const descriptions = isDrawn('open-data') ? descriptionPaths(model) : [];
  return [...documents, ...tables, ...descriptions].map((file) => `${scopeFolder(model.scope.id)}/${file}`);
}
