import { type Kysely, sql } from 'kysely';
import type { OwnSchema, Session } from './database.ts';

/** Something that the operator is told once, while it lasts, and once more when it is over. */
export interface NoticeTable {
  /** The same trouble on the same thing has the same key: `slot enforcement-actions 2025-10 internal: given-up`, `host a: look: failed`. */
  readonly key: string;
  readonly subject: string;
  /** JSON: an array of texts. */
  readonly lines: string;
  readonly raised_at: string;
  /** When the operator was told last: that it is there, or, at or after `cleared_at`, that it is over. null: never. */
  readonly told_at: string | null;
  /** null: it lasts. */
  readonly cleared_at: string | null;
  /** How often it was tried to tell the operator what is to be told now. */
  readonly attempts: number;
}

const databaseClock = sql<string>`clock_timestamp()`;
const byKey = sql`key collate "C"`;

/** Every notice that lasts, in order of its key. */
export const readNotices = ({ own }: Session): Promise<readonly NoticeTable[]> =>
  own.selectFrom('notice').selectAll().where('cleared_at', 'is', null).orderBy(byKey).execute();

/** What is put down of new trouble. */
export type NewNotice = Pick<NoticeTable, 'key' | 'subject'> & { readonly lines: readonly string[] };

/** Puts down what is not on record, or was over; what lasts is left as it is. */
export async function raiseNotices({ own }: Session, notices: readonly NewNotice[]): Promise<void> {
  for (const { key, subject, lines } of notices) {
    const raised = {
      ...{ subject, lines: JSON.stringify(lines), raised_at: databaseClock },
      ...{ told_at: null, cleared_at: null, attempts: 0 },
    };
    await own
      .insertInto('notice')
      .values({ key, ...raised })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet(raised)
          .where('report287.notice.cleared_at' as never, 'is not', null),
      )
      .execute();
  }
}

/** Puts down that they are over. */
export async function clearNotices({ own }: Session, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await own
    .updateTable('notice')
    .set({ cleared_at: databaseClock, attempts: 0 })
    .where('key', 'in', [...keys])
    .where('cleared_at', 'is', null)
    .execute();
}

/** What the operator is to be told: new trouble, and the end of trouble that was told. */
const isUntold = sql<boolean>`case when cleared_at is null then told_at is null else told_at < cleared_at end`;

/** Minutes from when there was something to tell to each attempt to tell it; after the last, one every twelve hours. */
const tellAfter = [0, 1, 6, 21, 81, 321] as const;
const [lastStep] = tellAfter.slice(-1);
const mayBeTold = sql<boolean>`clock_timestamp() >= coalesce(cleared_at, raised_at) + interval '1 minute' * case attempts
  ${sql.join(
    tellAfter.map((minutes, attempts) => sql`when ${sql.lit(attempts)} then ${sql.lit(minutes)}`),
    sql` `,
  )} else ${sql.lit(lastStep ?? 0)} + 720 * (attempts - ${sql.lit(tellAfter.length - 1)}) end`;

/** A notice that this process alone tells, for this attempt. */
export type NoticeToTell = Pick<NoticeTable, 'key' | 'subject' | 'lines' | 'raised_at' | 'cleared_at' | 'attempts'>;

/**
 * Takes what is to be told now, in order of its key: of several that ask at the same time only one gets each. What is not told
 * after all is given again, later each time.
 */
export async function takeNoticesToTell({ own }: Session): Promise<readonly NoticeToTell[]> {
  const seen = await untold(own).select(['key', 'attempts']).orderBy(byKey).execute();
  const taken: NoticeToTell[] = [];
  for (const { key, attempts } of seen) {
    const row = await own
      .updateTable('notice')
      .set({ attempts: attempts + 1 })
      .where('key', '=', key)
      .where('attempts', '=', attempts)
      .where(isUntold)
      .where(mayBeTold)
      .returning(['key', 'subject', 'lines', 'raised_at', 'cleared_at', 'attempts'])
      .executeTakeFirst();
    if (row !== undefined) taken.push(row);
  }
  return taken;
}

const untold = (own: Kysely<OwnSchema>) => own.selectFrom('notice').where(isUntold).where(mayBeTold);

/** Records that they were told as they were taken. What is over since is still to be told as that. */
export async function recordTold({ own }: Session, told: readonly NoticeToTell[]): Promise<void> {
  for (const { key, attempts, cleared_at } of told) {
    const row = own.updateTable('notice').where('key', '=', key);
    await row
      .set({ told_at: databaseClock })
      .where('attempts', '=', attempts)
      .where('cleared_at', cleared_at === null ? 'is' : 'is not', null)
      .execute();
    if (cleared_at === null)
      await row
        .set({ told_at: sql<string>`raised_at` })
        .where('cleared_at', 'is not', null)
        .where('told_at', 'is', null)
        .execute();
  }
}
