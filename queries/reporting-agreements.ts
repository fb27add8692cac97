import type { DateWindow, IsoDate } from '../pipeline/period.ts';
import type { Session } from './database.ts';

/** An agreement whose agency may report figures of its own. */
export interface ReportingAgreement {
  readonly agreement_id: string;
  readonly agency: string;
  /** Postal code. */
  readonly state: string;
  /** When it was in force, in order; `until` is the first day on which it no longer was, null: still is. */
  readonly inForce: readonly { readonly from: IsoDate; readonly until: IsoDate | null }[];
}

/** Whether an agreement was in force on some day of a window. */
export function isInForce({ inForce }: ReportingAgreement, window: DateWindow): boolean {
  return inForce.some(({ from, until }) => from < window.until && (until === null || until > window.from));
}

/** The agreement of that id, in force or not; undefined: the register has none. */
export async function findReportingAgreement(session: Session, id: string): Promise<ReportingAgreement | undefined> {
  const [found] = await readAgreements(session, id);
  return found;
}

/** The agreements that were in force on some day of a window, in order of their ids. */
export async function reportingAgreements(
  session: Session,
  window: DateWindow,
): Promise<readonly ReportingAgreement[]> {
  return (await readAgreements(session, null)).filter((agreement) => isInForce(agreement, window));
}

async function readAgreements({ source }: Session, id: string | null): Promise<readonly ReportingAgreement[]> {
  const agreements = await source
    .selectFrom('agreement')
    .innerJoin('agency', 'agency.agency_id', 'agreement.agency_id')
    .select(['agreement.agreement_id', 'agency.name as agency', 'agency.state'])
    .$if(id !== null, (read) => read.where('agreement.agreement_id', '=', id))
    .execute();
  const spans = await source
    .selectFrom('agreement_status')
    .select(['agreement_id', 'valid_from as from', 'valid_until as until'])
    .where('status', '=', 'active')
    .$if(id !== null, (read) => read.where('agreement_id', '=', id))
    .orderBy('valid_from')
    .execute();
  const inForce = Map.groupBy(spans, ({ agreement_id }) => agreement_id);
  return agreements
    .map((agreement) => ({
      ...agreement,
      inForce: (inForce.get(agreement.agreement_id) ?? []).map(({ from, until }) => ({ from, until })),
    }))
    .toSorted((a, b) => (a.agreement_id < b.agreement_id ? -1 : 1));
}
