import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkbook } from '../../pipeline/import/workbook.ts';
import { listNameClaims } from '../../pipeline/sources/participating-agencies/file-name.ts';
import {
  agencyListKind,
  participatingAgencies,
  type ReadAgencyList,
  readAgencyList,
} from '../../pipeline/sources/participating-agencies.ts';
import { pendingAgencies } from '../../pipeline/sources/pending-agencies.ts';
import type { AgreementList } from '../../queries/register-listings.ts';

/** The folder of published lists beside the project; tests over it are skipped where it is absent. */
export const publishedFolder = join(import.meta.dirname, '../../../shared/data');
/** Whether it is there. */
export const hasPublished: boolean = existsSync(join(publishedFolder, 'agreements'));
if (!hasPublished) console.log(`The published lists are not in ${publishedFolder}: tests over them are skipped.`);

/** A published list as read. */
export interface PublishedList {
  readonly file: string;
  readonly read: ReadAgencyList;
  readonly list: AgreementList;
}

/** Reads every published list. */
export function publishedLists(): readonly PublishedList[] {
  const folder = join(publishedFolder, 'agreements');
  return readdirSync(folder).map((file) => {
    const bytes = readFileSync(join(folder, file));
    const sheets = readWorkbook(bytes, file);
    const { asOf, halfDay } = listNameClaims(file, '2025-11-30');
    if (asOf === null) throw new Error(`${file} has no day in its name`);
    const format = agencyListKind(sheets) === 'pending' ? pendingAgencies : participatingAgencies;
    const read = readAgencyList(sheets, format, { name: file, asOf });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { file, read, list: { sha256, kind: read.kind, as_of: asOf, half_day: halfDay, listings: read.listings } };
  });
}
