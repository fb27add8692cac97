import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Classification } from '../../classify.ts';
import { distribute, isOutstanding } from '../../distribute.ts';
import type { ClockEffect, Effects } from '../../effects.ts';
import { PipelineError } from '../../errors.ts';
import type { Extract } from '../../extract.ts';
import type { Format } from '../../formats/format.ts';
import type { Manifest } from '../../publish/manifest.ts';
import type { Edition } from '../../publish.ts';
import { carry, mandateOf, type Order, type Outcome, type Press } from '../../run.ts';
import type { AgreementsOrder } from '../agreements.ts';

/** The edition of one agreement, from what was read of it to its delivery. */
export interface AgreementTask {
  readonly kind: 'agreement';
  /** What was read of it, as JSON; relative to the output folder. */
  readonly extract: string;
  readonly report: string;
  readonly audience: Order['audience'];
  readonly disclosure: string;
  readonly formats: readonly Format['id'][];
  readonly revise: boolean;
  readonly dryRun: boolean;
  /** ISO instant of the run's clock. */
  readonly askedAt: string;
}

/** What came of the edition of one agreement. */
export type AgreementFate =
  | { readonly kind: 'published' /** To everyone. */; readonly isDelivered: boolean }
  | { readonly kind: 'unchanged' | 'would-publish' }
  | { readonly kind: 'failed'; readonly error: Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'> };

/** What is asked for of one agreement, of which the extract lies below the output folder. */
export function taskOf(order: AgreementsOrder, extract: string, { now }: ClockEffect): AgreementTask {
  const { definition, audience, disclosure, formats, revise, dryRun } = order;
  return {
    kind: 'agreement',
    extract,
    report: definition.id,
    audience,
    disclosure: disclosure.id,
    formats: formats.map(({ id }) => id),
    revise,
    dryRun,
    askedAt: now().toISOString(),
  };
}

/** How a task is carried. */
export interface Carriage {
  /** The period is what was read of it. */
  readonly order: Omit<AgreementsOrder, 'period'>;
  readonly classification: Classification;
  /** Somebody has begun it before, and may have ended between publishing and handing over. */
  readonly isRepeated: boolean;
}

/**
 * Carries one agreement to its edition and tells its fate; trouble of the agreement is part of it.
 * @throws whatever the system says of its disk.
 */
export async function carryTask(
  task: AgreementTask,
  { order, classification, isRepeated }: Carriage,
  press: Press,
  effects: Effects,
): Promise<AgreementFate> {
  const extracted: Extract = JSON.parse(await readFile(join(press.out, task.extract), 'utf8'));
  const { subject, period } = extracted;
  // Its documents are drawn where it is carried.
  const { crew: _, ...own } = press;
  const quiet: Effects = { ...effects, progress: (event) => event.kind === 'note' && effects.progress(event) };
  const whole = { ...order, period, subject, documents: 'all', cases: false } as const;
  const carryIt = () => carry({ extracted, classification }, whole, own, quiet);
  try {
    const outcome = await carryIt().catch((error: unknown) => {
      // Another process may have published it in the same moment: the second look finds its edition.
      if (error instanceof PipelineError && error.kind === 'publish') return carryIt();
      throw error;
    });
    if (outcome.kind === 'unchanged' && isRepeated) return await takeUp(outcome.edition, task, order, own, effects);
    return fateOf(outcome);
  } catch (error) {
    // A disk that is full or closed is no trouble of one agreement.
    if (error instanceof Error && 'errno' in error) throw error;
    return { kind: 'failed', error: told(error) };
  }
}

const fateOf = (outcome: Outcome): AgreementFate =>
  outcome.kind === 'published' ? { kind: 'published', isDelivered: !isOutstanding(outcome) } : { kind: outcome.kind };

/** What this run has published before it was interrupted is handed to those who lack it; what stood before it is left alone. */
async function takeUp(
  edition: Edition,
  { askedAt }: AgreementTask,
  order: Carriage['order'],
  press: Press,
  effects: Effects,
): Promise<AgreementFate> {
  const text = await readFile(join(press.out, edition.folder, 'manifest.json'), 'utf8');
  const { run }: Manifest = JSON.parse(text);
  if (Date.parse(run.finishedAt) < Date.parse(askedAt)) return { kind: 'unchanged' };
  const distribution = await distribute(edition, mandateOf(order, press), effects);
  return { kind: 'published', isDelivered: !isOutstanding(distribution) };
}

function told(error: unknown): Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'> {
  if (error instanceof PipelineError) {
    const { kind, message, remedy, details } = error;
    return { kind, message, remedy, details };
  }
  const message = `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  return {
    kind: 'internal',
    message,
    remedy: 'run it alone with --agreement and --debug, and report this as a defect',
    details: [],
  };
}
