import type { AgreementModel } from '../codelists.ts';
import type { EnforcementEvent } from '../events.ts';
import type { Day } from './calendar.ts';
import type { Step } from './case.ts';
import { choiceOf, type Random } from './random.ts';

/** How often officers of one model do what the model is for (`domain.md` §5). */
interface Practice {
  /** Share of removable persons for whom a detainer is issued. */
  readonly detainer: number;
  /** Share of arrests in which they serve the warrant. */
  readonly warrant: number;
  /** Share of those without a detainer who are taken into custody at once. */
  readonly arrestAtOnce: number;
}

const inJail: Practice = { detainer: 0.8, warrant: 0.7, arrestAtOnce: 0.4 };
const practices: Readonly<Record<AgreementModel, Practice>> = {
  JEM: inJail,
  JOINT: inJail,
  WSO: { detainer: 0.7, warrant: 0.97, arrestAtOnce: 0.3 },
  TFM: { detainer: 0.35, warrant: 0.6, arrestAtOnce: 0.8 },
  TFO: { detainer: 0.35, warrant: 0.6, arrestAtOnce: 0.8 },
};

/** The charging document that follows from a disposition; a detainer leaves it open. */
const charges: Readonly<Record<string, EnforcementEvent['form']>> = {
  nta: 'I-862',
  'nta-dt': 'I-862',
  'nta-rel': 'I-862',
  reinst: 'I-871',
  admdpt: 'I-851',
  er: 'I-860',
};
const chargesAfterDetainer = choiceOf<EnforcementEvent['form']>([
  ['I-862', 740],
  ['I-871', 190],
  ['I-851', 40],
  ['other', 30],
]);
/** Dispositions after which something follows: all others end the case. */
const followed: ReadonlySet<string> = new Set(['dtnr', 'v', ...Object.keys(charges)]);

type DetainerFate = 'honored' | 'lifted' | 'declined' | 'open';
const fates = choiceOf<DetainerFate>([
  ['honored', 660],
  ['lifted', 70],
  ['declined', 45],
  ['open', 225],
]);

/** Draws what followed from an encounter, in order of time; days beyond the end of the series are not cut off here. */
export function followUp(random: Random, day: Day, disposition: string, model: AgreementModel): readonly Step[] {
  if (!followed.has(disposition)) return [];
  const { detainer, arrestAtOnce } = practices[model];
  if (disposition === 'v') {
    return random.chance(0.8) ? [{ kind: 'return', day: day + random.between(2, 30) }] : [];
  }
  const steps =
    disposition === 'dtnr' || random.chance(detainer)
      ? afterDetainer(random, day + random.between(0, 1), disposition, model)
      : random.chance(arrestAtOnce)
        ? afterArrest(random, day + random.between(0, 1), disposition, model)
        : [];
  return steps.toSorted((left, right) => left.day - right.day);
}

function afterDetainer(random: Random, day: Day, disposition: string, model: AgreementModel): readonly Step[] {
  const fate = random.pick(fates);
  // A person is handed over when the local sentence or case is done: mostly within weeks, for some within many months.
  const later = day + 1 + Math.floor(260 * random.next() * random.next() * random.next());
  const issued = { status: 'issued', day } as const;
  const detainer: Step = {
    kind: 'detainer',
    day,
    statuses: fate === 'open' ? [issued] : [issued, { status: fate, day: later }],
  };
  return fate === 'honored' ? [detainer, ...afterArrest(random, later, disposition, model)] : [detainer];
}

function afterArrest(random: Random, day: Day, disposition: string, model: AgreementModel): readonly Step[] {
  const steps: Step[] = [];
  const form = charges[disposition] ?? random.pick(chargesAfterDetainer);
  const reinstated = form === 'I-871';
  if (random.chance(practices[model].warrant)) {
    steps.push({ kind: 'warrant-served', day, form: reinstated ? 'I-205' : 'I-200' });
  }
  steps.push({ kind: 'administrative-arrest', day });
  if (random.chance(0.8)) steps.push({ kind: 'charging-document', day: day + random.between(0, 2), form });
  if (random.chance(0.75)) steps.push({ kind: 'custody-transfer', day });
  if (random.chance(0.7)) steps.push({ kind: 'detention-book-in', day: day + random.between(0, 1) });
  const longest = reinstated ? 90 : 520;
  if (random.chance(reinstated ? 0.85 : 0.5)) {
    steps.push({ kind: 'removal', day: day + 8 + Math.floor(longest * random.next() * random.next()) });
  }
  return steps;
}
