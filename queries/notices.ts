import { sql } from 'kysely';
import type { Session } from './database.ts';

/** Something that the operator is told once, while it lasts. */
export interface NoticeTable {
  /** The same trouble on the same thing has the same key: `slot enforcement-actions 2025-10 internal: gave-up`. */
  readonly key: string;
  readonly subject: string;
  /** JSON: an array of texts. */
  readonly lines: string;
  readonly raised_at: string;
  /** null: the operator could not be told so far. */
  readonly told_at: string | null;
  /** null: it lasts. */
  readonly cleared_at: string | null;
  /** How often it was tried to tell the operator. */
  readonly attempts: number;
}

/** Every notice that lasts, in order of its key. */
export const readNotices = ({ own }: Session): Promise<readonly NoticeTable[]> =>
  own.selectFrom('notice').selectAll().where('cleared_at', 'is', null).orderBy(sql`key collate "C"`).execute();
