import type { Claims, ClaimTable } from '../../queries/claims.ts';
import type { PublishedEdition, StatusFacts } from '../../queries/status.ts';
import type { ReportDefinition } from '../reports/report.ts';
import { type DueSlot, dueSlots } from '../schedule.ts';
import { judgeClaim } from './attempts.ts';
import type { MissingDays } from './missing-days.ts';
import { nextOccurrence, type Occurrence, occurrencesUntil } from './occurrences.ts';
import { type Attention, attentionOf } from './status/attention.ts';
import { type Deliveries, type DeliveryGround, deliveriesOf } from './status/deliveries.ts';

/** What is published, what is not and why, what has arrived and what has not, at one instant. */
export interface Status {
  /** ISO instant. */
  readonly at: string;
  /** Nothing is overdue, failed, given up, unknown or undelivered. */
  readonly isWell: boolean;
  /** ISO instant; null: nothing was ever imported. */
  readonly lastImport: string | null;
  readonly reports: readonly ReportStatus[];
  /** Names of the files that the inbox refused, and that still lie there. */
  readonly refusedFiles: readonly string[];
  /** What lasts, and whether the operator was told. */
  readonly notices: readonly OpenNotice[];
  readonly attention: readonly Attention[];
}

/** Trouble that lasts. */
export interface OpenNotice {
  readonly key: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly raisedAt: string;
  readonly isTold: boolean;
}

/** A scheduled report. */
export interface ReportStatus {
  readonly report: string;
  readonly title: string;
  /** What falls due next. */
  readonly next: Occurrence;
  /** The last that fell due, and every other that is not published; the newest first. */
  readonly periods: readonly PeriodStatus[];
  /** Editions of periods that are on no schedule, or for another audience. */
  readonly others: readonly EditionStatus[];
  /** Editions of single agreements, by period. */
  readonly agreements: readonly AgreementsStatus[];
  /** Agreements whose own edition is being run by schedule, or came to nothing. */
  readonly agreementRuns: readonly AgreementRun[];
}

/** An attempt by schedule at the edition of one agreement. */
export interface AgreementRun {
  readonly agreement: string;
  readonly period: string;
  /** Begun by schedule since the last that went well. */
  readonly attempts: number;
  /** null: the next is about to be made. */
  readonly standing: ClaimStanding | null;
}

/** A period of a report that has fallen due. */
export interface PeriodStatus extends Occurrence {
  readonly isOverdue: boolean;
  /** Begun by schedule since the last that went well; one that was killed counts as well. */
  readonly attempts: number;
  readonly standing: Standing;
}

/** How a period stands. Its `reasons` are a clause each. */
export type Standing =
  // null: it was published longer ago than is told.
  | { readonly state: 'published'; readonly edition: EditionStatus | null }
  | ClaimStanding
  | { readonly state: 'ready' | 'queued' | 'asks' | 'skipped'; readonly reasons: readonly string[] }
  | { readonly state: 'waiting'; readonly missing: readonly MissingDays[]; readonly reasons: readonly string[] };

/** How the work on a slot that is not published stands. */
export type ClaimStanding =
  | { readonly state: 'running'; readonly holder: string; readonly since: string; readonly attempt: number }
  | (Failure & { readonly state: 'resting'; readonly until: string })
  | (Failure & { readonly state: 'given-up'; readonly since: string });

/** Every state of a period, in the order in which they are told. */
export const slotStates = [
  'published',
  'running',
  'ready',
  'queued',
  'waiting',
  'resting',
  'given-up',
  'asks',
  'skipped',
] as const satisfies readonly Standing['state'][];

/** Why an attempt came to nothing. */
export interface Failure {
  /** Since the last that went well. */
  readonly attempts: number;
  readonly problem: string;
  readonly remedy: string;
}

/** The newest edition of a slot, and what became of it. */
export interface EditionStatus {
  readonly period: string;
  readonly audience: string;
  readonly number: number;
  readonly folder: string;
  readonly publishedAt: string;
  readonly deliveries: Deliveries;
}

/** The newest editions of all agreements of one report and period. */
export interface AgreementsStatus {
  readonly period: string;
  readonly audience: string;
  readonly editions: number;
  readonly lastPublishedAt: string;
  readonly deliveries: Deliveries;
}

/** With what status is judged. */
export interface StatusGround extends DeliveryGround {
  /** Names of files in the inbox's `refused/`. */
  readonly refusedFiles: readonly string[];
  /** Whether the holder of a claim is a process that is known to have ended. */
  readonly isGone: (holder: string) => boolean;
}

/** So many of the last periods are told. */
const lastPeriods = 13;

/** The status of every scheduled report, in the order of their definitions. */
export function statusOf(
  facts: StatusFacts,
  definitions: readonly Pick<ReportDefinition, 'id' | 'title' | 'schedule'>[],
  ground: StatusGround,
): Status {
  const slots = dueSlots(definitions, facts.due.editions, facts.due.coverage, ground.now);
  const reports = definitions.flatMap((definition) => reportStatus(definition, slots, facts, ground));
  const notices = facts.notices.map(
    ({ key, subject, lines, raised_at, told_at }): OpenNotice => ({
      ...{ key, subject, raisedAt: raised_at, isTold: told_at !== null },
      lines: JSON.parse(lines) as readonly string[],
    }),
  );
  const found = { at: ground.now, lastImport: facts.claims.lastImport, reports, notices };
  const attention = attentionOf({ ...found, refusedFiles: ground.refusedFiles });
  return { ...found, refusedFiles: ground.refusedFiles, attention, isWell: attention.length === 0 };
}

function reportStatus(
  { id: report, title, schedule }: Pick<ReportDefinition, 'id' | 'title' | 'schedule'>,
  slots: readonly DueSlot[],
  facts: StatusFacts,
  ground: StatusGround,
): readonly ReportStatus[] {
  if (schedule === undefined) return [];
  const editions = facts.editions.filter((edition) => edition.report === report);
  const unpublished = new Map(
    slots.filter((slot) => slot.report === report).map((slot) => [slot.period.id as string, slot]),
  );
  const occurrences = occurrencesUntil(schedule, ground.now).toReversed();
  const periods = occurrences.flatMap((occurrence, at): readonly PeriodStatus[] => {
    const { id } = occurrence.period;
    const slot = unpublished.get(id);
    if (slot !== undefined) return [{ ...occurrence, isOverdue: slot.isOverdue, ...workOn(slot, facts, ground) }];
    if (at >= lastPeriods) return [];
    const edition = editions.find(({ period, audience }) => period === id && audience === 'internal');
    const told = edition === undefined ? null : editionStatus(edition, facts, ground);
    return [{ ...occurrence, isOverdue: false, attempts: 0, standing: { state: 'published', edition: told } }];
  });
  const scheduled = new Set(periods.map(({ period }) => period.id as string));
  return [
    {
      ...{ report, title, periods, next: nextOccurrence(schedule, ground.now) },
      others: editions
        .filter(({ period, audience }) => audience !== 'internal' || !scheduled.has(period))
        .map((edition) => editionStatus(edition, facts, ground)),
      agreements: agreementsStatus(report, facts, ground),
      agreementRuns: agreementRuns(report, facts, ground),
    },
  ];
}

const agreementsStatus = (report: string, facts: StatusFacts, ground: StatusGround): readonly AgreementsStatus[] =>
  facts.agreements
    .filter((editions) => editions.report === report)
    .map(({ period, audience, count, last_published_at }) => ({
      ...{ period, audience, editions: count, lastPublishedAt: last_published_at },
      deliveries: deliveriesOf({ report, period, audience, ofAgreements: true }, facts, ground),
    }));

function editionStatus(edition: PublishedEdition, facts: StatusFacts, ground: StatusGround): EditionStatus {
  const { period, audience, number, folder, published_at: publishedAt } = edition;
  const deliveries = deliveriesOf({ ...edition, ofAgreements: false }, facts, ground);
  return { period, audience, number, folder, publishedAt, deliveries };
}

/** A slot that is not published: how the work on it stands, and otherwise why it is not run. */
function workOn(
  slot: DueSlot,
  { claims }: StatusFacts,
  { isGone }: StatusGround,
): Pick<PeriodStatus, 'attempts' | 'standing'> {
  const { state, reasons, missing } = slot;
  const claim = claims.claims.find((each) => isClaimOf(each, slot));
  const worked = claim === undefined ? null : claimStanding(claim, claims, isGone);
  const attempts = claim?.attempts ?? 0;
  const isToBeRun = state === 'ready' || state === 'queued';
  if (worked !== null && (isToBeRun || worked.state === 'running')) return { attempts, standing: worked };
  return { attempts, standing: state === 'waiting' ? { state, missing, reasons } : { state, reasons } };
}

/** null: nobody works on it, and nothing keeps anybody from it. */
function claimStanding(claim: ClaimTable, claims: Claims, isGone: StatusGround['isGone']): ClaimStanding | null {
  const verdict = judgeClaim(claim, { ...claims, isGone });
  switch (verdict.kind) {
    case 'free':
      return null;
    case 'held':
      return { state: 'running', holder: claim.holder, since: claim.claimed_at, attempt: claim.attempts };
    case 'resting':
      return { state: 'resting', until: verdict.until, ...failureOf(claim) };
    case 'given-up':
      return { state: 'given-up', since: verdict.since, ...failureOf(claim) };
  }
}

function agreementRuns(report: string, { claims }: StatusFacts, { isGone }: StatusGround): readonly AgreementRun[] {
  return claims.claims
    .filter((claim) => claim.report === report && claim.subject !== '' && claim.attempts > 0)
    .map((claim) => ({
      ...{ agreement: claim.subject, period: claim.period, attempts: claim.attempts },
      standing: claimStanding(claim, claims, isGone),
    }));
}

const isClaimOf = (claim: ClaimTable, { report, period, audience }: DueSlot) =>
  claim.report === report && claim.period === period.id && claim.audience === audience && claim.subject === '';

const failureOf = ({ attempts, problem, remedy }: ClaimTable): Failure => ({
  attempts,
  problem: problem ?? 'the process that ran it ended without a word',
  remedy: remedy ?? 'find out what ended it (memory, a restart), and let it be run again',
});
