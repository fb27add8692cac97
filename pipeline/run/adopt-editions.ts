import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClockEffect, DatabaseEffect } from '../effects.ts';
import { foldersIn } from '../publish/archive/editions.ts';
import type { Manifest } from '../publish/manifest.ts';
import { agreementsFolder, type Slot } from '../publish.ts';
import { reconcile } from './slot.ts';

/**
 * Records every edition of the output folder that the ledger does not know, as after a database was restored from an older copy:
 * what is handed over, and what status tells, is the newest that lies there.
 */
export async function adoptEditions(out: string, effects: DatabaseEffect & ClockEffect): Promise<void> {
  for (const audience of ['internal', 'public'] as const) {
    for (const report of await foldersIn(join(out, audience)).catch(() => [])) {
      for (const period of await foldersIn(join(out, audience, report))) {
        const slot: Slot = { report, period, audience, subject: '' };
        await reconcile(slot, out, effects);
        const agreements = join(out, audience, report, period, agreementsFolder);
        for (const folder of await foldersIn(agreements).catch(() => [])) {
          const subject = await subjectOf(join(agreements, folder, 'current'));
          if (subject !== null) await reconcile({ ...slot, subject }, out, effects);
        }
      }
    }
  }
}

/** The agreement of an edition; null: none lies there. */
async function subjectOf(edition: string): Promise<string | null> {
  const text = await readFile(join(edition, 'manifest.json'), 'utf8').catch(() => null);
  return text === null ? null : ((JSON.parse(text) as Manifest).subject?.agreement_id ?? null);
}
