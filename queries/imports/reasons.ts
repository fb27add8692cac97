import { sql } from 'kysely';
import { ownSchema, type Session } from '../database.ts';

/** The most frequent reasons of the refused rows of the file of that SHA-256, what they quote left out, with how many rows each refused. */
export async function frequentReasons(
  session: Session,
  sha256: string,
  most: number,
): Promise<readonly { readonly reason: string; readonly rows: number }[]> {
  const { rows } = await sql<{ reason: string; rows: number }>`
    select reason, count(*)::integer as rows from (
      select distinct row_number, regexp_replace(line, '"[^"]*"', '…', 'g') as reason
      from ${sql.table(`${ownSchema}.import_reject`)}, unnest(string_to_array(reasons, chr(10))) as line
      where import_id in (select import_id from ${sql.table(`${ownSchema}.import_file`)} where sha256 = ${sha256})
    ) as told
    group by reason order by rows desc, reason collate "C" limit ${sql.lit(most)}`.execute(session.own);
  return rows;
}
