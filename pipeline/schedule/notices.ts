import type { NewNotice, NoticeTable } from '../../queries/notices.ts';
import { instantInWords } from '../period.ts';
import type { Deliveries, Outstanding } from './status/deliveries.ts';
import { editionsIn, type PeriodStatus, type ReportStatus, type Standing, type Status } from './status.ts';

/**
 * Trouble on one thing, as the operator is told it: ids and dates alone, because a mail leaves the machine. Trouble that is not
 * grave (any more) keeps a notice that there is and raises none.
 */
export interface Trouble extends NewNotice {
  readonly isGrave: boolean;
}

/** What a look at what is due says of itself. */
export interface Looked {
  /** ISO instant at which it began. */
  readonly at: string;
  /** What it met; of the thing {@link wholeLook}: what ended it. */
  readonly problems: readonly { readonly what: string; readonly message: string; readonly remedy: string }[];
}

/** The thing that a problem is about when the look as a whole failed. */
const wholeLook = 'look';

/** Whether a look ended before it had looked at everything. */
export const hasFailed = ({ problems }: Looked): boolean => problems.some(({ what }) => what === wholeLook);

/**
 * What is of one machine, a file in its inbox or a look of its own, is known by its name: another one neither sees it nor can say
 * that it is over.
 */
const ofHost = (host: string) => `host ${host}: `;

const statusSays = 'What is in the way, and what to do: report287 status.';

/**
 * Everything that is not as it should be after a look of a host, each with the key by which it is known while it lasts. Hosts by
 * name, one scheduler each.
 */
export function troublesOf(status: Status, look: Looked, host: string): readonly Trouble[] {
  const { reports } = status;
  return [
    ...reports.flatMap(({ report, periods }) => periods.flatMap((period) => ofPeriod(report, period))),
    ...reports.flatMap(ofAgreements),
    ...reports.flatMap(ofEditions),
    ...ofMachine(status, look).map(({ key, subject, lines }) => ({
      ...{ key: `${ofHost(host)}${key}`, subject, lines: [...lines, `It is of the host ${oneLine(host)}.`] },
      isGrave: true,
    })),
  ];
}

const ofMachine = ({ refusedFiles }: Status, look: Looked): readonly NewNotice[] => [
  ...refusedFiles.map(({ file }) => ({
    key: `file ${file}: refused`,
    subject: `The inbox refused the file ${oneLine(file)}`,
    lines: ['The reason lies beside it, in the folder refused/.'],
  })),
  ...look.problems
    .filter(({ what }) => what !== wholeLook)
    .map(({ what }) => ({
      key: `look ${what}`,
      subject: `A look met a problem: ${oneLine(what)}`,
      lines: [logSays],
    })),
  ...(hasFailed(look)
    ? [
        {
          key: 'look: failed',
          subject: 'The last look at what is due failed',
          lines: ['It looks again by itself.', logSays],
        },
      ]
    : []),
];

const logSays = 'What it is, and what to do, is in the log of `report287 schedule`.';

/** A name that comes from outside, as it may stand in a subject. */
const oneLine = (text: string) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').slice(0, 100);

/** A second attempt that came to nothing is worth a mail: the first may be chance. */
const graveAttempts = 2;

function ofPeriod(
  report: string,
  { period, due, overdue, isOverdue, standing, attempts }: PeriodStatus,
): readonly Trouble[] {
  const name = `${report} ${period.id}`;
  const key = `slot ${name} internal`;
  const isOpen = standing.state !== 'published' && standing.state !== 'skipped';
  const found: Trouble[] = [];
  if (isOverdue)
    found.push({
      key: `${key}: overdue`,
      subject: `${name} is overdue`,
      lines: [
        `It fell due on ${instantInWords(due)}, and was to be published by ${instantInWords(overdue)}.`,
        statusSays,
      ],
      isGrave: true,
    });
  // While another attempt is made, it is not over.
  return isOpen && attempts > 0 ? [...found, ...ofAttempts(key, name, attempts, standing.state)] : found;
}

/** What is told of attempts that came to nothing. */
const ofAttempts = (key: string, name: string, attempts: number, state: Standing['state']): readonly Trouble[] => [
  {
    key: `${key}: failed`,
    subject: `${name} failed more than once`,
    lines: ['It is tried again by itself, later each time.', statusSays],
    isGrave: state === 'resting' && attempts >= graveAttempts,
  },
  {
    key: `${key}: given-up`,
    subject: `${name} is given up`,
    lines: ['It is not tried again by itself until something new is imported.', statusSays],
    isGrave: state === 'given-up',
  },
];

const ofAgreements = ({ report, agreementRuns }: ReportStatus): readonly Trouble[] =>
  agreementRuns.flatMap(({ agreement, period, attempts, standing }) =>
    ofAttempts(
      `slot ${report} ${period} internal ${agreement}`,
      `${report} ${period} of ${agreement}`,
      attempts,
      standing?.state ?? 'ready',
    ),
  );

function ofEditions({ report, periods, others, agreements }: ReportStatus): readonly Trouble[] {
  return [
    ...[...editionsIn(periods), ...others].flatMap(({ period, audience, deliveries }) =>
      deliveries.outstanding.flatMap((one) => ofDelivery([report, period, audience], one)),
    ),
    ...agreements.flatMap(({ period, audience, deliveries }) => ofAll([report, period, audience], deliveries)),
  ];
}

/** A delivery that has failed so often is worth a mail. */
const graveDeliveries = 3;

function isGraveDelivery({ state, attempts }: Outstanding): boolean {
  switch (state) {
    case 'failed':
      return attempts >= graveDeliveries;
    case 'unknown':
    case 'given-up':
      return true;
    case 'sending':
    case 'not-tried':
    case 'awaiting-approval':
      return false;
  }
}

const sentences: Readonly<Record<'failed' | 'unknown' | 'given-up', string>> = {
  failed: 'It is tried again by itself, later each time.',
  unknown: 'It may have arrived: find out, and send it again if it did not.',
  'given-up': 'It is not tried again by itself.',
};

const alsoWhile = ['failed', 'unknown', 'given-up'] as const;

/** While it is tried once more, what was told of it is not over. */
function ofDelivery(names: readonly string[], one: Outstanding): readonly Trouble[] {
  const { recipient, channel, number, state } = one;
  const name = `${names.join(' ')} edition ${number} to ${recipient} (${channel})`;
  return alsoWhile
    .filter((about) => about === state || state === 'sending')
    .map((about) => ({
      key: `delivery ${name}: ${about}`,
      subject: `${about === 'failed' ? 'Not delivered so far' : about === 'unknown' ? 'Unknown whether delivered' : 'Delivery given up'}: ${oneLine(name)}`,
      lines: [sentences[about], statusSays],
      isGrave: isGraveDelivery(one),
    }));
}

/** There are many agreements: a mail server that is away is one trouble. */
const ofAll = (names: readonly string[], { outstanding }: Deliveries): readonly Trouble[] =>
  alsoWhile.flatMap((about) => {
    const such = outstanding.filter(({ state }) => state === about || state === 'sending');
    const name = `${names.join(' ')}, editions of agreements`;
    return such.length === 0
      ? []
      : [
          {
            key: `deliveries ${name}: ${about}`,
            subject: `${about === 'unknown' ? 'Unknown whether delivered' : 'Not delivered'}: ${name}`,
            lines: [sentences[about], statusSays],
            isGrave: such.some((one) => one.state === about && isGraveDelivery(one)),
          },
        ];
  });

/** What is to be put down: what is new, and what is over. */
export interface NoticeChanges {
  readonly raised: readonly NewNotice[];
  /** Keys. */
  readonly cleared: readonly string[];
}

/**
 * Days after which a notice of another host is over: one that is no more, such as a container that was replaced, takes nothing back.
 * A host that lives tells its trouble anew.
 */
const hostForgottenAfter = 7;

/**
 * Compares the trouble that a host saw with the notices that are open. What it could not see is not over: what is of another host,
 * and, where its look failed, what the look would have met.
 */
export function changedNotices(
  troubles: readonly Trouble[],
  open: readonly Pick<NoticeTable, 'key' | 'raised_at'>[],
  look: Looked,
  host: string,
): NoticeChanges {
  const known = new Set(open.map(({ key }) => key));
  const lasting = new Set(troubles.map(({ key }) => key));
  const forgotten = Date.parse(look.at) - hostForgottenAfter * 86_400_000;
  const isSeen = ({ key, raised_at }: Pick<NoticeTable, 'key' | 'raised_at'>) => {
    if (key.startsWith(ofHost(host))) return !(hasFailed(look) && key.startsWith(`${ofHost(host)}look `));
    return !key.startsWith('host ') || Date.parse(raised_at) < forgotten;
  };
  return {
    raised: troubles
      .filter(({ key, isGrave }) => isGrave && !known.has(key))
      .map(({ key, subject, lines }) => ({ key, subject, lines })),
    cleared: open.filter((one) => !lasting.has(one.key) && isSeen(one)).map(({ key }) => key),
  };
}
