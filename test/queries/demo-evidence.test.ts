import { describe, expect, test } from 'vitest';
import { agreementRegister } from '../../queries/demo/agreements.ts';
import { eventSeries } from '../../queries/demo/series.ts';

const seed = 287;
const series = [...eventSeries(agreementRegister(seed), seed, 0.03)];

describe('the evidence of the series', () => {
  test('has evidence in agreement with criminality, on nine in ten of the full series and all of the thin one', () => {
    const told = series.filter(({ event }) => event.kind === 'encounter' || event.kind === 'administrative-arrest');
    for (const { event, evidence } of told) {
      if (evidence === null) continue;
      const { conviction_count: convictions, pending_charge_count: pending } = evidence;
      if (event.criminality === 'convicted') expect(convictions).toBeGreaterThan(0);
      if (event.criminality === 'pending-charges') expect([convictions, pending !== 0]).toEqual([0, true]);
      if (event.criminality === 'other-violator') expect([convictions ?? 0, pending ?? 0]).toEqual([0, 0]);
    }
    const full = told.filter(({ event }) => event.occurred_on >= '2018-10-01' && event.occurred_on < '2019-10-01');
    const thin = told.filter(({ event }) => event.occurred_on < '2016-10-01');
    expect(full.filter(({ evidence }) => evidence !== null).length / full.length).toBeCloseTo(0.9, 1);
    expect(thin.every(({ evidence }) => evidence !== null)).toBe(true);
  });

  test('has the evidence of a case on its detainer as well, with marks on the form since it has them', () => {
    const detainers = series.filter(({ event }) => event.kind === 'detainer');
    const records = new Map(series.map(({ event, evidence, charges }) => [event.source_key, { evidence, charges }]));
    let compared = 0;
    for (const { event, evidence, charges } of detainers) {
      if (event.occurred_on < '2016-10-01') expect(evidence).not.toBeNull();
      const marked = evidence?.marked_prior_felony ?? null;
      if (event.occurred_on < '2012-12-21') expect(marked).toBeNull();
      const encounter = records.get(event.encounter_key);
      if (evidence === null || encounter === undefined || encounter.evidence === null) continue;
      expect(charges).toEqual(encounter.charges);
      expect(evidence.final_order).toBe(encounter.evidence.final_order);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(500);
    expect(detainers.some(({ evidence }) => evidence?.marked_prior_felony === true)).toBe(true);
    for (const { event, evidence } of series) {
      if (event.kind !== 'detainer' && evidence !== null) expect(evidence.marked_significant_risk).toBeNull();
    }
  });

  test('never contradicts itself: what is charged agrees with what the event says of the person', () => {
    for (const { event, evidence, charges } of series) {
      if (evidence === null) expect(charges).toEqual([]);
      const convictions = charges.filter(({ status }) => status === 'convicted');
      const pending = charges.filter(({ status }) => status === 'pending');
      const code = `${event.source_key} ${event.criminality}`;
      if (event.criminality !== 'convicted') expect(convictions, code).toEqual([]);
      else if (charges.length > 0) expect(convictions[0]?.ncic_code, code).toBe(event.most_serious_conviction);
      if (event.criminality === 'other-violator') expect(pending, code).toEqual([]);
      if (evidence?.criminal_history_complete === true) {
        expect([convictions.length, pending.length], code).toEqual([
          evidence.conviction_count,
          evidence.pending_charge_count,
        ]);
      }
      const felonies = convictions.filter((charge) => charge.offense_class === 'felony');
      if (event.threat_level === '3' || event.threat_level === 'none') expect(felonies, code).toEqual([]);
    }
  });

  test('dates nothing before the age of 15 or after the event, and sentences as the class allows', () => {
    for (const { event, evidence, charges } of series) {
      const fifteen = event.birth_year === null ? '0000' : String(event.birth_year + 15);
      for (const charge of charges) {
        const { charged_on: chargedOn, convicted_on: convictedOn } = charge;
        for (const day of [chargedOn, convictedOn]) {
          expect(day === null || (day >= fifteen && day <= event.occurred_on), event.source_key ?? '').toBe(true);
        }
        if (chargedOn !== null && convictedOn !== null) expect(chargedOn <= convictedOn).toBe(true);
        const { offense_class, sentenced_as, status } = charge;
        if (status !== 'convicted')
          expect([sentenced_as, convictedOn, charge.sentence_days]).toEqual([null, null, null]);
        else if (sentenced_as !== null) expect(['unknown', sentenced_as]).toContain(offense_class);
        if (sentenced_as === 'infraction') expect(charge.sentence_days ?? 0).toBe(0);
      }
      for (const [column, value] of Object.entries(evidence ?? {})) {
        if (/_(on|since)$/.test(column) && value !== null) expect(String(value) <= event.occurred_on).toBe(true);
      }
    }
  });

  test('has a day only where the fact beside it holds', () => {
    const dated = [
      'final_order',
      'prior_removal',
      'apprehended_at_border',
      'unlawful_entry',
      'released_from_incarceration',
    ] as const;
    for (const { evidence, event } of series) {
      if (evidence === null) continue;
      for (const fact of dated) {
        if (evidence[`${fact}_on`] !== null) expect(evidence[fact], `${event.source_key} ${fact}`).toBe(true);
      }
      if (evidence.fugitive) expect([evidence.final_order, evidence.final_order_complied]).toEqual([true, false]);
      if (event.disposition === 'fbusc') expect([evidence.removable, evidence.final_order]).toEqual([false, false]);
    }
  });

  test('has determinations only on the days of the policy that asks for them', () => {
    const recordedOn = (
      fact: 'serious_risk_determined' | 'public_safety_threat_determined' | 'current_threat_determined',
    ) =>
      series.flatMap(({ event, evidence }) => ((evidence?.[fact] ?? null) === null ? [] : [event.occurred_on])).sort();
    const [risk, threat, current] = [
      recordedOn('serious_risk_determined'),
      recordedOn('public_safety_threat_determined'),
      recordedOn('current_threat_determined'),
    ];
    expect(String(risk[0]) >= '2010-06-30' && String(risk.at(-1)) < '2015-01-05').toBe(true);
    expect(String(threat[0]) >= '2021-02-01' && String(threat.at(-1)) < '2021-11-29').toBe(true);
    expect(String(current[0]) >= '2021-11-29' && String(current.at(-1)) < '2025-01-20').toBe(true);
    expect(current.filter((day) => day >= '2022-06-25' && day < '2023-07-28')).toEqual([]);
  });

  test('lets every limb of Executive Order 13768 occur, and facts that cannot be known', () => {
    const evidence = series.flatMap((entry) => (entry.evidence === null ? [] : [entry.evidence]));
    expect(evidence.some((facts) => facts.conviction_count !== null && facts.conviction_count > 0)).toBe(true);
    expect(evidence.some((facts) => facts.conviction_count === 0 && (facts.pending_charge_count ?? 0) > 0)).toBe(true);
    expect(evidence.some((facts) => facts.chargeable_acts_determined === true)).toBe(true);
    expect(evidence.some((facts) => facts.fraud_finding === true)).toBe(true);
    expect(evidence.some((facts) => facts.benefit_abuse_finding === true)).toBe(true);
    expect(evidence.some((facts) => facts.final_order === true && facts.final_order_complied === false)).toBe(true);
    expect(evidence.some((facts) => facts.public_safety_risk_determined === true)).toBe(true);
    for (const column of Object.keys(evidence[0] ?? {}) as (keyof (typeof evidence)[number])[]) {
      expect(
        evidence.some((facts) => facts[column] === null),
        column,
      ).toBe(true);
    }
  });
});
