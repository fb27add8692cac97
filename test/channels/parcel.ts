import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Parcel, Recipient } from '../../pipeline/channels/channel.ts';

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'report287-channel-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const small: Readonly<Record<string, string | Buffer>> = {
  'enforcement-actions_2020-06_ATL.pdf': '%PDF-1.7 a document',
  'enforcement-actions_2020-06_ATL.xlsx': 'PK a workbook',
  'tables/encounters.csv': 'month,encounters\n2020-06,12\n',
};

/** A parcel of a few small files and their manifest, on disk. */
export async function makeParcel(
  files: Readonly<Record<string, string | Buffer>> = small,
  key = 'a1b2c3',
): Promise<Parcel> {
  const home = await temporaryFolder();
  const listed = Object.entries(files).map(([path, content]) => ({ path, content, sha256: hashOf(content) }));
  const manifest = JSON.stringify(listed.map(({ path, sha256 }) => ({ path, sha256 })));
  const all = [...listed, { path: 'manifest.json', content: manifest, sha256: hashOf(manifest) }];
  for (const { path, content } of all) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), content);
  }
  return {
    key,
    name: 'internal/enforcement-actions/2020-06/edition-1/ATL',
    title: '287(g) Enforcement Actions, June 2020: Atlanta Field Office (edition 1)',
    message: ['Enforcement actions of June 2020, as of July 8, 2020.', 'It corrects <none> & adds nothing.'],
    files: all.map(({ path, content, sha256 }) => ({
      path,
      source: join(home, path),
      size: Buffer.byteLength(content),
      sha256,
    })),
  };
}

/** As many bytes that no compression makes fewer. */
export const noise = (size: number): Buffer => randomBytes(size);

export const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A recipient of the Atlanta parcel. */
export const recipientOf = (
  channel: Recipient['channel'],
  address: string,
  options: Recipient['options'] = {},
): Recipient => ({ id: `atlanta-${channel}`, name: 'Atlanta Field Office', channel, address, options });

/** Every file below a folder, by its path, with its hash. */
export async function hashesBelow(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: Record<string, string> = {};
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(folder.length + 1)] = hashOf(await readFile(path));
  }
  return found;
}

/** The same for a parcel, as it should lie below the recipient's address. */
export const hashesOf = ({ name, files }: Parcel): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, sha256 }) => [posix.join(name, path), sha256]));
