import { PipelineError } from '../../errors.ts';
import type { EmptyDaysStated } from '../../import/covered-days.ts';

/** The two things that days without a record can be, each with the reason. */
export interface EmptyDaysFlags {
  /** Why days without a record had none: they count as covered. */
  readonly quietDays?: string;
  /** Why a file lacks days: they do not count as covered. */
  readonly missingDays?: string;
}

/** A reason is printed in reports: one line, and a short one. */
const longestReason = 200;

/** What the operator says of days without a record; null: nothing. @throws PipelineError `usage`. */
export function readEmptyDays({ quietDays, missingDays }: EmptyDaysFlags): EmptyDaysStated | null {
  if (quietDays !== undefined && missingDays !== undefined) {
    const remedy = 'give one of them; a file with days of both sorts is to be divided';
    throw new PipelineError('usage', '--quiet-days and --missing-days say different things of the same days', remedy);
  }
  const given = quietDays ?? missingDays;
  if (given === undefined) return null;
  const why = given.replace(/\s+/g, ' ').trim();
  const flag = quietDays === undefined ? '--missing-days' : '--quiet-days';
  if (why !== '' && why.length <= longestReason) return { are: quietDays === undefined ? 'missing' : 'quiet', why };
  const remedy = `write why, such as ${flag} "offices closed by a hurricane"; it is printed in the reports`;
  throw new PipelineError('usage', `${flag} needs a reason of at most ${longestReason} characters`, remedy);
}
