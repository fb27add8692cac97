import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenDelivery } from '../../../queries/health.ts';
import type { Subscription } from '../../../queries/subscriptions.ts';
import type { Recipient } from '../../channels/channel.ts';
import { isGone } from '../../process-name.ts';
import { copiesOf } from '../distribution.ts';
import { recordsOf } from './circumstances.ts';
import { counted, type Examination, someOf, warning, well } from './examination.ts';
import { inBytes, sizeOf } from './place.ts';

const stored = ['DATABASE_URL', 'REPORT287_DATA', 'REPORT287_SCHEMA'];

/** What runs that were killed left in the making. */
export const staging: Examination = {
  what: 'staging',
  reads: ['REPORT287_OUT'],
  examine: async ({ config }) => {
    const parent = join(config.out, '.staging');
    const names = await readdir(parent).catch(() => []);
    const left = names.filter(isGone);
    const others = names.length - left.length;
    const running = others === 0 ? '' : `${counted(others, 'folder')} of runs at work`;
    if (left.length === 0) return [well('staging', running === '' ? 'empty' : running, { left: 0, others })];
    const sizes = await Promise.all(left.map((name) => sizeOf(join(parent, name))));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const found = `${counted(left.length, 'folder')} of killed runs, ${inBytes(bytes)}`;
    return [
      warning('staging', found, 'the next run on this machine removes them', { left: left.length, bytes, others }),
    ];
  },
};

/** Slots that are held by a process that is gone, or by one that does not renew its claim. */
export const claims: Examination = {
  what: 'claims',
  reads: stored,
  examine: async (about) => {
    const held = recordsOf(about).claims;
    const now = about.now().getTime();
    const lost = held.filter(({ holder, expires_at: end }) => isGone(holder) || Date.parse(end) <= now);
    const facts = { held: held.length, lost: lost.length };
    if (lost.length === 0) return [well('claims', held.length === 0 ? 'none held' : `${held.length} held`, facts)];
    const names = lost.map(({ report, period, subject }) => [report, period, subject].join(' ').trim());
    const found = `${counted(lost.length, 'slot')} held by a process that has ended: ${someOf(names)}`;
    return [warning('claims', found, 'start `report287 schedule`: its next look takes them', facts)];
  },
};

/** Parcels of the newest editions that are still owed and not known to have arrived. */
export const deliveries: Examination = {
  what: 'deliveries',
  reads: [...stored, 'REPORT287_DELIVER_TO'],
  examine: async (about) => {
    const records = recordsOf(about);
    const copies = copiesOf(about.config);
    const open = records.deliveries.filter((delivery) => isOwed(delivery, records.subscriptions, copies));
    const unknown = open.filter(({ state }) => state === 'unknown');
    const failed = open.filter(({ state }) => state === 'failed');
    const broken = open.filter(({ state, sender }) => state === 'sending' && isGone(sender));
    const sending = open.length - unknown.length - failed.length - broken.length;
    const facts = { failed: failed.length, unknown: unknown.length, interrupted: broken.length, sending };
    const findings = [
      ...(failed.length === 0
        ? []
        : [warning('deliveries', `${failed.length} failed: ${names(failed)}`, again, facts)]),
      ...(unknown.length === 0
        ? []
        : [warning('deliveries', `${unknown.length} unknown: ${names(unknown)}`, findOut, facts)]),
      ...(broken.length === 0
        ? []
        : [warning('deliveries', `${broken.length} interrupted: ${names(broken)}`, again, facts)]),
    ];
    return findings.length > 0 ? findings : [well('deliveries', `none outstanding, ${sending} being sent`, facts)];
  },
};

/** Who was taken off the list since, or gets no copies any more, is owed nothing, whatever was tried. */
const isOwed = (
  { report, audience, subject, recipient, channel }: OpenDelivery,
  subscriptions: readonly Subscription[],
  copies: readonly Recipient[],
) =>
  copies.some((copy) => copy.id === recipient && copy.channel === channel) ||
  subscriptions.some(
    (each) =>
      each.active &&
      each.report === report &&
      each.audience === audience &&
      each.recipient === recipient &&
      each.channel === channel &&
      (subject === '' ? /^(all|national|[A-Z]{2,3})$/.test(each.scope) : each.scope === subject),
  );

const again = '`report287 deliver <report> <period>` says why, and sends what is missing';
const findOut = 'find out whether it arrived; if not: `report287 deliver <report> <period> --retry-unknown`';

const names = (open: readonly OpenDelivery[]) =>
  someOf(open.map(({ report, period, recipient, channel }) => `${recipient} (${report} ${period}, ${channel})`));
