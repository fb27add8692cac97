import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { writeDetermination } from '../queries/impact.ts';
import { recordEdition, recordRunEnd, recordRunStart } from '../queries/ledger.ts';
import type { Receipt, Recipient } from './channels/channel.ts';
import { channels } from './channels/index.ts';
import { checks } from './checks/index.ts';
import { classificationFile, recordClassification } from './classify/recorded.ts';
import { classify } from './classify.ts';
import type { Revisions } from './compose/revisions.ts';
import { compose, type EditionContext } from './compose.ts';
import type { DisclosureMethod } from './disclosure/method.ts';
import { distribute } from './distribute.ts';
import type { Effects, ProgressEffect } from './effects.ts';
import { extract } from './extract.ts';
import type { Artifact, DrawingTools } from './formats/format.ts';
import { formats } from './formats/index.ts';
import type { Period } from './period.ts';
import { gaps, regimes } from './priorities/index.ts';
import { protect } from './protect.ts';
import { writeArchive } from './publish/archive.ts';
import { fingerprintOf, type MadeBy, manifestOf, regimesOf } from './publish/manifest.ts';
import { type Edition, examine, filesThatDiffer, openStaging, publish, type Slot } from './publish.ts';
import { type EditionRecord, render } from './render.ts';
import { type ReportDefinition, tablesOf } from './reports/report.ts';
import { readRevisions } from './run/revisions.ts';
import { findStanding } from './run/slot.ts';
import { tabulate } from './tabulate.ts';

/** What a run is asked for. */
export interface Order {
  readonly definition: ReportDefinition;
  readonly period: Period;
  readonly audience: Slot['audience'];
  readonly disclosure: DisclosureMethod;
  readonly recipients: readonly Recipient[];
  /** The nation's document and each field office's, or the nation's alone. */
  readonly documents: EditionContext['documents'];
  /** With illustrative cases; never for the public. */
  readonly cases: boolean;
  /** Publish figures that differ from the last edition as the next one. */
  readonly revise: boolean;
  /** Do everything but publish and deliver. */
  readonly dryRun: boolean;
}

/** What a run draws with, and where its editions go. */
export interface Press {
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly tools: DrawingTools;
  readonly made: MadeBy;
}

/** What came of a run. */
export type Outcome =
  | {
      readonly kind: 'published';
      readonly edition: Edition;
      readonly artifacts: readonly Artifact[];
      readonly receipts: readonly Receipt[];
    }
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
  const { definition, period } = order;
  const slot: Slot = { report: definition.id, period: period.id, audience: order.audience };
  const attempt = { id: randomUUID(), startedAt: effects.now().toISOString() };
  const stage = announce(effects);

  const classification = await stage('classify', () => classify(regimes, gaps));
  const extracted = await stage('extract', () => extract(definition, period, classification, order, effects));
  const tables = await stage('tabulate', () => tabulate(extracted, definition, classification));
  const safe = await stage('protect', () => protect(tables, order.disclosure));
  const composeAs = (edition: number, revisions: ReadonlyMap<string, Revisions> = new Map()) => {
    const context = { ...order, edition, classification, disclosure: order.disclosure.statement, revisions };
    return compose(safe, extracted, context);
  };
  const draft = await stage('compose', () => composeAs(0));

  const fingerprint = fingerprintOf(draft, press.made);
  const standing = await findStanding(
    slot,
    fingerprint,
    { revise: order.revise || order.dryRun, out: press.out },
    effects,
  );
  if (standing.kind === 'unchanged') {
    // A run that was killed after publishing has not listed its edition.
    if (!order.dryRun) await writeArchive(press.out, order.audience);
    return standing;
  }
  await note(effects, (session) =>
    recordRunStart(session, { run_id: attempt.id, ...slot, started_at: attempt.startedAt }),
  );

  await using staging = await openStaging(press.out);
  const inputs = {
    sources: extracted.files,
    corrections: extracted.corrections,
    regimes: regimesOf(classification),
    made: press.made,
  };
  const drawn = { definition, models: draft, extract: extracted, inputs };
  const models = composeAs(standing.number, await readRevisions(slot, standing.number, drawn, press.out));
  const classified = { tables: tablesOf(definition), period, schema: effects.database.sourceSchema };
  const record = recordClassification(classification, classified, writeDetermination);
  const records: readonly EditionRecord[] = [
    { path: 'tallies.json', format: 'tallies', value: extracted },
    { path: classificationFile, format: 'classification', value: record },
  ];
  const artifacts = await stage('render', () => render(models, records, staging.folder, formats, press.tools, effects));
  await stage('check', () => examine({ folder: staging.folder, models, artifacts }, checks));
  if (order.dryRun) {
    await note(effects, (session) => recordRunEnd(session, attempt.id, effects.now().toISOString(), 'dry run'));
    const differing =
      standing.last === null ? null : await filesThatDiffer(standing.last, artifacts, staging.folder, press.out);
    return { kind: 'would-publish', number: standing.number, artifacts, differing };
  }
  const finishedAt = effects.now().toISOString();
  const manifest = manifestOf({
    slot,
    edition: standing.number,
    fingerprint,
    extract: extracted,
    classification,
    disclosure: order.disclosure,
    checks,
    artifacts,
    made: press.made,
    run: { ...attempt, finishedAt },
  });
  const edition = await stage('publish', () => publish(staging, manifest, press.out));
  await writeArchive(press.out, order.audience);
  await note(effects, async (session) => {
    await recordEdition(session, {
      ...slot,
      number: edition.number,
      fingerprint,
      folder: edition.folder,
      manifest_sha256: edition.manifestSha256,
      published_at: finishedAt,
      run_id: attempt.id,
    });
    await recordRunEnd(session, attempt.id, finishedAt, 'published');
  });

  const parcel = { folder: join(press.out, edition.folder), name: edition.folder };
  const receipts = await stage('distribute', () => distribute(parcel, order.recipients, channels));
  return { kind: 'published', edition, artifacts, receipts };
}

type Note = Parameters<Effects['database']['transaction']>[1];

/** Writes to the ledger. */
const note = (effects: Effects, write: Note) => effects.database.transaction('read-write', write);

/** Says when each stage begins and ends. */
function announce({ progress }: ProgressEffect) {
  return async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    progress({ kind: 'stage', stage, state: 'started' });
    const result = await work();
    progress({ kind: 'stage', stage, state: 'finished' });
    return result;
  };
}
