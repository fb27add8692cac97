import { type AgreementList, type Listing, listingContract } from '../../queries/register-listings.ts';

/** A row as tests write it: `FL | Baker County Sheriff's Office | WSO`, then `2025-02-26`, a county, a document. */
export interface WrittenRow {
  readonly of: string;
  readonly signed?: string;
  readonly county?: string;
  readonly document?: string;
}

/** A list of that day; rows written as texts have neither date nor county nor document. */
export function listOf(
  day: string,
  rows: readonly (string | WrittenRow)[],
  { kind = 'participating', half = null }: { kind?: AgreementList['kind']; half?: AgreementList['half_day'] } = {},
): AgreementList {
  const listings = rows.map((row, at) => listingOf(typeof row === 'string' ? { of: row } : row, at + 2));
  return { sha256: checksum(JSON.stringify([day, kind, half, listings])), kind, as_of: day, half_day: half, listings };
}

function listingOf({ of, signed, county, document }: WrittenRow, row_number: number): Listing {
  const [state, agency_name, model] = of.split('|').map((part) => part.trim());
  return listingContract.parse({
    state,
    agency_name,
    agency_type: 'county',
    county: county ?? null,
    model,
    signed_on: signed ?? null,
    signed_text: null,
    moa_url: document === undefined ? null : `https://www.ice.gov/doclib/287gMOA/${document}.pdf`,
    addendum_url: null,
    row_number,
  });
}

/** Stands for the SHA-256 of a file: the same for the same rows. */
function checksum(text: string): string {
  let sum = 7n;
  for (const letter of text) sum = (sum * 1_000_003n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 256n;
  return sum.toString(16).padStart(64, '0');
}
