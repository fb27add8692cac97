import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SourceSchema } from '../database.ts';
import {
  type ChargeTally,
  chargeTallies,
  datedFacts,
  type EvidenceFact,
  type EvidenceOnRecord,
  evidenceFacts,
} from '../evidence.ts';

/** What else than its charges bounds a tally: each is null where it says nothing. */
interface Bounds {
  readonly least: readonly RawBuilder<unknown>[];
  readonly most: readonly RawBuilder<unknown>[];
}

/**
 * The agency's own criminality says: a conviction on record; none, but a pending charge; or neither, in its systems of
 * record at the time of the action (OHSS glossary, `domain.md` §3.3).
 */
const oneIf = (criminality: string) => sql`case when event.criminality = ${sql.lit(criminality)} then 1 end`;
const noneIf = (...criminalities: readonly string[]) =>
  sql`case when event.criminality in (${sql.join(criminalities.map((code) => sql.lit(code)))}) then 0 end`;

const oneIfAggravated = sql`case when fact.aggravated_felony_conviction then 1 end`;

/** No kind of conviction is more frequent than convictions. */
const noConviction: readonly RawBuilder<unknown>[] = [
  sql`fact.conviction_count`,
  noneIf('pending-charges', 'other-violator'),
];
const amongConvictions: Bounds = { least: [], most: noConviction };
const unbounded: Bounds = { least: [], most: [] };

const bounds: Readonly<Record<ChargeTally, Bounds>> = {
  convictions: { least: [sql`fact.conviction_count`, oneIf('convicted'), oneIfAggravated], most: noConviction },
  pending_charges: {
    least: [sql`fact.pending_charge_count`, oneIf('pending-charges')],
    most: [sql`fact.pending_charge_count`, noneIf('other-violator')],
  },
  offenses: {
    least: [
      sql`fact.conviction_count`,
      sql`fact.pending_charge_count`,
      oneIf('convicted'),
      oneIf('pending-charges'),
      oneIfAggravated,
    ],
    most: [],
  },
  felony_convictions: amongConvictions,
  misdemeanor_convictions: amongConvictions,
  aggravated_felony_convictions: {
    least: [oneIfAggravated],
    most: [...noConviction, sql`case when not fact.aggravated_felony_conviction then 0 end`],
  },
  gang_element_convictions: amongConvictions,
  non_status_felony_convictions: amongConvictions,
  significant_misdemeanor_convictions: amongConvictions,
  other_misdemeanor_incidents: amongConvictions,
  violent_or_major_drug_offenses: unbounded,
  minor_drug_or_property_offenses: unbounded,
  illegal_entry_convictions: amongConvictions,
  illegal_reentry_convictions: amongConvictions,
  mandatory_detention_offenses: unbounded,
};

function tallyColumns(tally: ChargeTally): readonly RawBuilder<unknown>[] {
  const { least, most } = bounds[tally];
  const certain = sql`coalesce(${sql.ref(`record.${tally}`)}, 0)`;
  const complete = sql`case when fact.criminal_history_complete then coalesce(${sql.ref(`record.${tally}_possible`)}, 0) end`;
  // GREATEST and LEAST pass over NULL: a bound that says nothing bounds nothing.
  const low = least.length === 0 ? certain : sql`greatest(${sql.join([certain, ...least])})`;
  const high = most.length === 0 ? sql`(${complete})` : sql`least(${sql.join([complete, ...most])})`;
  return [sql`${low} as ${sql.ref(`${tally}_least`)}`, sql`${high} as ${sql.ref(`${tally}_most`)}`];
}

/** What came to be after the event was not on record on its day. */
function factColumn(fact: EvidenceFact): RawBuilder<unknown> {
  const value = sql.ref(`fact.${fact}`);
  const dated = fact in datedFacts ? datedFacts[fact as keyof typeof datedFacts] : undefined;
  if (dated === undefined) return sql`${value} as ${sql.ref(fact)}`;
  return sql`case when ${sql.ref(`fact.${dated}`)} > event.occurred_on then false else ${value} end as ${sql.ref(fact)}`;
}

/** The columns of the one row of evidence, over `event`, `fact`, `record` and `held`. */
const evidenceColumns: readonly RawBuilder<unknown>[] = [
  ...evidenceFacts.map(factColumn),
  ...chargeTallies.flatMap(tallyColumns),
  sql`case when event.threat_level in ('1', '2', '3', 'none') then event.threat_level end as recorded_offense_level`,
  sql`held.template as agreement_template`,
];

/**
 * The events of a source, as `event`, each beside the one row of evidence that rules read, as `evidence`: all NULL but the
 * tallies where nothing is on record; and the agency that held its agreement, as `holder`. A column is worked out only where a rule asks for it.
 */
export function eventsWithEvidence(source: Kysely<SourceSchema>) {
  return (
    source
      .selectFrom('enforcement_event as event')
      // In a query of its own: a table of this name beside the row of this name would be taken for it.
      .leftJoin(
        (own) => own.selectFrom('evidence').selectAll().as('fact'),
        (join) => join.onRef('fact.event_id', '=', 'event.event_id'),
      )
      .leftJoin('criminal_record as record', 'record.event_id', 'event.event_id')
      .leftJoin('agreement_status as held', (join) =>
        join
          .onRef('held.agreement_id', '=', 'event.agreement_id')
          .on('held.status', '=', 'active')
          .onRef('held.valid_from', '<=', 'event.occurred_on')
          .on(sql<SqlBool>`(held.valid_until is null or held.valid_until > event.occurred_on)`),
      )
      .leftJoin('agreement as moa', 'moa.agreement_id', 'event.agreement_id')
      .leftJoin('agency as holder', (join) =>
        join.on(sql<SqlBool>`holder.agency_id = coalesce(held.agency_id, moa.agency_id)`),
      )
      .crossJoinLateral(
        sql<EvidenceOnRecord>`(select ${sql.join(evidenceColumns)})`.as<'evidence'>(sql.ref('evidence')),
      )
  );
}
