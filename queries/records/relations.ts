import type { CoverageKind } from '../coverage.ts';
import { agencyFigures, agencyFiguresCompared, agencyReports } from './agency-figures.ts';
import { agreementDetainers, agreementEncounters } from './cases.ts';
import { complaintsOpen, complaintsOverdue, complaintsReceived, complaintsResolved } from './complaints.ts';
import { credentials } from './credentials.ts';
import { documentReviews } from './documents.ts';
import { complaintDuties, dutiesPerformed } from './duties.ts';
import {
  installationSteps,
  installationsCompleted,
  installationsInitiated,
  installationsOutstanding,
} from './equipment.ts';
import {
  correctiveActionsClosed,
  correctiveActionsOpen,
  inspectionDeficiencies,
  inspectionsMade,
  inspectionsNotApplicable,
  inspectionsOverdue,
} from './inspections.ts';
import {
  fieldProgramManagers,
  officersActive,
  officersCertified,
  officersCleared,
  officersNominated,
  officersRevoked,
  officersTrained,
  programManagers,
  revocationsMadeForTraining,
} from './personnel.ts';
import type { Relation } from './record.ts';
import { addenda, meetingsHeld, meetingsOverdue, notices } from './reviews.ts';
import { revocationsDue, trainingsCompleted, trainingsOverdue } from './training.ts';

/** A relation, and the kind of records that must be covered for its counts to be known. */
interface CoveredRelation {
  readonly coverage: CoverageKind;
  readonly records: Relation;
}

const of = <C extends CoverageKind>(coverage: C, records: Relation) => ({ coverage, records });

/** Every relation by its id, in the order of the topics of a report. */
export const relations = {
  'officers-nominated': of('officer', officersNominated),
  'officers-cleared': of('officer', officersCleared),
  'officers-trained': of('officer', officersTrained),
  'officers-certified': of('officer', officersCertified),
  'officers-active': of('officer', officersActive),
  'officers-revoked': of('officer', officersRevoked),
  'trainings-completed': of('training', trainingsCompleted),
  'trainings-overdue': of('training', trainingsOverdue),
  'revocations-due': of('training', revocationsDue),
  'revocations-made-for-training': of('officer', revocationsMadeForTraining),
  credentials: of('credential', credentials),
  'program-managers': of('program-manager', programManagers),
  'field-program-managers': of('program-manager', fieldProgramManagers),
  'installations-initiated': of('installation', installationsInitiated),
  'installations-completed': of('installation', installationsCompleted),
  'installations-outstanding': of('installation', installationsOutstanding),
  'installation-steps': of('installation', installationSteps),
  'meetings-held': of('milestone', meetingsHeld),
  'meetings-overdue': of('milestone', meetingsOverdue),
  addenda: of('milestone', addenda),
  notices: of('milestone', notices),
  'duties-performed': of('duty', dutiesPerformed),
  'complaint-duties': of('complaint', complaintDuties),
  'document-reviews': of('document-review', documentReviews),
  'complaints-received': of('complaint', complaintsReceived),
  'complaints-resolved': of('complaint', complaintsResolved),
  'complaints-open': of('complaint', complaintsOpen),
  'complaints-overdue': of('complaint', complaintsOverdue),
  'inspections-made': of('inspection', inspectionsMade),
  'inspection-deficiencies': of('inspection', inspectionDeficiencies),
  'corrective-actions-open': of('inspection', correctiveActionsOpen),
  'corrective-actions-closed': of('inspection', correctiveActionsClosed),
  'inspections-overdue': of('inspection', inspectionsOverdue),
  'inspections-not-applicable': of('inspection', inspectionsNotApplicable),
  'agency-figures': of('agency-figure', agencyFigures),
  'agency-figures-compared': of('agency-figure', agencyFiguresCompared),
  'agency-reports': of('agency-figure', agencyReports),
  'agreement-encounters': of('encounter', agreementEncounters),
  'agreement-detainers': of('detainer', agreementDetainers),
} as const satisfies Readonly<Record<string, CoveredRelation>>;

/** The name of a relation. */
export type RecordRelationId = keyof typeof relations;

/** Every one of them. */
export const recordRelationIds = Object.keys(relations) as readonly RecordRelationId[];

/** The kind of records that must be covered for the counts of a relation to be known. */
export const coverageOfRelation = Object.fromEntries(
  recordRelationIds.map((id) => [id, relations[id].coverage]),
) as Readonly<Record<RecordRelationId, CoverageKind>>;
