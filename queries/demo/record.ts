import type { CriminalCharge, Evidence } from '../evidence.ts';
import type { Determination, Determinations } from './determinations.ts';

/** What is on record about an event, without the event that it is about. */
export type EvidenceFacts = Omit<Evidence, 'event_id'>;

/** One offense on record, without the event and its number. */
export type ChargeFacts = Omit<CriminalCharge, 'event_id' | 'charge_number'>;

/** A mark on the form of a detainer. */
export type Mark = Extract<keyof EvidenceFacts, `marked_${string}`>;
export type Marks = Readonly<Record<Mark, boolean | null>>;

/** What is on record about a person, but for what is an officer's or a form's. */
export type PersonRecord = Omit<EvidenceFacts, Determination | Mark>;

/** The record of one case: its encounter, arrest and detainer bear the same. */
export interface CaseRecord {
  readonly facts: PersonRecord;
  readonly determinations: Determinations;
  readonly charges: readonly ChargeFacts[];
  /** What a detainer's form is marked with. */
  readonly marks: Marks;
}
