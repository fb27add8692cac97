import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { IsoDate } from '../pipeline/period.ts';
import type { Session, SourceSchema } from './database.ts';
import { fieldOffices } from './field-offices.ts';

/**
 * A field office of Enforcement and Removal Operations for as long as it existed; its area of responsibility (AOR) is
 * not a function of the state (`domain.md` §5). `HQ` is headquarters, which has no area.
 */
export const fieldOfficeContract = z.strictObject({
  office_code: z.string().regex(/^[A-Z]{2,3}$/, 'three capital letters, or HQ'),
  name: z.string().min(1).max(100),
  exists_from: z.iso.date(),
  /** First day on which the office no longer exists; null: it still does. */
  exists_until: z.iso.date().nullable(),
});
export type FieldOffice = Readonly<z.infer<typeof fieldOfficeContract>>;

export interface FieldOfficeTable {
  readonly office_code: string;
  readonly name: string;
  readonly exists_from: IsoDate;
  readonly exists_until: IsoDate | null;
}

/** Every office that ever existed, in order of name; headquarters last. */
export async function readFieldOffices(source: Kysely<SourceSchema>): Promise<readonly FieldOffice[]> {
  return source
    .selectFrom('field_office')
    .select(['office_code', 'name', 'exists_from', 'exists_until'])
    .orderBy(sql`(office_code = 'HQ')::int`)
    .orderBy(sql`name collate "C"`)
    .orderBy('exists_from')
    .execute();
}

/** Puts the program's own register of offices on record, where it is not yet; what stands is brought up to date. */
export async function recordFieldOffices({ own }: Session, offices: readonly FieldOffice[]): Promise<void> {
  await own
    .insertInto('field_office')
    .values([...offices])
    .onConflict((conflict) =>
      conflict.column('office_code').doUpdateSet((row) => ({
        name: row.ref('excluded.name'),
        exists_from: row.ref('excluded.exists_from'),
        exists_until: row.ref('excluded.exists_until'),
      })),
    )
    .execute();
}

/** Codes of field offices by name and by code, in capitals; a database without offices is first given the known ones. */
export async function registeredOffices(session: Session): Promise<ReadonlyMap<string, string>> {
  const read = () => session.own.selectFrom('field_office').select(['office_code', 'name']).execute();
  let offices = await read();
  if (offices.length === 0) {
    await recordFieldOffices(session, fieldOffices);
    offices = await read();
  }
  return new Map(
    offices.flatMap(
      ({ office_code: code, name }) =>
        [
          [code, code],
          [name.toUpperCase(), code],
        ] as const,
    ),
  );
}
