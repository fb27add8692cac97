import { sql } from 'kysely';
import { PipelineError } from '../pipeline/errors.ts';
import { ownSchema, type Session } from './database.ts';
import { extractEntities } from './program-extract.ts';

/** As many agreements as a message names. */
const mostNamed = 10;

/**
 * Refuses a register without agreements that the standing one has from lists and to which records of other files refer, such
 * as officers, events or figures of agencies: nothing would say whose they are.
 * @throws PipelineError `usage` that names the agreements and the files.
 */
export async function refuseUnreferable({ own }: Session, kept: readonly string[]): Promise<void> {
  const referring = extractEntities.flatMap(({ id, references }) =>
    references.filter(({ to }) => to === 'agreements').map(({ column }) => ({ id, column })),
  );
  const refers = referring.map(
    ({ id, column }) => sql`(version.entity = ${id} and version.content ->> ${column}::text = gone.agreement_id)`,
  );
  const { rows } = await sql<{ agreement_id: string; file_name: string; entity: string; records: number }>`
    with gone as (
      select agreement_id from ${sql.table(`${ownSchema}.agreement`)}
      where from_lists and not agreement_id = any(${kept}::text[])
    )
    select gone.agreement_id, file.file_name, version.entity, count(*)::int as records
    from gone join ${sql.table(`${ownSchema}.extract_row`)} as version on ${sql.join(refers, sql` or `)}
    join ${sql.table(`${ownSchema}.import_file`)} as file using (import_id)
    group by gone.agreement_id, file.file_name, version.entity, file.import_id
    order by gone.agreement_id collate "C", file.import_id, version.entity`.execute(own);
  if (rows.length === 0) return;
  const agreements = new Set(rows.map((row) => row.agreement_id)).size;
  const details = rows
    .slice(0, mostNamed)
    .map(
      (row) =>
        `${row.agreement_id}: ${row.records} ${row.records === 1 ? 'row' : 'rows'} of ${row.entity} in ${row.file_name}`,
    );
  throw new PipelineError(
    'usage',
    `the register would be without ${agreements} ${agreements === 1 ? 'agreement' : 'agreements'} to which records of other files refer`,
    `take these files back first (report287 imports undo <file>): ${[...new Set(rows.map((row) => row.file_name))].join(', ')}; then do this again, and import them after it`,
    { details: rows.length > mostNamed ? [...details, `and ${rows.length - mostNamed} more`] : details },
  );
}
