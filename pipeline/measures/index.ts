import { activeOfficers } from './active-officers.ts';
import { addenda } from './addenda.ts';
import { administrativeArrests } from './administrative-arrests.ts';
import { ageBand } from './age-band.ts';
import { agencies } from './agencies.ts';
import { agenciesWithOfficers } from './agencies-with-officers.ts';
import { agencyFigures } from './agency-figures.ts';
import { agencyMeasure } from './agency-measure.ts';
import { agencyReports } from './agency-reports.ts';
import { agencyState } from './agency-state.ts';
import { agreementCases } from './agreement-cases.ts';
import { agreementDetainers } from './agreement-detainers.ts';
import { agreements } from './agreements.ts';
import { agreementsWithoutInspection } from './agreements-without-inspection.ts';
import { amenability } from './amenability.ts';
import { certifiedOfficers } from './certified-officers.ts';
import { chargingDocuments } from './charging-documents.ts';
import { citizenship } from './citizenship.ts';
import { clearedOfficers } from './cleared-officers.ts';
import { closedCorrectiveActions } from './closed-corrective-actions.ts';
import { comparedFigures } from './compared-figures.ts';
import { complaintDuties } from './complaint-duties.ts';
import { complaintDuty } from './complaint-duty.ts';
import { complaintFinding } from './complaint-finding.ts';
import { complaintSource } from './complaint-source.ts';
import { complaintsReceived } from './complaints-received.ts';
import { complaintsResolved } from './complaints-resolved.ts';
import { completedInstallations } from './completed-installations.ts';
import { completedTrainings } from './completed-trainings.ts';
import { course } from './course.ts';
import { credentialStatus } from './credential-status.ts';
import { credentials } from './credentials.ts';
import { criminality } from './criminality.ts';
import { custodyTransfers } from './custody-transfers.ts';
import { decidingRule } from './deciding-rule.ts';
import { deficiencies } from './deficiencies.ts';
import { detainerRule } from './detainer-rule.ts';
import { detainerStatus } from './detainer-status.ts';
import { detainers } from './detainers.ts';
import { disposition } from './disposition.ts';
import { documentForm } from './document-form.ts';
import { documentReviews } from './document-reviews.ts';
import { dutiesPerformed } from './duties-performed.ts';
import { duty } from './duty.ts';
import { elapsed } from './elapsed.ts';
import { encounterCharges } from './encounter-charges.ts';
import { encounterConvictions } from './encounter-convictions.ts';
import { encounterOffenses } from './encounter-offenses.ts';
import { encounters } from './encounters.ts';
import { endedAgreements } from './ended-agreements.ts';
import { examResult } from './exam-result.ts';
import { fieldOffice } from './field-office.ts';
import { fieldProgramManagers } from './field-program-managers.ts';
import { form } from './form.ts';
import { initiatedInstallations } from './initiated-installations.ts';
import { inspectionRating } from './inspection-rating.ts';
import { inspections } from './inspections.ts';
import { installationStep } from './installation-step.ts';
import { installationSteps } from './installation-steps.ts';
import { managerKind } from './manager-kind.ts';
import { mandatoryDetention } from './mandatory-detention.ts';
import type { Breakdown, Measure } from './measure.ts';
import { meetingKind } from './meeting-kind.ts';
import { meetingsHeld } from './meetings-held.ts';
import { meetingsOverdue } from './meetings-overdue.ts';
import { moaLevel } from './moa-level.ts';
import { model } from './model.ts';
import { monthMeasure } from './month-measure.ts';
import { newAgreements } from './new-agreements.ts';
import { nominatedOfficers } from './nominated-officers.ts';
import { notices } from './notices.ts';
import { offense } from './offense.ts';
import { offenseCategory } from './offense-category.ts';
import { openComplaints } from './open-complaints.ts';
import { openCorrectiveActions } from './open-corrective-actions.ts';
import { outcome } from './outcome.ts';
import { outstandingInstallations } from './outstanding-installations.ts';
import { overdueAgencies } from './overdue-agencies.ts';
import { overdueComplaints } from './overdue-complaints.ts';
import { overdueInspections } from './overdue-inspections.ts';
import { overdueOfficers } from './overdue-officers.ts';
import { pendingApplications } from './pending-applications.ts';
import { priority } from './priority.ts';
import { programManagers } from './program-managers.ts';
import { publishedOffense } from './published-offense.ts';
import { removals } from './removals.ts';
import { returns } from './returns.ts';
import { revocationReason } from './revocation-reason.ts';
import { revocationsDue } from './revocations-due.ts';
import { revocationsMade } from './revocations-made.ts';
import { revokedOfficers } from './revoked-officers.ts';
import { sex } from './sex.ts';
import { state } from './state.ts';
import { states } from './states.ts';
import { step } from './step.ts';
import { supervisingOffice } from './supervising-office.ts';
import { threatLevel } from './threat-level.ts';
import { trainedOfficers } from './trained-officers.ts';
import { warrantsServed } from './warrants-served.ts';

/** Everything that is counted. */
export const measures: readonly Measure[] = [
  encounters,
  administrativeArrests,
  detainers,
  warrantsServed,
  chargingDocuments,
  custodyTransfers,
  removals,
  returns,
  encounterOffenses,
  encounterCharges,
  encounterConvictions,
  agreements,
  agencies,
  states,
  newAgreements,
  endedAgreements,
  pendingApplications,
  nominatedOfficers,
  clearedOfficers,
  trainedOfficers,
  certifiedOfficers,
  activeOfficers,
  revokedOfficers,
  revocationsDue,
  revocationsMade,
  completedTrainings,
  overdueOfficers,
  agenciesWithOfficers,
  overdueAgencies,
  credentials,
  programManagers,
  fieldProgramManagers,
  initiatedInstallations,
  completedInstallations,
  outstandingInstallations,
  installationSteps,
  meetingsHeld,
  meetingsOverdue,
  addenda,
  notices,
  dutiesPerformed,
  complaintDuties,
  documentReviews,
  complaintsReceived,
  complaintsResolved,
  openComplaints,
  overdueComplaints,
  inspections,
  deficiencies,
  openCorrectiveActions,
  closedCorrectiveActions,
  overdueInspections,
  agreementsWithoutInspection,
  agencyFigures,
  comparedFigures,
  agencyReports,
  agreementCases,
  agreementDetainers,
];

/** Everything that it is counted by. */
export const breakdowns: readonly Breakdown[] = [
  fieldOffice,
  criminality,
  threatLevel,
  priority,
  decidingRule,
  moaLevel,
  detainerRule,
  mandatoryDetention,
  offenseCategory,
  publishedOffense,
  offense,
  ageBand,
  sex,
  agencyState,
  citizenship,
  disposition,
  model,
  state,
  supervisingOffice,
  course,
  revocationReason,
  examResult,
  managerKind,
  meetingKind,
  duty,
  complaintDuty,
  documentForm,
  complaintSource,
  complaintFinding,
  inspectionRating,
  agencyMeasure,
  credentialStatus,
  installationStep,
  step,
  detainerStatus,
  monthMeasure,
  outcome,
  elapsed,
  form,
  amenability,
];
