import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findImport } from '../../../queries/imports.ts';
import type { Config } from '../../config.ts';
import type { DatabaseEffect } from '../../effects.ts';
import { hashesOf } from '../../import/content.ts';
import { releaseImported } from '../../schedule/inbox/refused.ts';

/** Whether a file, or every file of an extract, is on record as imported. @throws PipelineError where it cannot be read. */
export async function isOnRecord(path: string, { database }: DatabaseEffect): Promise<boolean> {
  const about = await stat(path);
  const files = about.isDirectory() ? (await readdir(path)).filter((name) => /\.csv$/i.test(name)) : [''];
  for (const file of files) {
    const hashes = await hashesOnce(join(path, file));
    if ((await database.transaction('snapshot', (session) => findImport(session, hashes))) === undefined) return false;
  }
  return files.length > 0;
}

/** A scheduler looks again and again at what was refused, which may be long. By path, size and time. */
const known = new Map<string, Awaited<ReturnType<typeof hashesOf>>>();

async function hashesOnce(path: string): Promise<Awaited<ReturnType<typeof hashesOf>>> {
  const { size, mtimeMs, ino } = await stat(path);
  const key = JSON.stringify([path, size, mtimeMs, ino]);
  const hashes = known.get(key) ?? (await hashesOf(path));
  known.set(key, hashes);
  return hashes;
}

/** Moves what the inbox refused and was imported by hand to what it has imported; returns where it lies now. */
export async function releaseFromInbox(
  { scheduling: { inbox } }: Config,
  effects: DatabaseEffect,
): Promise<readonly string[]> {
  if (inbox === undefined) return [];
  const released = await releaseImported(inbox, (path) => isOnRecord(path, effects));
  return released.map((file) => join(inbox, 'imported', file));
}

/** What is said of it, a line each. */
export const releasedInWords = (paths: readonly string[]): readonly string[] =>
  paths.map((path) => `No longer refused by the inbox: moved to ${path}.`);
