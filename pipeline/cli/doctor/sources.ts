import { checkSourceContract } from '../../../queries/database/contract-views.ts';
import { ownSchema } from '../../../queries/database.ts';
import { type Examination, someOf, Unexamined, well } from './examination.ts';

/** The views of a program's own database: every one there, with every column, of the right type and readable. */
export const sources: Examination = {
  what: 'contract of sources',
  reads: ['DATABASE_URL', 'REPORT287_SCHEMA'],
  examine: async ({ access, config: { sourceSchema } }) => {
    const what = 'contract of sources';
    if (sourceSchema === ownSchema) return [well(what, 'our own tables are read', { schema: sourceSchema })];
    if (access.kind !== 'open') throw new Unexamined('the database cannot be read');
    const absent = await checkSourceContract(access.database);
    const less = absent.length === 0 ? '' : `; not there, and not needed so far: ${someOf(absent)}`;
    return [well(what, `the schema ${sourceSchema} keeps it${less}`, { schema: sourceSchema, absent: absent.length })];
  },
};
