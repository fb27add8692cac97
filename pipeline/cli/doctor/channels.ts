import type { Channel, ChannelId } from '../../channels/channel.ts';
import { probeBucket, s3 } from '../../channels/s3.ts';
import { probeSftpPath, sftp } from '../../channels/sftp.ts';
import { smtp } from '../../channels/smtp.ts';
import { type Circumstances, recordsOf } from './circumstances.ts';
import { type Examination, type Finding, fault, Unexamined, warning, well } from './examination.ts';
import { nearest, whyNotWritable } from './place.ts';

const stored = ['DATABASE_URL', 'REPORT287_DATA', 'REPORT287_SCHEMA'];

const server = (channel: Channel, id: 'smtp' | 'sftp' | 's3', reads: readonly string[]): Examination => ({
  what: `channel ${id}`,
  reads: [...reads, 'REPORT287_PATIENCE'],
  // A probe gives up by itself, and says more than that it was late.
  limit: 30_000,
  examine: async (about) => {
    const what = `channel ${id}`;
    const { channels: settings } = about.config.delivery;
    if (settings[id] === undefined) return isAsked(about, id) ? [] : [well(what, 'not set, not needed')];
    const patience = Math.min(settings.patience, about.limit);
    const { reachable, detail, remedy } = await channel.probe({ ...settings, patience });
    if (reachable) return [well(what, detail)];
    return [fault(what, detail, remedy ?? 'see that it runs and can be reached from here')];
  },
});

/** The mail server. */
export const mail = server(smtp, 'smtp', ['REPORT287_SMTP', 'REPORT287_LINK_BASE']);
/** The SFTP server. */
export const files = server(sftp, 'sftp', ['REPORT287_SFTP']);
/** The store of objects. */
export const objects = server(s3, 's3', ['REPORT287_S3']);

/** The buckets of recipients that have an active subscription. */
export const buckets: Examination = {
  what: 'buckets of recipients',
  reads: [...stored, 'REPORT287_S3', 'REPORT287_PATIENCE'],
  limit: 30_000,
  examine: async (about) => {
    const what = 'buckets of recipients';
    const { channels: settings } = about.config.delivery;
    const names = addressesOf(about, 's3').map((address) => address.split('/')[0] ?? '');
    if (names.length === 0 || settings.s3 === undefined) return [];
    const patience = Math.min(settings.patience, about.limit);
    const distinct = [...new Set(names)].toSorted();
    const tried = await Promise.all(distinct.map((name) => probeBucket(name, { ...settings, patience })));
    // That the store itself does not answer is said once, by the channel.
    if (tried.some(({ status }) => status === null)) return [];
    const unwell = tried.flatMap(({ reachable, detail, remedy, status }) => {
      if (reachable) return [];
      // Who may put need not be one who may look.
      return [(status === 403 ? warning : fault)(what, detail, remedy ?? 'see that the store can be reached')];
    });
    return unwell.length > 0 ? unwell : [well(what, `${distinct.join(', ')}: there`, { buckets: distinct.length })];
  },
};

/** The folders on the SFTP server of recipients that have an active subscription. */
export const remoteFolders: Examination = {
  what: 'SFTP folders of recipients',
  reads: [...stored, 'REPORT287_SFTP', 'REPORT287_PATIENCE'],
  limit: 30_000,
  examine: async (about) => {
    const what = 'SFTP folders of recipients';
    const { channels: settings } = about.config.delivery;
    const addresses = [...new Set(addressesOf(about, 'sftp'))].toSorted();
    if (addresses.length === 0 || settings.sftp === undefined) return [];
    const patience = Math.min(settings.patience, about.limit);
    const unwell: Finding[] = [];
    for (const address of addresses) {
      const { reachable, detail, remedy } = await probeSftpPath(address, { ...settings, patience });
      if (reachable) continue;
      unwell.push(fault(what, `${address}: ${detail}`, remedy ?? 'see that the server can be reached'));
      // That the server itself cannot be used is said once, by the channel.
      if (!/no folder|No such file|Permission denied/i.test(detail)) return [];
    }
    return unwell.length > 0
      ? unwell
      : [well(what, `${addresses.length} can be reached`, { folders: addresses.length })];
  },
};

function addressesOf(about: Circumstances, id: ChannelId): readonly string[] {
  const { subscriptions } = recordsOf(about);
  return subscriptions.filter(({ active, channel }) => active && channel === id).map(({ address }) => address);
}

/** Whether an active subscription needs it: that it is not set is then told of the subscription. */
function isAsked(about: Circumstances, id: ChannelId): boolean {
  try {
    return recordsOf(about).subscriptions.some(({ active, channel }) => active && channel === id);
  } catch (error) {
    if (error instanceof Unexamined) return false;
    throw error;
  }
}

/** Folders of the settings that receive a copy of each edition. */
export const copies: Examination = {
  what: 'folders of REPORT287_DELIVER_TO',
  reads: ['REPORT287_DELIVER_TO'],
  examine: async ({ config: { deliverTo } }) => {
    if (deliverTo.length === 0) return [well('folders of REPORT287_DELIVER_TO', 'none set')];
    return Promise.all(deliverTo.map((path) => receiving(`folder ${path}`, path, false)));
  },
};

/** The folders of recipients that have an active subscription. */
export const recipients: Examination = {
  what: 'folders of recipients',
  reads: stored,
  examine: async (about) => {
    const active = recordsOf(about).subscriptions.filter(({ active: is, channel }) => is && channel === 'folder');
    const tried = await Promise.all(
      active.map(({ recipient, address, options }) => {
        const existing = (JSON.parse(options) as Readonly<Record<string, string>>).existing === 'yes';
        return receiving(`folder of ${recipient}`, address, existing);
      }),
    );
    const unwell = tried.filter(({ state }) => state !== 'well');
    if (unwell.length > 0) return unwell;
    const count = active.length;
    return [well('folders of recipients', count === 0 ? 'none' : `${count}, all can be written`, { folders: count })];
  },
};

/** Tries to write in a folder; `existing`: it is never made. */
async function receiving(what: string, path: string, existing: boolean): Promise<Finding> {
  const there = await nearest(path);
  const remedy = 'mount it or make it, and let this user write there';
  if (there !== path && existing) return fault(what, `${path} is not there, and is never made`, remedy, { path });
  const reason = await whyNotWritable(there);
  if (reason !== null) return fault(what, `${there}: ${reason}`, remedy, { path });
  if (there === path) return well(what, `${path} can be written`, { path });
  return warning(what, `${path} is not there: the first delivery makes it`, 'mount it, if it is a share', { path });
}
