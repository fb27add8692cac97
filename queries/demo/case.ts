import type { AgreementModel, EventKind, EventStatus } from '../codelists.ts';
import type { EnforcementEvent } from '../events.ts';
import { fieldModels, type SyntheticAgency } from './agencies.ts';
import { officeOn } from './areas.ts';
import { type Day, dateOf, newYorkInstant } from './calendar.ts';
import { drawRecord, evidenceOn } from './evidence.ts';
import { drawFindings } from './findings.ts';
import { followUp } from './follow-up.ts';
import { drawPerson, type PersonFacts } from './person.ts';
import type { Plan, PlannedCase } from './plan.ts';
import { plannedRecord } from './planned.ts';
import { choiceOf, type Random } from './random.ts';
import type { CaseRecord, ChargeFacts, EvidenceFacts } from './record.ts';
import type { Template } from './templates.ts';

/** One encounter to be made: when, where, under which agreement. */
export interface Encountered {
  /** Numbers the case; its events' keys hold it. */
  readonly number: number;
  readonly day: Day;
  readonly agency: SyntheticAgency;
  readonly agreement_id: string;
  readonly model: AgreementModel;
  /** false: another program's encounter, which the selector of 287(g) events must leave out. */
  readonly byProgram: boolean;
  /** The share of encounters, arrests and detainers that have evidence. */
  readonly evidenceShare: number;
  /** The share of cases with evidence whose offenses are listed. */
  readonly listedShare: number;
  /** The template of the agreement on the day. */
  readonly template: Template;
  /** From which evidence is drawn: a stream of its own, so that it leaves the events as they are. */
  readonly records: Random;
  /** Chooses a planned record; null: all are left to chance. */
  readonly plan: ((entry: PlannedCase) => Plan | null) | null;
}

/** An event, what became of it, and what is on record about it. */
export interface SyntheticEvent {
  readonly event: EnforcementEvent;
  readonly statuses: readonly { readonly status: EventStatus; readonly occurred_on: string }[];
  readonly evidence: EvidenceFacts | null;
  /** The offenses on record; none without evidence. */
  readonly charges: readonly ChargeFacts[];
}

/** One thing that happened in a case. */
export interface Step {
  readonly kind: EventKind;
  readonly day: Day;
  readonly form?: EnforcementEvent['form'];
  readonly statuses?: readonly { readonly status: EventStatus; readonly day: Day }[];
}

/** Code of `queries/dispositions.ts`. */
const dispositions = choiceOf<string>([
  ['dtnr', 330],
  ['nta-dt', 130],
  ['nta', 60],
  ['nta-rel', 25],
  ['reinst', 95],
  ['admdpt', 20],
  ['er', 10],
  ['v', 15],
  ['nar', 230],
  ['fbusc', 30],
  ['rel', 25],
  ['pd', 15],
  ['other', 15],
  ['not-recorded', 6],
  ['unknown', 2],
  ['withheld', 2],
]);

const offices = choiceOf<string | null>([
  [null, 991],
  ['not-recorded', 6],
  ['HQ', 2],
  ['withheld', 1],
]);

/** Key letters of the kinds whose rows have a key of their own in the source; the others have none. */
const keyLetters: Partial<Record<EventKind, string>> = {
  encounter: 'E',
  detainer: 'D',
  'administrative-arrest': 'A',
};

/** What all events of a case have in common. */
interface CaseFacts {
  readonly program: string;
  readonly method: string;
  readonly agreement_id: string | null;
  readonly landmark: string | null;
  readonly disposition: string;
  readonly person: PersonFacts;
}

/** Draws an encounter and all that followed from it, in order of time; the encounter first. */
export function drawCase(random: Random, encountered: Encountered): readonly SyntheticEvent[] {
  const { day, agency, model, records, evidenceShare } = encountered;
  const facts = drawFacts(random, encountered);
  const findings = drawFindings(random, day, facts.person, facts.disposition === 'reinst');
  const steps: readonly Step[] = [{ kind: 'encounter', day }, ...followUp(random, day, facts.disposition, model)];
  const record = recordOf(encountered, {
    ...facts,
    day,
    findings,
    listedShare: encountered.listedShare,
    template: facts.agreement_id === null ? null : encountered.template,
    hasDetainer: steps.some(({ kind }) => kind === 'detainer'),
  });
  return steps.map((step) => {
    const event = eventOf(random, step, encountered, facts, officeOn(agency.area, step.day));
    const statuses = (step.statuses ?? []).map((entry) => ({ status: entry.status, occurred_on: dateOf(entry.day) }));
    const told = chanceOfEvidence(random, records, step.kind, evidenceShare);
    if (!told) return { event, statuses, evidence: null, charges: [] };
    return {
      event,
      statuses,
      evidence: evidenceOn(record, step.day, step.kind === 'detainer'),
      charges: record.charges,
    };
  });
}

function recordOf({ records, plan }: Encountered, entry: PlannedCase): CaseRecord {
  const planned = plan?.(entry) ?? null;
  return planned === null ? drawRecord(records, entry) : plannedRecord(records, planned, entry);
}

/** Encounters and arrests draw it from the stream of the events, as they always did; detainers from that of the records. */
function chanceOfEvidence(random: Random, records: Random, kind: EventKind, share: number): boolean {
  switch (kind) {
    case 'encounter':
    case 'administrative-arrest':
      return random.chance(share);
    case 'detainer':
      return records.chance(share);
    default:
      return false;
  }
}

function drawFacts(random: Random, { day, agency, agreement_id, model, byProgram }: Encountered): CaseFacts {
  const inField = fieldModels.has(model);
  const person = drawPerson(random, agency.area, Number(dateOf(day).slice(0, 4)), inField);
  const disposition = random.pick(dispositions);
  const landmark = random.chance(0.25) ? null : agency.facility;
  if (!byProgram) {
    const program = { program: 'ERO Criminal Alien Program', method: 'CAP Local Incarceration', agreement_id: null };
    return { ...program, landmark, disposition, person };
  }
  return {
    program: inField ? '287g Task Force' : '287G Program',
    // A blank here leaves the program, so that each case can still be told to be the program's own.
    method: random.chance(0.03) ? 'not-recorded' : '287(g) Program',
    agreement_id: random.chance(0.02) ? null : agreement_id,
    landmark,
    disposition,
    person,
  };
}

function eventOf(
  random: Random,
  { kind, day, form = null }: Step,
  { number }: Encountered,
  { person, ...facts }: CaseFacts,
  responsible: string,
): EnforcementEvent {
  const letter = keyLetters[kind];
  const keyOf = (prefix: string) => `SYN-${prefix}-${String(number).padStart(7, '0')}`;
  const timed = (kind === 'encounter' || kind === 'administrative-arrest') && random.chance(0.35);
  const linked = kind !== 'encounter' && !random.chance(0.02);
  return {
    kind,
    occurred_on: dateOf(day),
    occurred_at: timed ? newYorkInstant(day, random.between(180, 1_439)) : null,
    source_key: letter === undefined ? null : keyOf(letter),
    encounter_key: linked ? keyOf('E') : null,
    office_code: random.pick(offices) ?? responsible,
    form,
    ...facts,
    ...person,
  };
}
