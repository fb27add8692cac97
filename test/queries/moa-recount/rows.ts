import type { AgencyFigure } from '../../../queries/agency-figures.ts';
import type { AgencyTable, AgreementStatusTable, AgreementTable } from '../../../queries/agreements.ts';
import type { Session } from '../../../queries/database.ts';
import type { EventStatusTable } from '../../../queries/events.ts';
import type {
  ComplaintTable,
  DocumentReviewTable,
  DutyPerformanceTable,
  InspectionTable,
  InstallationTable,
  MilestoneTable,
} from '../../../queries/oversight.ts';
import type {
  OfficerLoginTable,
  OfficerTable,
  OfficerTrainingTable,
  ProgramManagerTable,
} from '../../../queries/personnel.ts';
import type { Day } from './calendar.ts';

/** An event that is linked to an agreement. */
interface LinkedEvent {
  readonly event_id: string;
  readonly kind: string;
  readonly occurred_on: Day;
  readonly agreement_id: string;
}

/** Every row that the recount reads, as it is stored. */
export interface Rows {
  readonly agency: readonly AgencyTable[];
  readonly agreement: readonly AgreementTable[];
  readonly agreement_status: readonly AgreementStatusTable[];
  readonly officer: readonly OfficerTable[];
  readonly officer_training: readonly OfficerTrainingTable[];
  readonly officer_login: readonly OfficerLoginTable[];
  readonly program_manager: readonly ProgramManagerTable[];
  readonly milestone: readonly MilestoneTable[];
  readonly installation: readonly InstallationTable[];
  readonly duty_performance: readonly DutyPerformanceTable[];
  readonly document_review: readonly DocumentReviewTable[];
  readonly complaint: readonly ComplaintTable[];
  readonly inspection: readonly InspectionTable[];
  readonly agency_figure: readonly AgencyFigure[];
  readonly event: readonly LinkedEvent[];
  readonly event_status: readonly EventStatusTable[];
}

/** Reads them all. */
export async function readRows({ source }: Session): Promise<Rows> {
  const events = await source.selectFrom('enforcement_event').selectAll().execute();
  return {
    agency: await source.selectFrom('agency').selectAll().execute(),
    agreement: await source.selectFrom('agreement').selectAll().execute(),
    agreement_status: await source.selectFrom('agreement_status').selectAll().execute(),
    officer: await source.selectFrom('officer').selectAll().execute(),
    officer_training: await source.selectFrom('officer_training').selectAll().execute(),
    officer_login: await source.selectFrom('officer_login').selectAll().execute(),
    program_manager: await source.selectFrom('program_manager').selectAll().execute(),
    milestone: await source.selectFrom('milestone').selectAll().execute(),
    installation: await source.selectFrom('installation').selectAll().execute(),
    duty_performance: await source.selectFrom('duty_performance').selectAll().execute(),
    document_review: await source.selectFrom('document_review').selectAll().execute(),
    complaint: await source.selectFrom('complaint').selectAll().execute(),
    inspection: await source.selectFrom('inspection').selectAll().execute(),
    agency_figure: (await source.selectFrom('agency_figure').selectAll().execute()) as readonly AgencyFigure[],
    event: events.flatMap(({ event_id, kind, occurred_on, agreement_id }) =>
      agreement_id === null ? [] : [{ event_id, kind, occurred_on, agreement_id }],
    ),
    event_status: await source.selectFrom('event_status').selectAll().execute(),
  };
}
