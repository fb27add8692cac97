import { type ListedRow, type ListingId, readListing } from '../../queries/listings.ts';
import { listingsOf } from '../reports/report.ts';
import type { Reading } from './reading.ts';

/** Everything that is listed of one listing, in order. */
export interface Listed {
  readonly listing: ListingId;
  readonly rows: readonly ListedRow[];
}

/** What a report lists one by one. */
export async function readListings({ definition, period, parts, session }: Reading): Promise<readonly Listed[]> {
  const wanted = [...new Set(listingsOf(definition).map(({ listing }) => listing))];
  const listed: Listed[] = [];
  for (const listing of wanted) {
    const rows = await readListing(session.source, listing, period, parts.by === 'office' ? 'all' : parts.ids);
    listed.push({ listing, rows });
  }
  return listed;
}
