import type { ProgressEffect } from '../effects.ts';
import { exitCodes } from '../errors.ts';
import type { Answer } from './commands.ts';
import { browser } from './doctor/browser.ts';
import { buckets, copies, files, mail, objects, recipients, remoteFolders } from './doctor/channels.ts';
import type { Circumstances } from './doctor/circumstances.ts';
import { calendar, clock } from './doctor/clock.ts';
import { database } from './doctor/database.ts';
import { type Examination, type Finding, type State, troubleWith, warning, within } from './doctor/examination.ts';
import { cache, data, output, standing, temporary } from './doctor/folders.ts';
import { claims, deliveries, staging } from './doctor/leftovers.ts';
import { migrations } from './doctor/migrations.ts';
import { node } from './doctor/node.ts';
import { withAccess } from './doctor/records.ts';
import { due, heartbeat, inbox, metrics, operator } from './doctor/schedule.ts';
import { settings, soundSettings, type Variables } from './doctor/settings.ts';
import { sources } from './doctor/sources.ts';
import { approvals, subscriptions, unservedOffices } from './doctor/subscriptions.ts';

/** Everything that a scheduled month needs, in the order in which it is told. */
const examinations: readonly Examination[] = [
  settings,
  node,
  database,
  migrations,
  sources,
  clock,
  calendar,
  browser,
  output,
  standing,
  data,
  cache,
  temporary,
  mail,
  files,
  objects,
  copies,
  recipients,
  remoteFolders,
  buckets,
  subscriptions,
  unservedOffices,
  approvals,
  inbox,
  heartbeat,
  metrics,
  operator,
  due,
  claims,
  staging,
  deliveries,
];

/** Milliseconds that a server, a disk or a browser may keep an examination waiting. */
const longest = 20_000;

/** What may be told to `doctor` in place of what it takes by itself. */
export interface DoctorOptions {
  readonly examinations?: readonly Examination[];
  readonly now?: () => Date;
  readonly limit?: number;
}

/**
 * Examines everything that a scheduled month needs, goes on after each fault, and changes nothing of what is published or on record. What
 * it must do to try: a small folder is made and removed again in each folder that is written to, the browser prints a page (and is
 * unpacked into the cache folder, if it never was), the embedded database is opened. The exit code is 78 where the settings are not sound, else 69 at any fault.
 */
export async function doctor(
  variables: Variables,
  root: string,
  { progress }: ProgressEffect,
  options: DoctorOptions = {},
): Promise<Answer> {
  const { examinations: asked = examinations, now = () => new Date(), limit = longest } = options;
  const { config, problems, unsound, secrets } = soundSettings(variables, root);
  progress({ kind: 'stage', stage: 'examine', state: 'started' });
  // The embedded engine keeps this process from answering anybody while it starts: everything else waits for it.
  const told = await withAccess(config, limit, async (access) => {
    const about: Circumstances = { config, problems, access, now, limit };
    return (await Promise.all(asked.map((each) => examine(each, about, unsound)))).flat();
  });
  progress({ kind: 'stage', stage: 'examine', state: 'finished' });
  return answerOf(told.map((finding) => withoutSecrets(finding, secrets)));
}

async function examine(
  { what, reads, limit, examine: work }: Examination,
  about: Circumstances,
  unsound: readonly string[],
): Promise<readonly Finding[]> {
  const blocking = unsound.find((name) => reads.some((start) => name.startsWith(start)));
  if (blocking !== undefined)
    return [warning(what, `not examined: ${blocking} is not sound`, 'correct the variable first')];
  try {
    return await within(limit ?? about.limit, work(about));
  } catch (error) {
    return [troubleWith(what, error)];
  }
}

function answerOf(findings: readonly Finding[]): Answer {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  const isUnsound = findings.some(({ what, state }) => what === settings.what && state === 'fault');
  const summary = `${findings.length} findings: ${count('well')} well, ${warnings} to be looked at (warning), ${faults} to be mended (fault).`;
  const width = Math.max(...findings.map(({ what }) => what.length));
  return {
    data: { findings, well: count('well'), warnings, faults },
    lines: [...findings.flatMap((finding) => linesOf(finding, width)), summary],
    exitCode: faults === 0 ? 0 : isUnsound ? exitCodes.config : exitCodes.source,
  };
}

const stateWidth = 'warning'.length;

function linesOf({ what, state, found, remedy }: Finding, width: number): readonly string[] {
  const line = `${state.padEnd(stateWidth)}  ${what.padEnd(width)}  ${found}`;
  return remedy === null ? [line] : [line, `${' '.repeat(stateWidth + 2)}${' '.repeat(width)}  What to do: ${remedy}.`];
}

/** The last of several guards: whatever was told, no secret of the settings is in it. Remedies hold words of ours alone. */
function withoutSecrets(finding: Finding, secrets: readonly string[]): Finding {
  const hide = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
  const facts = Object.entries(finding.facts).map(([name, value]) => [
    name,
    typeof value === 'string' ? hide(value) : value,
  ]);
  return { ...finding, found: hide(finding.found).replaceAll(/\s+/g, ' ').trim(), facts: Object.fromEntries(facts) };
}
