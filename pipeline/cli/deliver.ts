import { readdir, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readEditionsOf } from '../../queries/ledger.ts';
import { channels } from '../channels/index.ts';
import type { Config } from '../config.ts';
import { type Published, readPublished } from '../distribute/published.ts';
import { type Distribution, distribute, isOutstanding, type Mandate } from '../distribute.ts';
import type { DatabaseEffect, ProgressEffect } from '../effects.ts';
import { exitCodes, PipelineError } from '../errors.ts';
import { agreementsFolder, type Edition, readEditions, type Slot } from '../publish.ts';
import { reconcile } from '../run/slot.ts';
import { type Answer, readReport, withDatabase } from './commands.ts';
import { copiesOf, describeDistribution } from './distribution.ts';

/** What `report287 deliver` is told. */
export interface DeliverFlags {
  readonly retryUnknown?: boolean;
}

/**
 * Sends what is missing of one edition, or of the newest editions of a report and period: what failed or was never tried, never
 * what is delivered.
 */
export async function deliver(
  config: Config,
  what: string,
  period: string | undefined,
  { retryUnknown = false }: DeliverFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  const editions =
    period === undefined ? [await findEdition(config, what)] : await newestOf(config, readReport(what).id, period);
  return withDatabase(config, progress, async (effects) => {
    if (period !== undefined && editions.length === 0) throw await noneLies(what, period, config, effects);
    const mandate = mandateOf(config, retryUnknown);
    const found: { readonly edition: string; readonly distribution: Distribution }[] = [];
    for (const { edition } of editions) {
      const newest = await reconcile(edition, config.out, effects);
      if (newest !== null && newest.number > edition.number) throw superseded(edition, newest);
      found.push({ edition: edition.folder, distribution: await distribute(edition, mandate, effects) });
    }
    return {
      data: { editions: found.map(({ edition, distribution }) => ({ edition, ...distribution })) },
      lines: found.flatMap(({ edition, distribution }) => [edition, ...describeDistribution(distribution)]),
      exitCode: found.some(({ distribution }) => isOutstanding(distribution)) ? exitCodes.delivery : 0,
    };
  });
}

const superseded = ({ folder }: Edition, newest: Edition) =>
  new PipelineError(
    'usage',
    `${folder} is not the newest edition: nobody is sent figures that were corrected since`,
    `deliver ${newest.folder}`,
  );

function mandateOf(config: Config, retryUnknown: boolean): Mandate {
  const { out, delivery } = config;
  const { channels: settings, approvals } = delivery;
  return { out, channels, settings, approvals, copies: copiesOf(config), retryUnknown, retries: 'by-hand' };
}

/**
 * The edition in a folder, given as it lies or relative to the output folder.
 * @throws PipelineError `usage` where there is none.
 */
export async function findEdition({ out }: Pick<Config, 'out'>, folder: string): Promise<Published> {
  const home = await realpath(out).catch(() => out);
  for (const place of [resolve(folder), resolve(out, folder)]) {
    const inside = relative(home, await realpath(place).catch(() => ''));
    if (/^(internal|public)[/\\]/.test(inside)) return readPublished(inside, out);
  }
  return readPublished(folder, out);
}

/** The newest edition of every audience, and of every agreement that has its own. */
async function newestOf({ out }: Config, report: string, period: string): Promise<readonly Published[]> {
  const found: Published[] = [];
  for (const audience of ['internal', 'public'] as const) {
    const slot: Slot = { report, period, audience, subject: '' };
    const newest = (await readEditions(slot, out)).at(-1);
    if (newest !== undefined) found.push(await readPublished(newest.folder, out));
    const home = join(audience, report, period, agreementsFolder);
    const folders = await readdir(join(out, home), { withFileTypes: true }).catch(() => []);
    for (const entry of folders.filter((each) => each.isDirectory())) {
      const current = await realpath(join(out, home, entry.name, 'current')).catch(() => null);
      if (current !== null) found.push(await readPublished(relative(await realpath(out), current), out));
    }
  }
  return found;
}

/** Why there is nothing to deliver: it was never published, or it is not where it was published. */
async function noneLies(
  report: string,
  period: string,
  { out }: Pick<Config, 'out'>,
  { database }: DatabaseEffect,
): Promise<PipelineError> {
  const recorded = await database.transaction('snapshot', (session) => readEditionsOf(session, report, period));
  const newest = recorded.at(-1);
  return newest === undefined
    ? new PipelineError(
        'usage',
        `no edition of ${report} ${period} is published`,
        `run it first: report287 run ${report} --period ${period}`,
      )
    : new PipelineError(
        'publish',
        `${newest.folder} is on record and does not lie in ${out}`,
        'mount or restore the output folder, or set REPORT287_OUT; do not run it again, which would make another edition',
      );
}
