import type { AgreementListKind, Listing } from '../../queries/register-listings.ts';
import { PipelineError } from '../errors.ts';
import type { WorkbookSheet } from '../import/workbook/cell.ts';
import type { IsoDate } from '../period.ts';
import { findLists, type ListLayout } from './participating-agencies/layout.ts';
import { readListing } from './participating-agencies/listing.ts';

/** What is known of a list before its rows are read. */
export interface ListContext {
  /** The file's name, for messages. */
  readonly name: string;
  /** The day that the list describes: no agreement on it was signed later. */
  readonly asOf: IsoDate;
}

/** A list as read. Always `rowsRead` = listings + rejects. */
export interface ReadAgencyList {
  readonly kind: AgreementListKind;
  readonly rowsRead: number;
  readonly listings: readonly Listing[];
  readonly rejects: readonly ListReject[];
  /** What was odd about rows that were kept, and about the header. */
  readonly findings: readonly ListFinding[];
}

/** A row that is not taken, as it was, with the reasons. */
export interface ListReject {
  readonly rowNumber: number;
  /** The cells of the columns that we know, without mail addresses. */
  readonly original: string;
  readonly reasons: readonly string[];
}

/** Something odd that the operator should know of. */
export interface ListFinding {
  readonly rowNumber: number;
  readonly finding: string;
}

/** The lists of agencies with an agreement in force, as published since 2021. */
export const participatingAgencies = {
  id: 'participating-agencies',
  title: 'ICE 287(g) participating agencies',
  kind: 'participating',
} as const satisfies AgencyListFormat;

/** A published list of agencies: what it is called, and what it tells of. */
export interface AgencyListFormat {
  readonly id: string;
  readonly title: string;
  readonly kind: AgreementListKind;
}

/** The kind of list that the sheets hold, by their header; undefined where they hold none. */
export function agencyListKind(sheets: readonly WorkbookSheet[]): AgreementListKind | undefined {
  return findLists(sheets)[0]?.kind;
}

/**
 * Reads a list of agencies with an agreement in force.
 * @throws PipelineError `contract` where the workbook holds no such list, another kind of list, or more than one.
 */
export function readParticipatingAgencies(sheets: readonly WorkbookSheet[], context: ListContext): ReadAgencyList {
  return readAgencyList(sheets, participatingAgencies, context);
}

/** Reads a list of the given format. @throws PipelineError `contract` as `readParticipatingAgencies` does. */
export function readAgencyList(
  sheets: readonly WorkbookSheet[],
  format: AgencyListFormat,
  context: ListContext,
): ReadAgencyList {
  const layout = onlyList(sheets, format, context.name);
  if (layout.rows.length > mostRows) throw tooLong(context.name, layout.rows.length);
  const listings: Listing[] = [];
  const rejects: ListReject[] = [];
  const findings: ListFinding[] = layout.unknownHeaders.map((header) => ({
    rowNumber: layout.headerRow,
    finding: `column "${header}" is not known and was not read`,
  }));
  for (const row of layout.rows) {
    const read = readListing(row, layout, context.asOf);
    if (read === undefined) continue;
    const rowNumber = row.number;
    if (read.kind === 'reject') rejects.push({ rowNumber, original: read.original, reasons: read.reasons });
    else {
      listings.push(read.listing);
      findings.push(...read.findings.map((finding) => ({ rowNumber, finding })));
    }
  }
  const rowsRead = listings.length + rejects.length;
  if (listings.length === 0) throw nothingListed(context.name, rowsRead, rejects);
  return { kind: layout.kind, rowsRead, listings, rejects, findings };
}

/** There are some 18,000 law enforcement agencies in the country; the longest list so far has 1,100 rows. */
const mostRows = 20_000;

function tooLong(name: string, rows: number): PipelineError {
  const message = `${name} has ${rows} rows, more than there are law enforcement agencies`;
  return new PipelineError('contract', message, 'give the list as it was published');
}

function onlyList(sheets: readonly WorkbookSheet[], format: AgencyListFormat, name: string): ListLayout {
  const [layout, another] = findLists(sheets);
  if (layout === undefined) {
    const message = `${name} has no sheet with the header of a list of agencies: STATE, LAW ENFORCEMENT AGENCY and SUPPORT TYPE, each once`;
    throw new PipelineError('contract', message, 'give the list as it was published');
  }
  if (another !== undefined) {
    throw new PipelineError(
      'contract',
      `${name} holds a list of agencies on more than one sheet`,
      'save one of them as a workbook of its own',
    );
  }
  if (layout.kind === format.kind) return layout;
  const [is, isNot] = layout.kind === 'pending' ? ['pending', 'participating'] : ['participating', 'pending'];
  const because =
    layout.kind === 'pending' ? 'it has neither a column SIGNED nor MOA' : 'it has a column SIGNED or MOA';
  throw new PipelineError(
    'contract',
    `${name} is a list of ${is} agencies and not of ${isNot} ones: ${because}`,
    `import it as a list of ${is} agencies`,
  );
}

function nothingListed(name: string, rowsRead: number, rejects: readonly ListReject[]): PipelineError {
  const message =
    rowsRead === 0 ? `${name} has a header and no rows` : `none of the ${rowsRead} rows of ${name} can be read`;
  const details = rejects
    .slice(0, 3)
    .flatMap(({ rowNumber, reasons }) =>
      reasons.map((reason) => `row ${rowNumber}: ${reason.replace(/"[^"]*"/g, '…')}`),
    );
  return new PipelineError('contract', message, 'compare the file with the list as it was published', { details });
}
