import { countListedAgreements, eachListedAgreement, type ListedAgreement } from '../../queries/agreement-list.ts';
import { agreementModels, agreementStatuses, type Code, states } from '../../queries/codelists.ts';
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
import { dateInWords, type IsoDate } from '../period.ts';

const language = 'en-US';

const column = (header: string, kind: ListColumn['kind'], width: number): ListColumn => ({ header, kind, width });

const synthetic = {
  word: 'SYNTHETIC',
  sentence: 'Synthetic data: every row of this list was generated for demonstration and describes no real record.',
} as const;

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
    title: `Refused rows of ${record.fileName}`,
    subject: 'Rows of an imported file that were not loaded, with the reasons',
    language,
    notes: [
      'One row for each row of the file that broke the contract of its format, as it is kept. It is counted in no report.',
      'Row: its number in the file. In a workbook of several sheets, row 10,000,007 is row 7 of the second.',
    ],
    source: `${record.title}, SHA-256 ${record.sha256}.`,
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
  const coverage = (await readCoverage(session)).filter(({ span }) => span.kind === 'agreement');
  // What no source shows is not stated, as in the reports.
  const isKnown = coverage.some(({ span }) => span.from <= day && day < span.until);
  const asOf = coverage
    .map((one) => one.asOf)
    .toSorted()
    .at(-1);
  const list: LongList = {
    id: 'agreements',
    name: 'Agreements',
    title: `Register of 287(g) agreements on ${dateInWords(day)}`,
    subject: 'Agreements with law enforcement agencies whose history began by that day, in force or not',
    language,
    notes: [
      `One row for each agreement. Agency and status are those of ${dateInWords(day)}; an agency may hold several agreements.`,
      'In force: the last time without a break that began by that day, as the register now has it. In force until: the first day on which it no longer was.',
      'A blank cell: not recorded; under In force from, that it never was; under In force until, that no end is on record.',
      ...(isKnown ? [] : ['Not available: no source shows that day, so that no status can be stated.']),
    ],
    source:
      'The register of agreements, made from the published lists and corrections, or from the program’s own records.',
    asOf: asOf ?? `${day}T23:59:59Z`,
    mark: coverage.some((one) => one.synthetic) ? synthetic : null,
    columns: agreementColumns,
    rowCount: await countListedAgreements(session, day),
    rows: rowsOf(eachListedAgreement(session, day), (agreement) => agreementRow(agreement, isKnown)),
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
