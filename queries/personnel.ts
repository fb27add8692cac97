import { z } from 'zod';
import type { IsoDate } from '../pipeline/period.ts';
import type { Code } from './codelists.ts';

const codesOf = <C extends string>(list: readonly { readonly code: C }[]) =>
  list.map((entry) => entry.code) as [C, ...C[]];
const id = z.string().min(1).max(100);
const day = z.iso.date();

/** Why an officer’s authority ended (`domain.md` §2.3). */
export const revocationReasons = [
  { code: 'training-not-kept', label: 'Training not kept current' },
  { code: 'for-cause', label: 'For cause' },
  { code: 'voluntary', label: 'At the officer’s or agency’s own wish' },
  { code: 'left-agency', label: 'Left the agency' },
  { code: 'agreement-ended', label: 'Agreement ended' },
] as const satisfies readonly Code[];

/** How the final examination of the initial training ended (`domain.md` §2.1). */
export const examResults = [
  { code: 'passed', label: 'Passed' },
  { code: 'passed-on-retake', label: 'Passed on the retake' },
  { code: 'failed', label: 'Failed' },
] as const satisfies readonly Code[];

/**
 * The courses that officers must complete: the initial training, the refresher every two years, and the eight that are
 * named to be taken each year (OIG-18-77, footnote 7; `domain.md` §7, O7).
 */
export const courses = [
  { code: 'initial', label: 'Initial training' },
  { code: 'refresher', label: 'Refresher (every two years)' },
  { code: 'ina-overview', label: 'Overview of the Immigration and Nationality Act' },
  { code: 'immigration-fundamentals', label: 'Immigration fundamentals' },
  { code: 'human-trafficking-awareness', label: 'Human trafficking awareness' },
  { code: 'information-awareness', label: 'Information awareness' },
  { code: 'basic-records-management', label: 'Basic records management' },
  { code: 'privacy-awareness', label: 'Privacy awareness' },
  { code: 'operations-security', label: 'Operations security' },
  { code: 'language-access', label: 'Language access' },
] as const satisfies readonly Code[];
export type Course = (typeof courses)[number]['code'];

/** Field program managers supervise officers of an office; national program managers all of them. */
export const managerKinds = [
  { code: 'field', label: 'Field program manager' },
  { code: 'national', label: 'National program manager' },
] as const satisfies readonly Code[];

/**
 * An officer whom an agency nominated under an agreement: a designated immigration officer, a warrant service officer or a
 * task force officer, as the model says. A key of the program’s own, never a name. Each step has its day, or null: not so
 * far.
 */
export const officerContract = z
  .strictObject({
    officer_id: id,
    agreement_id: id,
    nominated_on: day,
    /** The background check was passed. */
    cleared_on: day.nullable(),
    /** The initial training was completed. */
    trained_on: day.nullable(),
    exam_result: z.enum(codesOf(examResults)).nullable(),
    /** Authorized (ICE Form 70-006 and letter): active from this day. */
    certified_on: day.nullable(),
    /** First day on which the authority no longer holds; null: it holds, or never began. */
    ended_on: day.nullable(),
    ended_reason: z.enum(codesOf(revocationReasons)).nullable(),
  })
  .refine((officer) => (officer.ended_on === null) === (officer.ended_reason === null), {
    message: 'give the day on which the authority ended and the reason, or neither',
    path: ['ended_reason'],
  })
  .refine(
    (officer) =>
      officer.ended_on === null || (officer.certified_on !== null && officer.ended_on > officer.certified_on),
    { message: 'must be after certified_on', path: ['ended_on'] },
  );
export type Officer = Readonly<z.infer<typeof officerContract>>;

/** One course that one officer completed on one day. */
export const officerTrainingContract = z.strictObject({
  officer_id: id,
  course: z.enum(codesOf(courses)),
  completed_on: day,
});
export type OfficerTraining = Readonly<z.infer<typeof officerTrainingContract>>;

/**
 * A day on which an officer logged in to the agency’s systems. The last such day of each month is enough to tell the state
 * at the end of any month; credentials lapse where there is none for 30 days (`domain.md` §7, O9).
 */
export const officerLoginContract = z.strictObject({ officer_id: id, logged_in_on: day });
export type OfficerLogin = Readonly<z.infer<typeof officerLoginContract>>;

/** A post of a program manager while somebody held it: the key of the post, never a name. */
export const programManagerContract = z
  .strictObject({
    post_id: id,
    kind: z.enum(codesOf(managerKinds)),
    /** null: of all offices. */
    office_code: z
      .string()
      .regex(/^[A-Z]{2,3}$/)
      .nullable(),
    held_from: day,
    /** First day on which nobody held it; null: it is held. */
    held_until: day.nullable(),
  })
  .refine((post) => post.held_until === null || post.held_until > post.held_from, {
    message: 'must be after held_from',
    path: ['held_until'],
  });
export type ProgramManager = Readonly<z.infer<typeof programManagerContract>>;

export interface OfficerTable {
  readonly officer_id: string;
  readonly agreement_id: string;
  readonly nominated_on: IsoDate;
  readonly cleared_on: IsoDate | null;
  readonly trained_on: IsoDate | null;
  readonly exam_result: string | null;
  readonly certified_on: IsoDate | null;
  readonly ended_on: IsoDate | null;
  readonly ended_reason: string | null;
}

export interface OfficerTrainingTable {
  readonly officer_id: string;
  readonly course: string;
  readonly completed_on: IsoDate;
}

export interface OfficerLoginTable {
  readonly officer_id: string;
  readonly logged_in_on: IsoDate;
}

export interface ProgramManagerTable {
  readonly post_id: string;
  readonly kind: string;
  readonly office_code: string | null;
  readonly held_from: IsoDate;
  readonly held_until: IsoDate | null;
}
