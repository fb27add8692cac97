import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type AgreementSubject, readSubjectsInForce } from '../../queries/agreement-subjects.ts';
import { classify } from '../classify.ts';
import type { Effects } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type Extract, extractEach } from '../extract.ts';
import { everyOne, limited } from '../formats/pdf/limited.ts';
import { gaps, regimes } from '../priorities/index.ts';
import { listEditions } from '../publish/archive.ts';
import { openStaging } from '../publish.ts';
import { type Order, type Press, slotOf } from '../run.ts';
import { type AgreementFate, type AgreementTask, carryTask, taskOf } from './crew/agreement.ts';
import { alone } from './crew.ts';

/** What a run of every agreement is asked for: as a run, for each of them. */
export type AgreementsOrder = Omit<Order, 'subject' | 'documents' | 'cases'>;

/** Why there is no edition of an agreement. */
export type FailedAgreement = { readonly agreement: string } & Pick<
  PipelineError,
  'kind' | 'message' | 'remedy' | 'details'
>;

/** What came of the editions of all agreements; ids in order of their code points. */
export interface AgreementsOutcome {
  readonly kind: 'agreements';
  readonly published: readonly string[];
  readonly unchanged: readonly string[];
  readonly wouldPublish: readonly string[];
  readonly failed: readonly FailedAgreement[];
  /** Published, but not delivered to everyone. */
  readonly undelivered: readonly string[];
}

/**
 * Carries one report for one period through the stages for every agreement in force in it, each as an edition of its own: all
 * are read from one snapshot, then carried a few at a time. The trouble of one agreement is told and the others go on. What a
 * killed run has published stands; the same command again makes the rest. Another process may do the same meanwhile.
 * @throws PipelineError where the sources name no agreement or cannot be read, and whatever the system says of its disk.
 */
export async function runAgreements(
  order: AgreementsOrder,
  press: Press,
  effects: Effects,
  readEach: typeof extractEach = extractEach,
): Promise<AgreementsOutcome> {
  const { definition, period } = order;
  const count = (stage: string, done: number, of: number) =>
    effects.progress({ kind: 'count', stage, done, of, unit: 'agreements' });
  const say = (stage: string, state: 'started' | 'finished') => effects.progress({ kind: 'stage', stage, state });

  say('classify', 'started');
  const classification = classify(regimes, gaps);
  say('classify', 'finished');

  say('extract', 'started');
  const subjects = await effects.database.transaction('snapshot', ({ source }) => readSubjectsInForce(source, period));
  if (subjects.length === 0) throw noneInForce(order);
  await using staging = await openStaging(press.out);
  const shelf = shelfIn(staging.folder, subjects);
  const put = async (extracted: Extract) => count('extract', await shelf.put(extracted), subjects.length);
  await readEach(definition, period, classification, subjects, put, effects);
  say('extract', 'finished');

  say('agreements', 'started');
  const taskAt = (subject: AgreementSubject) =>
    taskOf(order, subject, relative(press.out, shelf.placeOf(subject)), press);
  const tasks = await everyOne(subjects.map(limited(16, taskAt)));
  const here = (task: AgreementTask, isRepeated: boolean) =>
    carryTask(task, { order, classification, isRepeated }, press, effects);
  // A claim is of this process: under one, nobody else publishes.
  const { each } = order.claim === undefined ? (press.crew ?? alone) : alone;
  const fates = await each(tasks, here, (done) => count('agreements', done, subjects.length));
  const standing = subjects.find((_, at) => fates[at]?.kind === 'published' || fates[at]?.kind === 'unchanged');
  if (!order.dryRun && standing !== undefined) await listEditions(slotOf({ ...order, subject: standing }), press.out);
  say('agreements', 'finished');
  return summary(subjects.map(({ agreement_id }, at) => [agreement_id, fates[at]] as const));
}

const noneInForce = ({ period }: AgreementsOrder) =>
  new PipelineError(
    'source',
    `the sources name no agreement in force in ${period.id}`,
    'import the published lists of agreements, or give a period that they cover (`report287 imports` lists what is covered)',
  );

/** Keeps what was read of each agreement on the disk until its turn comes: of many there is never more than one in memory. */
function shelfIn(folder: string, subjects: readonly AgreementSubject[]) {
  const places = new Map(subjects.map(({ agreement_id }, at) => [agreement_id, join(folder, `${at}.json`)]));
  const placeOf = (subject: AgreementSubject | null): string => {
    const place = places.get(subject?.agreement_id ?? '');
    if (place === undefined) throw defect('an agreement was read that nobody asked for');
    return place;
  };
  let lying = 0;
  return {
    /** Returns how many lie there. */
    put: async (extracted: Extract): Promise<number> => {
      await writeFile(placeOf(extracted.subject), JSON.stringify(extracted), { flag: 'wx' });
      lying += 1;
      return lying;
    },
    placeOf,
  };
}

const defect = (what: string) => new PipelineError('internal', what, 'report this as a defect of report287');

function summary(fates: readonly (readonly [agreement: string, fate: AgreementFate | undefined])[]): AgreementsOutcome {
  const idsOf = (isSuch: (fate: AgreementFate) => boolean) =>
    fates.flatMap(([id, fate]) => (fate && isSuch(fate) ? [id] : []));
  return {
    kind: 'agreements',
    published: idsOf(({ kind }) => kind === 'published'),
    unchanged: idsOf(({ kind }) => kind === 'unchanged'),
    wouldPublish: idsOf(({ kind }) => kind === 'would-publish'),
    failed: fates.flatMap(([agreement, fate]) => {
      if (fate?.kind !== 'failed') return [];
      return [{ agreement, ...fate.error }];
    }),
    undelivered: idsOf((fate) => fate.kind === 'published' && !fate.isDelivered),
  };
}
