import type { AgreementSubject } from '../queries/agreement-subjects.ts';
import { writeDetermination } from '../queries/impact.ts';
import type { Recipient } from './channels/channel.ts';
import { channels } from './channels/index.ts';
import { checks } from './checks/index.ts';
import { classificationFile, recordClassification } from './classify/recorded.ts';
import { type Classification, classify } from './classify.ts';
import type { Revisions } from './compose/revisions.ts';
import { compose, type EditionContext } from './compose.ts';
import type { DisclosureMethod } from './disclosure/method.ts';
import { type Distribution, distribute, type Mandate } from './distribute.ts';
import type { Effects, ProgressEffect } from './effects.ts';
import { type Extract, extract } from './extract.ts';
import type { Artifact, DrawingTools, Format } from './formats/format.ts';
import { formats } from './formats/index.ts';
import { groundOf } from './measures/measure.ts';
import type { Period } from './period.ts';
import { gaps, regimes } from './priorities/index.ts';
import { protect } from './protect.ts';
import { listEditions } from './publish/archive.ts';
import { fingerprintOf, type MadeBy, manifestOf, regimesOf } from './publish/manifest.ts';
import { type Edition, examine, filesThatDiffer, openStaging, publish, type Slot } from './publish.ts';
import { type EditionRecord, render } from './render.ts';
import { definitionOn, type ReportDefinition, tablesOf } from './reports/report.ts';
import { beginAttempt, type Demand } from './run/attempt.ts';
import type { Claim } from './run/claim.ts';
import { composeAgainAs } from './run/compose-again.ts';
import { renderTogether } from './run/crew/document.ts';
import type { Crew } from './run/crew.ts';
import { extractOne } from './run/extract-one.ts';
import { readRevisions } from './run/revisions.ts';
import { findStanding } from './run/slot.ts';
import { tabulate } from './tabulate.ts';

/** What a run is asked for. */
export interface Order {
  readonly definition: ReportDefinition;
  readonly period: Period;
  readonly audience: Slot['audience'];
  readonly disclosure: DisclosureMethod;
  /** Folders that receive a copy of the whole edition, beside the subscriptions on record. */
  readonly recipients: readonly Recipient[];
  /** How channels are reached, and which approvals are needed; absent: without settings, and none. */
  readonly delivery?: Pick<Mandate, 'settings' | 'approvals' | 'stop' | 'budget'> & Partial<Pick<Demand, 'stated'>>;
  /** The nation's document and each field office's, or the nation's alone. */
  readonly documents: EditionContext['documents'];
  /** The agreement whose document alone is made; null: the nation and its field offices. */
  readonly subject: AgreementSubject | null;
  /** What each document is drawn as. */
  readonly formats: readonly Format[];
  /** With illustrative cases; never for the public. */
  readonly cases: boolean;
  /** Publish figures that differ from the last edition as the next one. */
  readonly revise: boolean;
  /** Do everything but publish and deliver. */
  readonly dryRun: boolean;
  /** What publication must still hold; absent: a person runs it, and the folder's rename alone keeps it from doubling. */
  readonly claim?: Pick<Claim, 'publishing'>;
}

/** What a run draws with, and where its editions go. */
export interface Press {
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly tools: DrawingTools;
  readonly made: MadeBy;
  /** The processes that draw beside this one; absent: none. */
  readonly crew?: Crew;
}

/** What came of a run. */
export type Outcome =
  | ({
      readonly kind: 'published';
      readonly edition: Edition;
      readonly artifacts: readonly Artifact[];
    } & Distribution)
  | { readonly kind: 'unchanged'; readonly edition: Edition }
  | {
      readonly kind: 'would-publish';
      readonly number: number;
      readonly artifacts: readonly Artifact[];
      /** Paths that differ from the last edition; null: there is none to compare with. */
      readonly differing: readonly string[] | null;
    };

/**
 * Carries one report for one period through the eight stages.
 * @throws PipelineError of whichever stage stops; nothing is published then, and nothing half done stays behind.
 */
export async function run(order: Order, press: Press, effects: Effects): Promise<Outcome> {
  const { definition, period, subject } = order;
  const stage = announce(effects);

  const classification = await stage('classify', () => classify(regimes, gaps));
  const extracted = await stage('extract', () =>
    subject === null
      ? extract(definition, period, classification, order, effects)
      : extractOne(definition, period, classification, subject, effects),
  );
  const outcome = await carry({ extracted, classification }, order, press, effects);
  // Where nothing changed, a run that was killed after publishing has not listed its edition.
  const isListed = outcome.kind === 'published' && subject === null;
  if (!order.dryRun && !isListed) await listEditions(slotOf(order), press.out);
  return outcome;
}

/** What the database said, and by which rules. */
export interface Counted {
  readonly extracted: Extract;
  readonly classification: Classification;
}

/** The slot that an order is for. */
export const slotOf = ({ definition, period, audience, subject }: Omit<Order, 'documents' | 'cases'>): Slot => ({
  report: definition.id,
  period: period.id,
  audience,
  subject: subject?.agreement_id ?? '',
});

/**
 * Carries what was extracted through the other stages. The edition stands when it returns; whoever called it lists that of an
 * agreement in the archive. @throws PipelineError as `run`.
 */
export async function carry(counted: Counted, order: Order, press: Press, effects: Effects): Promise<Outcome> {
  const { extracted, classification } = counted;
  const definition = definitionOn(order.definition, groundOf(extracted));
  const slot = slotOf(order);
  const startedAt = effects.now().toISOString();
  const stage = announce(effects);

  const tables = await stage('tabulate', () => tabulate(extracted, definition, classification));
  const safe = await stage('protect', () => protect(tables, order.disclosure));
  const composeAs = composer(safe, definition, counted, order);
  const draft = await stage('compose', () => composeAs(0));

  const fingerprint = fingerprintOf(draft, press.made);
  const drafted = { fingerprint, formats: idsOf(order.formats) };
  const standing = await findStanding(slot, drafted, { ...press, revise: order.revise || order.dryRun }, effects);
  if (standing.kind === 'unchanged') return standing;

  await using attempt = await beginAttempt(slot, startedAt, order.delivery ?? {}, effects);
  await using staging = await openStaging(press.out);
  const { folder } = staging;
  const drawn = { definition, models: draft, extract: extracted, inputs: inputsOf(counted, press) };
  const models = composeAs(standing.number, await readRevisions(slot, standing.number, drawn, press.out));
  const records = recordsOf(counted, definition, order, effects);
  const artifacts = await stage('render', () => draw(models, records, folder, order, press, effects));
  const composeAgain = composeAgainAs(definition, classification);
  await stage('check', () => examine({ folder, models, artifacts, formats: drafted.formats, composeAgain }, checks));

  const finishedAt = effects.now().toISOString();
  if (order.dryRun) {
    await attempt.end('dry run', finishedAt, null);
    const { last, number } = standing;
    const differing = last === null ? null : await filesThatDiffer(last, artifacts, folder, press.out);
    return { kind: 'would-publish', number, artifacts, differing };
  }
  const { id, approvals } = attempt;
  const made = { edition: standing.number, fingerprint, artifacts, approvals, run: { id, startedAt, finishedAt } };
  const publishIt = () => publish(staging, manifestOf({ ...made, ...partsOf(counted, order, press) }), press.out);
  const edition = await stage('publish', () => order.claim?.publishing(publishIt) ?? publishIt());
  await attempt.end('published', finishedAt, edition);
  // Before anybody is told of it; of many agreements, whoever carries them lists them once.
  if (order.subject === null) await listEditions(slot, press.out);

  const distribution = await stage('distribute', () => distribute(edition, mandateOf(order, press), effects));
  return { kind: 'published', edition, artifacts, ...distribution };
}

const idsOf = (drawn: readonly Format[]) => drawn.map(({ id }) => id);

/** Composes the models of an edition by its number, marked with what differs from the one before. */
function composer(
  safe: Parameters<typeof compose>[0],
  definition: ReportDefinition,
  { extracted, classification }: Counted,
  order: Order,
) {
  const { statement: disclosure } = order.disclosure;
  const context = { ...order, definition, classification, disclosure };
  return (edition: number, revisions: ReadonlyMap<string, Revisions> = new Map()) =>
    compose(safe, extracted, { ...context, edition, revisions });
}

/** What editions are compared by, beside their figures. */
const inputsOf = ({ extracted, classification }: Counted, { made }: Press) => ({
  sources: extracted.files,
  corrections: extracted.corrections,
  regimes: regimesOf(classification),
  made,
});

/** What an edition keeps of how its figures came about. */
function recordsOf(
  { extracted, classification }: Counted,
  definition: ReportDefinition,
  { period }: Order,
  { database }: Effects,
): readonly EditionRecord[] {
  const classified = { tables: tablesOf(definition), period, schema: database.sourceSchema };
  const record = recordClassification(classification, classified, writeDetermination);
  return [
    { path: 'tallies.json', format: 'tallies', value: extracted },
    { path: classificationFile, format: 'classification', value: record },
  ];
}

/** Draws every document, with the crew where there is one. */
function draw(
  models: Parameters<typeof render>[0],
  records: readonly EditionRecord[],
  folder: string,
  { formats: drawnAs }: Order,
  press: Press,
  effects: Effects,
): Promise<readonly Artifact[]> {
  return press.crew === undefined
    ? render(models, records, folder, drawnAs, press.tools, effects)
    : renderTogether(press.crew, models, records, folder, drawnAs, press, effects);
}

/** What a manifest says of an order, whatever came of it. */
const partsOf = ({ extracted, classification }: Counted, order: Order, { made }: Press) => ({
  slot: slotOf(order),
  subject: order.subject,
  extract: extracted,
  classification,
  disclosure: order.disclosure,
  checks,
  made,
  formats: order.formats.length === formats.length ? null : idsOf(order.formats),
});

/** To whom the editions of an order go, and on which conditions. */
export function mandateOf(
  { recipients, delivery }: Pick<Order, 'recipients' | 'delivery'>,
  { out }: Pick<Press, 'out'>,
): Mandate {
  const terms = delivery ?? { settings: { patience: 60_000 }, approvals: { internal: [], public: [] } };
  return { ...terms, out, channels, copies: recipients, retryUnknown: false };
}

/** Says when each stage begins and ends. */
function announce({ progress }: ProgressEffect) {
  return async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    progress({ kind: 'stage', stage, state: 'started' });
    const result = await work();
    progress({ kind: 'stage', stage, state: 'finished' });
    return result;
  };
}
