import { z } from 'zod';
import type { IsoDate } from '../pipeline/period.ts';
import { type Code, forms } from './codelists.ts';
import { recordedDuties } from './duties.ts';

const codesOf = <C extends string>(list: readonly { readonly code: C }[]) =>
  list.map((entry) => entry.code) as [C, ...C[]];
const id = z.string().min(1).max(100);
const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });

/** What happens to an agreement beside its signing and its status (`domain.md` §2.1 to §2.3). */
export const milestoneKinds = [
  { code: 'effective', label: 'Effective' },
  { code: 'operational', label: 'Operational' },
  { code: 'addendum', label: 'Addendum signed' },
  { code: 'expires', label: 'Expires' },
  { code: 'initial-review', label: 'Initial review held' },
  { code: 'annual-meeting', label: 'Annual meeting held' },
  { code: 'three-year-review', label: 'Three-year review held' },
  { code: 'steering-committee', label: 'Steering committee met' },
  { code: 'suspension-notice', label: 'Notice of suspension' },
  { code: 'termination-notice', label: 'Notice of termination' },
  { code: 'published', label: 'Agreement published' },
] as const satisfies readonly Code[];

/** One of them on one day; `expires` may lie ahead. */
export const milestoneContract = z.strictObject({
  agreement_id: id,
  kind: z.enum(codesOf(milestoneKinds)),
  occurred_on: day,
});
export type Milestone = Readonly<z.infer<typeof milestoneContract>>;

/**
 * The installation of equipment at one site of an agency, by step (OIG-18-77; `domain.md` §7, O5). The goal of 180 days runs
 * from the signing of the agreement. Each step has its day, or null: not so far.
 */
export const installationContract = z.strictObject({
  installation_id: id,
  agreement_id: id,
  site: z.string().min(1).max(300),
  requested_on: day,
  /** The Interconnection Security Agreement was signed. */
  isa_signed_on: day.nullable(),
  bids_closed_on: day.nullable(),
  delivered_on: day.nullable(),
  installed_on: day.nullable(),
});
export type Installation = Readonly<z.infer<typeof installationContract>>;

/** One performance of a duty that has a time. */
export const dutyPerformanceContract = z
  .strictObject({
    performance_id: id,
    agreement_id: id,
    duty: z.enum(codesOf(recordedDuties)),
    /** The day in New York on which its time began. */
    began_on: day,
    /** The instant, where it is recorded; null: cannot be measured. */
    began_at: instant.nullable(),
    /** The instant at which it was met; null: not recorded, so that it cannot be measured. */
    met_at: instant.nullable(),
  })
  .refine(
    ({ began_at: began, met_at: met }) => began === null || met === null || Date.parse(met) >= Date.parse(began),
    { message: 'must not be before began_at', path: ['met_at'] },
  );
export type DutyPerformance = Readonly<z.infer<typeof dutyPerformanceContract>>;

/** What the supervisor made of a charging document that an officer submitted (`domain.md` §7, O11). */
export const reviewOutcomes = [
  { code: 'approved', label: 'Approved' },
  { code: 'returned', label: 'Returned for correction' },
  { code: 'pending', label: 'Not reviewed so far' },
] as const satisfies readonly Code[];

/** One review of one charging document; one that was returned and submitted again has two. */
export const documentReviewContract = z
  .strictObject({
    review_id: id,
    agreement_id: id,
    form: z.enum(codesOf(forms)),
    submitted_on: day,
    /** null: not so far. */
    reviewed_on: day.nullable(),
    outcome: z.enum(codesOf(reviewOutcomes)),
  })
  .refine((review) => (review.reviewed_on === null) === (review.outcome === 'pending'), {
    message: 'is pending where there is no day of review, and only there',
    path: ['outcome'],
  });
export type DocumentReview = Readonly<z.infer<typeof documentReviewContract>>;

/** Who complained; complaints are accepted from any source (`domain.md` §7, O12). */
export const complaintSources = [
  { code: 'person', label: 'The person concerned' },
  { code: 'family', label: 'A relative' },
  { code: 'attorney', label: 'An attorney' },
  { code: 'organization', label: 'An organization' },
  { code: 'agency', label: 'The agency itself' },
  { code: 'ice', label: 'ICE' },
  { code: 'other', label: 'Anyone else, or anonymous' },
] as const satisfies readonly Code[];

/** What came of a complaint. The categories are ours: the agreements name none. */
export const complaintFindings = [
  { code: 'substantiated', label: 'Substantiated' },
  { code: 'unsubstantiated', label: 'Not substantiated' },
  { code: 'unfounded', label: 'Unfounded' },
] as const satisfies readonly Code[];

/** A complaint or allegation about the exercise of an agreement’s authority. */
export const complaintContract = z
  .strictObject({
    complaint_id: id,
    agreement_id: id,
    source: z.enum(codesOf(complaintSources)),
    received_at: instant,
    /** ICE was notified; null: not on record. */
    notified_at: instant.nullable(),
    /** null: open. */
    resolved_on: day.nullable(),
    finding: z.enum(codesOf(complaintFindings)).nullable(),
    /** The result was reported to ICE; null: not on record. */
    result_reported_on: day.nullable(),
  })
  .refine((complaint) => (complaint.resolved_on === null) === (complaint.finding === null), {
    message: 'give the day of resolution and what was found, or neither',
    path: ['finding'],
  });
export type Complaint = Readonly<z.infer<typeof complaintContract>>;

/** What an inspection came to. The categories are ours: no source states those of the inspectors. */
export const inspectionRatings = [
  { code: 'compliant', label: 'Compliant' },
  { code: 'compliant-with-deficiencies', label: 'Compliant, with deficiencies' },
  { code: 'not-compliant', label: 'Not compliant' },
] as const satisfies readonly Code[];

/**
 * An inspection by the Office of Professional Responsibility, due every two years under the Jail Enforcement Model; there is
 * no mechanism of oversight for warrant service officers (GAO-21-186; `domain.md` §7, O13 and O15).
 */
export const inspectionContract = z.strictObject({
  inspection_id: id,
  agreement_id: id,
  inspected_on: day,
  rating: z.enum(codesOf(inspectionRatings)),
  deficiencies: z.int().min(0).max(10_000),
  corrective_actions_open: z.int().min(0).max(10_000),
  corrective_actions_closed: z.int().min(0).max(10_000),
});
export type Inspection = Readonly<z.infer<typeof inspectionContract>>;

export interface MilestoneTable {
  readonly agreement_id: string;
  readonly kind: string;
  readonly occurred_on: IsoDate;
}

export interface InstallationTable {
  readonly installation_id: string;
  readonly agreement_id: string;
  readonly site: string;
  readonly requested_on: IsoDate;
  readonly isa_signed_on: IsoDate | null;
  readonly bids_closed_on: IsoDate | null;
  readonly delivered_on: IsoDate | null;
  readonly installed_on: IsoDate | null;
}

export interface DutyPerformanceTable {
  readonly performance_id: string;
  readonly agreement_id: string;
  readonly duty: string;
  readonly began_on: IsoDate;
  readonly began_at: string | null;
  readonly met_at: string | null;
}

export interface DocumentReviewTable {
  readonly review_id: string;
  readonly agreement_id: string;
  readonly form: string;
  readonly submitted_on: IsoDate;
  readonly reviewed_on: IsoDate | null;
  readonly outcome: string;
}

export interface ComplaintTable {
  readonly complaint_id: string;
  readonly agreement_id: string;
  readonly source: string;
  readonly received_at: string;
  readonly notified_at: string | null;
  readonly resolved_on: IsoDate | null;
  readonly finding: string | null;
  readonly result_reported_on: IsoDate | null;
}

export interface InspectionTable {
  readonly inspection_id: string;
  readonly agreement_id: string;
  readonly inspected_on: IsoDate;
  readonly rating: string;
  readonly deficiencies: number;
  readonly corrective_actions_open: number;
  readonly corrective_actions_closed: number;
}
