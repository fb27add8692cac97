import { readApprovals, recordApproval } from '../../queries/approvals.ts';
import type { Config } from '../config.ts';
import { neededRoles } from '../distribute/needed.ts';
import { damagedFiles } from '../distribute/proof.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type Answer, withDatabase } from './commands.ts';
import { findEdition } from './deliver.ts';
import { wakeScheduler } from './wake.ts';

/** What `report287 approve` is told. */
export interface ApproveFlags {
  /** The role that approves. */
  readonly by: string;
}

/**
 * Records that a role approves an edition as it lies there, byte by byte; says whose approval it still waits for.
 * @throws PipelineError `usage` for a role whose approval is not needed, `check` where a file is not what was published.
 */
export async function approve(
  config: Config,
  folder: string,
  { by }: ApproveFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const published = await findEdition(config, folder);
  const { edition, manifest } = published;
  const damaged = await damagedFiles(published);
  if (damaged.length > 0) {
    const remedy = 'restore the edition from a copy, then approve it';
    throw new PipelineError('check', `${edition.folder} is not as it was published`, remedy, { details: damaged });
  }
  return withDatabase(config, progress, async (effects) => {
    const { database, now } = effects;
    const { report, period, audience, subject, number, manifestSha256 } = edition;
    const { needed, approvals } = await database.transaction('read-write', async (session) => {
      const { required, given } = await readApprovals(session, edition, manifestSha256);
      const roles = neededRoles(config.delivery.approvals, manifest, required);
      if (!roles.includes(by)) throw notNeeded(edition.folder, by, roles);
      await recordApproval(session, {
        ...{ report, period, audience, subject, number },
        ...{ role: by, manifest_sha256: manifestSha256, approved_at: now().toISOString() },
      });
      return { needed: roles, approvals: [...new Set([...given, by])].toSorted() };
    });
    await wakeScheduler(effects);
    const awaited = needed.filter((role) => !approvals.includes(role));
    return {
      data: { edition: edition.folder, manifestSha256, approvals, awaited },
      lines: [
        `Approved by ${by}: ${edition.folder}, manifest ${manifestSha256}.`,
        awaited.length === 0
          ? `It has every approval that it needs: report287 deliver ${edition.folder}`
          : `It waits for the approval of ${awaited.join(', ')}.`,
      ],
      exitCode: 0,
    };
  });
}

function notNeeded(edition: string, by: string, needed: readonly string[]): PipelineError {
  const remedy = needed.length === 0 ? 'deliver it: none is needed' : `give one of: ${needed.join(', ')}`;
  return new PipelineError('usage', `${edition} needs no approval of "${by}"`, remedy);
}
