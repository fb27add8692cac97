import { z } from 'zod';
import type { IsoDate } from '../pipeline/period.ts';
import { agencyTypes, agreementModels, states } from './codelists.ts';

const codesOf = <C extends string>(list: readonly { readonly code: C }[]) =>
  list.map((entry) => entry.code) as [C, ...C[]];
// biome-ignore lint/suspicious/noControlCharactersInRegex: a name that holds one is what is refused here
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;
const plain = (what: string, longest: number) =>
  z
    .string()
    .min(1, `${what} is blank`)
    .max(longest, `${what} is longer than ${longest} characters`)
    .refine((text) => !controlCharacter.test(text), `${what} holds a control character`)
    .refine((text) => !/\S@\S/.test(text), `${what} holds a mail address`);

/** One row of a published list: an agreement, or an application for one, as it stood on the day of the list. */
export const listingContract = z.strictObject({
  state: z.enum(codesOf(states)),
  /** As listed, with straight apostrophes and without blanks around it. */
  agency_name: plain('the name of the agency', 300),
  agency_type: z.enum([...codesOf(agencyTypes), 'not-recorded']),
  /** null: the list names none. */
  county: plain('the county', 200).nullable(),
  model: z.enum(codesOf(agreementModels)),
  /** null: not recorded, or not a date that can be true. */
  signed_on: z.iso.date().nullable(),
  /** What stood in place of a credible date; null: nothing did. */
  signed_text: z.string().max(200).nullable(),
  /** The published text of the agreement; null: none is linked. */
  moa_url: z.url().max(2000).nullable(),
  addendum_url: z.url().max(2000).nullable(),
  /** The row of the sheet, as a spreadsheet program shows it. */
  row_number: z.int().positive(),
});
export type Listing = Readonly<z.infer<typeof listingContract>>;

/** What a list tells of: agreements in force, or applications for one. */
export type AgreementListKind = 'participating' | 'pending';

/** A list as it was imported, known by the SHA-256 of its content. */
export interface AgreementList {
  readonly sha256: string;
  readonly kind: AgreementListKind;
  /** The day that the list describes. */
  readonly as_of: IsoDate;
  /** Two lists of one day follow each other; null: its name does not say, and it comes before those that do. */
  readonly half_day: 'am' | 'pm' | null;
  readonly listings: readonly Listing[];
}
