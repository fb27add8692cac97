import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../../../queries/database.ts';
import { type EditionTable, readLastEdition } from '../../../queries/ledger.ts';
import { type ClassificationRecord, classificationFile, readClassificationRecord } from '../../classify/recorded.ts';
import { PipelineError } from '../../errors.ts';
import { hashOf, type Manifest } from '../../publish/manifest.ts';
import type { Slot } from '../../publish.ts';

/** The current edition of a slot, and how its events were classified. */
export interface RecordedEdition {
  readonly number: number;
  /** Relative to the output folder. */
  readonly folder: string;
  readonly record: ClassificationRecord;
}

/**
 * Reads how the current edition of a slot was classified: its record is proved by the hash in the manifest, and the
 * manifest by the hash in the ledger.
 * @throws PipelineError `usage` where there is no edition, `source` where a file of it is not there or it has no such
 * record, `check` where a hash is another.
 */
export async function readRecordedEdition(slot: Slot, out: string, session: Session): Promise<RecordedEdition> {
  const { report, period } = slot;
  const edition = await readLastEdition(session, slot);
  if (edition === null) {
    throw new PipelineError(
      'usage',
      `the ledger has no edition of ${report} ${period}`,
      `produce one with "report287 run ${report}", or give another period`,
    );
  }
  const manifest = await proven(edition, 'manifest.json', edition.manifest_sha256, out);
  const { files } = JSON.parse(manifest) as Manifest;
  const listed = files.find(({ path }) => path === classificationFile);
  if (listed === undefined) {
    throw new PipelineError(
      'source',
      `edition ${edition.number} of ${report} ${period} does not record its classification: it was made before that was kept`,
      'publish the next edition (`--revise`), and compare from there',
    );
  }
  const text = await proven(edition, classificationFile, listed.sha256, out);
  return { number: edition.number, folder: edition.folder, record: readClassificationRecord(JSON.parse(text)) };
}

/** The text of a file of an edition, if its hash is the one on record. */
async function proven(edition: EditionTable, name: string, sha256: string, out: string): Promise<string> {
  const path = join(out, edition.folder, name);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new PipelineError('source', `${path} cannot be read`, 'restore the edition from a backup', { cause });
  });
  if (hashOf(bytes) === sha256) return bytes.toString('utf8');
  throw new PipelineError(
    'check',
    `${path} is not the file that was published: its SHA-256 is not the one on record`,
    'restore the edition from a backup; an edition is never changed',
  );
}
