import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import {
  type Subscription,
  subscriptionColumns,
  subscriptionContract,
  subscriptionKey,
} from '../../../queries/subscriptions.ts';
import type { Channel } from '../../channels/channel.ts';
import { formats } from '../../formats/index.ts';
import type { ReportDefinition } from '../../reports/report.ts';

/** What a list of subscriptions may name. */
export interface Known {
  readonly reports: readonly ReportDefinition[];
  /** Codes of the field offices. */
  readonly offices: ReadonlySet<string>;
  /** The agency of each agreement, by the agreement's id. */
  readonly agreements: ReadonlyMap<string, string>;
  readonly channels: readonly Channel[];
}

/** A list of subscriptions as it was read, with everything that is wrong in it: each with its line and column. */
export interface ReadSubscriptions {
  readonly subscriptions: readonly Subscription[];
  readonly problems: readonly string[];
}

interface Row {
  readonly line: number;
  readonly subscription: Subscription;
}

/** A problem of one cell. */
type Fault = readonly [column: keyof Subscription, what: string];

/** Reads a list (CSV, one subscription a line) against what the program and the database know. */
export function readRows(text: string, known: Known): ReadSubscriptions {
  const [header, ...lines] = linesOf(text);
  const names = header?.cells ?? [];
  if (names.join() !== subscriptionColumns.join())
    return { subscriptions: [], problems: [`line 1: the columns must be ${subscriptionColumns.join(',')}`] };
  if (lines.length === 0) return { subscriptions: [], problems: ['line 1: no subscription follows'] };
  const read = lines.map(({ line, cells }) => readRow(line, cells));
  const rows = read.flatMap((one) => ('subscription' in one ? [one] : []));
  const problems = [
    ...read.flatMap((one) => ('problems' in one ? one.problems : [])),
    ...rows.flatMap(({ line, subscription }) =>
      faultsOf(subscription, known).map(([column, what]) => ({ line, text: `line ${line}, ${column}: ${what}` })),
    ),
    ...contradictions(rows),
  ];
  return {
    subscriptions: rows.map(({ subscription }) => subscription),
    problems: problems.toSorted((one, other) => one.line - other.line).map(({ text: problem }) => problem),
  };
}

interface Problem {
  readonly line: number;
  readonly text: string;
}

function linesOf(text: string): readonly { readonly line: number; readonly cells: readonly string[] }[] {
  const records = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  return (records as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
    line: info.lines,
    cells: record.map((cell) => cell.trim()),
  }));
}

function readRow(line: number, cells: readonly string[]): Row | { readonly problems: readonly Problem[] } {
  if (cells.length !== subscriptionColumns.length) {
    const text = `line ${line}: has ${cells.length} cells in place of ${subscriptionColumns.length}`;
    return { problems: [{ line, text }] };
  }
  const row = Object.fromEntries(subscriptionColumns.map((column, at) => [column, cells[at]]));
  const parsed = subscriptionContract.safeParse({
    ...row,
    formats: canonicalFormats(row.formats ?? ''),
    active: row.active === 'yes' ? true : row.active === 'no' ? false : row.active,
  });
  if (parsed.success) return { line, subscription: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) => {
      const what = path[0] === 'active' ? 'must be yes or no' : message;
      return { line, text: `line ${line}, ${path.join('.')}: ${what}` };
    }),
  };
}

/** Formats in the order of the registry, each once; unknown ones stay, to be found. */
function canonicalFormats(text: string): string {
  const asked = [...new Set(text.split(/\s+/).filter((id) => id !== ''))];
  const ids: readonly string[] = formats.map(({ id }) => id);
  return asked.toSorted((one, other) => ids.indexOf(one) - ids.indexOf(other)).join(' ');
}

function faultsOf(subscription: Subscription, known: Known): readonly Fault[] {
  const { report, channel: id, address, name } = subscription;
  const channel = known.channels.find((each) => each.id === id);
  const options: Record<string, string> = JSON.parse(subscription.options);
  const faults: Fault[] = [...scopeFaults(subscription, known), ...formatFaults(subscription)];
  if (!known.reports.some((each) => each.id === report)) {
    faults.push([
      'report',
      `there is no report "${report}"; give one of ${known.reports.map((one) => one.id).join(', ')}`,
    ]);
  }
  if (name === '') faults.push(['name', 'is empty']);
  if (channel === undefined) faults.push(['channel', `there is no channel "${id}"`]);
  for (const fault of channel?.faultsOf({ address, options }) ?? []) faults.push(['address', fault]);
  return faults;
}

function formatFaults({ formats: asked }: Subscription): readonly Fault[] {
  if (asked === 'all') return [];
  const ids: readonly string[] = formats.map(({ id }) => id);
  const form = `give all, or some of ${ids.join(' ')}`;
  if (asked === '') return [['formats', `is empty; ${form}`]];
  const unknown = asked.split(' ').filter((id) => !ids.includes(id));
  return unknown.map((id): Fault => ['formats', `there is no format "${id}"; ${form}`]);
}

/** A field office and an agency may be given what is their own alone. */
function scopeFaults(subscription: Subscription, { offices, agreements, reports }: Known): readonly Fault[] {
  const { kind, belongs_to: own, scope, report } = subscription;
  const isAgreement = agreements.has(scope);
  const faults: Fault[] = [];
  if (!isAgreement && !offices.has(scope) && scope !== 'all' && scope !== 'national')
    faults.push(['scope', `there is no field office and no agreement "${scope}"`]);
  if (isAgreement && reports.find(({ id }) => id === report)?.agreements !== true)
    faults.push(['scope', `${report} has no documents of single agreements`]);
  if (scope === 'HQ') faults.push(['scope', 'headquarters have no area of responsibility; give national or all']);
  switch (kind) {
    case 'headquarters':
      if (own !== '') faults.push(['belongs_to', 'must be empty for headquarters']);
      break;
    case 'field-office':
      if (!offices.has(own)) faults.push(['belongs_to', `there is no field office "${own}"`]);
      if (scope !== own)
        faults.push(['scope', `field office "${own}" may be given its own scope only, not "${scope}"`]);
      break;
    case 'agency':
      if (agreements.get(scope) !== own || own === '')
        faults.push(['scope', `"${scope}" is no agreement of agency "${own}", which may be given its own only`]);
      break;
  }
  return faults;
}

/** What rows say against each other. */
function contradictions(rows: readonly Row[]): readonly Problem[] {
  const problems: Problem[] = [];
  rows.forEach((row, at) => {
    const { line, subscription: now } = row;
    for (const { line: first, subscription: before } of rows.slice(0, at)) {
      const fault = contradiction(before, now, first);
      if (fault !== undefined) problems.push({ line, text: `line ${line}, ${fault[0]}: ${fault[1]}` });
    }
  });
  return problems;
}

function contradiction(before: Subscription, now: Subscription, line: number): Fault | undefined {
  const isSameRecipient = before.recipient === now.recipient;
  if (subscriptionKey(before) === subscriptionKey(now))
    return ['recipient', `is the same subscription as line ${line}`];
  for (const column of ['name', 'kind', 'belongs_to'] as const)
    if (isSameRecipient && before[column] !== now[column])
      return [column, `is not what line ${line} says of this recipient`];
  const isSameEdition = before.report === now.report && before.audience === now.audience;
  if (!isSameEdition || before.channel !== now.channel) return undefined;
  // Receipts are by edition, recipient and channel: there is room for one.
  if (isSameRecipient && isOfAreas(before) && isOfAreas(now))
    return [
      'scope',
      `is a second document of one edition by the same channel, as line ${line}; give all, or another recipient id`,
    ];
  const isSamePlace = before.address === now.address;
  const isInside = before.scope === now.scope || (now.channel !== 'smtp' && [before, now].some(isWhole));
  return isSamePlace && isInside ? ['address', `is where line ${line} puts the same documents`] : undefined;
}

const isWhole = ({ scope }: Subscription) => scope === 'all';
const isOfAreas = ({ scope }: Subscription) => /^([A-Z]{2,3}|national|all)$/.test(scope);

/** A list of subscriptions as text: what was read from it gives the same text again. */
export function subscriptionsText(subscriptions: readonly Subscription[]): string {
  const lines = subscriptions.map((subscription) =>
    subscriptionColumns.map((column) => {
      const value = subscription[column];
      if (typeof value === 'boolean') return value ? 'yes' : 'no';
      return column === 'options' && value === '{}' ? '' : value;
    }),
  );
  return stringify([[...subscriptionColumns], ...lines], { record_delimiter: '\n' });
}
