import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { criminalRecordQuery } from './criminal-record.ts';

/** Compiles SQL; there is no database behind it. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/**
 * The SQL that makes the view `criminal_record` in a program's own schema, over its `criminal_charge` and
 * `enforcement_event`. Where it is slow, it may as well be a materialized view or a table.
 */
export function criminalRecordView(schema: string): string {
  const view = sql.table(`${schema}.criminal_record`);
  return `${sql`create view ${view} as ${criminalRecordQuery(schema)}`.compile(compiler).sql};`;
}
