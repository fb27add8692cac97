import type { AgencyFigure } from '../../agency-figures.ts';
import type {
  Complaint,
  DocumentReview,
  DutyPerformance,
  Inspection,
  Installation,
  Milestone,
} from '../../oversight.ts';
import type { Officer, OfficerLogin, OfficerTraining, ProgramManager } from '../../personnel.ts';
import type { Described } from '../columns.ts';

const agreementOf = 'Key of the agreement under which';
const officerOf = "The program's own key of the officer";
const notSoFar = 'blank: not so far.';
const instantOf = (what: string) => `Instant of ${what} with its offset, such as 2020-06-30T23:15:00-04:00`;

/** The columns of `officers`. */
export const officerColumns: Described<Officer> = {
  officer_id: `${officerOf}: never a name, nor a number of a person.`,
  agreement_id: `${agreementOf} the officer was nominated.`,
  nominated_on: 'Day of the nomination.',
  cleared_on: `Day on which the background check was passed; ${notSoFar}`,
  trained_on: `Day on which the initial training was completed; ${notSoFar}`,
  exam_result: 'How the final examination of the initial training ended; blank: not held so far, or not recorded.',
  certified_on: `First day of the authority (ICE Form 70-006 and letter); ${notSoFar}`,
  ended_on: 'First day on which the authority no longer held; blank: it holds, or never began.',
  ended_reason: 'Why the authority ended; blank where it did not.',
};

/** The columns of `officer_training`. */
export const officerTrainingColumns: Described<OfficerTraining> = {
  officer_id: `${officerOf}.`,
  course: 'The course.',
  completed_on: 'Day of its completion.',
};

/** The columns of `officer_logins`. */
export const officerLoginColumns: Described<OfficerLogin> = {
  officer_id: `${officerOf}.`,
  logged_in_on: "Day on which the officer logged in to ICE's systems; the last such day of each month is enough.",
};

/** The columns of `program_managers`. */
export const programManagerColumns: Described<ProgramManager> = {
  post_id: "The program's own key of the post: never a name, nor a number of a person.",
  kind: 'Field program managers supervise officers of one field office, national program managers all officers.',
  office_code: 'Code of the field office; blank: all offices.',
  held_from: 'First day on which the post was held.',
  held_until: 'First day on which nobody held it; blank: it is held.',
};

/** The columns of `milestones`. */
export const milestoneColumns: Described<Milestone> = {
  agreement_id: 'Key of the agreement.',
  kind: 'What happened.',
  occurred_on: 'Day on which it happened; that on which the agreement expires may lie ahead.',
};

/** The columns of `installations`. */
export const installationColumns: Described<Installation> = {
  installation_id: "The program's own key of the installation.",
  agreement_id: `${agreementOf} the equipment is installed.`,
  site: 'The site, such as the name of a jail.',
  requested_on: 'Day of the request.',
  isa_signed_on: `Day on which the Interconnection Security Agreement was signed; ${notSoFar}`,
  bids_closed_on: `Day on which the bids closed; ${notSoFar}`,
  delivered_on: `Day of delivery; ${notSoFar}`,
  installed_on: `Day on which the installation was complete; ${notSoFar}`,
};

/** The columns of `duty_performances`. */
export const dutyPerformanceColumns: Described<DutyPerformance> = {
  performance_id: "The program's own key of this performance.",
  agreement_id: `${agreementOf} the duty arose.`,
  duty: 'The duty.',
  began_on: 'Day in New York on which its time began.',
  began_at: `${instantOf('that beginning')}; blank: not recorded, so that the time cannot be measured.`,
  met_at: `${instantOf('meeting it')}; blank: not recorded, so that the time cannot be measured.`,
};

/** The columns of `document_reviews`. */
export const documentReviewColumns: Described<DocumentReview> = {
  review_id: "The program's own key of this review; a document that was returned and submitted again has two.",
  agreement_id: `${agreementOf} the document was prepared.`,
  form: 'Form of the document.',
  submitted_on: 'Day on which it was submitted for review.',
  reviewed_on: `Day of the review; ${notSoFar}`,
  outcome: 'What came of the review; pending where there is no day of review.',
};

/** The columns of `complaints`. */
export const complaintColumns: Described<Complaint> = {
  complaint_id: "The program's own key of the complaint: never a name.",
  agreement_id: `${agreementOf} the authority was exercised.`,
  source: 'Who complained.',
  received_at: `${instantOf('receipt')}.`,
  notified_at: `${instantOf('the notice to ICE')}; blank: none on record.`,
  resolved_on: 'Day of the resolution; blank: open.',
  finding: 'What was found; blank where it is open.',
  result_reported_on: 'Day on which the result was reported to ICE; blank: no report on record.',
};

/** The columns of `inspections`. */
export const inspectionColumns: Described<Inspection> = {
  inspection_id: "The program's own key of the inspection.",
  agreement_id: `${agreementOf} the agency was inspected.`,
  inspected_on: 'Day of the inspection; of one of several days, the last.',
  rating: 'What the inspection came to.',
  deficiencies: 'Deficiencies found.',
  corrective_actions_open: 'Corrective actions asked for that are not complete.',
  corrective_actions_closed: 'Corrective actions asked for that are complete.',
};

/** The columns of `agency_figures`. */
export const agencyFigureColumns: Described<AgencyFigure> = {
  agreement_id: 'Key of the agreement for which the agency counts.',
  month: 'First day of the month, such as 2020-06-01.',
  measure: 'What the agency counted.',
  figure: "The agency's figure; a row with 0 says that there was none, and no row that none was reported.",
};
