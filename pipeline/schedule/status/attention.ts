import { instantInWords } from '../../period.ts';
import { type MissingDays, missingInWords } from '../missing-days.ts';
import { editionsIn, type PeriodStatus, type ReportStatus, type Status } from '../status.ts';
import type { Deliveries, Outstanding } from './deliveries.ts';
import type { ClaimStanding } from './work.ts';

/** What is not as it should be, and what to do about it. */
export interface Attention {
  readonly what: string;
  readonly remedy: string;
}

/** What is not covered, told once for all kinds of which the same days are missing. */
export const missingTogether = (missing: readonly MissingDays[]): string =>
  [...Map.groupBy(missing, (one) => missingInWords(one).slice(one.kind.length))]
    .map(([words, such]) => `${such.map(({ kind }) => kind).join(', ')}${words}`)
    .join('; ');

/** Everything that is not well: periods first, in order of report, then deliveries, files and looks. */
export function attentionOf({
  reports,
  refusedFiles,
  notices,
}: Pick<Status, 'reports' | 'refusedFiles' | 'notices'>): readonly Attention[] {
  return [
    ...reports.flatMap(ofWaiting),
    ...reports.flatMap((report) => report.periods.flatMap((period) => ofPeriod(report.report, period))),
    ...reports.flatMap(ofAgreementRuns),
    ...reports.flatMap(ofEditions),
    ...refusedFiles.map(({ file, message, remedy }) => ({
      what: `the inbox refused ${file}: ${message}`,
      remedy: `${remedy}; all of the reason is in refused/${file}.reason.txt in the inbox; a file that is not wanted is taken away`,
    })),
    ...notices
      .filter(({ key }) => key.startsWith('look'))
      .map(({ subject, lines }) => ({
        what: subject,
        remedy: lines.at(-1) ?? 'look into the log of `report287 schedule`',
      })),
  ];
}

/** The kinds of facts that a period waits for; empty: it does not wait. */
export const awaitedKinds = ({ standing }: PeriodStatus): string =>
  standing.state === 'waiting' ? standing.missing.map(({ kind }) => kind).join(', ') : '';

/** Overdue periods that wait for the same kinds of facts are told together: often there is no source for any. */
function ofWaiting({ report, periods }: ReportStatus): readonly Attention[] {
  const late = periods.filter(({ isOverdue, standing }) => isOverdue && standing.state === 'waiting');
  return [...Map.groupBy(late, awaitedKinds)].flatMap(([kinds, [newest, ...older]]) => {
    if (newest === undefined) return [];
    const remedy = 'import what covers these days: report287 import <file>';
    const oldest = older.at(-1);
    if (oldest !== undefined) {
      const what = `${report}: ${older.length + 1} periods from ${oldest.period.id} to ${newest.period.id} are overdue: their days are not covered for ${kinds}`;
      return [{ what, remedy: `${remedy} (which days: report287 status --period ${oldest.period.id})` }];
    }
    const { period, overdue, standing } = newest;
    const missing = standing.state === 'waiting' ? missingTogether(standing.missing) : '';
    return [{ what: `${report} ${period.id}, overdue since ${instantInWords(overdue)}: ${missing}`, remedy }];
  });
}

function ofPeriod(report: string, { replaces, ...told }: PeriodStatus): readonly Attention[] {
  const { period, isOverdue, overdue, standing } = told;
  const name = `${report} ${period.id}`;
  const command = `report287 run ${report} --period ${period.id}${replaces === null ? '' : ' --revise'}`;
  const late = `overdue since ${instantInWords(overdue)}`;
  switch (standing.state) {
    case 'given-up':
    case 'resting':
      return [ofFailure(isOverdue ? `${name}, ${late},` : name, standing, command)];
    case 'running': {
      const what = `${name}, ${late}, is being run since ${instantInWords(standing.since)}`;
      return isOverdue ? [{ what, remedy: 'wait until it has ended' }] : [];
    }
    case 'ready':
    case 'queued':
    case 'asks': {
      const remedy = `see that \`report287 schedule\` is running, or: ${command}`;
      return isOverdue ? [{ what: `${name}: ${standing.state}; ${standing.reasons.join('; ')}`, remedy }] : [];
    }
    case 'waiting':
    case 'published':
    case 'skipped':
      return [];
  }
}

type Failed = Extract<ClaimStanding, { readonly state: 'resting' | 'given-up' }>;

function ofFailure(name: string, failed: Failed, command: string): Attention {
  const { attempts, problem, remedy } = failed;
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return failed.state === 'given-up'
    ? { what: `${name} is given up, after it failed ${times}: ${problem}`, remedy: `${remedy}; then: ${command}` }
    : {
        what: `${name} failed ${times}: ${problem}`,
        remedy: `${remedy}; it is tried again from ${instantInWords(failed.until)}`,
      };
}

const ofAgreementRuns = ({ report, agreementRuns }: ReportStatus): readonly Attention[] =>
  agreementRuns.flatMap(({ agreement, period, standing }) =>
    standing === null || standing.state === 'running'
      ? []
      : [
          ofFailure(
            `${report} ${period} of ${agreement}`,
            standing,
            `report287 run ${report} --period ${period} --agreement ${agreement}`,
          ),
        ],
  );

function ofEditions({ report, periods, others, agreements }: ReportStatus): readonly Attention[] {
  return [...editionsIn(periods), ...others, ...agreements].flatMap(({ period, deliveries }) =>
    ofDeliveries(`${report} ${period}`, deliveries),
  );
}

const ofDeliveries = (name: string, { outstanding, awaited }: Deliveries): readonly Attention[] => [
  ...awaited.map(({ role, folder }) => ({
    what: `${name} waits for the approval of ${role}`,
    remedy: `report287 approve ${folder} --by ${role}`,
  })),
  ...outstanding
    // Approvals are told once, and not for each recipient.
    .filter(({ state }) => state !== 'awaiting-approval')
    .map((one) => ({ what: `${name} ${ofOutstanding(one)}`, remedy: one.remedy })),
];

const inWords: Readonly<Record<Outstanding['state'], string>> = {
  sending: 'is being sent to',
  'awaiting-approval': 'waits for an approval to be sent to',
  'not-tried': 'was not sent to',
  failed: 'could not be delivered to',
  unknown: 'may or may not have reached',
  'given-up': 'is not delivered any more to',
};

const ofOutstanding = ({ recipient, channel, state, why, subject }: Outstanding) =>
  `${subject === '' ? '' : `of ${subject} `}${inWords[state]} ${recipient} (${channel}): ${why}`;
