import { sql } from 'kysely';
import type { IsoDate } from '../../pipeline/period.ts';
import type { EventKind } from '../codelists.ts';
import type { Session } from '../database.ts';
import { eventColumns } from '../imports.ts';
import { dropEvidenceOfRemoved, evidenceAsText } from './evidence.ts';

/** The rows of one import, and the days that they bear. */
export interface LoadedRows {
  readonly importId: number;
  readonly sourceId: string;
  readonly kind: EventKind;
  readonly first: IsoDate;
  readonly last: IsoDate;
  /** Whether the rows say more than their events. */
  readonly hasEvidence: boolean;
}

/**
 * Takes out again the rows of an import that other files of the same format hold already, and returns how many. Rows
 * have no key, and rows that look alike are separate events: the nth row of one content stands for the nth such row of
 * the other files, so that releases that overlap give the same figures in whatever order they come. Among rows that look
 * alike, those with the same evidence stand for one another first; what goes takes its evidence along. Where two releases
 * tell different evidence of one event, that of the file imported first stands.
 */
export async function removeStanding(session: Session, rows: LoadedRows): Promise<number> {
  const { own } = session;
  const { importId, hasEvidence } = rows;
  const others = own
    .selectFrom('import_file')
    .select('import_id')
    .where('source_id', '=', rows.sourceId)
    .where('import_id', '<>', importId);
  const onTheSameDays = own
    .selectFrom('stored_event')
    .where('kind', '=', rows.kind)
    .where('occurred_on', '>=', rows.first)
    .where('occurred_on', '<=', rows.last);
  const overlapping = await onTheSameDays.select('import_id').where('import_id', 'in', others).limit(1).execute();
  if (overlapping.length === 0) return 0;
  const content = sql.join(eventColumns.map((column) => sql.ref(column)));
  const isMine = sql`import_id = ${importId}::integer`;
  const toldAlike = sql`partition by ${content}, ${evidenceAsText('stored_event')}`;
  const { numDeletedRows } = await own
    .with('told', () =>
      onTheSameDays
        .where((eb) => eb.or([eb('import_id', '=', importId), eb('import_id', 'in', others)]))
        .select(['import_id', 'row_number', ...eventColumns])
        .select(
          (hasEvidence
            ? sql<boolean>`row_number() over (${toldAlike}, ${isMine} order by row_number)
                > count(*) filter (where not ${isMine}) over (${toldAlike})`
            : sql<boolean>`false`
          ).as('told_otherwise'),
        ),
    )
    .with('compared', (database) =>
      database
        .selectFrom('told')
        .select(['import_id', 'row_number'])
        .select(
          sql<number>`row_number() over (partition by ${content}, ${isMine} order by told_otherwise, row_number)`.as(
            'nth',
          ),
        )
        .select(sql<number>`count(*) filter (where not ${isMine}) over (partition by ${content})`.as('standing')),
    )
    .deleteFrom('stored_event')
    .where('import_id', '=', importId)
    .where('row_number', 'in', (eb) =>
      eb
        .selectFrom('compared')
        .select('row_number')
        .where('import_id', '=', importId)
        .whereRef('nth', '<=', 'standing'),
    )
    .executeTakeFirstOrThrow();
  if (hasEvidence && numDeletedRows > 0n) await dropEvidenceOfRemoved(session, importId);
  return Number(numDeletedRows);
}
