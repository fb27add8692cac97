import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgreementSubject } from '../../../queries/agreement-subjects.ts';
import type { Classification } from '../../classify.ts';
import { distribute, isOutstanding } from '../../distribute.ts';
import type { Effects } from '../../effects.ts';
import { PipelineError } from '../../errors.ts';
import type { Extract } from '../../extract.ts';
import type { Format } from '../../formats/format.ts';
import { editionNumbers } from '../../publish/archive/editions.ts';
import { type Edition, slotFolder } from '../../publish.ts';
import { carry, mandateOf, type Order, type Outcome, type Press, slotOf } from '../../run.ts';
import type { AgreementsOrder } from '../agreements.ts';

/** The edition of one agreement, from what was read of it to its delivery. */
export interface AgreementTask {
  readonly kind: 'agreement';
  readonly agreement: string;
  /** What was read of it, as JSON; relative to the output folder. */
  readonly extract: string;
  readonly report: string;
  readonly audience: Order['audience'];
  readonly disclosure: string;
  readonly formats: readonly Format['id'][];
  readonly revise: boolean;
  readonly dryRun: boolean;
  /** The number of its newest edition when it was asked for; 0: there was none. */
  readonly standing: number;
}

/** What came of the edition of one agreement. */
export type AgreementFate =
  | { readonly kind: 'published' /** To everyone. */; readonly isDelivered: boolean }
  | { readonly kind: 'unchanged' | 'would-publish' }
  | { readonly kind: 'failed'; readonly error: Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'> };

/** What is asked for of an agreement that was read; `extract`: where that lies, relative to the output folder. */
export async function taskOf(
  order: AgreementsOrder,
  subject: AgreementSubject,
  extract: string,
  { out }: Pick<Press, 'out'>,
): Promise<AgreementTask> {
  const { definition, audience, disclosure, formats, revise, dryRun } = order;
  const [newest = 0] = await editionNumbers(join(out, slotFolder(slotOf({ ...order, subject }))));
  return {
    kind: 'agreement',
    agreement: subject.agreement_id,
    extract,
    report: definition.id,
    audience,
    disclosure: disclosure.id,
    formats: formats.map(({ id }) => id),
    revise,
    dryRun,
    standing: newest,
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
  { standing }: AgreementTask,
  order: Carriage['order'],
  press: Press,
  effects: Effects,
): Promise<AgreementFate> {
  if (edition.number <= standing) return { kind: 'unchanged' };
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
