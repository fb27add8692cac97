import { type Listing, listingContract } from '../../../queries/register-listings.ts';
import { agencyTypeOf, isNoValue, modelOf, stateOf } from '../../../queries/register-spellings.ts';
import type { WorkbookCell, WorkbookRow } from '../../import/workbook/cell.ts';
import type { IsoDate } from '../../period.ts';
import { cellText, quotable } from './cell-text.ts';
import type { ListField, ListLayout } from './layout.ts';
import { readSigningDate } from './signing-date.ts';

/** What became of one row: a listing with what was odd about it, or a reject with its reasons. */
export type ReadRow =
  | { readonly kind: 'listing'; readonly listing: Listing; readonly findings: readonly string[] }
  | { readonly kind: 'reject'; readonly original: string; readonly reasons: readonly string[] };

/** Reads one row of a list; undefined where none of the columns that we know holds a value. */
export function readListing(row: WorkbookRow, { columns }: ListLayout, asOf: IsoDate): ReadRow | undefined {
  const cell = (field: ListField): WorkbookCell | undefined => row.cells[columns.get(field) ?? -1];
  if (![...columns.keys()].some((field) => cellText(cell(field)) !== '')) return undefined;
  const { recorded, reasons, findings } = recordedValues(cell, asOf);
  const checked = listingContract.safeParse({ ...recorded, row_number: row.number });
  if (reasons.length === 0 && checked.success) return { kind: 'listing', listing: checked.data, findings };
  // The contract repeats in its own words what a table of spellings has said better.
  const broken = checked.success
    ? []
    : checked.error.issues.filter(({ path }) => path[0] !== 'state' && path[0] !== 'model');
  return {
    kind: 'reject',
    original: [...columns.keys()].map((field) => quotable(cell(field))).join(' | '),
    reasons: [...reasons, ...broken.map((issue) => issue.message)],
  };
}

function recordedValues(cell: (field: ListField) => WorkbookCell | undefined, asOf: IsoDate) {
  const reasons: string[] = [];
  const findings: string[] = [];
  const state = stateOf(cellText(cell('state')));
  if (state === undefined) reasons.push(`state ${said(cell('state'))} is not the name of a state or territory`);
  const model = modelOf(cellText(cell('model')));
  if (model === undefined) reasons.push(`support type ${said(cell('model'))} is not a known model`);
  const type = cellText(cell('type'));
  const agencyType = agencyTypeOf(type);
  if (agencyType === undefined && !isNoValue(type))
    findings.push(`type ${said(cell('type'))} is not known; kept as not recorded`);
  const county = cellText(cell('county'));
  const signed = readSigningDate(cell('signed'), asOf);
  if (signed.finding !== null) findings.push(signed.finding);
  const recorded = {
    state,
    agency_name: cellText(cell('agency')),
    agency_type: agencyType ?? 'not-recorded',
    county: isNoValue(county) ? null : county,
    model,
    signed_on: signed.signedOn,
    signed_text: signed.text,
    moa_url: linkOf(cell('moa')),
    addendum_url: linkOf(cell('addendum')),
  };
  return { recorded, reasons, findings };
}

const said = (cell: WorkbookCell | undefined) => `"${quotable(cell).slice(0, 60)}"`;

/** `link pending`, and a link that leads nowhere on the web, are no link. */
const linkOf = (cell: WorkbookCell | undefined) => (cell?.kind === 'link' ? cell.target : null);
