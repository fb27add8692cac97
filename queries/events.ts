import { z } from 'zod';
import type { IsoDate } from '../pipeline/period.ts';
import { absences, criminalities, eventKinds, eventStatuses, forms, sexes, threatLevels } from './codelists.ts';

const codesOf = <C extends string>(list: readonly { readonly code: C }[]) =>
  list.map((entry) => entry.code) as [C, ...C[]];
const absence = codesOf(absences);

/** A recorded value or the reason why there is none; values outside our lists keep their text behind `unmapped:`. */
const openCode = z.string().min(1).max(300);

/**
 * One enforcement event. Every optional fact is either a value or the reason why there is none (`withheld`, `unknown`,
 * `not-recorded`): three different things. Dates are civil dates in `America/New_York`.
 */
export const eventContract = z.strictObject({
  kind: z.enum(codesOf(eventKinds)),
  occurred_on: z.iso.date(),
  /** ISO instant with offset where the source records one. */
  occurred_at: z.iso.datetime({ offset: true }).nullable(),
  /** The source's own key of the row; null where the source has none (rows that look alike are separate events). */
  source_key: z.string().max(100).nullable(),
  /** `source_key` of the encounter that led to this event, where recorded. */
  encounter_key: z.string().max(100).nullable(),
  agreement_id: z.string().max(100).nullable(),
  /** The area of responsibility on the event's day: an office's code, `HQ`, or the reason why there is none. */
  office_code: z.string().regex(/^([A-Z]{2,3}|withheld|unknown|not-recorded)$/),
  /** The agency's final program as recorded, such as `287G Program`. */
  program: openCode,
  /** The apprehension method as recorded, such as `287(g) Program`. */
  method: openCode,
  /** The place as recorded. */
  landmark: z.string().max(1000).nullable(),
  /** A code of `queries/dispositions.ts`. */
  disposition: openCode,
  /** Charging documents and warrants only: the form; elsewhere null. */
  form: z.enum(codesOf(forms)).nullable(),
  /** A code of `queries/countries.ts` (ISO 3166-1 alpha-3, or a historical name's own code). */
  citizenship: openCode,
  sex: z.enum([...codesOf(sexes), ...absence]),
  /** Year of birth; null: see `birth_year_absence`. */
  birth_year: z.int().min(1880).max(2199).nullable(),
  birth_year_absence: z.enum(absence).nullable(),
  criminality: z.enum([...codesOf(criminalities), ...absence]),
  threat_level: z.enum([...codesOf(threatLevels), ...absence]),
  /** Most serious conviction: a four-digit NCIC code, `none`, `unmapped:…` or the reason why there is none. */
  most_serious_conviction: openCode,
});
export type EnforcementEvent = Readonly<z.infer<typeof eventContract>>;

/** A change in what became of an event; only detainers have them so far. */
export const eventStatusContract = z.strictObject({
  event_id: z.string().min(1).max(150),
  status: z.enum(codesOf(eventStatuses)),
  occurred_on: z.iso.date(),
});

/** The view `enforcement_event`: the contract's row and its stable id. */
export interface EventTable {
  readonly event_id: string;
  readonly kind: string;
  readonly occurred_on: IsoDate;
  readonly occurred_at: string | null;
  /** `event_id` of the encounter that led to this event. */
  readonly encounter_id: string | null;
  readonly agreement_id: string | null;
  readonly office_code: string;
  readonly program: string;
  readonly method: string;
  readonly disposition: string;
  readonly form: string | null;
  readonly citizenship: string;
  readonly sex: string;
  readonly birth_year: number | null;
  readonly birth_year_absence: string | null;
  readonly criminality: string;
  readonly threat_level: string;
  readonly most_serious_conviction: string;
}

export interface EventStatusTable {
  readonly event_id: string;
  readonly status: string;
  readonly occurred_on: IsoDate;
}
