import { expect, test } from 'vitest';
import { classify } from '../pipeline/classify.ts';
import { extract } from '../pipeline/extract.ts';
import { comparisonWindows, parsePeriod, shiftDate, type WindowId } from '../pipeline/period.ts';
import { gaps, regimes } from '../pipeline/priorities/index.ts';
import { enforcementActions } from '../pipeline/reports/enforcement-actions.ts';
import type { Database, Session } from '../queries/database.ts';
import type { EnforcementEvent } from '../queries/events.ts';
import { type CriminalCharge, type Evidence, type EvidenceFact, evidenceFacts } from '../queries/evidence.ts';
import { describeOnEachEngine } from './engines.ts';

const classification = classify(regimes, gaps);
const period = parsePeriod('2020-06');

/** A small generator of its own, so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pick = <T>(list: readonly T[], next: (below: number) => number): T => {
  const value = list[next(list.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};

type Stored = EnforcementEvent & { readonly import_id: number; readonly row_number: number };

function someEvents(importId: number, count: number, next: (below: number) => number): readonly Stored[] {
  return Array.from({ length: count }, (_, at) => ({
    import_id: importId,
    row_number: at + 1,
    kind: pick(['encounter', 'administrative-arrest', 'removal'] as const, next),
    occurred_on: shiftDate('2018-09-15', next(670), 'day'),
    occurred_at: null,
    source_key: next(2) === 0 ? `K-${at}` : null,
    encounter_key: null,
    agreement_id: null,
    office_code: pick(['ATL', 'HOU', 'HQ', 'not-recorded'], next),
    program: pick(['287G Program', 'ERO Criminal Alien Program', 'not-recorded'], next),
    method: pick(['287(g) Program', 'Located'], next),
    landmark: null,
    disposition: pick(['NTA', 'unmapped:ODD'], next),
    form: null,
    citizenship: pick(['MEX', 'GTM', 'unknown'], next),
    sex: 'male',
    birth_year: null,
    birth_year_absence: 'withheld',
    criminality: pick(['convicted', 'pending-charges', 'other-violator', 'withheld'] as const, next),
    threat_level: 'not-recorded',
    most_serious_conviction: 'not-recorded',
  }));
}

const maybe = <T>(values: readonly T[], next: (below: number) => number): T | null =>
  next(3) === 0 ? null : pick(values, next);

const nothingKnown = Object.fromEntries(evidenceFacts.map((fact) => [fact, null])) as Record<EvidenceFact, null>;

function someEvidence(event: Stored, next: (below: number) => number): Evidence {
  return {
    ...nothingKnown,
    event_id: event.source_key ?? `${event.import_id}-${event.row_number}`,
    conviction_count: maybe([0, 0, 1], next),
    pending_charge_count: maybe([0, 0, 2], next),
    fraud_finding: maybe([false, false, true], next),
    benefit_abuse_finding: maybe([false, true], next),
    final_order: maybe([false, true], next),
    final_order_complied: maybe([false, true], next),
    chargeable_acts_determined: maybe([false, true], next),
    public_safety_risk_determined: maybe([false, true], next),
  };
}

/** At least one: certain, excluded, or null. The agency's criminality bounds a number that is not given, or contradicts it. */
function anyOf(count: number | null | undefined, least: number, most: number | null): boolean | null {
  if (Math.max(count ?? 0, least) > 0) return true;
  return count === 0 || most === 0 ? false : null;
}

/** The seven limbs of section 5, read off the instrument once more, with a third value for what is not known. */
function expectedPriority(evidence: Evidence | undefined, { criminality }: Stored): string {
  const known = <T>(value: T | null | undefined, test_: (value: T) => boolean) =>
    value === null || value === undefined ? null : test_(value);
  const order = known(evidence?.final_order, (yes) => yes);
  const defied = known(evidence?.final_order_complied, (yes) => !yes);
  const noConviction = criminality === 'pending-charges' || criminality === 'other-violator' ? 0 : null;
  const noCharge = criminality === 'other-violator' ? 0 : null;
  const limbs: readonly (readonly [string, boolean | null])[] = [
    ['C1', anyOf(evidence?.conviction_count, criminality === 'convicted' ? 1 : 0, noConviction)],
    ['C2', anyOf(evidence?.pending_charge_count, criminality === 'pending-charges' ? 1 : 0, noCharge)],
    ['C3', known(evidence?.chargeable_acts_determined, (yes) => yes)],
    ['C4', known(evidence?.fraud_finding, (yes) => yes)],
    ['C5', known(evidence?.benefit_abuse_finding, (yes) => yes)],
    ['C6', order === false || defied === false ? false : order === null || defied === null ? null : true],
    ['C7', known(evidence?.public_safety_risk_determined, (yes) => yes)],
  ];
  const decided = limbs.findIndex(([, holds]) => holds === true);
  const open = limbs.flatMap(([, holds], at) =>
    holds === null && (decided < 0 || at < decided) ? [`${at + 1},`] : [],
  );
  const category = limbs[decided]?.[0] ?? (open.length > 0 ? 'cannot-be-determined' : 'none');
  return `eo-13768-2017-01-25|${category}|${decided + 1}|${open.join('')}`;
}

async function recordFile(own: Session['own'], rows: number): Promise<number> {
  const { import_id } = await own
    .insertInto('import_file')
    .values({
      file_name: 'a file',
      sha256: 'a'.repeat(64),
      content_sha256: 'a'.repeat(64),
      source_id: 'a-source',
      title: 'A source',
      rows_read: rows,
      rows_loaded: rows,
      rows_unchanged: 0,
      rows_rejected: 0,
      rows_outside_span: 0,
      as_of: '2020-07-01T00:00:00Z',
      recorded_at: '2020-07-02T00:00:00Z',
      synthetic: false,
    })
    .returning('import_id')
    .executeTakeFirstOrThrow();
  return import_id;
}

async function fill(database: Database, seed: number) {
  const next = numbers(seed);
  return database.transaction('read-write', async ({ own }) => {
    const import_id = await recordFile(own, 1_500);
    const events = someEvents(import_id, 1_500, next);
    const evidence = events.filter(() => next(3) > 0).map((event) => someEvidence(event, next));
    await own
      .insertInto('stored_event')
      .values([...events])
      .execute();
    await own
      .insertInto('evidence')
      .values(evidence.map((row) => ({ ...row, import_id })))
      .execute();
    await own
      .insertInto('import_coverage')
      .values(
        (['encounter', 'administrative-arrest'] as const).map((kind) => ({
          import_id,
          kind,
          office_code: null,
          covers_from: '2018-10-01',
          covers_until: '2020-07-01',
          identifies_287g: true,
        })),
      )
      .execute();
    return { events, evidence: new Map(evidence.map((row) => [row.event_id, row])) };
  });
}

const idOf = (event: Stored) => event.source_key ?? `${event.import_id}-${event.row_number}`;

type Charge = Pick<CriminalCharge, 'event_id' | 'status' | 'ncic_code' | 'charged_on' | 'convicted_on'>;

/** Some offenses of every third event; days around that of the event, or none. */
function someCharges(events: readonly Stored[], next: (below: number) => number): readonly Charge[] {
  const near = (event: Stored) => maybe([shiftDate(event.occurred_on, next(60) - 30, 'day')], next);
  return events
    .filter(() => next(3) === 0)
    .flatMap((event) =>
      Array.from({ length: 1 + next(3) }, () => {
        const status = pick(['arrested', 'pending', 'convicted', 'resolved'] as const, next);
        return {
          event_id: idOf(event),
          status,
          ncic_code: pick(['5404', '1313', '3562', 'unknown', 'unmapped:ODD'], next),
          charged_on: near(event),
          convicted_on: status === 'convicted' ? near(event) : null,
        };
      }),
    );
}

/** What stood of an offense on the day of its event; null: nothing, or it cannot be known. */
function standing({ status, charged_on, convicted_on }: Charge, day: string): 'charges' | 'convictions' | null {
  if (status === 'resolved') return null;
  if (status !== 'convicted') return 'charges';
  if (convicted_on === null || convicted_on <= day) return 'convictions';
  return charged_on !== null && charged_on <= day ? 'charges' : null;
}

const isCounted = (event: Stored) => event.program === '287G Program' || event.method === '287(g) Program';

describeOnEachEngine('extracting', ({ open }) => {
  test('every tally equals a plain count of the rows, in every window, for every breakdown', async () => {
    await using database = await open();
    const { events, evidence } = await fill(database, 287);
    const result = await extract(enforcementActions, period, classification, { cases: false }, { database });
    const windows = comparisonWindows(period);
    const codeOf: Record<string, (event: Stored) => string> = {
      'field-office': (event) => event.office_code,
      criminality: (event) => event.criminality,
      'threat-level': (event) => event.threat_level,
      citizenship: (event) => event.citizenship,
      disposition: (event) => event.disposition,
      sex: (event) => event.sex,
      'age-band': () => 'withheld',
      'agency-state': () => 'not-recorded',
      'offense-category': () => 'not-recorded',
      'published-offense': () => 'not-recorded',
      'priority-determination': (event) =>
        expectedPriority(evidence.get(event.source_key ?? `${event.import_id}-${event.row_number}`), event),
      'moa-level-determination': () => 'none-in-force|none-in-force|0|',
      'mandatory-detention-determination': () => 'none-in-force|none-in-force|0|',
    };
    const kinds: Record<string, string> = {
      encounters: 'encounter',
      'administrative-arrests': 'administrative-arrest',
    };
    let compared = 0;
    for (const tally of result.tallies) {
      const kind = kinds[tally.measure];
      if (kind === undefined) continue;
      for (const [id, count] of Object.entries(tally.counts)) {
        const window = windows[id as WindowId];
        const expected = events.filter(
          (event) =>
            event.kind === kind &&
            (tally.scope === 'national' || tally.scope === event.office_code) &&
            isCounted(event) &&
            event.occurred_on >= window.from &&
            event.occurred_on < window.until &&
            (tally.breakdown === null || codeOf[tally.breakdown]?.(event) === tally.code),
        );
        expect(count, `${tally.measure} ${tally.breakdown} ${tally.code} ${id}`).toBe(expected.length);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(1_000);
    const national = result.months.filter(({ scope }) => scope === 'national');
    for (const { measure, month, count } of national.filter(({ measure: id }) => id in kinds)) {
      const inMonth = events.filter(
        (event) => event.kind === kinds[measure] && isCounted(event) && event.occurred_on.startsWith(month),
      );
      expect(count, `${measure} ${month}`).toBe(inMonth.length);
    }
    expect(national.length).toBeGreaterThan(30);
    const codes = new Set(
      result.tallies
        .filter((tally) => tally.breakdown === 'priority-determination')
        .map((tally) => tally.code.split('|')[1]),
    );
    expect([...codes].toSorted()).toEqual(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'cannot-be-determined', 'none']);
  });

  test('offenses are counted as they stood on the day of the event, charges apart from convictions', async () => {
    await using database = await open();
    const { events, evidence } = await fill(database, 5);
    const charges = someCharges(events, numbers(7));
    const completeness = new Map([...evidence.keys()].slice(0, 300).map((id, at) => [id, at % 2 === 0]));
    await database.transaction('read-write', async ({ own }) => {
      const { import_id } = await own.selectFrom('import_file').select('import_id').executeTakeFirstOrThrow();
      const rest = { import_id, offense_class: 'unknown', sentenced_as: null, incident: null } as const;
      await own
        .insertInto('criminal_charge')
        .values(charges.map((charge, at) => ({ ...charge, ...rest, charge_number: (at % 10_000) + 1 })))
        .execute();
      for (const [id, complete] of completeness)
        await own
          .updateTable('evidence')
          .set({ criminal_history_complete: complete })
          .where('event_id', '=', id)
          .execute();
    });
    const { tallies } = await extract(enforcementActions, period, classification, { cases: false }, { database });
    const windows = comparisonWindows(period);
    const categories: Record<string, string> = {
      '5404': 'traffic-dui',
      '1313': 'assault',
      '3562': 'dangerous-drugs',
    };
    const eventOf = new Map(events.map((event) => [idOf(event), event]));
    const within = (event: Stored, id: string, scope: string) => {
      const { from, until } = windows[id as WindowId];
      const isThere = scope === 'national' || scope === event.office_code;
      return (
        event.kind === 'encounter' &&
        isThere &&
        isCounted(event) &&
        from <= event.occurred_on &&
        event.occurred_on < until
      );
    };
    const own = tallies.filter(({ measure }) => measure.startsWith('encounter-'));
    let compared = 0;
    for (const { measure, scope, breakdown, code, counts } of own) {
      if (breakdown === 'criminal-history') continue;
      const wanted = measure.replace('encounter-', '');
      for (const [id, count] of Object.entries(counts)) {
        const expected = charges.filter((charge) => {
          const event = eventOf.get(charge.event_id);
          if (event === undefined || !within(event, id, scope)) return false;
          const stood = standing(charge, event.occurred_on);
          if (stood === null || (wanted !== 'offenses' && wanted !== stood)) return false;
          const category = categories[charge.ncic_code] ?? charge.ncic_code.split(':')[0];
          return breakdown === null || category === code;
        });
        expect(count, `${measure} ${scope} ${breakdown} ${code} ${id}`).toBe(expected.length);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(200);
    const charged = new Set(charges.map(({ event_id }) => event_id));
    const listOf = (event: Stored) => {
      if (completeness.get(idOf(event)) === true) return 'complete';
      return charged.has(idOf(event)) ? 'incomplete' : 'not-recorded';
    };
    for (const { scope, code, counts } of own.filter(({ breakdown }) => breakdown === 'criminal-history')) {
      for (const [id, count] of Object.entries(counts)) {
        const expected = events.filter((event) => within(event, id, scope) && listOf(event) === code);
        expect(count, `${scope} ${code} ${id}`).toBe(expected.length);
      }
    }
  });

  test('agreements are counted on the last day of each window, and the three units stay apart', async () => {
    await using database = await open();
    await database.transaction('read-write', async ({ own }) => {
      const import_id = await recordFile(own, 0);
      await own
        .insertInto('import_coverage')
        .values({
          import_id,
          kind: 'agreement',
          office_code: null,
          covers_from: '2015-01-01',
          covers_until: '2020-07-01',
          identifies_287g: true,
        })
        .execute();
      await own
        .insertInto('agency')
        .values([
          { agency_id: 'A', name: 'Agency A', state: 'TX', county: null, agency_type: 'county' },
          { agency_id: 'B', name: 'Agency B', state: 'TX', county: null, agency_type: 'county' },
          { agency_id: 'C', name: 'Agency C', state: 'FL', county: null, agency_type: 'county' },
        ])
        .execute();
      await own
        .insertInto('agreement')
        .values([
          { agreement_id: 'A1', agency_id: 'A', model: 'JEM', office_code: null, signed_on: null },
          { agreement_id: 'A2', agency_id: 'A', model: 'WSO', office_code: null, signed_on: null },
          { agreement_id: 'B1', agency_id: 'B', model: 'JEM', office_code: null, signed_on: null },
          { agreement_id: 'C1', agency_id: 'C', model: 'JEM', office_code: null, signed_on: null },
        ])
        .execute();
      await own
        .insertInto('agreement_status')
        .values([
          // In force until its last day, 30 June, is over.
          { agreement_id: 'A1', status: 'active', valid_from: '2019-01-01', valid_until: null },
          { agreement_id: 'A2', status: 'pending', valid_from: '2020-05-01', valid_until: '2020-06-30' },
          { agreement_id: 'A2', status: 'active', valid_from: '2020-06-30', valid_until: null },
          { agreement_id: 'B1', status: 'active', valid_from: '2019-06-01', valid_until: '2020-06-30' },
          { agreement_id: 'B1', status: 'terminated', valid_from: '2020-06-30', valid_until: null },
          // Suspended, then active again: neither new nor ended in June.
          { agreement_id: 'C1', status: 'active', valid_from: '2018-01-01', valid_until: '2020-05-15', agency_id: 'B' },
          { agreement_id: 'C1', status: 'suspended', valid_from: '2020-05-15', valid_until: '2020-06-10' },
          { agreement_id: 'C1', status: 'active', valid_from: '2020-06-10', valid_until: null },
        ])
        .execute();
    });
    const all = await extract(enforcementActions, period, classification, { cases: false }, { database });
    const tallies = all.tallies.filter(({ scope }) => scope === 'national');
    const total = (measure: string) =>
      tallies.find((tally) => tally.measure === measure && tally.breakdown === null)?.counts;
    expect(total('agreements')).toEqual({ period: 3, previous: 2, 'year-earlier': 3, 'all-time': 4 });
    expect(total('agencies')).toEqual({ period: 2, previous: 2, 'year-earlier': 2, 'all-time': 3 });
    expect(total('states')).toEqual({ period: 2, previous: 1, 'year-earlier': 1, 'all-time': 2 });
    // Agency B held C1 until it passed to C: in each window every agreement is in one state.
    const byState = tallies.filter((tally) => tally.measure === 'agreements' && tally.breakdown === 'state');
    for (const window of ['period', 'previous', 'year-earlier', 'all-time'] as const) {
      const sum = byState.reduce((sum_, tally) => sum_ + (tally.counts[window] ?? 0), 0);
      expect(sum, window).toBe(total('agreements')?.[window]);
    }
    expect(total('pending-applications')).toEqual({ period: 0, previous: 1, 'year-earlier': 0, 'all-time': 1 });
    const statesByModel = tallies.filter((tally) => tally.measure === 'states' && tally.breakdown === 'model');
    expect(statesByModel.map(({ code, counts }) => [code, counts.period, counts['year-earlier']])).toEqual([
      ['JEM', 2, 1],
      ['WSO', 1, 0],
    ]);
    expect(total('new-agreements')).toMatchObject({ period: 1, previous: 0, fytd: 1, 'all-time': 4 });
    expect(total('ended-agreements')).toMatchObject({ period: 1, previous: 0, fytd: 1, 'all-time': 1 });
    const byModel = tallies.filter((tally) => tally.measure === 'agreements' && tally.breakdown === 'model');
    expect(byModel.map(({ code, counts }) => [code, counts.period])).toEqual([
      ['JEM', 2],
      ['WSO', 1],
    ]);
  });

  test('an empty database is a clear message', async () => {
    await using database = await open();
    await expect(extract(enforcementActions, period, classification, { cases: false }, { database })).rejects.toThrow(
      /holds no data/,
    );
  });
});
