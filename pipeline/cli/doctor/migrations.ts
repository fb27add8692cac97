import { migrations as known, type Migration } from '../../../queries/migrations/migrate.ts';
import { counted, type Examination, type Finding, fault, someOf, Unexamined, warning, well } from './examination.ts';

/** Our own tables: those of this program, and open to this user. */
export const migrations: Examination = {
  what: 'migrations',
  reads: ['DATABASE_URL', 'REPORT287_DATA', 'REPORT287_SCHEMA'],
  examine: async ({ access }) => {
    if (access.kind === 'closed') throw new Unexamined('the database cannot be read');
    if (access.kind === 'unmade')
      return [well('migrations', `the first command applies all ${known.length}`, { pending: known.length })];
    const { applied, mayMigrate, closed } = access.health;
    const found = judge(applied, known);
    return [found, ...rights(found, mayMigrate, closed)];
  },
};

type Applied = Pick<Migration, 'number' | 'name'>;

function judge(applied: readonly Applied[], wanted: readonly Applied[]): Finding {
  const last = applied.at(-1)?.number ?? 0;
  const newer = applied.filter(({ number }) => !wanted.some((each) => each.number === number));
  const pending = wanted.filter(({ number }) => number > last);
  const facts = { applied: applied.length, pending: pending.length, newer: newer.length };
  const names = (listed: readonly Applied[]) => someOf(listed.map(({ name }) => name));
  if (newer.length > 0) {
    const remedy = 'use the newer program that migrated it, or another database';
    return fault('migrations', `this program does not know ${names(newer)}`, remedy, facts);
  }
  if (pending.length === 0) return well('migrations', `${counted(applied.length, 'migration')} applied`, facts);
  if (applied.length === 0) return well('migrations', `the first command applies all ${pending.length}`, facts);
  const remedy = 'make a backup; then any command, such as `report287 due`, applies them';
  return warning('migrations', `the first command applies ${names(pending)}`, remedy, facts);
}

function rights({ facts }: Finding, mayMigrate: boolean, closed: readonly string[]): readonly Finding[] {
  const what = 'rights in the ledger';
  const remedy = 'let the owner of the schema report287 grant them, or give the owner’s user in DATABASE_URL';
  if (closed.length > 0) return [fault(what, `this user may not read and write ${someOf(closed)}`, remedy)];
  if (!mayMigrate && facts.pending !== 0)
    return [fault(what, 'this user may not make the tables that are pending', remedy)];
  const found = mayMigrate ? 'read, write and migrate' : 'read and write; migrations need another user';
  return [well(what, found, { mayMigrate })];
}
