import { describe, expect, test } from 'vitest';
import { agencyContract, agreementContract, agreementStatusContract } from '../../queries/agreements.ts';
import { countries } from '../../queries/countries.ts';
import { administeredAgreements } from '../../queries/demo/administered.ts';
import { agenciesOf, agreementRegister } from '../../queries/demo/agreements.ts';
import { areaOf, officeOn } from '../../queries/demo/areas.ts';
import { dateOf, dayOf, newYorkInstant } from '../../queries/demo/calendar.ts';
import { syntheticOfficers } from '../../queries/demo/officers.ts';
import { eventSeries } from '../../queries/demo/series.ts';
import { dispositions } from '../../queries/dispositions.ts';
import { eventContract } from '../../queries/events.ts';
import { criminalChargeContract, evidenceContract } from '../../queries/evidence.ts';
import { fieldOffices } from '../../queries/field-offices.ts';
import { fieldOfficeContract } from '../../queries/offices.ts';

const seed = 287;
const register = agreementRegister(seed);
const series = [...eventSeries(register, seed, 0.03)];

describe('the register of agreements', () => {
  test('keeps the contracts in every row', () => {
    for (const agency of agenciesOf(register)) agencyContract.parse(agency);
    for (const { agreement, history } of register) {
      agreementContract.parse(agreement);
      for (const span of history) agreementStatusContract.parse(span);
    }
    expect(new Set(register.map(({ agreement }) => agreement.agreement_id)).size).toBe(register.length);
  });

  test('tells each history without a gap or an overlap, from pending to what stands', () => {
    for (const { agreement, history } of register) {
      expect(history[0]?.status, agreement.agreement_id).toBe('pending');
      for (const [at, span] of history.entries()) {
        expect(span.valid_until, agreement.agreement_id).toBe(history[at + 1]?.valid_from ?? null);
      }
    }
    const statuses = new Set(register.flatMap(({ history }) => history.map((span) => span.status)));
    expect([...statuses].sort()).toEqual(['active', 'pending', 'superseded', 'suspended', 'terminated']);
  });

  test('begins an agreement on the day on which it was signed, and has none signed that is still pending', () => {
    for (const { agreement, history } of register) {
      expect(agreement.signed_on).toBe(history.find((span) => span.status === 'active')?.valid_from ?? null);
    }
  });

  test('moves agreements from template to template, each on a day of its own', () => {
    const templatesOf = (model: string) =>
      new Set(
        register
          .filter(({ agreement }) => agreement.model === model)
          .flatMap(({ history }) => history.map(({ template }) => template)),
      );
    expect(templatesOf('JEM')).toEqual(new Set([null, '2009', '2013', '2020', '2025']));
    expect(templatesOf('WSO')).toEqual(new Set(['2019', '2025']));
    expect(templatesOf('TFM')).toEqual(new Set(['2025']));
    expect(templatesOf('TFO')).toEqual(new Set([null, '2009']));
    const renewals = register.flatMap(({ history }) =>
      history.flatMap(({ template, valid_until }, at) =>
        template === '2009' && history[at + 1]?.template === '2013' ? [String(valid_until)] : [],
      ),
    );
    expect(renewals.length).toBeGreaterThan(25);
    expect(renewals.every((day) => day >= '2012-01-01' && day < '2014-01-01')).toBe(true);
    expect(new Set(renewals.map((day) => day.slice(0, 7))).size).toBeGreaterThan(8);
    const inForce = register.flatMap(({ history }) => history.filter(({ status }) => status === 'active'));
    expect(inForce.filter((span) => span.template === null && span.valid_from >= '2009-10-09')).toEqual([]);
  });

  test('puts each agreement under an office that existed and whose area the state is in', () => {
    const offices = new Map(fieldOffices.map((office) => [office.office_code, office]));
    for (const { agency, agreement, history } of register) {
      const office = offices.get(agreement.office_code ?? '');
      expect(office, agreement.agreement_id).toBeDefined();
      expect(String(office?.exists_from) <= String(history[0]?.valid_from), agreement.agreement_id).toBe(true);
      expect([agency.area, officeOn(agency.area, 0)]).toContain(agreement.office_code);
    }
  });

  test('has the same levels whatever the seed', () => {
    const inForce = (others: typeof register, day: string) =>
      others.filter(({ history }) =>
        history.some(
          (span) =>
            span.status === 'active' && span.valid_from <= day && (span.valid_until === null || span.valid_until > day),
        ),
      ).length;
    for (const other of [1, 2, 3].map(agreementRegister)) {
      expect(inForce(other, '2017-01-31')).toBe(36);
      expect(inForce(other, '2018-03-31')).toBe(76);
      expect(inForce(other, '2020-06-30')).toBe(139);
      expect(inForce(other, '2020-07-31')).toBe(139);
    }
  });
});

describe('the series of events', () => {
  test('keeps the contracts in every row', () => {
    for (const { event, evidence, charges, statuses } of series) {
      eventContract.parse(event);
      if (evidence !== null) evidenceContract.parse({ ...evidence, event_id: event.source_key });
      for (const [at, charge] of charges.entries()) {
        criminalChargeContract.parse({ ...charge, event_id: event.source_key, charge_number: at + 1 });
      }
      if (statuses.length > 0) expect(event.source_key).not.toBeNull();
    }
    expect(series.length).toBeGreaterThan(5_000);
  });

  test('has every kind of event, and only codes of our lists or reasons why there is none', () => {
    const absences = ['withheld', 'unknown', 'not-recorded'];
    const known = new Set([...countries.map(({ code }) => code), ...absences]);
    const decided = new Set([...dispositions.map(({ code }) => code), ...absences]);
    expect(series.filter(({ event }) => !known.has(event.citizenship))).toEqual([]);
    expect(series.filter(({ event }) => !decided.has(event.disposition))).toEqual([]);
    expect(new Set(series.map(({ event }) => event.kind)).size).toBe(9);
  });

  test('gives a form to warrants and charging documents, and to nothing else', () => {
    for (const { event } of series) {
      expect(event.form !== null).toBe(event.kind === 'warrant-served' || event.kind === 'charging-document');
    }
  });

  test('tells an encounter before what followed from it, and no key twice', () => {
    const encounters = new Map<string, string>();
    const keys = new Set<string>();
    for (const { event } of series) {
      if (event.source_key !== null) {
        expect(keys.has(event.source_key)).toBe(false);
        keys.add(event.source_key);
        if (event.kind === 'encounter') encounters.set(event.source_key, event.occurred_on);
      }
      if (event.encounter_key === null) continue;
      const encounteredOn = encounters.get(event.encounter_key);
      expect(encounteredOn, event.encounter_key).toBeDefined();
      expect(String(encounteredOn) <= event.occurred_on).toBe(true);
    }
  });

  test('links an encounter only to an agreement that is in force on its day', () => {
    const histories = new Map(register.map(({ agreement, history }) => [agreement.agreement_id, history]));
    const linked = series.filter(({ event }) => event.kind === 'encounter' && event.agreement_id !== null);
    expect(linked.length).toBeGreaterThan(1_500);
    for (const { event } of linked) {
      const inForce = histories
        .get(event.agreement_id ?? '')
        ?.some(
          ({ status, valid_from, valid_until }) =>
            status === 'active' &&
            valid_from <= event.occurred_on &&
            (valid_until === null || event.occurred_on < valid_until),
        );
      expect(inForce, `${event.agreement_id} on ${event.occurred_on}`).toBe(true);
    }
  });

  test('has no encounter under an agreement before its first officer was certified, since the rolls are kept', () => {
    const agreements = administeredAgreements(register, seed);
    const certified = Map.groupBy(syntheticOfficers(agreements, seed), ({ held }) => held.agreement_id);
    const begins = new Map(
      agreements.flatMap(({ agreement_id: id, operational }) => {
        const days = (certified.get(id) ?? []).flatMap((officer) => officer.certified ?? []);
        return operational < dayOf('2013-10-01') ? [] : [[id, Math.min(...days)] as const];
      }),
    );
    expect(begins.size).toBeGreaterThan(500);
    const ofThem = series.filter(
      ({ event }) => event.kind === 'encounter' && event.agreement_id !== null && begins.has(event.agreement_id),
    );
    expect(ofThem.length).toBeGreaterThan(100);
    for (const { event } of ofThem) {
      expect(dayOf(event.occurred_on), event.agreement_id ?? '').toBeGreaterThanOrEqual(
        begins.get(event.agreement_id ?? '') ?? 0,
      );
    }
  });

  test('gives a detainer its history in order, issued first', () => {
    const detainers = series.filter(({ event }) => event.kind === 'detainer');
    const fates = new Set(detainers.map(({ statuses }) => statuses[1]?.status));
    expect(fates).toEqual(new Set(['honored', 'lifted', 'declined', undefined]));
    for (const { event, statuses } of detainers) {
      expect(statuses[0]).toEqual({ status: 'issued', occurred_on: event.occurred_on });
      if (statuses[1] !== undefined) expect(statuses[1].occurred_on > event.occurred_on).toBe(true);
    }
  });

  test('keeps withheld, unknown and not recorded apart', () => {
    for (const absence of ['withheld', 'unknown', 'not-recorded'] as const) {
      expect(series.some(({ event }) => event.citizenship === absence || event.sex === absence)).toBe(true);
      expect(series.some(({ event }) => event.criminality === absence)).toBe(true);
      expect(series.some(({ event }) => event.birth_year_absence === absence)).toBe(true);
    }
    for (const { event } of series) expect(event.birth_year === null).toBe(event.birth_year_absence !== null);
  });

  test('bears instants that fall on the civil date of their row in New York', () => {
    const newYork = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' });
    const timed = series.filter(({ event }) => event.occurred_at !== null);
    expect(timed.length).toBeGreaterThan(300);
    for (const { event } of timed) expect(newYork.format(new Date(event.occurred_at ?? ''))).toBe(event.occurred_on);
  });
});

describe('New York time', () => {
  test('is written with the offset of the day, on both sides of each change of clocks', () => {
    expect(newYorkInstant(dayOf('2020-03-07'), 180)).toBe('2020-03-07T03:00:00-05:00');
    expect(newYorkInstant(dayOf('2020-03-08'), 180)).toBe('2020-03-08T03:00:00-04:00');
    expect(newYorkInstant(dayOf('2020-10-31'), 1_439)).toBe('2020-10-31T23:59:00-04:00');
    expect(newYorkInstant(dayOf('2020-11-01'), 185)).toBe('2020-11-01T03:05:00-05:00');
  });

  test('agrees with the time zone database on every day of the series', () => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' });
    for (let day = dayOf('2009-10-01'); day < dayOf('2025-10-01'); day += 1) {
      expect(clock.format(new Date(newYorkInstant(day, 725))), dateOf(day)).toBe('12:05');
    }
  });
});

describe('field offices', () => {
  test('are 25 and headquarters, of which Harlingen is the latest', () => {
    for (const office of fieldOffices) fieldOfficeContract.parse(office);
    expect(fieldOffices).toHaveLength(26);
    const before = fieldOffices.filter((office) => office.exists_from < '2020-10-01' && office.office_code !== 'HQ');
    expect(before).toHaveLength(24);
  });

  test('are dealt to the states that they share, and to no other', () => {
    const known = fieldOffices.map((office) => office.office_code);
    const shared = ['TX', 'NY', 'CA'].map(
      (state) => new Set([1, 2, 3, 4, 5, 6, 7, 8].map((county) => areaOf(state, county))),
    );
    expect(shared.map((areas) => areas.size)).toEqual([5, 2, 3]);
    for (const areas of shared) for (const area of areas) expect(known).toContain(area);
    expect(() => areaOf('XX', 1)).toThrow(/no area holds XX/);
  });
});
