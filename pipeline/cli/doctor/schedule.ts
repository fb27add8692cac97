import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { examineEditions } from '../../schedule/standing-editions.ts';
import { type DueSlot, dueSlots } from '../../schedule.ts';
import { scheduledReports } from '../scheduled-reports.ts';
import { recordsOf } from './circumstances.ts';
import { counted, type Examination, type Finding, fault, someOf, warning, well } from './examination.ts';
import { nearest, whyNotWritable } from './place.ts';

/** The folder whose files are imported. */
export const inbox: Examination = {
  what: 'inbox',
  reads: ['REPORT287_INBOX'],
  examine: async ({ config }) => {
    const { inbox: path } = config.scheduling;
    if (path === undefined) return [well('inbox', 'none set: files are imported by hand')];
    const remedy = 'mount it, or let this user write there, or correct REPORT287_INBOX';
    const there = await nearest(path);
    const reason = await whyNotWritable(there);
    if (reason !== null) return [fault('inbox', `${there}: ${reason}`, remedy, { path })];
    if (there !== path) return [warning('inbox', `${path} is not there: \`schedule\` makes it`, remedy, { path })];
    return [well('inbox', `${path} can be written`, { path })];
  },
};

/** Looks that may be missed before `schedule` is taken for stopped. */
const missed = 5;

/** Whether `schedule` runs: its heartbeat file is young. A web address is not called: that would be a beat. */
export const heartbeat: Examination = {
  what: 'heartbeat',
  reads: ['REPORT287_HEARTBEAT', 'REPORT287_INTERVAL'],
  examine: async ({ config, now }) => {
    const { heartbeat: place, interval } = config.scheduling;
    if (place === undefined) return [well('heartbeat', 'none set: no alarm tells that `schedule` has stopped')];
    if (/^https?:/.test(place)) return [well('heartbeat', 'a web address, which only `schedule` calls')];
    const folder = await nearest(dirname(place));
    const reason = await whyNotWritable(folder);
    if (reason !== null)
      return [fault('heartbeat', `${folder}: ${reason}`, 'let this user write there, or correct REPORT287_HEARTBEAT')];
    const found = await stat(place).catch(() => null);
    if (found === null) return [warning('heartbeat', `${place} is not there: no look has gone well`, start)];
    const age = Math.max(0, Math.round((now().getTime() - found.mtimeMs) / 1000));
    const facts = { path: place, seconds: age };
    const words = `the last look that went well was ${age} s ago`;
    if (age * 1000 > missed * interval) return [warning('heartbeat', words, start, facts)];
    const needsSomebody = (await readFile(place, 'utf8').catch(() => '')).trimEnd().endsWith(' attention');
    if (needsSomebody) return [warning('heartbeat', `${words}, and left something to do`, attend, facts)];
    return [well('heartbeat', words, facts)];
  },
};

const start = 'start `report287 schedule`; if it runs, `report287 status` says what keeps it';
const attend = '`report287 status` says what';

/** Where the metrics go. */
export const metrics: Examination = {
  what: 'metrics',
  reads: ['REPORT287_METRICS'],
  examine: async ({ config }) => {
    const { metrics: path } = config.scheduling;
    if (path === undefined) return [well('metrics', 'none set')];
    const folder = await nearest(dirname(path));
    const reason = await whyNotWritable(folder);
    const remedy = 'let this user write in its folder, or correct REPORT287_METRICS';
    if (reason !== null) return [fault('metrics', `${folder}: ${reason}`, remedy)];
    return [well('metrics', `${path} can be written`)];
  },
};

/** Who is told of trouble, and whether a mail server is set for it. */
export const operator: Examination = {
  what: 'operator',
  reads: ['REPORT287_OPERATOR', 'REPORT287_SMTP'],
  examine: async ({ config }) => {
    const { scheduling, delivery } = config;
    const unset = 'set REPORT287_OPERATOR and REPORT287_SMTP, or look at `report287 status` every day';
    if (scheduling.operator === undefined) return [warning('operator', 'nobody is told of trouble', unset)];
    if (delivery.channels.smtp === undefined)
      return [warning('operator', `${scheduling.operator} cannot be told: no mail server is set`, unset)];
    return [well('operator', `${scheduling.operator} is told of trouble`)];
  },
};

/** Whether the last period of each report that fell due is published, or can be. */
export const due: Examination = {
  what: 'due periods',
  reads: ['DATABASE_URL', 'REPORT287_DATA', 'REPORT287_SCHEMA', 'REPORT287_FROM'],
  examine: async (about) => {
    const reports = scheduledReports(about.config);
    const { editions, coverage } = await examineEditions(recordsOf(about).due, reports, about.config.out);
    const slots = dueSlots(reports, editions, coverage, about.now().toISOString());
    return reports.filter(({ schedule }) => schedule !== undefined).map(({ id }) => dueOf(id, slots));
  },
};

function dueOf(report: string, all: readonly DueSlot[]): Finding {
  const what = `due: ${report}`;
  const slots = all.filter((slot) => slot.report === report && slot.state !== 'skipped');
  const facts = { unpublished: slots.length, overdue: slots.filter(({ isOverdue }) => isOverdue).length };
  const last = slots.at(-1);
  if (last === undefined) return well(what, 'every period that is due is published', facts);
  const count = slots.length === 1 ? '' : `; ${counted(slots.length, 'due period')} without an edition`;
  const words = `${last.period.id} is ${last.state}${last.isOverdue ? ' and overdue' : ''}`;
  const found = `${words}: ${someOf(last.reasons, 1)}${count}`;
  const remedy =
    last.state === 'waiting' ? 'import what is missing; `report287 due` lists it' : 'run it: `report287 due` says how';
  if (last.state === 'waiting' || facts.overdue > 0) return warning(what, found, remedy, facts);
  return well(what, found, facts);
}
