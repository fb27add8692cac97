import type { Effects } from '../../effects.ts';
import { looksLikeExtract } from '../../import/program-extract/file.ts';
import { importExtract } from '../../import/program-extract.ts';
import { importAnyFile } from '../import.ts';

/**
 * Imports what somebody put into the inbox, of which nobody says more than it says itself: a folder, or a file with the header
 * of an entity, as a program extract; any other file as `import` takes it. @throws PipelineError where it is refused.
 */
export async function importDelivered(
  path: string,
  effects: Effects,
): Promise<{ readonly state: 'imported' | 'already-imported' }> {
  if (!(await looksLikeExtract(path))) return importAnyFile(path, { rows: {}, list: {} }, effects);
  const files = await importExtract(path, {}, effects);
  return { state: files.some(({ state }) => state === 'imported') ? 'imported' : 'already-imported' };
}
