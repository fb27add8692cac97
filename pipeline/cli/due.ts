import { readClaims } from '../../queries/claims.ts';
import { readDueFacts } from '../../queries/due.ts';
import type { Config } from '../config.ts';
import type { ProgressEffect } from '../effects.ts';
import { PipelineError } from '../errors.ts';
import { instantInWords, isIsoDate, programStart } from '../period.ts';
import { isGone } from '../process-name.ts';
import { nextOccurrence, type Occurrence } from '../schedule/occurrences.ts';
import { examineEditions } from '../schedule/standing-editions.ts';
import { type ClaimStanding, workInWords, workOn } from '../schedule/status/work.ts';
import { type DueSlot, dueSlots } from '../schedule.ts';
import { type Answer, withDatabase } from './commands.ts';
import { scheduledReports } from './scheduled-reports.ts';

/** What `report287 due` is told. */
export interface DueFlags {
  /** The instant to look from; absent: the clock. */
  readonly at?: string;
}

/**
 * Lists every slot that is due, with its state and why, who is at it or what failed, and what falls due next; changes nothing.
 */
export async function listDue(config: Config, { at }: DueFlags, { progress }: ProgressEffect): Promise<Answer> {
  const asked = at === undefined ? null : readInstant(at);
  const reports = scheduledReports(config);
  return withDatabase(config, progress, async ({ database, now }) => {
    const instant = asked ?? now().toISOString();
    const { facts, claims } = await database.transaction('snapshot', async (session) => ({
      facts: await readDueFacts(session),
      claims: await readClaims(session),
    }));
    const { editions, coverage } = await examineEditions(facts, reports, config.out);
    const slots = dueSlots(reports, editions, coverage, instant).map((slot) => ({
      ...slot,
      // Of another instant nobody knows who was or will be at work.
      work: asked === null ? workOn(slot, claims, isGone).work : null,
    }));
    const next = reports.flatMap(({ id, schedule }) =>
      schedule === undefined ? [] : [{ report: id, ...nextOccurrence(schedule, instant) }],
    );
    return {
      data: { at: instant, slots, next },
      lines: [
        ...(slots.length === 0 ? [`Nothing is due on ${instantInWords(instant)}.`] : slots.flatMap(describeSlot)),
        ...next.map(describeNext),
      ],
      exitCode: 0,
    };
  });
}

/**
 * An instant as a person writes it: ISO 8601 with its offset from UTC, because without one it means another instant on
 * another machine.
 */
function readInstant(text: string): string {
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  // A day that a month lacks would be read as one of the next.
  const instant = isWhole && isIsoDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (instant >= Date.parse(programStart) && instant < Date.parse('2199-01-01')) return new Date(instant).toISOString();
  throw new PipelineError(
    'usage',
    `--at "${text}" is not an instant from ${programStart} to 2198`,
    'write it with its offset from UTC: 2025-11-07T06:00:00-05:00, or 2025-11-07T11:00:00Z',
  );
}

/** A slot that is due, with how the work on it stands; null: it was not asked, or nobody works on it. */
type WorkedSlot = DueSlot & { readonly work: ClaimStanding | null };

function describeSlot({
  report,
  period,
  due,
  state,
  isOverdue,
  reasons,
  replaces,
  work,
}: WorkedSlot): readonly string[] {
  const isToBeRun = (state === 'ready' || state === 'asks') && work?.state !== 'running';
  const command = `report287 run ${report} --period ${period.id}${replaces === null ? '' : ' --revise'}`;
  return [
    `${report} ${period.id}: ${work?.state ?? state}${isOverdue ? ', overdue' : ''}; due ${instantInWords(due)}`,
    ...(work === null ? [] : describeWork(work)).map((line) => `   ${line}`),
    ...reasons.map((reason) => `   ${reason}`),
    ...(isToBeRun ? [`   ${command}`] : []),
  ];
}

function describeWork(work: ClaimStanding): readonly string[] {
  if (work.state === 'running') return [workInWords(work)];
  return [`${workInWords(work)}: ${work.problem}`, `what to do: ${work.remedy}`];
}

const describeNext = ({ report, period, due }: Occurrence & { readonly report: string }) =>
  `Next: ${report} ${period.id}, due ${instantInWords(due)}.`;
