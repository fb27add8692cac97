import { z } from 'zod';
import type { IsoDate } from '../pipeline/period.ts';
import { agencyTypes, agreementModels, agreementStatuses, agreementTemplates, states } from './codelists.ts';

const codesOf = <C extends string>(list: readonly { readonly code: C }[]) =>
  list.map((entry) => entry.code) as [C, ...C[]];

/** A law enforcement agency (LEA): one agency may hold several agreements. */
export const agencyContract = z.strictObject({
  agency_id: z.string().min(1).max(100),
  name: z.string().min(1).max(300),
  state: z.enum(codesOf(states)),
  /** null: the agency belongs to no county, or the source names none. */
  county: z.string().max(200).nullable(),
  agency_type: z.enum([...codesOf(agencyTypes), 'not-recorded']),
});
export type Agency = Readonly<z.infer<typeof agencyContract>>;

/** A Memorandum of Agreement (MOA) under one model. Not an agency, not an officer: four different units. */
export const agreementContract = z.strictObject({
  agreement_id: z.string().min(1).max(100),
  agency_id: z.string().min(1).max(100),
  model: z.enum(codesOf(agreementModels)),
  /** The field office that supervises it; never mixed with the office of an event. */
  office_code: z
    .string()
    .regex(/^[A-Z]{2,3}$/)
    .nullable(),
  /** null: not recorded. */
  signed_on: z.iso.date().nullable(),
});
export type Agreement = Readonly<z.infer<typeof agreementContract>>;

/** One span of an agreement's history; half-open; spans of one agreement do not overlap. */
export const agreementStatusContract = z
  .strictObject({
    agreement_id: z.string().min(1).max(100),
    status: z.enum(codesOf(agreementStatuses)),
    valid_from: z.iso.date(),
    /** First day on which it no longer holds; null: still holds. */
    valid_until: z.iso.date().nullable(),
    /** Who held it on these days, where it passed from one agency to another; null: the agreement's own agency. */
    agency_id: z.string().min(1).max(100).nullish(),
    /** Generation of the template under which it stood on these days; null: not recorded. */
    template: z.enum(codesOf(agreementTemplates)).nullish(),
  })
  .refine((span) => span.valid_until === null || span.valid_until > span.valid_from, {
    message: 'valid_until must be after valid_from',
  });
export type AgreementStatusSpan = Readonly<z.infer<typeof agreementStatusContract>>;

export interface AgencyTable {
  readonly agency_id: string;
  readonly name: string;
  readonly state: string;
  readonly county: string | null;
  readonly agency_type: string;
}

export interface AgreementTable {
  readonly agreement_id: string;
  readonly agency_id: string;
  readonly model: string;
  readonly office_code: string | null;
  readonly signed_on: IsoDate | null;
}

export interface AgreementStatusTable {
  readonly agreement_id: string;
  readonly status: string;
  readonly valid_from: IsoDate;
  readonly valid_until: IsoDate | null;
  /** Who held it on these days; null: the agreement's own agency. */
  readonly agency_id: string | null;
  /** Generation of the template on these days; null: not recorded. */
  readonly template: string | null;
}
