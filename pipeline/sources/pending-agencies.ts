import type { WorkbookSheet } from '../import/workbook/cell.ts';
import {
  type AgencyListFormat,
  type ListContext,
  type ReadAgencyList,
  readAgencyList,
} from './participating-agencies.ts';

/** The lists of agencies that have applied for an agreement, as published since 2025. */
export const pendingAgencies = {
  id: 'pending-agencies',
  title: 'ICE 287(g) pending agencies',
  kind: 'pending',
} as const satisfies AgencyListFormat;

/**
 * Reads a list of agencies that have applied for an agreement: no signing date and no text.
 * @throws PipelineError `contract` where the workbook holds no such list, another kind of list, or more than one.
 */
export function readPendingAgencies(sheets: readonly WorkbookSheet[], context: ListContext): ReadAgencyList {
  return readAgencyList(sheets, pendingAgencies, context);
}
