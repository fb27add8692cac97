import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import type { Setting } from '../config.ts';
import { type Month, parsePeriod } from '../period.ts';

/** What a machine that publishes by itself is told. */
export interface SchedulingConfig {
  /** The first month that is published by schedule, of every report; absent: as each report has it. */
  readonly from?: Month;
  /** Absolute path of the folder whose files are imported; absent: none is watched. */
  readonly inbox?: string;
  /** The mail address that is told of trouble; absent: it stands in the log and in `status` alone. */
  readonly operator?: string;
  /** What is written to, or called, after each look that went well: an absolute path, or a web address. */
  readonly heartbeat?: string;
  /** Absolute path of the file that receives the metrics after each look. */
  readonly metrics?: string;
  /** Milliseconds between two looks at what is due. */
  readonly interval: number;
  /** Milliseconds that work under way is given to end after SIGTERM. */
  readonly grace: number;
}

/** The settings of scheduling. */
export const schedulingSettings: readonly Setting[] = [
  {
    name: 'REPORT287_FROM',
    default: 'that of each report',
    meaning: 'The first month that `schedule` publishes, such as `2027-03`; those before are left to people.',
  },
  {
    name: 'REPORT287_INBOX',
    default: 'none',
    meaning: 'Folder whose files `schedule` imports; they are moved into its `imported/` or `refused/`.',
  },
  {
    name: 'REPORT287_OPERATOR',
    default: 'none',
    meaning: 'The mail address that is told of trouble, through `REPORT287_SMTP`.',
  },
  {
    name: 'REPORT287_HEARTBEAT',
    default: 'none',
    meaning:
      'For a dead-man alarm: a file that `schedule` writes after each look that went well, or a web address that it calls.',
  },
  {
    name: 'REPORT287_METRICS',
    default: 'none',
    meaning: 'File that receives the metrics (OpenMetrics text) after each look.',
  },
  { name: 'REPORT287_INTERVAL', default: '`60`', meaning: 'Seconds between two looks of `schedule` at what is due.' },
  {
    name: 'REPORT287_GRACE',
    default: '`60`',
    meaning: 'Seconds that `schedule` and `worker` give to what is under way after SIGTERM.',
  },
];

const seconds = (standard: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a number of seconds')
    .transform((text) => Number(text) * 1000)
    .default(standard * 1000);

function isMonth(text: string): text is Month {
  try {
    return parsePeriod(text).kind === 'month';
  } catch {
    return false;
  }
}

/** The variables of scheduling, one by one. */
export const schedulingEnvironment = {
  REPORT287_FROM: z.string().refine(isMonth, 'must be a month, such as 2027-03').optional(),
  REPORT287_INBOX: z.string().optional(),
  REPORT287_OPERATOR: z
    .string()
    .regex(/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/, 'must be one mail address')
    .optional(),
  REPORT287_HEARTBEAT: z.string().optional(),
  REPORT287_METRICS: z.string().optional(),
  REPORT287_INTERVAL: seconds(60),
  REPORT287_GRACE: seconds(60),
};

const environment = z.object(schedulingEnvironment);
type Variables = z.infer<typeof environment>;

const isAddress = (text: string) => /^https?:\/\//.test(text);

/** Of sound variables; relative paths are below `root`. */
export function schedulingConfig(variables: Variables, root: string): SchedulingConfig {
  const { REPORT287_FROM: from, REPORT287_INBOX: inbox, REPORT287_OPERATOR: operator } = variables;
  const { REPORT287_HEARTBEAT: heartbeat, REPORT287_METRICS: metrics } = variables;
  const place = (path: string) => (isAbsolute(path) ? path : resolve(root, path));
  return {
    ...(from === undefined ? {} : { from }),
    ...(inbox === undefined ? {} : { inbox: place(inbox) }),
    ...(operator === undefined ? {} : { operator }),
    ...(heartbeat === undefined ? {} : { heartbeat: isAddress(heartbeat) ? heartbeat : place(heartbeat) }),
    ...(metrics === undefined ? {} : { metrics: place(metrics) }),
    interval: variables.REPORT287_INTERVAL,
    grace: variables.REPORT287_GRACE,
  };
}
