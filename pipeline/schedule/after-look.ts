import { mkdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { clearNotices, raiseNotices, readNotices } from '../../queries/notices.ts';
import type { ChannelSettings } from '../channels/channel.ts';
import type { SchedulingConfig } from '../config/scheduling.ts';
import type { DatabaseEffect, Effects } from '../effects.ts';
import { replaceFile } from '../publish/replace-file.ts';
import { beat } from './heartbeat.ts';
import { type LastLook, metricsOf } from './metrics.ts';
import { changedNotices, hasFailed, type Looked, troublesOf } from './notices.ts';
import { readSighted, type Sighted, type StatusTold } from './status/read.ts';
import { type Status, statusOf } from './status.ts';
import { tellOperator } from './tell-operator.ts';

/** Where the state of a machine that publishes by itself is to be seen, and who is told. */
export interface SightTold extends StatusTold {
  readonly scheduling: Pick<SchedulingConfig, 'operator' | 'heartbeat' | 'metrics'>;
  readonly channels: ChannelSettings;
  /** Absolute path of the folder of the embedded database: what nobody but this user reads. */
  readonly data: string;
  /** The name by which this machine's own trouble is known; absent: as the machine calls itself. */
  readonly host?: string;
}

/** What lies in the folder of the embedded database as {@link statusFile} after each look. */
export interface StatusRecord {
  readonly statusVersion: 1;
  readonly look: LastLook & Pick<Looked, 'problems'>;
  /** Of that look, or, where it could not see the database, of the last that could. */
  readonly status: Status;
}

/** As it is kept: before the first look that could see the database there is no status. */
type KeptRecord = Omit<StatusRecord, 'status'> & { readonly status: Status | null };

/**
 * The file of the last status, relative to the folder of the embedded database: for whoever cannot open it meanwhile. (Not in the
 * output folder, from which people may fetch editions.)
 */
const statusFile = 'status.json';

/**
 * After each look: notices are put down or taken back and the operator told, status and metrics written, and, last of all and only
 * where status was seen and written, a sign of life given. Without its database, what is known of the look is written all the same. Never
 * throws: its own trouble is told in the log, and returned.
 */
export async function afterLook(told: SightTold, look: Looked, effects: Effects): Promise<readonly string[]> {
  const problems: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(`${what}: ${reason}`);
      effects.progress({ kind: 'note', text: `${what}: ${reason}` });
    }
  };
  const seen: { status: Status | null } = { status: null };
  await attempt('status could not be seen', async () => {
    seen.status = await see(told, look, attempt, effects);
  });
  const before = await readKept(told.data);
  const failures = hasFailed(look) ? (before?.look.failures ?? 0) + 1 : 0;
  const last = { startedAt: look.at, endedAt: effects.now().toISOString(), failures };
  await attempt('status could not be written', () => writeStatus(told.data, look, last, seen.status));
  const { heartbeat, metrics } = told.scheduling;
  if (metrics !== undefined)
    await attempt('metrics could not be written', () => replaceFile(metrics, metricsOf(seen.status, last)));
  const isWell = seen.status?.isWell ?? false;
  // Neither an operator who cannot be told nor a metrics file is a reason to keep silent: only a status not seen or written is.
  const isBlind = problems.some((problem) => problem.startsWith('status'));
  if (heartbeat !== undefined && !hasFailed(look) && !isBlind)
    await attempt('no heartbeat', () => beat(heartbeat, { at: effects.now().toISOString(), isWell }));
  return problems;
}

type Attempt = (what: string, work: () => Promise<void>) => Promise<void>;

/** Reads status, and brings notices up to it. */
async function see(told: SightTold, look: Looked, attempt: Attempt, effects: Effects): Promise<Status> {
  const sighted = await readSighted(told, effects);
  const { host = hostname() } = told;
  const troubles = troublesOf(statusOf(sighted.facts, told.definitions, sighted.ground), look, host);
  const changes = changedNotices(troubles, sighted.facts.notices, look, host);
  if (changes.raised.length > 0 || changes.cleared.length > 0)
    await effects.database.transaction('read-write', async (session) => {
      await raiseNotices(session, changes.raised);
      await clearNotices(session, changes.cleared);
    });
  await attempt('the operator could not be told', () => tell(told, effects));
  return withNotices(sighted, told, effects);
}

async function tell({ scheduling: { operator }, channels }: SightTold, effects: DatabaseEffect): Promise<void> {
  if (operator === undefined || channels.smtp === undefined) return;
  const refusal = await tellOperator(operator, channels, effects);
  if (refusal !== null) throw new Error(refusal);
}

async function withNotices({ facts, ground }: Sighted, { definitions }: SightTold, { database }: DatabaseEffect) {
  const notices = await database.transaction('snapshot', readNotices);
  return statusOf({ ...facts, notices }, definitions, ground);
}

async function writeStatus(data: string, look: Looked, last: LastLook, status: Status | null): Promise<void> {
  await mkdir(data, { recursive: true });
  const record: KeptRecord = {
    ...{ statusVersion: 1, look: { ...last, problems: look.problems } },
    status: status ?? (await readKept(data))?.status ?? null,
  };
  await replaceFile(join(data, statusFile), `${JSON.stringify(record, null, 2)}\n`);
}

/** The status of the last look; null: there is none that can be read. */
export async function readStatusRecord(data: string): Promise<StatusRecord | null> {
  const kept = await readKept(data);
  return kept === null || kept.status === null ? null : { ...kept, status: kept.status };
}

async function readKept(data: string): Promise<KeptRecord | null> {
  try {
    const record = JSON.parse(await readFile(join(data, statusFile), 'utf8')) as KeptRecord;
    return record.statusVersion === 1 ? record : null;
  } catch {
    return null;
  }
}
