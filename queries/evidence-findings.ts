import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { DateWindow } from '../pipeline/period.ts';
import { type EventKind, eventKinds } from './codelists.ts';
import type { SourceSchema } from './database.ts';
import { eventsWithEvidence } from './evidence/on-record.ts';
import { chargeTallies, datedFacts } from './evidence.ts';
import { isSelected } from './tallies.ts';

/** One way in which what is on record about an event contradicts itself. */
export interface EvidenceFinding {
  readonly kind: EvidenceFindingKind;
  /** One whole sentence. */
  readonly sentence: string;
}

interface Contradiction {
  readonly sentence: string;
  /** Where it stands: in one charge of the event (`charge`, `event`), or in its facts and tallies. */
  readonly of: 'charge' | 'event';
  readonly holds: RawBuilder<SqlBool>;
}

const ofCharge = (sentence: string, holds: RawBuilder<SqlBool>): Contradiction => ({ sentence, of: 'charge', holds });
const ofEvent = (sentence: string, holds: RawBuilder<SqlBool>): Contradiction => ({ sentence, of: 'event', holds });

const isDatedYetNo = (fact: keyof typeof datedFacts) =>
  sql<SqlBool>`(not ${sql.ref(`fact.${fact}`)} and ${sql.ref(`fact.${datedFacts[fact]}`)} is not null)`;
const isAboveBound = sql.join(
  chargeTallies.map((tally) => sql`${sql.ref(`evidence.${tally}_least`)} > ${sql.ref(`evidence.${tally}_most`)}`),
  sql` or `,
);

/** The closed list, in the order in which it is told. Nothing is mended: what is contradictory is counted and shown. */
const contradictions = {
  'conviction-before-birth': ofCharge(
    'A conviction is dated before the year of birth.',
    sql<SqlBool>`(charge.status = 'convicted' and extract(year from charge.convicted_on) < event.birth_year)`,
  ),
  'conviction-after-event': ofCharge(
    'A conviction on record on the day of the event is dated after that day.',
    sql<SqlBool>`(charge.status = 'convicted' and charge.convicted_on > event.occurred_on)`,
  ),
  'charge-after-event': ofCharge(
    'A charge on record on the day of the event is dated after that day.',
    sql<SqlBool>`(charge.charged_on > event.occurred_on)`,
  ),
  'conviction-before-charge': ofCharge(
    'A conviction is dated before its charge.',
    sql<SqlBool>`(charge.convicted_on < charge.charged_on)`,
  ),
  'conviction-date-without-conviction': ofCharge(
    'An offense that is recorded as not convicted has a day of conviction.',
    sql<SqlBool>`(charge.status <> 'convicted' and charge.convicted_on is not null)`,
  ),
  'felony-sentenced-as-infraction': ofCharge(
    'A felony was sentenced as an infraction.',
    sql<SqlBool>`(charge.offense_class = 'felony' and charge.sentenced_as = 'infraction')`,
  ),
  'criminality-denies-conviction': ofEvent(
    'The recorded criminality says that there is no conviction, and a conviction is on record.',
    sql<SqlBool>`(event.criminality in ('pending-charges', 'other-violator')
      and (record.convictions > 0 or fact.conviction_count > 0))`,
  ),
  'criminality-denies-pending-charge': ofEvent(
    'The recorded criminality says that there is no pending charge, and one is on record.',
    sql<SqlBool>`(event.criminality = 'other-violator' and (record.pending_charges > 0 or fact.pending_charge_count > 0))`,
  ),
  'criminality-without-conviction': ofEvent(
    'The recorded criminality says that there is a conviction, and the complete record has none.',
    sql<SqlBool>`(event.criminality = 'convicted' and (fact.conviction_count = 0
      or (fact.criminal_history_complete and coalesce(record.convictions_possible, 0) = 0)))`,
  ),
  'certain-above-bound': ofEvent(
    'More offenses of one kind are certain than the record allows at most.',
    sql<SqlBool>`(${isAboveBound})`,
  ),
  'final-order-dated-yet-none': ofEvent(
    'A final order of removal has a day, and is recorded as none.',
    isDatedYetNo('final_order'),
  ),
  'prior-removal-dated-yet-none': ofEvent(
    'A prior removal has a day, and is recorded as none.',
    isDatedYetNo('prior_removal'),
  ),
  'border-apprehension-dated-yet-none': ofEvent(
    'An apprehension at the border has a day, and is recorded as none.',
    isDatedYetNo('apprehended_at_border'),
  ),
  'unlawful-entry-dated-yet-none': ofEvent(
    'An unlawful entry has a day, and is recorded as none.',
    isDatedYetNo('unlawful_entry'),
  ),
  'release-dated-yet-none': ofEvent(
    'A release from incarceration has a day, and is recorded as none.',
    isDatedYetNo('released_from_incarceration'),
  ),
  'complied-with-no-order': ofEvent(
    'A final order of removal is recorded as complied with, and as none.',
    sql<SqlBool>`(not fact.final_order and fact.final_order_complied)`,
  ),
} as const satisfies Readonly<Record<string, Contradiction>>;

/** A kind of contradiction; kept for good in reports. */
export type EvidenceFindingKind = keyof typeof contradictions;

/** Every kind with its sentence, in the order in which they are told. */
export const evidenceFindingKinds: readonly EvidenceFinding[] = Object.entries(contradictions).map(
  ([kind, { sentence }]) => ({ kind: kind as EvidenceFindingKind, sentence }),
);

/** A kind of contradiction and the number of events that show it. */
export interface CountedFinding extends EvidenceFinding {
  readonly events: number;
}

const entries = Object.entries(contradictions) as readonly (readonly [EvidenceFindingKind, Contradiction])[];
const isOfCharge = ([, { of }]: (typeof entries)[number]) => of === 'charge';

/** Whether an event shows a kind, over what {@link eventsWithCharges} gives. */
const shows = ([kind, { of, holds }]: (typeof entries)[number]) =>
  of === 'charge' ? sql<SqlBool>`${sql.ref(`charged.${kind}`)}` : holds;

/**
 * In how many 287(g) events of some days the evidence contradicts itself: every kind in order, also those without an
 * event. An event may show several.
 * @param kinds of event; absent: all.
 */
export async function countEvidenceFindings(
  source: Kysely<SourceSchema>,
  window: DateWindow,
  kinds: readonly EventKind[] = eventKinds.map(({ code }) => code),
): Promise<readonly CountedFinding[]> {
  const row: Readonly<Record<string, number>> = await eventsWithCharges(source, isSelected(kinds, window))
    .select(entries.map((entry) => sql<number>`(count(*) filter (where ${shows(entry)}))::int`.as(entry[0])))
    .executeTakeFirstOrThrow();
  return evidenceFindingKinds.map((finding) => ({ ...finding, events: row[finding.kind] ?? 0 }));
}

/** How the evidence of one event contradicts itself, in order; none: an empty list. */
export async function readEvidenceFindings(
  source: Kysely<SourceSchema>,
  eventId: string,
): Promise<readonly EvidenceFinding[]> {
  const row: Readonly<Record<string, boolean>> = await eventsWithCharges(source, (event) =>
    event('event.event_id', '=', eventId),
  )
    .select(entries.map((entry) => sql<boolean>`coalesce(${shows(entry)}, false)`.as(entry[0])))
    .executeTakeFirstOrThrow();
  return evidenceFindingKinds.filter(({ kind }) => row[kind] === true);
}

/** Some events with their evidence, beside what their charges show, as `charged`: each kind is a column. */
function eventsWithCharges(source: Kysely<SourceSchema>, which: ReturnType<typeof isSelected>) {
  const charged = source
    .selectFrom('criminal_charge as charge')
    .innerJoin('enforcement_event as event', 'event.event_id', 'charge.event_id')
    .where(which)
    .groupBy('charge.event_id')
    .select('charge.event_id')
    .select(entries.filter(isOfCharge).map(([kind, { holds }]) => sql<boolean | null>`bool_or(${holds})`.as(kind)))
    .as('charged');
  return eventsWithEvidence(source)
    .leftJoin(charged, (join) => join.onRef('charged.event_id', '=', 'event.event_id'))
    .where(which);
}
