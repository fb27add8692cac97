import { sql } from 'kysely';
import { ownSchema, type Session } from './database.ts';

/**
 * The salt of this database, made at random the first time that it is asked for: the hashes of people's keys mean nothing
 * beside those of another database. Within `lockImports` nobody else makes one at the same moment.
 */
export async function personSalt({ own }: Session): Promise<string> {
  const table = sql.table(`${ownSchema}.person_salt`);
  await sql`insert into ${table} (salt) values (gen_random_uuid()::text || gen_random_uuid()::text)
    on conflict (only_row) do nothing`.execute(own);
  const { rows } = await sql<{ salt: string }>`select salt from ${table}`.execute(own);
  const [row] = rows;
  if (row === undefined) throw new Error('the salt that was just made is not there');
  return row.salt;
}
