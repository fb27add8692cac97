import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AgreementSubject, readSubjectsInForce } from '../../queries/agreement-subjects.ts';
import { type Classification, classify } from '../classify.ts';
import { isOutstanding } from '../distribute.ts';
import type { Effects } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { type Extract, extractEach } from '../extract.ts';
import { everyOne, limited } from '../formats/pdf/limited.ts';
import { gaps, regimes } from '../priorities/index.ts';
import { listEditions } from '../publish/archive.ts';
import { openStaging } from '../publish.ts';
import { carry, type Order, type Outcome, type Press, slotOf } from '../run.ts';

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

/** Two that print, and two that are drawn as workbooks, checked or written meanwhile; no more is in memory. */
const agreementsAtOnce = 4;

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
  const shelf = shelfIn(staging.folder);
  const put = async (extracted: Extract) => count('extract', await shelf.put(extracted), subjects.length);
  await readEach(definition, period, classification, subjects, put, effects);
  say('extract', 'finished');

  say('agreements', 'started');
  let done = 0;
  const one = oneAfterAnother(async (subject: AgreementSubject) => {
    const extracted = await shelf.take(subject.agreement_id);
    const fate = await carryOne({ extracted, classification }, { ...order, subject }, press, effects);
    done += 1;
    count('agreements', done, subjects.length);
    return fate;
  });
  const fates = await everyOne(subjects.map(limited(agreementsAtOnce, one)));
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
function shelfIn(folder: string) {
  const places = new Map<string, string>();
  return {
    /** Returns how many lie there. */
    put: async (extracted: Extract): Promise<number> => {
      const place = join(folder, `${places.size}.json`);
      places.set(extracted.subject?.agreement_id ?? '', place);
      await writeFile(place, JSON.stringify(extracted));
      return places.size;
    },
    take: async (agreement: string): Promise<Extract> => {
      const place = places.get(agreement);
      if (place === undefined) {
        const remedy = 'report this as a defect of report287';
        throw new PipelineError('internal', `agreement ${agreement} was not read`, remedy);
      }
      const extracted = JSON.parse(await readFile(place, 'utf8')) as Extract;
      await rm(place);
      return extracted;
    },
  };
}

/** `work`, none of which is begun any more once one has failed. */
function oneAfterAnother<A, R>(work: (argument: A) => Promise<R>): (argument: A) => Promise<R | null> {
  let hasFailed = false;
  return async (argument) => {
    if (hasFailed) return null;
    try {
      return await work(argument);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
}

type Fate = Outcome | { readonly kind: 'failed'; readonly error: PipelineError };

async function carryOne(
  counted: { readonly extracted: Extract; readonly classification: Classification },
  order: Omit<Order, 'documents' | 'cases'>,
  press: Press,
  effects: Effects,
): Promise<Fate> {
  const quiet: Effects = { ...effects, progress: (event) => event.kind === 'note' && effects.progress(event) };
  const carryIt = () => carry(counted, { ...order, documents: 'all', cases: false }, press, quiet);
  try {
    return await carryIt().catch((error: unknown) => {
      // Another process may have published it in the same moment: the second look finds its edition.
      if (error instanceof PipelineError && error.kind === 'publish') return carryIt();
      throw error;
    });
  } catch (error) {
    if (error instanceof PipelineError) return { kind: 'failed', error };
    // A disk that is full or closed is no trouble of one agreement.
    if (error instanceof Error && 'errno' in error) throw error;
    const message = `unexpected: ${error instanceof Error ? error.message : String(error)}`;
    const remedy = 'run it alone with --agreement and --debug, and report this as a defect';
    return { kind: 'failed', error: new PipelineError('internal', message, remedy, { cause: error }) };
  }
}

function summary(fates: readonly (readonly [agreement: string, fate: Fate | null | undefined])[]): AgreementsOutcome {
  const idsOf = (isSuch: (fate: Fate) => boolean) => fates.flatMap(([id, fate]) => (fate && isSuch(fate) ? [id] : []));
  return {
    kind: 'agreements',
    published: idsOf(({ kind }) => kind === 'published'),
    unchanged: idsOf(({ kind }) => kind === 'unchanged'),
    wouldPublish: idsOf(({ kind }) => kind === 'would-publish'),
    failed: fates.flatMap(([agreement, fate]) => {
      if (fate?.kind !== 'failed') return [];
      const { kind, message, remedy, details } = fate.error;
      return [{ agreement, kind, message, remedy, details }];
    }),
    undelivered: idsOf((fate) => fate.kind === 'published' && isOutstanding(fate)),
  };
}
