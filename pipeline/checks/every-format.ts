import { csvPath } from '../formats/csv.ts';
import type { Candidate, Check } from './check.ts';

/** Refuses an edition in which a document lacks a format, or a table its open data. */
export const everyFormat: Check = {
  id: 'every-format',
  proves: 'Every document is there as PDF, XLSX and HTML, and every one of its tables as CSV; no file is empty.',
  examine: async (candidate) => [
    ...expectedPaths(candidate)
      .filter((path) => !candidate.artifacts.some((artifact) => artifact.path === path))
      .map((path) => ({ check: 'every-format', subject: path, problem: 'was not drawn' })),
    ...candidate.artifacts
      .filter((artifact) => artifact.size === 0)
      .map((artifact) => ({ check: 'every-format', subject: artifact.path, problem: 'is empty' })),
  ],
};

function expectedPaths({ models }: Candidate): readonly string[] {
  return models.flatMap((model) => {
    const tables = model.sections.flatMap((section) =>
      section.blocks.flatMap((block) => (block.kind === 'table' ? [csvPath(block.table.id)] : [])),
    );
    const unprinted = (model.unavailable ?? []).map((table) => csvPath(table.id));
    const documents = ['pdf', 'xlsx', 'html'].map((ending) => `${model.fileStem}.${ending}`);
    return [...documents, ...tables, ...unprinted].map((path) => `${model.scope.id}/${path}`);
  });
}
