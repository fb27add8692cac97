import type { PublishedEdition, StatusFacts } from '../../queries/status.ts';
import type { ReportDefinition } from '../reports/report.ts';
import { type DueSlot, dueSlots } from '../schedule.ts';
import type { Refusal } from './inbox/refused.ts';
import type { MissingDays } from './missing-days.ts';
import { nextOccurrence, type Occurrence, occurrencesUntil } from './occurrences.ts';
import type { ExaminedFacts } from './standing-editions.ts';
import { type Attention, attentionOf } from './status/attention.ts';
import type { ChangedSources } from './status/changed-sources.ts';
import { type Deliveries, type DeliveryGround, deliveriesOf } from './status/deliveries.ts';
import { type ClaimStanding, claimStanding, workOn } from './status/work.ts';

/** What is published, what is not and why, what has arrived and what has not, at one instant. */
export interface Status {
  /** ISO instant. */
  readonly at: string;
  /** Nothing is overdue, failed, given up, unknown or undelivered. */
  readonly isWell: boolean;
  /** ISO instant; null: nothing was ever imported. */
  readonly lastImport: string | null;
  readonly reports: readonly ReportStatus[];
  /** The files that the inbox refused, and that still lie there. */
  readonly refusedFiles: readonly Refusal[];
  /** What lasts, and whether the operator was told. */
  readonly notices: readonly OpenNotice[];
  /** Of editions that may be revised: what changed after they were made. Nobody is told of it otherwise. */
  readonly changedSources: readonly ChangedSources[];
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
  /** The edition that stands until the one is published that the period still lacks; null: there is none. */
  readonly replaces: EditionStatus | null;
}

/** The newest editions of the nation and its field offices, for periods that have fallen due. */
export const editionsIn = (periods: readonly PeriodStatus[]): readonly EditionStatus[] =>
  periods.flatMap(({ standing, replaces }) => (standing.state === 'published' ? standing.edition : replaces) ?? []);

/** How a period stands. Its `reasons` are a clause each. */
export type Standing =
  // null: it was published longer ago than is told.
  | { readonly state: 'published'; readonly edition: EditionStatus | null }
  | ClaimStanding
  | { readonly state: 'ready' | 'queued' | 'asks' | 'skipped'; readonly reasons: readonly string[] }
  | { readonly state: 'waiting'; readonly missing: readonly MissingDays[]; readonly reasons: readonly string[] };

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

/** The newest edition of a slot, and what became of it. */
export interface EditionStatus {
  readonly period: string;
  readonly audience: string;
  readonly number: number;
  readonly folder: string;
  readonly publishedAt: string;
  /** What was required and not covered when it was made. */
  readonly lacking: readonly MissingDays[];
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
  /** What lies in the inbox's `refused/`. */
  readonly refusedFiles: readonly Refusal[];
  /** Whether the holder of a claim is a process that is known to have ended. */
  readonly isGone: (holder: string) => boolean;
  /** Of recent editions. */
  readonly changedSources: readonly ChangedSources[];
}

/** So many of the last periods are told. */
const lastPeriods = 13;

/** What status is made from. */
export interface SeenFacts extends StatusFacts {
  readonly due: ExaminedFacts;
}

/** The status of every scheduled report, in the order of their definitions. */
export function statusOf(
  facts: SeenFacts,
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
  const isReplaced = ({ report, period }: ChangedSources) =>
    slots.some((slot) => slot.replaces !== null && slot.report === report && slot.period.id === period);
  const changedSources = ground.changedSources.filter((one) => !isReplaced(one));
  const { refusedFiles } = ground;
  return { ...found, refusedFiles, changedSources, attention, isWell: attention.length === 0 };
}

function reportStatus(
  { id: report, title, schedule }: Pick<ReportDefinition, 'id' | 'title' | 'schedule'>,
  slots: readonly DueSlot[],
  facts: SeenFacts,
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
    if (slot === undefined && at >= lastPeriods) return [];
    const edition = editions.find(({ period, audience }) => period === id && audience === 'internal');
    const told = edition === undefined ? null : editionStatus(edition, facts, ground);
    if (slot !== undefined)
      return [{ ...occurrence, isOverdue: slot.isOverdue, replaces: told, ...standingOf(slot, facts, ground) }];
    const published = { state: 'published', edition: told } as const;
    return [{ ...occurrence, isOverdue: false, attempts: 0, standing: published, replaces: null }];
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

const agreementsStatus = (report: string, facts: SeenFacts, ground: StatusGround): readonly AgreementsStatus[] =>
  facts.agreements
    .filter((editions) => editions.report === report)
    .map(({ period, audience, count, last_published_at }) => ({
      ...{ period, audience, editions: count, lastPublishedAt: last_published_at },
      deliveries: deliveriesOf({ report, period, audience, ofAgreements: true }, facts, ground),
    }));

function editionStatus(edition: PublishedEdition, facts: SeenFacts, ground: StatusGround): EditionStatus {
  const { report, period, audience, number, folder, published_at: publishedAt } = edition;
  const deliveries = deliveriesOf({ ...edition, ofAgreements: false }, facts, ground);
  const lacking = facts.due.editions.find(
    (one) => one.report === report && one.period === period && one.audience === audience,
  )?.lacking;
  return { period, audience, number, folder, publishedAt, lacking: lacking ?? [], deliveries };
}

/** Of a slot that is due: how the work on it stands, and otherwise why it is not run. */
function standingOf(
  slot: DueSlot,
  { claims }: SeenFacts,
  { isGone }: StatusGround,
): Pick<PeriodStatus, 'attempts' | 'standing'> {
  const { attempts, work } = workOn(slot, claims, isGone);
  const { state, reasons, missing } = slot;
  if (work !== null) return { attempts, standing: work };
  return { attempts, standing: state === 'waiting' ? { state, missing, reasons } : { state, reasons } };
}

function agreementRuns(report: string, { claims }: SeenFacts, { isGone }: StatusGround): readonly AgreementRun[] {
  return claims.claims
    .filter((claim) => claim.report === report && claim.subject !== '' && claim.attempts > 0)
    .map((claim) => ({
      ...{ agreement: claim.subject, period: claim.period, attempts: claim.attempts },
      standing: claimStanding(claim, claims, isGone),
    }));
}
