import type { AgreementModel } from '../codelists.ts';
import type { DocumentReview, DutyPerformance } from '../oversight.ts';
import { recordsBegin, recordsEnd } from './administered.ts';
import type { SyntheticAgreement } from './agreements.ts';
import { type Day, dateOf, newYorkInstant } from './calendar.ts';
import { caseload } from './caseload.ts';
import type { SyntheticOfficer } from './officers.ts';
import { choiceOf, type Random, randomStream } from './random.ts';
import { workingOn } from './series.ts';

type DutyCode = DutyPerformance['duty'];

/** How often a duty arises for each encounter under a model; its times are kept for about one case in three. */
const arising: Readonly<Record<AgreementModel, readonly (readonly [DutyCode, number])[]>> = {
  JEM: [
    ['detainer-notice', 0.2],
    ['citizenship-claim', 0.03],
    ['custody-hold', 0.14],
  ],
  WSO: [
    ['citizenship-claim', 0.03],
    ['warrant-notice', 0.25],
    ['custody-hold', 0.14],
  ],
  TFM: [['field-arrest-transport', 0.3]],
  TFO: [],
  JOINT: [],
};

/** Minutes in which a duty is met as a rule, and to which it lasts where it is late. */
const minutesOf: Readonly<Record<DutyCode, { readonly most: number; readonly late: number }>> = {
  'detainer-notice': { most: 1_300, late: 4_300 },
  'citizenship-claim': { most: 58, late: 700 },
  'warrant-notice': { most: 150, late: 1_600 },
  'custody-hold': { most: 2_850, late: 5_400 },
  'field-arrest-transport': { most: 700, late: 2_600 },
  'revocation-notice': { most: 2_700, late: 9_000 },
};
const late: Readonly<Record<DutyCode, number>> = {
  'detainer-notice': 0.06,
  'citizenship-claim': 0.11,
  'warrant-notice': 0.08,
  'custody-hold': 0.05,
  'field-arrest-transport': 0.03,
  'revocation-notice': 0.15,
};
const unmeasurable = 0.04;
/** Midnight in New York, three hours before the first minute that `newYorkInstant` takes. */
const recordsEndAt = Date.parse(newYorkInstant(recordsEnd, 180)) - 10_800_000;

/** Every performance on record, in order of day and then those of revocations. The volume of the events leaves them as they are. */
export function* dutiesOf(
  register: readonly SyntheticAgreement[],
  officers: readonly SyntheticOfficer[],
  seed: number,
): Generator<DutyPerformance> {
  const random = randomStream(seed, 'duties');
  let number = 0;
  const perform = (agreement_id: string, duty: DutyCode, day: Day) => {
    number += 1;
    return performance(`SYN-D-${String(number).padStart(6, '0')}`, { agreement_id, duty, day }, random);
  };
  for (const { day, held } of encounteredOn(register, seed, random)) {
    const { agreement_id, model } = held.agreement;
    for (const [duty, share] of arising[model]) {
      if (random.chance(share)) yield perform(agreement_id, duty, day);
    }
  }
  for (const { held, model, row, ended } of officers) {
    const revoked = ended !== null && ended >= recordsBegin && row.ended_reason !== 'agreement-ended';
    if (model === 'TFM' && revoked) yield perform(held.agreement_id, 'revocation-notice', ended);
  }
}

/** As many as there are encounters at volume 1, each of some agreement that works on the day. */
function* encounteredOn(register: readonly SyntheticAgreement[], seed: number, random: Random) {
  const choiceOn = workingOn(register, seed);
  for (const { day, encounters } of caseload(seed, 1)) {
    if (day < recordsBegin || encounters === 0) continue;
    const choice = choiceOn(day);
    for (let at = 0; at < encounters; at += 1) yield { day, held: random.pick(choice).held };
  }
}

function performance(
  performance_id: string,
  { agreement_id, duty, day }: { readonly agreement_id: string; readonly duty: DutyCode; readonly day: Day },
  random: Random,
): DutyPerformance {
  const began_at = newYorkInstant(day, random.between(180, 1_439));
  const { most, late: longest } = minutesOf[duty];
  const minutes = random.chance(late[duty])
    ? random.between(most + 150, longest)
    : 1 + Math.floor(most * random.next() * random.next());
  const unrecorded = random.chance(unmeasurable) ? random.next() : 1;
  const met = Date.parse(began_at) + minutes * 60_000;
  return {
    performance_id,
    agreement_id,
    duty,
    began_on: dateOf(day),
    began_at: unrecorded < 0.3 ? null : began_at,
    met_at: unrecorded < 1 && unrecorded >= 0.3 ? null : met < recordsEndAt ? new Date(met).toISOString() : null,
  };
}

const forms = choiceOf<DocumentReview['form']>([
  ['I-862', 700],
  ['I-871', 200],
  ['I-851', 45],
  ['I-860', 25],
  ['other', 30],
]);
/** Charging documents for each encounter of an officer who makes them out: about as many as the events have. */
const submitted = 0.25;
const returned = 0.12;

/** The reviews of charging documents; one that was returned was submitted again some days later. */
export function* documentReviewsOf(register: readonly SyntheticAgreement[], seed: number): Generator<DocumentReview> {
  const random = randomStream(seed, 'document reviews');
  let number = 0;
  for (const { day, held } of encounteredOn(register, seed, random)) {
    const { agreement_id, model } = held.agreement;
    // Warrant service officers make out none.
    if (model === 'WSO' || !random.chance(submitted)) continue;
    const form = random.pick(forms);
    for (let on: Day | null = day + random.between(0, 2); on !== null && on < recordsEnd; ) {
      number += 1;
      const reviewed: Day = on + (random.chance(0.9) ? random.between(0, 4) : random.between(5, 40));
      const back = random.chance(returned);
      const pending = reviewed >= recordsEnd;
      yield {
        review_id: `SYN-R-${String(number).padStart(6, '0')}`,
        agreement_id,
        form,
        submitted_on: dateOf(on),
        reviewed_on: pending ? null : dateOf(reviewed),
        outcome: pending ? 'pending' : back ? 'returned' : 'approved',
      };
      on = back ? reviewed + random.between(1, 9) : null;
    }
  }
}
