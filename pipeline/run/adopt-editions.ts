import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetEdition, readAllEditions } from '../../queries/ledger.ts';
import type { DatabaseEffect } from '../effects.ts';
import { foldersIn } from '../publish/archive/editions.ts';
import type { Manifest } from '../publish/manifest.ts';
import { agreementsFolder, type Slot } from '../publish.ts';
import { bringTogether } from './slot.ts';

/**
 * Records every edition of the output folder that the ledger does not know, as after a database was restored from an older copy:
 * what is handed over, and what status tells, is the newest that lies there. Returns the folders of the newest editions, relative to
 * the output folder, that are of synthetic data where the sources are not, or the other way round: those are not adopted.
 */
export async function adoptEditions(out: string, effects: DatabaseEffect): Promise<readonly string[]> {
  const strangers: string[] = [];
  const adopt = async (slot: Slot) => {
    const { stranger } = await bringTogether(slot, out, effects);
    if (stranger !== null) strangers.push(stranger.folder);
  };
  for (const audience of ['internal', 'public'] as const) {
    for (const report of await foldersIn(join(out, audience)).catch(() => [])) {
      for (const period of await foldersIn(join(out, audience, report))) {
        const slot: Slot = { report, period, audience, subject: '' };
        await adopt(slot);
        const agreements = join(out, audience, report, period, agreementsFolder);
        for (const folder of await foldersIn(agreements).catch(() => [])) {
          const current = await manifestIn(join(agreements, folder, 'current'));
          if (current?.subject !== undefined) await adopt({ ...slot, subject: current.subject.agreement_id });
        }
      }
    }
  }
  return strangers;
}

/**
 * Takes out of the ledger what a database of synthetic data has published, before these are removed: a month of real data is another
 * edition. Those that are known to be of real data stay. Returns the folders that still lie there, relative to the output folder.
 */
export async function forgetSyntheticEditions(out: string, { database }: DatabaseEffect): Promise<readonly string[]> {
  const lying: string[] = [];
  for (const edition of await database.transaction('snapshot', readAllEditions)) {
    const manifest = await manifestIn(join(out, edition.folder));
    if (manifest?.synthetic === false) continue;
    if (manifest !== null) lying.push(edition.folder);
    await database.transaction('read-write', (session) => forgetEdition(session, edition));
  }
  return lying;
}

/** The record of an edition; null: none lies there. */
async function manifestIn(edition: string): Promise<Manifest | null> {
  const text = await readFile(join(edition, 'manifest.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Manifest);
}
