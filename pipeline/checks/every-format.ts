import type { ReportModel } from '../compose.ts';
import { csvPath } from '../formats/csv.ts';
import { descriptionPaths } from '../formats/open-data.ts';
import type { Check } from './check.ts';
import { allTables } from './same-numbers/reading.ts';

/** Refuses an edition in which a document lacks a format, or a table its open data. */
export const everyFormat: Check = {
  id: 'every-format',
  proves:
    'Every document is there as PDF, XLSX and HTML, and every one of its tables as CSV, with their description; no file is empty.',
  examine: async (candidate) => [
    ...candidate.models
      .flatMap(filesOf)
      .filter((path) => !candidate.artifacts.some((artifact) => artifact.path === path))
      .map((path) => ({ check: 'every-format', subject: path, problem: 'was not drawn' })),
    ...candidate.artifacts
      .filter((artifact) => artifact.size === 0)
      .map((artifact) => ({ check: 'every-format', subject: artifact.path, problem: 'is empty' })),
  ],
};

/** The files that a document must have, and no other, relative to the edition’s folder. */
export function filesOf(model: ReportModel): readonly string[] {
  const documents = ['pdf', 'xlsx', 'html'].map((ending) => `${model.fileStem}.${ending}`);
  const tables = allTables(model).map(({ id }) => csvPath(id));
  return [...documents, ...tables, ...descriptionPaths(model)].map((file) => `${model.scope.id}/${file}`);
}
