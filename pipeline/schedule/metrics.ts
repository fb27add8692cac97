import { type Deliveries, deliveryStandings } from './status/deliveries.ts';
import { editionsIn, type PeriodStatus, type Status, slotStates } from './status.ts';

/** When the last look at what is due was, and how it ended. */
export interface LastLook {
  /** ISO instants. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** How many in a row ended in an error, this one inside; 0: it went well. */
  readonly failures: number;
}

/** A family of gauges. */
interface Family {
  /** After `report287_`; ends with the unit, if it has one. */
  readonly name: string;
  readonly help: string;
  readonly unit?: 'seconds';
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Status as OpenMetrics text (1.0): gauges only, without timestamps, so that it is sound Prometheus text as well. What is not known
 * has no sample. Of status null: the database could not be read; of the look null: nothing is known of one.
 */
export function metricsOf(status: Status | null, look: LastLook | null): string {
  const seen = status === null ? [] : [...ofSlots(status), ...ofDeliveries(status), ...ofAll(status)];
  const families = [...seen, databaseUp(status !== null), ...ofLook(look)];
  return `${families.map(written).join('')}# EOF\n`;
}

const one = (value: number): readonly Sample[] => [{ labels: {}, value }];

function ofSlots({ reports, at }: Status): readonly Family[] {
  const age = ({ due }: PeriodStatus) => (Date.parse(at) - Date.parse(due)) / 1000;
  const open = reports.map(({ report, periods }) => ({ report, periods: periods.filter(isOpen) }));
  return [
    {
      name: 'slots',
      help: 'Periods of a report that have fallen due, by state; of those published, the last ones.',
      samples: reports.flatMap(({ report, periods }) =>
        slotStates.map((state) => ({
          labels: { report, state },
          value: periods.filter(({ standing }) => standing.state === state).length,
        })),
      ),
    },
    {
      name: 'slots_overdue',
      help: 'Periods that should have been published by now, and are not.',
      samples: reports.map(({ report, periods }) => ({
        labels: { report },
        value: periods.filter(({ isOverdue }) => isOverdue).length,
      })),
    },
    {
      name: 'slot_age_seconds',
      help: 'Time since a period fell due that is not published.',
      unit: 'seconds',
      samples: open.flatMap(({ report, periods }) =>
        periods.map((period) => ({
          labels: { report, period: period.period.id, state: period.standing.state },
          value: age(period),
        })),
      ),
    },
    {
      name: 'oldest_unpublished_age_seconds',
      help: 'Time since the oldest period fell due that is not published; 0: all are.',
      unit: 'seconds',
      samples: open.map(({ report, periods }) => ({ labels: { report }, value: Math.max(0, ...periods.map(age)) })),
    },
  ];
}

/** One that is skipped is not to be published. */
const isOpen = ({ standing }: PeriodStatus) => standing.state !== 'published' && standing.state !== 'skipped';

function ofDeliveries({ reports }: Status): readonly Family[] {
  const told = reports.map(({ report, periods, others, agreements }) => ({
    report,
    editions: [...[...editionsIn(periods), ...others].map((edition) => ({ ...edition, editions: 1 })), ...agreements],
  }));
  return [
    {
      name: 'editions',
      help: 'Editions that are the newest of their slot, those of single agreements inside.',
      samples: told.map(({ report, editions }) => ({
        labels: { report },
        value: editions.reduce((sum, edition) => sum + edition.editions, 0),
      })),
    },
    {
      name: 'deliveries',
      help: 'Deliveries of these editions, by channel and state.',
      samples: told.flatMap(({ report, editions }) =>
        samplesOf(
          report,
          editions.map(({ deliveries }) => deliveries),
        ),
      ),
    },
    {
      name: 'approvals_awaited',
      help: 'Approvals without which editions are not delivered.',
      samples: told.map(({ report, editions }) => ({
        labels: { report },
        value: editions.reduce((sum, { deliveries }) => sum + deliveries.awaited.length, 0),
      })),
    },
  ];
}

function samplesOf(report: string, deliveries: readonly Deliveries[]): readonly Sample[] {
  const outstanding = deliveries.flatMap((each) => each.outstanding);
  const delivered = deliveries.flatMap((each) => each.delivered);
  const channels = [...new Set([...delivered, ...outstanding].map(({ channel }) => channel))].toSorted();
  return channels.flatMap((channel) =>
    deliveryStandings.map((state) => ({
      labels: { report, channel, state },
      value:
        state === 'delivered'
          ? delivered.reduce((sum, each) => sum + (each.channel === channel ? each.count : 0), 0)
          : outstanding.filter((each) => each.channel === channel && each.state === state).length,
    })),
  );
}

const seconds = (instant: string) => Date.parse(instant) / 1000;

const databaseUp = (isUp: boolean): Family => ({
  name: 'database_up',
  help: '1: status could be read from the database; 0: it could not.',
  samples: one(isUp ? 1 : 0),
});

function ofAll({ isWell, notices, refusedFiles, lastImport }: Status): readonly Family[] {
  return [
    { name: 'well', help: '1: nothing needs attention; 0: something does.', samples: one(isWell ? 1 : 0) },
    { name: 'notices_open', help: 'Trouble that lasts and is on record.', samples: one(notices.length) },
    {
      name: 'files_refused',
      help: 'Files that the inbox refused and that still lie there.',
      samples: one(refusedFiles.length),
    },
    {
      ...{ name: 'last_import_timestamp_seconds', help: 'When something was last imported.', unit: 'seconds' as const },
      samples: lastImport === null ? [] : one(seconds(lastImport)),
    },
  ];
}

function ofLook(look: LastLook | null): readonly Family[] {
  const took = look === null ? 0 : seconds(look.endedAt) - seconds(look.startedAt);
  return [
    {
      ...{
        name: 'last_look_timestamp_seconds',
        help: 'When the last look at what is due ended.',
        unit: 'seconds' as const,
      },
      samples: look === null ? [] : one(seconds(look.endedAt)),
    },
    {
      ...{ name: 'last_look_duration_seconds', help: 'How long the last look took.', unit: 'seconds' as const },
      samples: look === null ? [] : one(Math.max(0, took)),
    },
    {
      name: 'look_failures',
      help: 'Looks in a row that ended in an error; 0: the last went well.',
      samples: look === null ? [] : one(look.failures),
    },
  ];
}

function written({ name, help, unit, samples }: Family): string {
  const full = `report287_${name}`;
  const lines = [
    `# TYPE ${full} gauge`,
    ...(unit === undefined ? [] : [`# UNIT ${full} ${unit}`]),
    `# HELP ${full} ${escaped(help)}`,
    ...samples.map(({ labels, value }) => `${full}${labelled(labels)} ${value}`),
  ];
  return `${lines.join('\n')}\n`;
}

function labelled(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
