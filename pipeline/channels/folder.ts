import { randomUUID } from 'node:crypto';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Channel } from './channel.ts';

/** Copies an edition beside its place and renames it in, so that a reader of the folder sees all of it or none. */
export const folder: Channel = {
  id: 'folder',
  send: async (parcel, recipient) => {
    const destination = join(recipient.address, parcel.name);
    const part = join(dirname(destination), `.part-${randomUUID()}`);
    const receipt = { recipient: recipient.name, channel: 'folder' } as const;
    const stands = await stat(destination).catch(() => null);
    if (stands !== null) return { ...receipt, state: 'delivered', detail: `${destination} (was there already)` };
    try {
      await mkdir(dirname(destination), { recursive: true });
      await cp(parcel.folder, part, { recursive: true, errorOnExist: true });
      await rename(part, destination);
      return { ...receipt, state: 'delivered', detail: destination };
    } catch (error) {
      // Where the place is no folder at all, there is nothing to remove either.
      await rm(part, { recursive: true, force: true }).catch(() => undefined);
      return { ...receipt, state: 'failed', detail: error instanceof Error ? error.message : String(error) };
    }
  },
};
