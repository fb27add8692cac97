import { countListedAgreements, eachListedAgreement, type ListedAgreement } from '../../queries/agreement-list.ts';
import { agreementModels, agreementStatuses, type Code, states } from '../../queries/codelists.ts';
import { type CoverageKind, registerKinds } from '../../queries/coverage.ts';
import type { Session } from '../../queries/database.ts';
import type { ImportRecord, Reject } from '../../queries/imports.ts';
import { readCoverage } from '../../queries/provenance.ts';
import { countRejects, eachReject } from '../../queries/rejects-list.ts';
import {
  type ListColumn,
  type ListValue,
  type LongList,
  type WrittenList,
  writeLongList,
} from '../formats/xlsx/long-list.ts';
import { wording } from '../formats/xlsx/wording.ts';
import { dateInWords, type IsoDate } from '../period.ts';

const language = 'en-US';

const column = (header: string, kind: ListColumn['kind'], width: number): ListColumn => ({ header, kind, width });

const synthetic = {
  word: 'SYNTHETIC',
  sentence: 'Synthetic data: every row of this list was generated for demonstration and describes no real record.',
} as const;

/** What a list says of itself: its template's lines. */
function said(kind: 'list-rejects' | 'list-agreements', data: object) {
  const [title = '', subject = '', source = '', ...notes] = wording(kind, data);
  return { title, subject, source, notes };
}

/** Rows as a list takes them, made from records as those come. */
async function* rowsOf<T>(
  records: AsyncIterable<T>,
  rowOf: (record: T) => readonly ListValue[],
): AsyncGenerator<readonly ListValue[]> {
  for await (const record of records) yield rowOf(record);
}

/** Writes the refused rows of one imported file as a workbook. @throws PipelineError as `writeLongList` does */
export async function writeRejects(session: Session, record: ImportRecord, path: string): Promise<WrittenList> {
  const list: LongList = {
    id: 'rejects',
    name: 'Rejects',
    ...said('list-rejects', { fileName: record.fileName, file: record.title, sha256: record.sha256 }),
    language,
    asOf: record.asOf,
    mark: record.synthetic ? synthetic : null,
    columns: [column('Row', 'number', 14), column('Reasons', 'text', 50), column('Row as it is kept', 'text', 90)],
    rowCount: await countRejects(session, record.importId),
    rows: rowsOf(eachReject(session, record.importId), rejectRow),
  };
  return writeLongList(list, path);
}

const rejectRow = ({ rowNumber, reasons, original }: Reject) => [rowNumber, reasons.join('; '), original] as const;

const agreementColumns = [
  column('Agreement', 'text', 34),
  column('Agency', 'text', 40),
  column('State', 'text', 20),
  column('County', 'text', 20),
  column('Model', 'text', 24),
  column('Signed', 'date', 12),
  column('In force from', 'date', 12),
  column('In force until', 'date', 12),
  column('Status', 'text', 14),
  column('Field office', 'text', 18),
] as const;

/** Writes the register of agreements as it stands on a day as a workbook. @throws PipelineError as `writeLongList` does */
export async function writeAgreements(session: Session, day: IsoDate, path: string): Promise<WrittenList> {
  const coverage = (await readCoverage(session)).filter(({ span }) => registerKinds.some((kind) => kind === span.kind));
  // What no source shows is not stated, as in the reports: applications have lists of their own.
  const covers = (kind: CoverageKind) =>
    coverage.some(({ span }) => span.kind === kind && span.from <= day && day < span.until);
  const isKnown = covers('agreement');
  const knows = (status: string | null) => (status === 'pending' ? covers('application') : isKnown);
  const asOf = coverage
    .map((one) => one.asOf)
    .toSorted()
    .at(-1);
  const list: LongList = {
    id: 'agreements',
    name: 'Agreements',
    ...said('list-agreements', { day: dateInWords(day), isKnown }),
    language,
    asOf: asOf ?? `${day}T23:59:59Z`,
    mark: coverage.some((one) => one.synthetic) ? synthetic : null,
    columns: agreementColumns,
    rowCount: await countListedAgreements(session, day),
    rows: rowsOf(eachListedAgreement(session, day), (agreement) => agreementRow(agreement, knows(agreement.status))),
  };
  return writeLongList(list, path);
}

function agreementRow(agreement: ListedAgreement, isKnown: boolean): readonly ListValue[] {
  const { status } = agreement;
  const known = status === null ? 'None recorded' : labelOf(agreementStatuses, status);
  return [
    agreement.agreement_id,
    agreement.agency,
    labelOf(states, agreement.state),
    agreement.county,
    labelOf(agreementModels, agreement.model),
    agreement.signed_on,
    agreement.in_force_from,
    agreement.in_force_until,
    isKnown ? known : 'Not available',
    agreement.office,
  ];
}

const labelOf = (codes: readonly Code[], code: string): string => codes.find((one) => one.code === code)?.label ?? code;

/** What a command says of a list that it wrote. */
export function describeList({ path, rows, sheets }: WrittenList, unit: string): readonly string[] {
  return [`${rows} ${unit} in ${path}${sheets === 1 ? '' : `, on ${sheets} sheets`}.`];
}
