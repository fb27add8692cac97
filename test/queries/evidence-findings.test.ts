import { expect, test } from 'vitest';
import { datedFacts } from '../../queries/evidence.ts';
import {
  countEvidenceFindings,
  type EvidenceFindingKind,
  evidenceFindingKinds,
  readEvidenceFindings,
} from '../../queries/evidence-findings.ts';
import { describeOnEachEngine } from '../engines.ts';
import { putOnRecord, type SmallEvent } from '../explain/small-events.ts';

const june = { from: '2020-06-01', until: '2020-07-01' };

/** One event for each kind of contradiction. */
const contradictory: Readonly<Record<EvidenceFindingKind, Omit<SmallEvent, 'id'>>> = {
  'conviction-before-birth': { charges: [{ convicted_on: '1979-12-31' }] },
  'conviction-after-event': { charges: [{ convicted_on: '2020-06-16' }] },
  'charge-after-event': { charges: [{ status: 'pending', charged_on: '2020-06-16' }] },
  'conviction-before-charge': { charges: [{ charged_on: '2010-02-02', convicted_on: '2010-02-01' }] },
  'conviction-date-without-conviction': { charges: [{ status: 'resolved', convicted_on: '2010-02-01' }] },
  'felony-sentenced-as-infraction': { charges: [{ offense_class: 'felony', sentenced_as: 'infraction' }] },
  'criminality-denies-conviction': { event: { criminality: 'pending-charges' }, charges: [{}] },
  'criminality-denies-pending-charge': { event: { criminality: 'other-violator' }, charges: [{ status: 'pending' }] },
  'criminality-without-conviction': {
    event: { criminality: 'convicted' },
    evidence: { criminal_history_complete: true },
  },
  'certain-above-bound': { evidence: { conviction_count: 0 }, charges: [{}] },
  'final-order-dated-yet-none': { evidence: { final_order: false, final_order_on: '2019-01-01' } },
  'prior-removal-dated-yet-none': { evidence: { prior_removal: false, prior_removal_on: '2019-01-01' } },
  'border-apprehension-dated-yet-none': {
    evidence: { apprehended_at_border: false, apprehended_at_border_on: '2019-01-01' },
  },
  'unlawful-entry-dated-yet-none': { evidence: { unlawful_entry: false, unlawful_entry_on: '2019-01-01' } },
  'release-dated-yet-none': {
    evidence: { released_from_incarceration: false, released_from_incarceration_on: '2019-01-01' },
  },
  'complied-with-no-order': { evidence: { final_order: false, final_order_complied: true } },
};

describeOnEachEngine('contradictions in the evidence', ({ open }) => {
  test('each kind is found in the event that shows it, and counted in its month', async () => {
    await using database = await open();
    const events = Object.entries(contradictory).map(([id, fields]) => ({ id, ...fields }));
    const outside = [
      { id: 'july', event: { occurred_on: '2020-07-01' }, charges: [{ convicted_on: '2020-07-02' }] },
      { id: 'other-program', event: { program: 'not-recorded' }, charges: [{ convicted_on: '2020-07-02' }] },
      {
        id: 'sound',
        event: { criminality: 'convicted' } as const,
        evidence: {
          criminal_history_complete: true,
          conviction_count: 1,
          pending_charge_count: 1,
          final_order_complied: true,
          ...Object.fromEntries(
            Object.entries(datedFacts).flatMap(([fact, day]) => [
              [fact, true],
              [day, '2019-01-01'],
            ]),
          ),
        },
        charges: [
          {
            charged_on: '2009-01-01',
            convicted_on: '2010-01-01',
            offense_class: 'felony',
            sentenced_as: 'misdemeanor',
          } as const,
          { status: 'pending', charged_on: '2020-06-15' } as const,
        ],
      },
    ];
    await putOnRecord(database, [...events, ...outside]);
    const { counted, each, arrests } = await database.transaction('snapshot', async ({ source }) => {
      const found = new Map<string, readonly string[]>();
      for (const { id } of [...events, ...outside])
        found.set(
          id,
          (await readEvidenceFindings(source, id)).map(({ kind }) => kind),
        );
      return {
        each: found,
        counted: await countEvidenceFindings(source, june),
        arrests: await countEvidenceFindings(source, june, ['administrative-arrest']),
      };
    });
    expect(each.get('sound')).toEqual([]);
    for (const { kind } of evidenceFindingKinds) {
      expect(each.get(kind), kind).toContain(kind);
      const expected = events.filter(({ id }) => each.get(id)?.includes(kind)).length;
      expect(counted.find((one) => one.kind === kind)?.events, kind).toBe(expected);
    }
    expect(counted.map(({ kind }) => kind)).toEqual(Object.keys(contradictory));
    expect(arrests.every(({ events: none }) => none === 0)).toBe(true);
  });
});
