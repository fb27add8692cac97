import { readApprovals, recordApproval } from '../../queries/approvals.ts';
import type { Config } from '../config.ts';
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
  const { edition } = published;
  const needed = config.delivery.approvals[edition.audience];
  if (!needed.includes(by)) {
    const what = `${edition.audience} editions need no approval of "${by}"`;
    const remedy = needed.length === 0 ? 'deliver it: none is needed' : `give one of: ${needed.join(', ')}`;
    throw new PipelineError('usage', what, remedy);
  }
  const damaged = await damagedFiles(published);
  if (damaged.length > 0) {
    const remedy = 'restore the edition from a copy, then approve it';
    throw new PipelineError('check', `${edition.folder} is not as it was published`, remedy, { details: damaged });
  }
  return withDatabase(config, progress, async (effects) => {
    const { database, now } = effects;
    const { report, period, audience, subject, number, manifestSha256 } = edition;
    const key = { report, period, audience, subject, number };
    const approvals = await database.transaction('read-write', async (session) => {
      const approval = { ...key, role: by, manifest_sha256: manifestSha256, approved_at: now().toISOString() };
      await recordApproval(session, approval);
      return readApprovals(session, edition, manifestSha256);
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
